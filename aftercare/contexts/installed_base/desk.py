"""The desk's pages of projects and equipment."""

from __future__ import annotations

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import equipment_pages, import_pages, policies, project_pages, queries
from aftercare.contexts.installed_base.listings import READERS, EquipmentList, ProjectList
from aftercare.contexts.installed_base.models import EquipmentKind
from aftercare.platform import live
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import creating, navigation, palette, panels
from aftercare.platform.web.documents import Documents
from aftercare.platform.web.registers import Register

app_name = "installed_base"

KINDS = Register(
    name="equipment_kinds",
    model=EquipmentKind,
    title=_("Equipment kinds"),
    one=_("New kind of equipment"),
    fields=["code", "name", "group", "part_kind"],
    key="code",
    readers=(*READERS, Role.SYSTEM_ADMIN),
    writers=(Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN),
    icon="category",
    order=25,
    help_text=_("Kinds decide which procedure, skills and certificates an order asks for."),
)

EQUIPMENT_DOCUMENTS = Documents(
    kind="equipment",
    page="installed_base:equipment",
    readers=EquipmentList.roles,
    may_add=lambda row, actor: policies.may_write(row.region_id, by=actor),
)
PROJECT_DOCUMENTS = Documents(
    kind="project",
    page="installed_base:project",
    readers=READERS,
    may_add=lambda row, actor: policies.may_write(row.region_id, by=actor),
)

urlpatterns = [
    path("equipment/", EquipmentList.as_view(), name="list"),
    path("equipment/new/", equipment_pages.equipment_new, name="equipment_new"),
    path("equipment/import/", import_pages.equipment_import, name="equipment_import"),
    path("equipment/import/template.xlsx", import_pages.equipment_template, name="equipment_template"),
    path("equipment/pick/", equipment_pages.pick, name="pick_equipment"),
    path("equipment/labels/", equipment_pages.label_sheet, name="labels"),
    path("equipment/labels.pdf", equipment_pages.label_pdf, name="labels_pdf"),
    path("equipment/<int:pk>/", equipment_pages.equipment, name="equipment"),
    path("equipment/<int:pk>/change/", equipment_pages.equipment_change, name="equipment_change"),
    path("equipment/<int:pk>/scrap/", equipment_pages.scrap, name="scrap"),
    path("equipment/<int:pk>/label/", equipment_pages.label_renew, name="label_renew"),
    path("projects/", ProjectList.as_view(), name="projects"),
    path("projects/new/", project_pages.project_new, name="project_new"),
    path("projects/pick/", project_pages.pick, name="pick_project"),
    path("projects/<int:pk>/", project_pages.project, name="project"),
    path("projects/<int:pk>/change/", project_pages.project_change, name="project_change"),
    path("projects/<int:pk>/place/", project_pages.place_add, name="place_add"),
    path("projects/<int:pk>/party/", project_pages.party_add, name="party_add"),
    path("projects/places/<int:pk>/", project_pages.place_move, name="place_move"),
    path("projects/places/<int:pk>/remove/", project_pages.place_remove, name="place_remove"),
    path("projects/parties/<int:pk>/remove/", project_pages.party_remove, name="party_remove"),
    *EQUIPMENT_DOCUMENTS.urls("equipment/"),
    *PROJECT_DOCUMENTS.urls("projects/"),
    *KINDS.urls("settings/equipment-kinds/"),
]

navigation.nav("customers", _("Projects"), "installed_base:projects", "building-community", READERS, order=20)
navigation.nav("customers", _("Equipment"), "installed_base:list", "engine", EquipmentList.roles, order=30)
creating.creatable(
    _("New project"), "installed_base:project_new", "building-community", roles=policies.WRITERS, order=50
)
creating.creatable(_("New equipment"), "installed_base:equipment_new", "engine", roles=policies.WRITERS, order=60)

P = project_pages
panels.panel("project", _("Site tree"), P.tree_panel, 10, key="tree", eager=True, icon="sitemap")
panels.panel("project", _("Equipment"), P.equipment_panel, 20, key="equipment", eager=True, icon="engine")
panels.panel("project", _("Parties"), P.parties_panel, 80, key="parties", icon="users-group")
panels.panel("project", _("About"), P.facts_panel, 10, key="facts", eager=True, place="side", icon="info-circle")
panels.panel("organisation", _("Projects"), P.projects_of_customer, 20, key="projects", icon="building-community")
panels.panel("organisation", _("Equipment"), P.equipment_of_customer, 30, key="equipment", icon="engine")
E = equipment_pages
panels.panel("equipment", _("About"), E.facts_panel, 10, key="facts", eager=True, place="side", icon="info-circle")
panels.panel(
    "equipment", _("Whose and where"), E.place_panel, 20, key="place", eager=True, place="side", icon="map-pin"
)
panels.panel("equipment", _("Label"), E.label_panel, 90, key="label", eager=True, place="side", icon="qrcode")


def find_equipment(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the equipment the actor may see that matches by number, name, serial or place."""
    return [
        palette.Hit(
            f"{card.number} {card.name}",
            " · ".join(t for t in (card.customer_name, card.location_path or card.project_name, card.serial) if t),
            reverse("installed_base:equipment", args=[card.id]),
        )
        for card in queries.search_equipment(actor, text, limit=limit)
    ]


def find_projects(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the projects the actor may see that match by number, name, address or customer."""
    return [
        palette.Hit(f"{card.number} {card.name}", card.customer_name, reverse("installed_base:project", args=[card.id]))
        for card in queries.search_projects(actor, text, limit=limit)
    ]


palette.searchable("equipment", _("Equipment"), find_equipment, roles=EquipmentList.roles, icon="engine", order=40)
palette.searchable("project", _("Projects"), find_projects, roles=READERS, icon="building-community", order=45)


@live.watchable("equipment")
def may_watch_equipment(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear of changes of this record."""
    return key.isdecimal() and len(key) < 19 and policies.visible_to(actor).filter(pk=int(key)).exists()


@live.watchable("project")
def may_watch_project(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear of changes of this record."""
    return key.isdecimal() and len(key) < 19 and policies.projects_visible_to(actor).filter(pk=int(key)).exists()
