"""The toolkit's own addresses, apart from those of the business."""

from __future__ import annotations

from django.urls import path

from aftercare.platform.web import views

app_name = "web"
urlpatterns = [
    path("-/find/", views.find, name="find"),
    path("-/badges/", views.badges, name="badges"),
    path("-/panels/<slug:kind>/<int:pk>/<slug:key>/", views.panel, name="panel"),
    path("-/views/<str:name>/", views.save_view, name="save_view"),
    path("-/views/<int:view_id>/delete/", views.delete_view, name="delete_view"),
    path("-/language/", views.language, name="language"),
    path("-/theme/", views.theme, name="theme"),
    path("-/nav/", views.nav, name="nav"),
]
