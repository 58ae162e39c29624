"""The lists of answers and of low scores."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.feedback import policies
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.contexts.feedback.rules import LOW_CSAT, LOW_NPS
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import search
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Listing,
    NumberColumn,
    PeriodFilter,
    PersonColumn,
    PromiseColumn,
    Tab,
    TimeColumn,
)

LOW = Q(csat__lte=LOW_CSAT) | Q(nps__lte=LOW_NPS)


class Answers(Listing):
    """What customers were asked and answered."""

    name = "feedback.answers"
    title = _("Ratings")
    roles = policies.READERS
    columns = [
        Column(key="number", label=_("Work order"), value=lambda r: r.work_order.number, link=True),
        Column(key="subject", label=_("Subject"), value=lambda r: r.work_order.subject, card=1, wide=True),
        Column(key="customer", label=_("Customer"), value=lambda r: str(r.customer or ""), card=2, wide=True),
        Column(key="contact_name", label=_("Contact"), shown=False),
        NumberColumn(key="csat", label=_("Satisfaction"), sort="csat", card=3),
        NumberColumn(key="nps", label=_("Recommendation"), sort="nps"),
        Column(key="comment", label=_("Comment"), wide=True),
        TimeColumn(key="sent_at", label=pgettext_lazy("survey", "Asked"), sort=("-sent_at",), shown=False),
        TimeColumn(key="answered_at", label=pgettext_lazy("survey", "Answered"), sort=("-answered_at",)),
    ]
    filters = [
        PeriodFilter(key="answered", label=pgettext_lazy("survey", "Answered"), field="answered_at"),
        ChoiceFilter(key="csat", label=_("Satisfaction"), choices=[(str(n), str(n)) for n in range(5, 0, -1)]),
    ]
    tabs = [
        Tab("answered", _("Answered"), Q(answered_at__isnull=False)),
        Tab("low", pgettext_lazy("survey", "Low"), LOW & Q(answered_at__isnull=False)),
        Tab("waiting", _("Asked, no answer yet"), Q(answered_at__isnull=True, sent_at__isnull=False)),
        Tab("to_pass_on", _("Link to pass on"), Q(answered_at__isnull=True, sent_at__isnull=True)),
    ]
    default_sort = ("-answered_at", "-id")
    empty_text = _("After each accepted order the customer is asked two questions; the answers appear here.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Return the surveys the person may see."""
        return policies.visible_to(actor).select_related("work_order", "customer")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the surveys whose order matches the typed text."""
        return rows.filter(work_order__in=_matching_orders(text))

    def url(self, row: Survey) -> str:
        """Return the page of the order behind the survey."""
        return reverse("work_orders:detail", args=[row.work_order_id])


def _matching_orders(text: str) -> QuerySet[Any]:
    """Return the ids of the orders that match; which surveys of them are seen is decided by the list."""
    orders = work_orders.visible_to(Actor.system("search"))
    return search.matches(orders, text).values("pk")


def _mine(actor: Actor, now: datetime) -> Q:
    return Q(owner_id=actor.id, status="open")


class LowScores(Listing):
    """Low scores, and what became of them."""

    name = "feedback.low_scores"
    title = _("Low scores")
    roles = policies.TRACERS
    columns = [
        Column(
            key="subject", label=_("Subject"), value=lambda r: r.survey.work_order.subject, link=True, card=1, wide=True
        ),
        Column(key="number", label=_("Work order"), value=lambda r: r.survey.work_order.number),
        Column(key="customer", label=_("Customer"), value=lambda r: str(r.survey.customer or ""), card=2, wide=True),
        NumberColumn(key="csat", label=_("Satisfaction"), value=lambda r: r.survey.csat, sort="survey__csat"),
        NumberColumn(key="nps", label=_("Recommendation"), value=lambda r: r.survey.nps, sort="survey__nps"),
        Column(key="comment", label=_("Comment"), value=lambda r: r.survey.comment, wide=True),
        PersonColumn(key="owner", label=_("Traced by"), value=lambda r: r.owner.name if r.owner else ""),
        PromiseColumn(
            key="due_at", label=pgettext_lazy("follow_up", "Due"), sort="due_at", met=lambda r: r.done_at, card=3
        ),
        Column(key="cause", label=_("Cause"), wide=True, shown=False),
    ]
    filters = [PeriodFilter(key="opened", label=pgettext_lazy("survey", "Answered"), field="opened_at")]
    tabs = [
        Tab("open", pgettext_lazy("follow_up", "Open"), Q(status="open")),
        Tab("mine", _("Mine"), _mine),
        Tab("late", pgettext_lazy("follow_up", "Late"), lambda actor, now: Q(status="open", due_at__lt=now)),
        Tab("done", _("Traced"), Q(status="done")),
    ]
    default_sort = ("due_at",)
    empty_text = _("Three stars or fewer, or a recommendation of six or less, open a follow-up here.")

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Return the follow-ups the person may see."""
        return policies.visible_follow_ups(actor).select_related("survey__work_order", "survey__customer", "owner")

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the follow-ups whose order matches the typed text."""
        return rows.filter(survey__work_order__in=_matching_orders(text))

    def url(self, row: FollowUp) -> str:
        """Return the follow-up's page."""
        return reverse("feedback:follow_up", args=[row.pk])
