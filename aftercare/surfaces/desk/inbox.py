"""The inbox: what the product told this person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import not_found
from aftercare.platform.web import door, fragments, navigation
from aftercare.platform.web.fragments import DeskRequest

PAGE = 30
DEEPEST = 100


def unread_count(actor: Actor) -> int:
    """Return how many notices of this person are unread, at most 100."""
    if actor.id is None:
        return 0
    return Notice.objects.filter(recipient_id=actor.id, read_at=None)[:100].count()


navigation.count("inbox", unread_count)


@door.signed_in()
def inbox(request: DeskRequest) -> HttpResponse:
    """Show the notices, newest first; `?unread=1` only those not yet opened."""
    number = request.GET.get("page", "1")
    page = min(int(number), DEEPEST) if number.isascii() and number.isdigit() and len(number) < 6 and int(number) else 1
    only_unread = request.GET.get("unread") == "1"
    rows = _mine(request).order_by("-sent_at", "-id")
    rows = rows.filter(read_at=None) if only_unread else rows
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    ctx: dict[str, Any] = {"notices": found[:PAGE], "page": page, "has_next": len(found) > PAGE}
    return fragments.page(request, "desk/inbox.html", {**ctx, "only_unread": only_unread, "title": _("Inbox")})


@door.signed_in()
def open_notice(request: DeskRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    notice = _mine(request).filter(pk=notice_id).first()
    if notice is None:
        raise not_found()
    if notice.read_at is None:
        _mine(request).filter(pk=notice.pk).update(read_at=clock.now())
    ours = url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return fragments.redirect(request, notice.url if ours else "/inbox/")


@door.signed_in(methods=("POST",))
def read_all(request: DeskRequest) -> HttpResponse:
    """Mark everything as read."""
    _mine(request).filter(read_at=None).update(read_at=clock.now())
    return fragments.redirect(request, "/inbox/")


def _mine(request: DeskRequest) -> QuerySet[Notice]:
    return Notice.objects.filter(recipient_id=request.user.pk)
