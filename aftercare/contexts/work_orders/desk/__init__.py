"""The desk's pages of work orders."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import policies, words
from aftercare.contexts.work_orders.desk import frame, planning, procedures, record, verbs
from aftercare.contexts.work_orders.desk.lists import OrderList
from aftercare.contexts.work_orders.desk.registers import FAILURE_CODES, READERS
from aftercare.platform.web import navigation
from aftercare.platform.web.documents import Documents

DOCUMENTS = Documents(
    kind="work_order",
    page="work_orders:detail",
    readers=policies.READERS,
    may_add=lambda order, actor: policies.may_comment(order, by=actor),
)

app_name = "work_orders"
urlpatterns = [
    path("orders/", OrderList.as_view(), name="list"),
    path("orders/new/", planning.new, name="new"),
    path("orders/for-request/<int:request_id>/", planning.for_request, name="for_request"),
    path("orders/needs/", planning.needs, name="needs"),
    path("orders/<int:work_order_id>/", record.detail, name="detail"),
    path("orders/<int:work_order_id>/plan/", planning.plan, name="plan"),
    path("orders/<int:work_order_id>/comment/", record.comment, name="comment"),
    path("orders/<int:work_order_id>/colleagues/", record.colleagues, name="colleagues"),
    *DOCUMENTS.urls("orders/"),
    *verbs.patterns(),
    path("settings/procedures/", procedures.ProcedureList.as_view(), name="procedures"),
    path("settings/procedures/new/", procedures.new, name="procedure_new"),
    path("settings/procedures/<int:procedure_id>/", procedures.procedure, name="procedure"),
    *FAILURE_CODES.urls("settings/failure-codes/"),
]

words.show()
frame.enter()
record.enter()
navigation.nav("settings", _("Standard procedures"), "work_orders:procedures", "list-check", READERS, order=40)
