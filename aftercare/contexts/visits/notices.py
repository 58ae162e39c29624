"""What engineers are told about their jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.people import public as people
from aftercare.contexts.visits import briefing, queries
from aftercare.contexts.visits.models import Visit
from aftercare.platform.notify.telling import Message, tell
from aftercare.platform.web import marks


def new_job(visit: Visit, start_at: datetime, *, at: datetime) -> None:
    """Tell the engineer about a new job."""

    def said() -> Message:
        order = visit.work_order
        when = marks.absolute(start_at)
        return Message(
            title=_("New job %(when)s: %(subject)s") % {"when": when, "subject": order.subject},
            body=briefing.of(visit),
            url=reverse("visits:job", args=[visit.pk]),
        )

    _tell(visit.engineer_id, visit, "new", at, said)


def time_changed(visit: Visit, start_at: datetime, *, at: datetime) -> None:
    """Tell the engineer that a job has another time."""

    def said() -> Message:
        words = _("Moved to %(when)s: %(subject)s")
        return Message(
            title=words % {"when": marks.absolute(start_at), "subject": visit.work_order.subject},
            body=visit.work_order.number,
            url=reverse("visits:job", args=[visit.pk]),
        )

    _tell(visit.engineer_id, visit, "moved", at, said)


def goes_along(visit: Visit, *, at: datetime) -> None:
    """Tell the others of the crew, who had the job before, who goes along."""
    who = _who(visit)
    for mate in queries.mates(visit):
        if mate.assigned_at < visit.assigned_at:
            _tell_mate(mate, "mate", _("%(name)s goes along: %(subject)s") % who, who["phone"], at)


def comes_no_more(visit: Visit, *, at: datetime) -> None:
    """Tell the others of the crew that one does not come, and that dispatch looks for somebody."""
    who = _who(visit)
    for mate in queries.mates(visit):
        title = _("%(name)s does not come along: %(subject)s") % who
        _tell_mate(mate, "mate_gone", title, _("Dispatch looks for somebody else."), at)


def _who(visit: Visit) -> dict[str, str]:
    card = people.engineer_card(visit.engineer_id)
    return {
        "name": card.name if card else "", "phone": card.phone if card else "", "subject": visit.work_order.subject,
    }  # fmt: skip


def _tell_mate(visit: Visit, what: str, title: str, body: str, at: datetime) -> None:
    def said() -> Message:
        words = " · ".join(filter(None, [body, visit.work_order.number]))
        return Message(title=title, body=words, url=reverse("visits:job", args=[visit.pk]))

    _tell(visit.engineer_id, visit, what, at, said)


def fell_away(visit: Visit, engineer_id: int, *, at: datetime) -> None:
    """Tell an engineer that a job is no longer theirs."""

    def said() -> Message:
        words = _("Fell away: %(subject)s")
        return Message(
            title=words % {"subject": visit.work_order.subject},
            body=visit.work_order.number,
            url=reverse("visits:jobs"),
        )

    _tell(engineer_id, visit, "gone", at, said)


def _tell(engineer_id: int, visit: Visit, what: str, at: datetime, said: Callable[[], Message]) -> None:
    card = people.engineer_card(engineer_id)
    if card is not None:
        dedupe = f"{visit.key}:{what}:{engineer_id}:{at.isoformat()}"
        tell([card.user_id], kind=f"visits.{what}", message=said, dedupe=dedupe, at=at, about=visit.key)
