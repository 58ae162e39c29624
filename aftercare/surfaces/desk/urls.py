"""The frame's own pages."""

from __future__ import annotations

from django.urls import path

from aftercare.surfaces.desk import home, inbox, me

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:notice_id>/", inbox.open_notice, name="open_notice"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("me/", me.me, name="me"),
]
