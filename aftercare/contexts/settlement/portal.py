"""The customer's door: the retention money of their projects."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.settlement import customer_pages as pages
from aftercare.contexts.settlement import customer_verbs as verbs
from aftercare.platform.web import cards, navigation, panels

app_name = "settlement_portal"
urlpatterns = [
    path("my/retentions/", pages.MyRetentions.as_view(), name="my_list"),
    path("my/retentions/<int:pk>/", pages.detail, name="my_retention"),
    path("my/retentions/<int:pk>/verify/", verbs.verify, name="my_verify"),
    path("my/retentions/<int:pk>/object/", verbs.object_to, name="my_object"),
    path("my/retentions/<int:pk>/deduct/", verbs.deduct, name="my_deduct"),
    path("my/retentions/<int:pk>/paid/", verbs.paid, name="my_paid"),
]

CUSTOMER = verbs.CUSTOMER
navigation.nav(
    "contracts", pgettext_lazy("navigation", "Retention"), "settlement_portal:my_list", "lock-dollar", CUSTOMER,
    badge=pages.waiting_count, order=30,
)  # fmt: skip
panels.panel("my_project", _("Retention money"), pages.of_project, 10, key="retention", eager=True, icon="lock-dollar")
cards.card(
    "my-retentions", _("Retention money that waits for you"), pages.waiting_card, roles=CUSTOMER, order=15,
    width="half", icon="lock-dollar", url_name="settlement_portal:my_list",
)  # fmt: skip
