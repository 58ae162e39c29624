"""What the frame of the desk shows of dispatch: navigation, home cards, live topics."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies, queries
from aftercare.contexts.dispatch.desk.help_list import waiting_count
from aftercare.platform import clock, live
from aftercare.platform.actor import Actor
from aftercare.platform.web import cards, fragments, navigation
from aftercare.platform.web.fragments import DeskRequest

BOARD = "dispatch:board"
LATE = timedelta(minutes=15)
HOME_ROWS = 8


def troubled(request: DeskRequest) -> str:
    """Draw the bookings whose time has come while nobody set out."""
    rows = queries.troubled(request.actor, now=clock.now() - LATE, limit=HOME_ROWS)
    return fragments.html(request, "dispatch/_home_rows.html", {"rows": rows}) if rows else ""


def unaccepted(request: DeskRequest) -> str:
    """Draw the jobs that were handed back, and those sent and not accepted."""
    rows = queries.unaccepted(request.actor, limit=HOME_ROWS)
    return fragments.html(request, "dispatch/_home_unaccepted.html", {"rows": rows}) if rows else ""


def today(request: DeskRequest) -> str:
    """Draw who is where today, in numbers."""
    start = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = queries.today_of(request.actor, start=start, end=start + timedelta(days=1))
    if not rows:
        return ""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.status] = counts.get(row.status, 0) + 1
    ctx = {"counts": sorted(counts.items()), "total": len(rows)}
    return fragments.html(request, "dispatch/_home_today.html", ctx)


@live.watchable("bookings")
def may_watch_all(actor: Actor, key: str) -> bool:
    """Tell whether the actor may listen to the coming and going of bookings; what is said there is ids only."""
    return actor.has(*policies.READERS)


def enter() -> None:
    """Put dispatch into the frame."""
    navigation.nav("dispatch", _("Day board"), BOARD, "calendar-event", policies.READERS, order=10)
    navigation.nav("dispatch", _("Help between regions"), "dispatch:help_list", "arrows-exchange", policies.READERS,
                   badge=waiting_count, order=30)  # fmt: skip
    cards.card("bookings-late", _("Booked, but nobody set out"), troubled, roles=policies.DISPATCHERS, order=9,
               icon="clock-exclamation", url_name=BOARD)  # fmt: skip
    cards.card("bookings-unaccepted", _("Sent, not accepted"), unaccepted, roles=policies.DISPATCHERS, order=8,
               icon="message-off", url_name=BOARD)  # fmt: skip
    cards.card("bookings-today", _("On the road today"), today, roles=policies.DISPATCHERS, order=20, icon="car",
               url_name=BOARD)  # fmt: skip
