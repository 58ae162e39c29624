"""The desk's door to the figures: the page, the lists behind it, downloads and targets."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.insights.desk import lists, pages
from aftercare.contexts.insights.policies import READERS
from aftercare.platform.web import navigation

app_name = "insights"
urlpatterns = [
    path("figures/", pages.figures, name="figures"),
    path("figures/download/", pages.download, name="download"),
    path("figures/targets/", pages.targets, name="targets"),
    path("figures/requests/", lists.RequestFacts.as_view(), name="requests"),
    path("figures/promises/", lists.PromiseFacts.as_view(), name="promises"),
    path("figures/orders/", lists.OrderFacts.as_view(), name="orders"),
    path("figures/surveys/", lists.SurveyFacts.as_view(), name="surveys"),
]

navigation.nav("analysis", _("Figures"), "insights:figures", "chart-bar", roles=READERS, order=10)
