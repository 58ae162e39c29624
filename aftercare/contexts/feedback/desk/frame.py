"""What feedback puts into the frame of the desk: navigation, home cards, panels, timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.feedback import policies, queries
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import cards, fragments, navigation, panels, timeline
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.signs import Tone
from aftercare.published import feedback as published

SEEN_BY = (*policies.READERS, Role.CUSTOMER)


def register() -> None:
    """Register everything once, when the addresses are loaded."""
    navigation.nav("quality", gettext_lazy("Ratings"), "feedback:list", "star", policies.READERS, order=10)
    navigation.nav(
        "quality",
        gettext_lazy("Low scores"),
        "feedback:follow_ups",
        "mood-sad",
        policies.TRACERS,
        badge=_badge,
        order=20,
    )
    cards.card(
        "low_scores", gettext_lazy("Low scores to trace"), _low_scores, roles=policies.TRACERS, order=30,
        icon="mood-sad", url_name="feedback:follow_ups",
    )  # fmt: skip
    cards.card(
        "to_pass_on", gettext_lazy("Survey links to pass on"), _to_pass_on, roles=(Role.DESK_AGENT,), order=60,
        icon="star", url_name="feedback:list",
    )  # fmt: skip
    panels.panel("work_order", gettext_lazy("Rating"), _of_order, 60, key="rating", roles=SEEN_BY, icon="star")
    panels.panel("service_request", gettext_lazy("Rating"), _of_request, 60, key="rating", roles=SEEN_BY, icon="star")
    _tell()


def _badge(actor: Actor) -> int | None:
    return queries.low_scores_count(by=actor) or None


def _low_scores(request: DeskRequest) -> str:
    rows = queries.low_scores(by=request.actor)
    return fragments.html(request, "feedback/_low_scores.html", {"rows": rows}) if rows else ""


def _to_pass_on(request: DeskRequest) -> str:
    rows = queries.to_pass_on(by=request.actor, now=clock.now())
    return fragments.html(request, "feedback/_to_pass_on.html", {"rows": rows}) if rows else ""


def _pk(record: Any) -> int:
    return int(record["pk"] if isinstance(record, dict) else getattr(record, "pk", None) or record.id)


def _of_order(request: DeskRequest, order: Any) -> str:
    survey = queries.survey_of(_pk(order), by=request.actor)
    return _draw(request, [survey]) if survey else ""


def _of_request(request: DeskRequest, matter: Any) -> str:
    surveys = queries.surveys_of_request(_pk(matter), by=request.actor)
    return _draw(request, surveys) if surveys else ""


def _draw(request: DeskRequest, surveys: list[Any]) -> str:
    rows = [(survey, queries.address_of(survey)) for survey in surveys]
    ctx = {"rows": rows, "may_trace": request.actor.has(*policies.TRACERS), "now": clock.now()}
    ctx["may_pass_on"] = request.actor.has(*policies.READERS)
    return fragments.html(request, "feedback/_panel.html", ctx)


def _tell() -> None:
    """Say how feedback reads on the timeline of the order."""
    tells = timeline.tells
    tells(published.SurveySent, lambda e: _("The customer was asked for a rating"), icon="star", is_internal=False)
    tells(
        published.SurveyAnswered, _answered, body=lambda e: e["comment"], tone=Tone.DONE, icon="star",
        is_internal=False,
    )  # fmt: skip
    tells(published.FollowUpOpened, lambda e: _("A low score has to be traced"), tone=Tone.BROKEN, icon="mood-sad")
    tells(
        published.FollowUpDone, lambda e: _("The low score was traced"), body=lambda e: e["cause"], tone=Tone.DONE,
        icon="mood-check",
    )  # fmt: skip


def _answered(event: Mapping[str, Any]) -> str:
    if event.get("nps") is None:
        return _("The customer gave %(csat)s of 5 stars") % event
    return _("The customer gave %(csat)s of 5 stars and %(nps)s of 10 for recommending us") % event
