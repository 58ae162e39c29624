"""Keeping a list as somebody likes it, and the trace of what was taken out of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web.models import Export, SavedView

if TYPE_CHECKING:
    from aftercare.platform.web.listing.listing import Listing
    from aftercare.platform.web.listing.state import State

MOST_PER_LIST = 12


def of(listing: Listing, user: Any) -> list[SavedView]:
    """Return the person's own views of the list and those colleagues share, own ones first."""
    mine = Q(owner_id=user.pk)
    rows = SavedView.objects.filter(mine | Q(is_shared=True), listing=listing.name)
    return sorted(rows.order_by("title", "id")[:MOST_PER_LIST], key=lambda v: (v.owner_id != user.pk, v.title))


def save(*, listing: str, owner_id: int, title: str, query: str, is_shared: bool, at: datetime) -> SavedView:
    """
    Keep the view under this title.

    :raises Refused: `title_taken`, or `too_many` when the list has enough views of this person.
    """
    if SavedView.objects.filter(owner_id=owner_id, listing=listing).count() >= MOST_PER_LIST:
        words = _("You have %(most)d views of this list; delete one first.") % {"most": MOST_PER_LIST}
        raise Refused("too_many_views", words, field="title")
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner_id=owner_id, listing=listing, title=title, query=query, is_shared=is_shared, created_at=at
            )
    except IntegrityError as clash:
        raise Refused("title_taken", _("You already have a view with this name."), field="title") from clash


def delete(*, view_id: int, owner_id: int) -> SavedView:
    """
    Delete one of the person's own views.

    :raises Refused: `not_found` also for a colleague's view.
    """
    view = SavedView.objects.filter(pk=view_id, owner_id=owner_id).first()
    if view is None:
        raise not_found()
    view.delete()
    return view


def trace_export(user: Any, listing: Listing, asked: State, kind: str, rows: int, *, at: datetime, most: int) -> Export:
    """
    Keep who took how many rows out of which list.

    :raises Refused: `too_many` when the person exported too often within the hour.
    """
    if Export.objects.filter(owner_id=user.pk, exported_at__gt=at - timedelta(hours=1)).count() >= most:
        raise Refused("too_many", _("You exported %(most)d times within the hour; wait a little.") % {"most": most})
    query = asked.saved_query[:2000]
    return Export.objects.create(
        owner_id=user.pk, listing=listing.name, query=query, kind=kind, row_count=rows, exported_at=at
    )
