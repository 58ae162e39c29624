"""The customer's door: the warranties on the pages of their projects and equipment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties import customer_pages as pages
from aftercare.platform.actor import Role
from aftercare.platform.web import cards, panels

CUSTOMER = (Role.CUSTOMER,)

panels.panel("my_project", _("Warranties"), pages.of_project, 5, key="warranties", eager=True, icon="shield-half")
panels.panel("my_equipment", _("Warranty"), pages.of_equipment, 5, key="warranty", eager=True, icon="shield-half")
cards.card(
    "my-warranties-ending",
    _("Warranties ending soon"),
    pages.ending_card,
    roles=CUSTOMER,
    order=20,
    width="half",
    icon="shield-half",
    url_name="installed_base_portal:my_projects",
)
