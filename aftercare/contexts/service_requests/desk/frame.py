"""What the frame of the desk shows of requests: navigation, home cards, the palette, live topics."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies, queries
from aftercare.platform import clock, live
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.web import cards, creating, fragments, navigation, palette
from aftercare.platform.web.fragments import DeskRequest

NEAR = timedelta(hours=4)
EVERYBODY = (*sorted(OFFICE), Role.ENGINEER)


def _rows(request: DeskRequest, share: queries.Share, *, tab: str) -> str:
    if not share.rows:
        return ""
    more_url = f"{reverse('service_requests:list')}?tab={tab}"
    ctx = {"rows": share.rows, "total": share.total, "more_url": more_url, "with_promise": True}
    return fragments.html(request, "service_requests/_home_rows.html", ctx)


def new_ones(request: DeskRequest) -> str:
    """Draw the requests nobody took on yet."""
    return _rows(request, queries.new_ones(request.actor), tab="new")


def own_ones(request: DeskRequest) -> str:
    """Draw the requests this person handles."""
    return _rows(request, queries.own_ones(request.actor), tab="mine")


def pressing(request: DeskRequest) -> str:
    """Draw the requests whose promise is broken or near."""
    return _rows(request, queries.pressing(request.actor, until=clock.now() + NEAR), tab="overdue")


def find(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return what the palette shows of requests."""
    found = queries.find(text, by=actor, limit=limit)
    return [palette.Hit(f"{b.number} {b.subject}", b.equipment_name, b.url) for b in found]


@live.watchable("service_request")
def may_watch(actor: Actor, key: str) -> bool:
    """Tell whether the actor may listen to a request."""
    return key.isascii() and key.isdigit() and policies.may_read_file(int(key), actor)


@live.watchable("service_requests")
def may_watch_all(actor: Actor, key: str) -> bool:
    """Tell whether the actor may listen to the coming and going of requests; what is said there is ids only."""
    return actor.has(*OFFICE)


def enter() -> None:
    """Put requests into the frame."""
    handlers = policies.HANDLERS
    navigation.nav(
        "intake", _("Requests"), "service_requests:list", "phone-call", EVERYBODY, queries.waiting_count, order=10
    )
    creating.creatable(_("New request"), "service_requests:new", "phone-plus", handlers, order=10)
    url_name = "service_requests:list"
    cards.card("requests-pressing", _("Promises broken or near"), pressing, roles=handlers, order=5, icon="alarm",
               url_name=url_name)  # fmt: skip
    cards.card("requests-new", _("Not taken on yet"), new_ones, roles=handlers, order=10, icon="phone-incoming",
               url_name=url_name)  # fmt: skip
    cards.card("requests-mine", _("My requests"), own_ones, roles=handlers, order=15, icon="user-check",
               url_name=url_name)  # fmt: skip
    palette.searchable("service_request", _("Requests"), find, roles=EVERYBODY, icon="phone-call", order=10)
