"""Who writes the stories: what breaks where, when people call, how it ends, what they think of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from random import Random
from typing import Any

from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.service_requests.models import RequestCategory
from aftercare.demo.company import data
from aftercare.demo.simulation import opinions
from aftercare.demo.simulation.story import DONE, NO_ACCESS, PARTS, REJECTED, Answer, Story, Trouble

# Who is booked within this time, in hours, goes whatever the time of day: the demo shows people at work at once.
SOON = 1
# When people call, by the hour from 0 to 23.
HOURS = (1, 1, 1, 1, 1, 2, 4, 9, 16, 15, 13, 10, 7, 9, 11, 11, 10, 9, 7, 5, 4, 3, 2, 1)
SOURCES = (("hotline", 58), ("qr", 20), ("portal", 12), ("email", 10))
WAYS = (((DONE,), 88), ((PARTS, DONE), 6), ((NO_ACCESS, DONE), 3), ((REJECTED, DONE), 3))
LEFTOVERS = (
    "另一台同型号设备的同一部件也已接近寿命，建议择期更换。",
    "机房照明一盏不亮，下次一并处理。",
    "面板标签缺失，补制后粘贴。",
)


class Author:
    """Writes stories about the equipment there is."""

    def __init__(self, rng: Random, *, zone: tzinfo) -> None:
        self.rng, self.zone, self.count = rng, zone, 0
        self.troubles = [
            Trouble(**{**told, "equipment": tuple(told["equipment"])}) for told in data.read("troubles")["trouble"]
        ]
        self.equipment = list(Equipment.objects.select_related("kind", "customer", "project").order_by("pk"))
        # Some pieces are older or busier than others, and fail more often.
        self.frailty = [rng.choice((1, 1, 1, 2, 2, 3)) for _piece in self.equipment]
        self.categories = dict(RequestCategory.objects.values_list("code", "pk"))
        self.contacts: dict[int, list[Contact]] = {}
        for contact in Contact.objects.order_by("pk"):
            self.contacts.setdefault(contact.organisation_id, []).append(contact)
        self.with_login = set(Contact.objects.filter(user__isnull=False).values_list("organisation_id", flat=True))

    def everyday(self, days: Sequence[tuple[datetime, float]]) -> list[Story]:
        """Return the requests of these days, so many a day on average."""
        found = []
        for midnight, expected in days:
            count = int(expected) + (self.rng.random() < expected % 1) + self.rng.choice((-1, 0, 0, 0, 1))
            for _one in range(max(0, count)):
                hour = self.rng.choices(range(24), HOURS)[0]
                moment = midnight + timedelta(
                    hours=hour, minutes=self.rng.randint(0, 59), seconds=self.rng.randint(0, 59)
                )
                found.append(self.write(moment))
        return found

    def write(self, moment: datetime, *, trouble: Trouble | None = None, equipment: Equipment | None = None) -> Story:
        """Return one story that begins at the moment."""
        self.count += 1
        rng = self.rng
        trouble = trouble or rng.choices(self.troubles, [t.weight for t in self.troubles])[0]
        equipment = equipment or self._piece(trouble)
        contact = rng.choice(self.contacts[equipment.customer_id])
        source = rng.choices([s for s, _w in SOURCES], [w for _s, w in SOURCES])[0]
        if trouble.emergency or (source == "portal" and equipment.customer_id not in self.with_login):
            source = "hotline"
        ending = self._ending(trouble)
        ways = list(rng.choices([w for w, _n in WAYS], [n for _w, n in WAYS])[0])
        late = rng.randint(35, 150) if rng.random() < 0.12 else 0
        return Story(
            key=f"{self.count}", received_at=moment, trouble=trouble, source=source, ending=ending, visits=ways,
            report=self._report(trouble, equipment, contact), pace=0.35 if trouble.emergency else rng.uniform(0.6, 2.2),
            late_minutes=0 if trouble.emergency else late,
            hold_hours=rng.uniform(3, 26) if rng.random() < 0.06 and not trouble.emergency else 0,
            leftovers=rng.choice(LEFTOVERS) if rng.random() < 0.06 else "",
            answer=opinions.of_visit(rng, late, ways), signer=contact.name,
        )  # fmt: skip

    def again(self, story: Story, rng: Random) -> Story:
        """Return the same trouble on the same equipment, some days after the first: the repair did not last."""
        self.count += 1
        later = story.received_at + timedelta(days=rng.uniform(6, 26))
        answer = Answer(
            csat=rng.choice((2, 3, 3, 4)), nps=rng.choice((3, 5, 6, 7)), comment=opinions.SORE[1], after_hours=6
        )
        return replace(
            story, key=f"{self.count}", received_at=later, visits=[DONE], leftovers="", hold_hours=0, answer=answer
        )

    def right_now(self, now: datetime) -> list[Story]:
        """Return a few stories whose engineers are on the way, at work, or about to be sent, at this moment."""
        lifts = [t for t in self.troubles if t.category in {"lift-stop", "lift-door", "lift-ride"}]
        others = [t for t in self.troubles if t.mode and t.category not in {"lift-trapped"} and t not in lifts]
        plan: list[tuple[float, float, str, str, list[Trouble]]] = [
            # hours since the call, hours until the visit, region, engineer, choice of troubles
            (7, -0.6, "sh", "张伟", lifts), (20, 3, "sh", "张伟", lifts), (5, 24, "sh", "张伟", lifts),
            (6, -0.9, "sh", "", others), (5, -0.1, "nj", "", others), (4, 0.3, "hz", "", others),
            (9, -1.3, "bj", "", others), (6, 0.1, "gz", "", others), (8, -0.5, "sz", "", others),
            (3, 2, "bj", "", lifts), (4, 4, "gz", "", lifts), (2.5, 20, "sz", "", others), (3, 23, "nj", "", lifts),
        ]  # fmt: skip
        found = []
        for since, until, region, engineer, choice in plan:
            trouble = self.rng.choice(choice)
            story = self.write(now - timedelta(hours=since), trouble=trouble, equipment=self._piece(trouble, region))
            found.append(
                replace(
                    story, ending="visit", visits=[DONE], source="hotline", pace=0.3, late_minutes=0, hold_hours=0,
                    visit_at=self._visit_at(now, until), engineer=engineer,
                )
            )  # fmt: skip
        return found + self._waiting(now)

    def _visit_at(self, now: datetime, hours: float) -> datetime:
        """Return when a visit in so many hours begins; one that is not about to begin keeps to the working day."""
        moment = _quarter(now + timedelta(hours=hours))
        local = moment.astimezone(self.zone)
        if hours < SOON or (local.weekday() < 5 and 9 <= local.hour < 16):
            return moment
        begin = local.replace(hour=9, minute=0) + timedelta(hours=int(hours) % 6)
        while begin < local or begin.weekday() > 4:
            begin += timedelta(days=1)
        return begin

    def _waiting(self, now: datetime) -> list[Story]:
        """Return matters that wait for somebody: just in, taken on, held, or ready for dispatch."""
        stops = ("acknowledge", "acknowledge", "triage", "triage", "dispatch", "dispatch", "dispatch", "hold")
        found = []
        for number, step in enumerate(stops):
            story = self.write(now - timedelta(minutes=self.rng.randint(6, 50) + 25 * number))
            source = "qr" if step == "acknowledge" else story.source
            hold = 30.0 if step == "hold" else 0
            stops_at = "" if step == "hold" else step
            found.append(replace(story, ending="visit", stops_at=stops_at, source=source, pace=0.3, hold_hours=hold))
        return [replace(s, trouble=replace(s.trouble, remote="")) for s in found]

    def _piece(self, trouble: Trouble, region: str = "") -> Equipment:
        fits = [
            (piece, weight)
            for piece, weight in zip(self.equipment, self.frailty, strict=True)
            if piece.kind.code in trouble.equipment and (not region or piece.region.code == region)
        ]
        if not fits:
            return self._piece(trouble)
        return self.rng.choices([piece for piece, _w in fits], [weight for _p, weight in fits])[0]

    def _ending(self, trouble: Trouble) -> str:
        if trouble.kind == "consultation":
            return "remote"
        if trouble.emergency:
            return "visit"
        if trouble.remote and self.rng.random() < 0.25:
            return "remote"
        return "canceled" if self.rng.random() < 0.03 else "visit"

    def _report(self, trouble: Trouble, equipment: Equipment, contact: Contact) -> dict[str, Any]:
        place = equipment.location.path.split(" / ")[-1] if equipment.location else ""
        name = equipment.name
        return {
            "subject": trouble.subject.format(name=name),
            "description": trouble.said.format(name=name) + (f"（{place}）" if place else ""),
            "customer_id": equipment.customer_id,
            "contact_id": contact.pk,
            "caller_name": contact.name,
            "caller_phone": contact.phone,
            "project_id": equipment.project_id,
            "equipment_id": equipment.pk,
            "category_id": self.categories[trouble.category],
        }


def _quarter(moment: datetime) -> datetime:
    """Return the quarter of an hour before the moment."""
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
