"""The frame's own pages."""

from __future__ import annotations

from django.urls import path

from aftercare.surfaces.desk import home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
]
