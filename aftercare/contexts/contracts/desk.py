"""The desk's pages of contracts."""

from __future__ import annotations

from django.db.models import F
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts import pack_pages, pages, part_pages, policies, record_panels, version_pages
from aftercare.contexts.contracts.listings import ContractList, MyContracts
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform import search
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import creating, navigation, palette
from aftercare.platform.web.documents import Documents

DOCUMENTS = Documents(
    kind="contract",
    is_page_shared=True,
    page="contracts:detail",
    readers=policies.READERS,
    may_add=lambda row, actor: policies.may_draft(by=actor),
)

app_name = "contracts"
urlpatterns = [
    path("contracts/", ContractList.as_view(), name="list"),
    path("my/contracts/", MyContracts.as_view(), name="mine"),
    path("contracts/new/", pages.new, name="new"),
    path("contracts/packs/", pack_pages.shelf, name="packs"),
    path("contracts/packs/<slug:industry>/<slug:customer_type>/", pack_pages.shelf, name="pack"),
    path("contracts/packs/<slug:industry>/<slug:customer_type>/new/", pack_pages.draft, name="pack_new"),
    path("contracts/<int:pk>/", pages.detail, name="detail"),
    path("contracts/<int:pk>/change/", pages.revise, name="revise"),
    path("contracts/<int:pk>/times/", pages.levels, name="levels"),
    path("contracts/<int:pk>/scope/", pages.scope, name="scope"),
    path("contracts/<int:pk>/clauses/new/", pages.clause_new, name="clause_new"),
    path("contracts/<int:pk>/clauses/<int:clause_id>/", pages.clause, name="clause"),
    path("contracts/<int:pk>/clauses/<int:clause_id>/remove/", pages.clause_remove, name="clause_remove"),
    path("contracts/<int:pk>/put-in-force/", pages.put_in_force, name="put_in_force"),
    path("contracts/<int:pk>/amend/", version_pages.amend, name="amend"),
    path("contracts/<int:pk>/discard/", version_pages.discard, name="discard"),
    path("contracts/<int:pk>/renew/", part_pages.renew, name="renew"),
    path("contracts/<int:pk>/responsible/", part_pages.entrust, name="entrust"),
    path("contracts/<int:pk>/parts/<slug:part>/new/", part_pages.part_new, name="part_new"),
    path("contracts/<int:pk>/parts/<slug:part>/<int:part_id>/remove/", part_pages.part_remove, name="part_remove"),
    path("contracts/<int:pk>/used/new/", part_pages.consume, name="consume"),
    path("contracts/<int:pk>/used/<int:entry_id>/reverse/", part_pages.reverse, name="reverse"),
    *DOCUMENTS.urls("contracts/"),
    path("contracts/<int:pk>/end/", pages.end, name="end"),
]

navigation.nav("contracts", _("Service contracts"), "contracts:list", "file-certificate", policies.READERS, order=10)
navigation.nav("contracts", _("Standard packs"), "contracts:packs", "books", policies.READERS, order=20)
navigation.nav("contracts", _("My contracts"), "contracts:mine", "file-certificate", (Role.CUSTOMER,), order=10)
creating.creatable(_("New contract"), "contracts:new", "file-certificate", roles=policies.WRITERS, order=60)
record_panels.enter()


def find(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the contracts the actor may see that match."""
    found = search.matches(policies.visible_to(actor).unreplaced(timezone.localdate()).select_related("customer"), text)
    rows = found.order_by(F("rank").desc(), "-ends_on")[:limit]
    return [palette.Hit(row.name, _note(row), reverse("contracts:detail", args=[row.pk])) for row in rows]


def _note(row: ServiceContract) -> str:
    return f"{row.label} · {row.customer or _('Standard terms')}"


palette.searchable("contract", _("Service contracts"), find, roles=policies.READERS, icon="file-certificate", order=40)
