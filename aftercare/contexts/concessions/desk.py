"""The desk door: concessions."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.concessions import limit_pages, listings, pages, policies, verbs, words
from aftercare.platform import live
from aftercare.platform.actor import OFFICE, Actor
from aftercare.platform.web import actions, cards, navigation, palette, panels
from aftercare.platform.web.documents import Documents

app_name = "concessions"
DOCUMENTS = Documents(
    kind="concession", page="concessions:concession", readers=policies.READERS, may_add=policies.may_add_document
)
urlpatterns = [
    path("concessions/", listings.ConcessionList.as_view(), name="list"),
    path("concessions/ask/<int:clock_id>/", verbs.ask, name="ask"),
    path("concessions/limits/", limit_pages.limits, name="limits"),
    path("concessions/limits/<int:level>/", limit_pages.limit, name="limit"),
    path("concessions/delegations/", limit_pages.delegations, name="delegations"),
    path("concessions/delegations/new/", limit_pages.delegate, name="delegate"),
    path("concessions/delegations/<int:pk>/end/", limit_pages.end, name="end_delegation"),
    path("concessions/<int:pk>/", pages.detail, name="concession"),
    path("concessions/<int:pk>/grant/", verbs.grant, name="grant"),
    path("concessions/<int:pk>/refuse/", verbs.refuse, name="refuse"),
    path("concessions/<int:pk>/withdraw/", verbs.withdraw, name="withdraw"),
    *DOCUMENTS.urls("concessions/"),
]


def find(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the concessions the actor may see with this number, or about the request with it."""
    rows = policies.visible_to(actor).select_related("request").filter(number__iexact=text.strip())
    return [
        palette.Hit(f"{row.number} {row.request.subject}", words.asked_of(row), row.get_absolute_url())
        for row in rows[:limit]
    ]


navigation.nav(
    "contracts", _("Concessions"), "concessions:list", "rubber-stamp", tuple(sorted(OFFICE)),
    badge=pages.waiting_count, order=21,
)  # fmt: skip
palette.searchable("concession", _("Concessions"), find, roles=policies.READERS, icon="rubber-stamp", order=47)
actions.offer("clock", pages.offered)
panels.panel(
    "clock", _("Concessions"), pages.of_clock, 10, key="concessions", eager=True, place="side", roles=policies.READERS,
    icon="rubber-stamp",
)  # fmt: skip
panels.panel(
    "service_request", _("Concessions"), pages.of_request, 11, key="concessions", roles=policies.READERS,
    icon="rubber-stamp",
)  # fmt: skip
cards.card(
    "concessions", _("Concessions to decide"), pages.waiting_card, roles=policies.DECIDERS, order=12,
    icon="rubber-stamp", url_name="concessions:list",
)  # fmt: skip


@live.watchable("concession")
def may_watch(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear of changes of this concession."""
    return key.isdecimal() and len(key) < 19 and policies.visible_to(actor).filter(pk=int(key)).exists()
