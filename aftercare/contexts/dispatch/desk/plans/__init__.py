"""The desk door: plans."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.dispatch import policies
from aftercare.contexts.dispatch.desk.plans import acts, causes, listing, pages
from aftercare.contexts.dispatch.models import Cause
from aftercare.platform.actor import Actor
from aftercare.platform.web import creating, navigation

urlpatterns = [
    path("plans/", listing.PlanList.as_view(), name="plans"),
    path("plans/new/", pages.new, name="plan_new"),
    path("plans/<int:plan_id>/", pages.detail, name="plan"),
    path("plans/<int:plan_id>/publish/", acts.publish, name="plan_publish"),
    path("plans/<int:plan_id>/discard/", acts.discard, name="plan_discard"),
    path("plans/<int:plan_id>/enough/", acts.enough, name="plan_enough"),
    path("engineers/<int:engineer_id>/drops-out/", causes.drop_out, name="drop_out"),
    path("bookings/<int:booking_id>/overrun/", causes.overrun, name="overrun"),
    path("bookings/<int:booking_id>/no-show/", causes.no_show, name="no_show"),
    path("orders/<int:work_order_id>/fit-in/", causes.fit_in, name="fit_in"),
]


def ready_count(actor: Actor) -> int:
    """Return how many plans wait for a decision; what is proposed around edits asks for none."""
    asked = policies.plans_visible_to(actor).exclude(cause=Cause.MENDING)
    return asked.filter(status="ready", is_what_if=False).count()


def enter() -> None:
    """Put plans into the frame."""
    navigation.nav("dispatch", _("Plans"), "dispatch:plans", "route", policies.DISPATCHERS, badge=ready_count, order=12)
    causes.enter()
    creating.creatable(_("New plan"), "dispatch:plan_new", "route", roles=policies.DISPATCHERS)
