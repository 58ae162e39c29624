"""What the frame of the desk shows of orders: navigation, home cards, the palette, live topics."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import policies, queries
from aftercare.platform import clock, live
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import cards, creating, fragments, navigation, palette
from aftercare.platform.web.fragments import DeskRequest

LIST = "work_orders:list"


def _rows(request: DeskRequest, share: queries.Share, *, tab: str) -> str:
    if not share.rows:
        return ""
    ctx = {"rows": share.rows, "total": share.total, "tab": tab}
    return fragments.html(request, "work_orders/_home_rows.html", ctx)


def waiting(request: DeskRequest) -> str:
    """Draw the orders that wait for dispatch."""
    return _rows(request, queries.waiting(request.actor), tab="waiting")


def broken(request: DeskRequest) -> str:
    """Draw the open orders with a broken promise."""
    return _rows(request, queries.broken(request.actor, now=clock.now()), tab="overdue")


def to_review(request: DeskRequest) -> str:
    """Draw the orders that wait for somebody's review."""
    return _rows(request, queries.to_review(request.actor), tab="review")


def find(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return what the palette shows of orders."""
    found = queries.find(text, by=actor, limit=limit)
    return [palette.Hit(f"{row.number} {row.subject}", row.place, row.get_absolute_url()) for row in found]


@live.watchable("work_order")
def may_watch(actor: Actor, key: str) -> bool:
    """Tell whether the actor may listen to an order."""
    return key.isascii() and key.isdigit() and policies.visible_to(actor).filter(pk=int(key)).exists()


@live.watchable("work_orders")
def may_watch_all(actor: Actor, key: str) -> bool:
    """Tell whether the actor may listen to the coming and going of orders; what is said there is ids only."""
    return actor.has(*policies.READERS)


def enter() -> None:
    """Put orders into the frame."""
    navigation.nav("orders", _("Work orders"), LIST, "clipboard-list", policies.READERS, queries.waiting_count, 10)
    creating.creatable(_("New work order"), "work_orders:new", "clipboard-plus", policies.HANDLERS, order=20)
    cards.card("orders-waiting", _("Waiting for dispatch"), waiting, roles=(Role.DISPATCHER, Role.SERVICE_MANAGER),
               order=8, icon="calendar-question", url_name=LIST)  # fmt: skip
    cards.card("orders-broken", _("Work orders past their promise"), broken, roles=policies.HANDLERS, order=12,
               icon="alert-triangle", url_name=LIST)  # fmt: skip
    cards.card("orders-review", _("To review and archive"), to_review,
               roles=(Role.SERVICE_MANAGER, Role.QUALITY_MANAGER), order=30, icon="archive", url_name=LIST)  # fmt: skip
    palette.searchable("work_order", _("Work orders"), find, roles=policies.READERS, icon="clipboard-list", order=20)
