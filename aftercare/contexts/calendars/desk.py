"""The desk's pages of calendars and holidays."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.calendars import holiday_pages, own_day_pages, pages, policies, queries
from aftercare.contexts.calendars.listings import CalendarList, TableList
from aftercare.platform import clock
from aftercare.platform.web import cards, fragments, navigation
from aftercare.platform.web.fragments import DeskRequest

app_name = "calendars"
urlpatterns = [
    path("calendars/", CalendarList.as_view(), name="list"),
    path("calendars/new/", pages.new, name="new"),
    path("calendars/holidays/", TableList.as_view(), name="tables"),
    path("calendars/holidays/new/", holiday_pages.table_new, name="table_new"),
    path("calendars/holidays/<int:pk>/", holiday_pages.table, name="table"),
    path("calendars/holidays/<int:pk>/day/", holiday_pages.day, name="day"),
    path("calendars/holidays/<int:pk>/day/<int:day_id>/remove/", holiday_pages.day_remove, name="day_remove"),
    path("calendars/holidays/<int:pk>/publish/", holiday_pages.publish, name="publish"),
    path("calendars/<int:pk>/", pages.detail, name="detail"),
    path("calendars/<int:pk>/change/", pages.change, name="change"),
    path("calendars/<int:pk>/week/", pages.week, name="week"),
    path("calendars/<int:pk>/own-days/", own_day_pages.own_day, name="own_day"),
    path("calendars/<int:pk>/own-days/<int:day_id>/remove/", own_day_pages.own_day_remove, name="own_day_remove"),
    path("calendars/<int:pk>/default/", pages.make_default, name="make_default"),
]

navigation.nav("settings", _("Calendars"), "calendars:list", "calendar-time", policies.READERS, order=30)
navigation.nav("settings", _("Holidays"), "calendars:tables", "beach", policies.READERS, order=31)


def missing_years_card(request: DeskRequest) -> str:
    """Draw which years are missing; nothing when none is."""
    missing = queries.missing_years(clock.now())
    return fragments.html(request, "calendars/_missing.html", {"missing": missing}) if missing else ""


cards.card(
    "calendar-years",
    _("Holidays not published yet"),
    missing_years_card,
    roles=policies.WRITERS,
    order=15,
    width="half",
    icon="calendar-exclamation",
    url_name="calendars:tables",
)
