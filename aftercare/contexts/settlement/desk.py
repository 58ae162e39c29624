"""The desk door: retention money."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.settlement import listings, pages, policies, queries, verbs
from aftercare.platform import clock, live
from aftercare.platform.actor import Actor
from aftercare.platform.web import cards, creating, navigation, palette, panels
from aftercare.platform.web.documents import Documents

app_name = "settlement"
DOCUMENTS = Documents(
    kind="retention",
    page="settlement:retention",
    readers=policies.READERS,
    may_add=policies.may_add_document,
    has_customer=policies.is_customers,
)
urlpatterns = [
    path("retentions/", listings.RetentionList.as_view(), name="list"),
    path("retentions/new/", pages.new, name="new"),
    path("retentions/<int:pk>/", pages.detail, name="retention"),
    path("retentions/<int:pk>/request/", verbs.request_release, name="request"),
    path("retentions/<int:pk>/remind/", verbs.remind, name="remind"),
    path("retentions/<int:pk>/verify/", verbs.verify, name="verify"),
    path("retentions/<int:pk>/object/", verbs.object_to, name="object"),
    path("retentions/<int:pk>/deduct/", verbs.deduct, name="deduct"),
    path("retentions/<int:pk>/convert/", verbs.convert, name="convert"),
    path("retentions/<int:pk>/pay/", verbs.pay, name="pay"),
    path("retentions/<int:pk>/miss/", verbs.miss, name="miss"),
    path("retentions/<int:pk>/void/", verbs.void, name="void"),
    *DOCUMENTS.urls("retentions/"),
]


def _badge(actor: Actor) -> int | None:
    return queries.late_count(by=actor, now=clock.now()) or None


def find(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the retentions the actor may see that match."""
    rows = listings.found(policies.visible_to(actor).select_related("project"), text).order_by("-agreed_at", "-pk")
    return [
        palette.Hit(f"{row.number} {row.project.name}", str(row.get_status_display()), row.get_absolute_url())
        for row in rows[:limit]
    ]


navigation.nav(
    "contracts", _("Retention money"), "settlement:list", "lock-dollar", policies.READERS, badge=_badge, order=30
)
creating.creatable(_("New retention money"), "settlement:new", "lock-dollar", roles=policies.WRITERS, order=65)
palette.searchable("retention", _("Retention money"), find, roles=policies.READERS, icon="lock-dollar", order=48)
panels.panel("project", _("Retention money"), pages.of_project, 60, key="retention", icon="lock-dollar")
cards.card(
    "retention", _("Retention money that waits"), pages.pressing_card, roles=policies.WRITERS, order=65,
    icon="lock-dollar", url_name="settlement:list",
)  # fmt: skip


@live.watchable("retention")
def may_watch(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear of changes of this retention."""
    return key.isdecimal() and len(key) < 19 and policies.visible_to(actor).filter(pk=int(key)).exists()
