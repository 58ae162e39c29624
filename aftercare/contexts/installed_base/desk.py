"""The desk's pages."""

from __future__ import annotations

app_name = "installed_base"
urlpatterns: list[object] = []
