"""The public door: the survey behind its link."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from aftercare.contexts.feedback import commands, forms, queries
from aftercare.platform import clock, limits
from aftercare.platform.actor import NOBODY
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door, fragments

app_name = "feedback_portal"
TRIES_A_MINUTE = 30


@door.public("the link is the right: it is unguessable, expires and takes one answer", methods=("GET", "POST"))
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, take the answer, thank."""
    now = clock.now()
    limits.spend(f"survey:{request.META.get('REMOTE_ADDR', '')}", limit=TRIES_A_MINUTE, per_seconds=60, at=now)
    asked = _asked(token)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = replace(NOBODY, name=asked.contact_name or _("Customer"))
        with fragments.refusals_as_errors(form):
            commands.answer(token=token, by=by, at=now, **form.cleaned_data)
        if not form.errors:
            return fragments.redirect(request, request.path)
    ctx = {"asked": asked, "form": form, "title": _("How did we do?")}
    return fragments.page(request, "feedback/survey.html", ctx, status=_status(asked, form))


def _asked(token: str) -> queries.Asked:
    """Return the survey, or say what a link that leads nowhere may mean."""
    try:
        return queries.asked(token[:64], now=clock.now())
    except Refused as refused:
        words = _("This link does not lead to a survey. If you got it just now, try again in a minute.")
        raise Refused(refused.code, words) from refused


def _status(asked: queries.Asked, form: forms.AnswerForm) -> int:
    if form.is_bound:
        return fragments.status_of(form)
    return 410 if asked.is_expired and asked.answered_at is None else 200


urlpatterns = [path("s/<str:token>/", survey, name="survey")]
