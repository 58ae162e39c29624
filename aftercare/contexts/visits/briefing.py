"""A job in a few lines, for whoever reads it in the inbox or in a mail and has not opened the page yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.visits import queries
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.web import marks, signs

WORDS, RESULT, LATEST = 240, 80, 2


def of(visit: Visit) -> str:
    """
    Return what, where, when, for whom and with which skills, one fact a line, in the active language.

    Nothing is said of what nobody wrote down; the job page shows the rest.
    """
    job = queries.job(visit.pk, by=Actor.system("visits"))
    return "\n".join(_lines(job))


def _lines(job: queries.Job) -> Iterator[str]:
    order = job.order
    yield Truncator(" ".join(job.words.split())).chars(WORDS)
    until = timezone.localtime(job.end_at).strftime("%H:%M")
    yield _("Time: %(start)s to %(end)s") % {"start": marks.absolute(job.start_at), "end": until}
    yield from _promises(order)
    yield _("Priority: %(priority)s") % {"priority": dict(signs.priority_choices())[order.priority]}
    for mate in job.mates:
        who = " ".join(filter(None, [mate.engineer_name, mate.engineer_phone]))
        words = _("You help %(who)s, who leads and reports") if job.visit.is_assisting else _("Together with %(who)s")
        yield words % {"who": who}
    if order.place:
        yield _("Place: %(place)s") % {"place": order.place}
    if contact := " ".join(filter(None, [order.contact_name, order.contact_phone])):
        yield _("Contact: %(contact)s") % {"contact": contact}
    if job.equipment:
        yield _("Equipment: %(equipment)s") % {"equipment": _equipment(job.equipment, job.model)}
    if job.asked_for:
        yield _("Asked for: %(needs)s") % {"needs": "、".join(job.asked_for)}
    if job.note:
        yield _("Note: %(note)s") % {"note": job.note}
    for past in job.history[:LATEST]:
        yield _before(past.order)
    yield order.number


def _promises(order: work_orders.OrderCard) -> Iterator[str]:
    if order.arrive_by:
        yield _("On site by %(time)s") % {"time": marks.absolute(order.arrive_by)}
    if order.resolve_by:
        yield _("Put right by %(time)s") % {"time": marks.absolute(order.resolve_by)}


def _equipment(card: installed_base.EquipmentCard, model: str) -> str:
    return " · ".join(filter(None, [card.name, model, card.location_path]))


def _before(row: work_orders.HistoryRow) -> str:
    done = Truncator(" ".join((row.result or row.diagnosis or row.subject).split())).chars(RESULT)
    day = timezone.localdate(row.completed_at or row.opened_at).isoformat()
    words = {"day": day, "done": done, "who": row.engineer_name}
    return _("Before, %(day)s: %(done)s (%(who)s)") % words if row.engineer_name else f"{day} {done}"
