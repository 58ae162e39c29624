"""The customer's door: their projects and what stands in them."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import customer_pages as pages
from aftercare.contexts.installed_base import equipment_pages
from aftercare.platform.web import navigation, panels

app_name = "installed_base_portal"
urlpatterns = [
    path("my/projects/", pages.MyProjects.as_view(), name="my_projects"),
    path("my/projects/<int:pk>/", pages.project, name="my_project"),
    path("my/equipment/", pages.MyEquipment.as_view(), name="my_equipment"),
    path("my/equipment/<int:pk>/", pages.equipment, name="my_equipment_one"),
]

CUSTOMER = pages.CUSTOMER
navigation.nav(
    "customers", _("My projects"), "installed_base_portal:my_projects", "building-community", CUSTOMER, order=15
)
navigation.nav("customers", _("My equipment"), "installed_base_portal:my_equipment", "engine", CUSTOMER, order=25)
panels.panel("my_project", _("Equipment"), pages.equipment_panel, 30, key="equipment", eager=True, icon="engine")
panels.panel("my_project", _("Documents"), pages.project_documents, 70, key="documents", eager=True, icon="files")
panels.panel(
    "my_equipment", _("About"), equipment_pages.facts_panel, 10, key="facts", eager=True, place="side",
    icon="info-circle",
)  # fmt: skip
panels.panel("my_equipment", _("Documents"), pages.equipment_documents, 70, key="documents", eager=True, icon="files")
