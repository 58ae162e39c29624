"""The doors for customers and for whoever stands before the equipment."""

from __future__ import annotations

from django.urls import path

from aftercare.contexts.service_requests.portal import customers, labels

app_name = "service_requests_portal"
urlpatterns = [
    path("q/<str:label>/", labels.report, name="report"),
    path("p/<str:token>/", labels.progress, name="progress"),
    path("my/requests/", customers.MyRequests.as_view(), name="my_list"),
    path("my/requests/new/", customers.new, name="my_new"),
    path("my/requests/things/", customers.things, name="things"),
    path("my/requests/<int:request_id>/", customers.detail, name="my_detail"),
    path("my/requests/<int:request_id>/reopen/", customers.reopen, name="my_reopen"),
    path("my/requests/<int:request_id>/say/", customers.say, name="my_say"),
]

customers.enter()
