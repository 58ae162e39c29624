"""The desk's doors of warranties."""

from __future__ import annotations

from datetime import datetime

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.warranties import commands, pages, policies
from aftercare.contexts.warranties.listings import WarrantyList
from aftercare.contexts.warranties.models import CitySeason
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import cards, navigation, panels
from aftercare.platform.web.registers import Register

app_name = "warranties"


def _keep_season(row: CitySeason, by: Actor, at: datetime) -> CitySeason:
    typed = {name: getattr(row, name) for name in ("city", "kind", "first", "last")}
    return commands.keep_season(season_id=row.pk, **typed, by=by, at=at)


SEASONS = Register(
    name="city_seasons",
    model=CitySeason,
    title=_("City seasons"),
    one=_("New season"),
    fields=["city", "kind", "first", "last"],
    key=("city", "kind"),
    readers=(*policies.READERS, Role.SYSTEM_ADMIN),
    writers=policies.SEASON_WRITERS,
    keep=_keep_season,
    icon="temperature",
    order=28,
    help_text=_("Heating and cooling systems are warranted for two such seasons of their city."),
)

urlpatterns = [
    path("warranties/", WarrantyList.as_view(), name="list"),
    path("warranties/<int:pk>/", pages.part, name="part"),
    path("warranties/<int:pk>/change/", pages.change, name="change"),
    path("warranties/<int:pk>/suspend/", pages.suspend, name="suspend"),
    path("warranties/<int:pk>/lift/", pages.lift, name="lift"),
    path("warranties/<int:pk>/repair/", pages.repair, name="repair"),
    path("warranties/<int:pk>/inspect/", pages.inspect, name="inspect"),
    path("warranties/<int:pk>/remove/", pages.remove, name="remove"),
    path("warranties/projects/<int:pk>/file/", pages.file, name="file"),
    path("warranties/projects/<int:pk>/section/", pages.section, name="section"),
    path("warranties/projects/<int:pk>/part/", pages.add, name="add"),
    path("warranties/sections/<int:pk>/", pages.section_change, name="section_change"),
    *SEASONS.urls("settings/city-seasons/"),
]

navigation.nav("contracts", _("Warranties"), "warranties:list", "shield-half", policies.READERS, order=30)
panels.panel("project", _("Warranties"), pages.of_project, 5, key="warranties", eager=True, icon="shield-half")
cards.card(
    "warranties-ending",
    _("Warranties ending soon"),
    pages.ending_card,
    roles=policies.WRITERS,
    order=62,
    width="half",
    icon="shield-half",
    url_name="warranties:list",
)
