"""What the two regions hear of help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.dispatch.lending import words as helpwords
from aftercare.contexts.dispatch.models import Booking, Help
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Role
from aftercare.platform.notify import telling
from aftercare.platform.notify.telling import Message


def _words(row: Help) -> dict[str, str]:
    return {
        "name": row.engineer.name,
        "lender": row.lender.name,
        "borrower": row.borrower.name,
        "days": helpwords.days(*row.both_days),
    }


def asked(help_id: int, *, at: datetime) -> int:
    """Tell the lender's dispatchers who is asked for; return how many were told."""
    row = _row(help_id)

    def said() -> Message:
        title = _("%(borrower)s asks for help: %(name)s, %(days)s") % _words(row)
        return Message(title=title, body=row.reason, url=row.get_absolute_url())

    return _tell(row, row.lender_id, "asked", said, at=at)


def decided(help_id: int, *, at: datetime) -> int:
    """Tell the borrower's dispatchers the answer, and the engineer where they help; return how many were told."""
    row, is_yes = _row(help_id), _row(help_id).status == "approved"

    def said() -> Message:
        yes, no = _("%(lender)s lends %(name)s, %(days)s"), _("%(lender)s does not lend %(name)s, %(days)s")
        body = row.note or row.reason
        return Message(title=(yes if is_yes else no) % _words(row), body=body, url=row.get_absolute_url())

    def to_engineer() -> Message:
        return Message(title=_("You help %(borrower)s, %(days)s") % _words(row), body=row.reason, url="/jobs/")

    told = _tell(row, row.borrower_id, "decided", said, at=at)
    if is_yes:
        told += telling.tell([row.engineer.user_id], kind="help_decided", message=to_engineer,
                             dedupe=f"{row.key}:engineer:{at.isoformat()}", at=at, about=row.key)  # fmt: skip
    return told


def ended(help_id: int, *, at: datetime) -> int:
    """Tell both regions that the help ends, with how many bookings still stand; return how many were told."""
    row = _row(help_id)
    standing = Booking.objects.coming().filter(
        engineer_id=row.engineer_id, during__startswith__gt=at, work_order__region_id__in=_under(row)
    )
    count = standing.count()

    def said() -> Message:
        withdrawn, over = _("%(borrower)s no longer asks for %(name)s"), _("%(name)s no longer helps %(borrower)s")
        left = ngettext("%(n)d booking there still stands.", "%(n)d bookings there still stand.", count) % {"n": count}
        title = (withdrawn if row.status == "withdrawn" else over) % _words(row)
        return Message(title=title, body=left if count else helpwords.days(*row.both_days), url=row.get_absolute_url())

    return sum(_tell(row, region, "ended", said, at=at) for region in (row.lender_id, row.borrower_id))


def _under(row: Help) -> frozenset[int]:
    return people.regions_under([row.borrower_id])


def _row(help_id: int) -> Help:
    return Help.objects.select_related("engineer", "lender", "borrower").get(pk=help_id)


def _tell(row: Help, region_id: int, what: str, said: Callable[[], Message], *, at: datetime) -> int:
    whom = people.users_with(Role.DISPATCHER, Role.SERVICE_MANAGER, region_id=region_id)
    return telling.tell(whom, kind=f"help_{what}", message=said, dedupe=f"{row.key}:{what}:{at.isoformat()}", at=at,
                        about=row.key)  # fmt: skip
