"""Where the API is."""

from django.urls import path

from aftercare.surfaces.http_api.api import api

urlpatterns = [path("api/v1/", api.urls)]
