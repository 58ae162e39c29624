"""The desk's pages of requests."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.service_requests import policies
from aftercare.contexts.service_requests.desk import frame, intake, photos, record, verbs
from aftercare.contexts.service_requests.desk.lists import RequestList
from aftercare.contexts.service_requests.models import RequestCategory
from aftercare.platform.actor import Role
from aftercare.platform.web.documents import Documents
from aftercare.platform.web.registers import Register

CATEGORIES = Register(
    name="categories",
    model=RequestCategory,
    title=_("Request categories"),
    one=_("New category"),
    fields=["code", "group", "name", "questions", "needs_equipment", "part_kind", "is_active"],
    key="code",
    readers=(*frame.EVERYBODY, Role.SYSTEM_ADMIN),
    writers=(Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN),
    section="settings",
    icon="category",
    help_text=_("Two levels: a group such as “Lifts” and the trouble in it, such as “Door operator”."),
)

DOCUMENTS = Documents(
    kind="service_request",
    page="service_requests:detail",
    readers=policies.READERS,
    may_add=lambda row, actor: policies.may_comment(row, by=actor),
)

app_name = "service_requests"
urlpatterns = [
    path("requests/", RequestList.as_view(), name="list"),
    path("requests/new/", intake.new, name="new"),
    path("requests/new/callers/", intake.callers, name="callers"),
    path("requests/new/pick/", intake.pick, name="pick"),
    path("requests/new/aside/", intake.aside, name="aside"),
    path("requests/new/equipment/", intake.equipment, name="equipment"),
    path("requests/new/add-to/<int:request_id>/", intake.add_to, name="add_to"),
    path("requests/customers/", record.customers, name="customers"),
    path("requests/things/", record.things, name="things"),
    path("requests/<int:request_id>/", record.detail, name="detail"),
    path("requests/<int:request_id>/comment/", record.comment, name="comment"),
    path("requests/<int:request_id>/colleagues/", record.colleagues, name="colleagues"),
    path("requests/<int:request_id>/change/", record.change, name="change"),
    path("requests/<int:request_id>/photos/<int:attachment_id>/", photos.photo, name="photo"),
    path("requests/<int:request_id>/photos/<int:attachment_id>/small/", photos.small_photo, name="small_photo"),
    *DOCUMENTS.urls("requests/"),
    *verbs.patterns(),
    *CATEGORIES.urls("settings/request-categories/"),
]

frame.enter()
record.enter()
