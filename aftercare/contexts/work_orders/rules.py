"""Arithmetic and decisions about orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.platform.refusal import Refused

LEAST_MINUTES, MOST_MINUTES = 5, 14_400
MOST_SKILLS, MOST_STEPS = 12, 200
SKILL_LEVELS = range(1, 6)
CREWS = (1, 2)
# A clock in another room may run ahead of ours a little.
CLOCK_SKEW = timedelta(minutes=5)
# While in one of these, a crew of which somebody is missing waits for them.
CREW_COUNTS = {"unscheduled", "scheduled", "in_progress"}
# What the gaps before dispatch are read from.
NEEDED = ("region_id", "place", "equipment_id", "contact_phone")
_KIND_OF = {"fault": "repair", "maintenance": "maintenance"}
# The most exact number a step may be answered with.
_LARGEST = Decimal(10) ** 9


def kind_for(request_kind: str) -> str:
    """Return what kind of order a customer's matter of this kind needs."""
    return _KIND_OF.get(request_kind, "inspection")


def needs_diagnosis(kind: str) -> bool:
    """Tell whether the cause must be known before work of this kind may be reported done."""
    return kind == "repair"


@dataclass(frozen=True, slots=True)
class Came:
    """One engineer's appointment, as a crew is counted."""

    engineer_id: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Something without which nobody can be sent."""

    field: str
    text: Any


def gaps(facts: Mapping[str, Any]) -> list[Gap]:
    """Return what is still missing before dispatch, most important first; `facts` has the order's names."""
    found = []
    if not facts.get("region_id"):
        found.append(Gap("region_id", _("the region")))
    if not (facts.get("place") or facts.get("equipment_id")):
        found.append(Gap("place", _("the place or the equipment")))
    if not facts.get("contact_phone"):
        found.append(Gap("contact_phone", _("a phone number on site")))
    return found


def check_minutes(minutes: int) -> int:
    """
    Return the estimate.

    :raises Refused: `bad_estimate`.
    """
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Refused("bad_estimate", _("Estimate between 5 minutes and 10 days."), field="estimated_minutes")
    return minutes


def check_crew(size: int) -> int:
    """
    Return how many engineers the work needs.

    :raises Refused: `bad_crew`.
    """
    if size not in CREWS:
        raise Refused("bad_crew", _("One engineer or two."), field="crew_size")
    return size


def missing(crew_size: int, booked: int, status: str) -> int:
    """Return how many of a crew are still to be booked; none while nobody is, or once the work is over."""
    return max(0, crew_size - booked) if booked and status in CREW_COUNTS else 0


def booked_together(live: Iterable[Came], over: Iterable[Came]) -> int:
    """Return how many engineers come: those still to, and of those who left the ones of the same crew."""
    coming = list(live)
    mates = {
        one.engineer_id for one in over if any(one.start < other.end and other.start < one.end for other in coming)
    }
    return len({one.engineer_id for one in coming} | mates)


def verb_for_appointments(status: str, *, booked: int, crew_size: int) -> str | None:
    """Return where its appointments move an order: it is scheduled once the whole crew is booked."""
    if booked >= crew_size and status in {"unscheduled", "scheduled"}:
        return "mark_scheduled"
    if status == "scheduled" or (status == "in_progress" and not booked):
        return "mark_unscheduled"
    return None


def check_skills(skills: Mapping[int, int]) -> dict[int, int]:
    """
    Return the skills asked for, each with its least level.

    :raises Refused: `bad_skills`.
    """
    if len(skills) > MOST_SKILLS:
        raise Refused("bad_skills", _("Ask for at most 12 skills."), field="skills")
    if any(level not in SKILL_LEVELS for level in skills.values()):
        raise Refused("bad_skills", _("A skill's level goes from 1 to 5."), field="skills")
    return dict(skills)


def check_earliest(earliest: datetime | None, *, at: datetime) -> datetime | None:
    """
    Return the moment before which nobody may come.

    :raises Refused: `bad_moment` for one without a zone or more than two years away.
    """
    if earliest is None:
        return None
    if earliest.tzinfo is None:
        raise Refused("bad_moment", _("Give the time with its zone."), field="earliest_at")
    if abs(earliest - at) > timedelta(days=731):
        raise Refused("bad_moment", _("Choose a time within two years."), field="earliest_at")
    return earliest


@dataclass(frozen=True, slots=True)
class Answer:
    """A step's answer as it is kept: the value in words or figures, and whether it is as it should be."""

    value: str
    is_ok: bool


def judge(
    kind: str, value: str, is_ok: bool | None, *, minimum: Decimal | None = None, maximum: Decimal | None = None
) -> Answer:
    """
    Return the answer to a step; a number is judged by its limits, whatever the person says.

    :raises Refused: `missing` or `bad_number`.
    """
    if kind == "number":
        number = read_number(value)
        return Answer(format(number.normalize(), "f"), is_within(number, minimum, maximum))
    if kind == "check":
        if is_ok is None:
            raise Refused("missing", _("Say whether it is in order."), field="is_ok")
        return Answer(value, is_ok)
    if not value:
        raise Refused("missing", _("This must be filled in."), field="value")
    return Answer(value, True if is_ok is None else is_ok)


def read_number(text: str) -> Decimal:
    """
    Return the number a person typed.

    :raises Refused: `bad_number`.
    """
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Refused("bad_number", _("Enter a number, for example 3.5."), field="value") from None
    if not number.is_finite() or abs(number) >= _LARGEST or number.as_tuple().exponent < -6:  # type: ignore[operator]
        raise Refused("bad_number", _("Enter a number, for example 3.5."), field="value")
    return number


def is_within(number: Decimal, minimum: Decimal | None, maximum: Decimal | None) -> bool:
    """Tell whether a reading lies within its limits; a missing limit does not bind."""
    return (minimum is None or number >= minimum) and (maximum is None or number <= maximum)


def status_after_hold(states: Iterable[str], *, is_whole: bool) -> str:
    """Return the verb that takes an order out of a hold, by its appointments and whether its crew is whole."""
    known = set(states)
    if "underway" in known:
        return "resume_underway"
    return "resume_booked" if "booked" in known and is_whole else "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFacts:
    """What choosing a procedure needs to know of one."""

    id: int
    kind: str
    equipment_kind_id: int | None


def best_procedure(
    procedures: Iterable[ProcedureFacts], *, kind: str, equipment_kind_id: int | None
) -> ProcedureFacts | None:
    """Return the procedure for this work: one for the kind of equipment before a general one, the oldest first."""
    fitting = [p for p in procedures if p.kind == kind and p.equipment_kind_id in (equipment_kind_id, None)]
    return min(fitting, key=lambda p: (p.equipment_kind_id is None, p.id), default=None)


def visit_count(spans: Iterable[tuple[datetime, datetime]]) -> int:
    """Return how often somebody came: engineers of one crew, whose times overlap, came once."""
    count, until = 0, None
    for start, end in sorted(spans):
        if until is None or start >= until:
            count += 1
        until = end if until is None else max(until, end)
    return count
