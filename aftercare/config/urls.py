"""Every address of the product, gathered from the doors in river order."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

Addresses = list[URLPattern | URLResolver]


def doors(packages: list[str], door: str) -> Addresses:
    """Return the addresses of the packages' doors of one kind, each under its own `app_name`."""
    found: Addresses = []
    for package in packages:
        if apps.is_installed(package) and find_spec(f"{package}.{door}"):
            module = import_module(f"{package}.{door}")
            patterns = getattr(module, "urlpatterns", [])
            named = getattr(module, "app_name", None)
            found.append(path("", include((patterns, named) if named else patterns)))
    return found


CONTEXTS = [f"aftercare.contexts.{name}" for name in settings.RIVER]
SHELLS = [*settings.PLATFORM, *settings.SURFACES]

urlpatterns: Addresses = [
    *doors(SHELLS, "urls"),
    path("accounts/", include("allauth.urls")),
    *doors(CONTEXTS, "portal"),
    *doors(CONTEXTS, "desk"),
]

handler400 = "aftercare.surfaces.desk.faults.bad_request"
handler403 = "aftercare.surfaces.desk.faults.not_allowed"
handler404 = "aftercare.surfaces.desk.faults.not_found"
handler500 = "aftercare.surfaces.desk.faults.broken"
