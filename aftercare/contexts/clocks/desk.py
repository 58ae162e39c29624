"""The desk's pages of promises."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks import board, breach_pages, pages, policies, result_pages
from aftercare.contexts.clocks.listings import READERS, ClockList, MyPromises, broken
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web import navigation, panels

app_name = "clocks"
urlpatterns = [
    path("promises/", ClockList.as_view(), name="list"),
    path("promises/board/", board.board, name="board"),
    path("promises/<int:pk>/", pages.explanation, name="explanation"),
    path("promises/<int:pk>/cause/", breach_pages.cause, name="cause"),
    path("promises/warnings/<int:contract_id>/", breach_pages.ladder, name="ladder"),
    path("promises/results/<int:contract_id>/", result_pages.results_of, name="results"),
    path("my/promises/", MyPromises.as_view(), name="mine"),
    *breach_pages.CAUSES.urls("settings/breach-causes/"),
]


def overdue_count(actor: Actor) -> int | None:
    """Return how many promises are overdue, counted up to 100."""
    return policies.visible_to(actor).filter(broken(actor, clock.now()))[:100].count() or None


breach_pages.enter()
result_pages.enter()
navigation.nav("contracts", _("Promise board"), "clocks:board", "alarm", READERS, badge=overdue_count, order=18)
navigation.nav("contracts", _("Promises"), "clocks:list", "list-check", READERS, order=20)
panels.panel("service_request", _("What was promised"), pages.of_request, 10, key="promises", eager=True, icon="alarm")
panels.panel(
    "work_order", _("What was promised"), pages.of_order, 15, key="promises", place="side", eager=True, icon="alarm"
)
