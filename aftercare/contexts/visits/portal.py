"""The public door: anybody who holds a report may check that nobody changed it."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from aftercare.contexts.visits import queries
from aftercare.platform import clock, limits
from aftercare.platform.files.intake import LIMIT_BYTES
from aftercare.platform.web import door, fragments

app_name = "visits_portal"
CHECKS_A_MINUTE = 30


@door.public("whoever holds a printed report may check it; the page names no customer", methods=("GET", "POST"))
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was issued under the code, and compare a file with it."""
    address = request.META.get("REMOTE_ADDR", "")
    limits.spend(f"verify:{address}", limit=CHECKS_A_MINUTE, per_seconds=60, at=clock.now())
    report = queries.report_by_code(code)
    ctx = {"report": report, "title": _("Verify a service report"), "result": "", "wrong": ""}
    if request.method == "POST":
        ctx["result"], ctx["wrong"] = _compare(request, report.blob.sha256)
    return fragments.page(request, "visits/verify.html", ctx, status=422 if ctx["wrong"] else 200)


def _compare(request: HttpRequest, sha256: str) -> tuple[str, str]:
    """Return `same` or `other`, or what is wrong with the upload."""
    upload = request.FILES.get("file")
    if upload is None:
        return "", _("Choose the PDF file first.")
    if (upload.size or 0) > LIMIT_BYTES:
        return "", _("The file is larger than 20 MB; it cannot be this report.")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return ("same" if digest.hexdigest() == sha256 else "other"), ""


urlpatterns = [path("v/<slug:code>/", verify, name="verify")]
