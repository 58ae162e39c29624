"""Who may see what customers answered, and who traces low scores."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.feedback import lifecycle
from aftercare.contexts.feedback.models import FollowUp, FollowUps, Survey
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = (Role.DESK_AGENT, Role.DISPATCHER, Role.SERVICE_MANAGER, Role.QUALITY_MANAGER)
TRACERS = (Role.SERVICE_MANAGER, Role.QUALITY_MANAGER)


def visible_to(actor: Actor) -> QuerySet[Survey]:
    """Return the surveys the actor may see: the office those of its regions, a customer the own ones."""
    if actor.is_system:
        return Survey.objects.all()
    scope = Q(pk__in=[])
    if actor.roles & set(READERS):
        if actor.region_ids is None:
            return Survey.objects.all()
        scope |= _in_regions(actor, "region")
    if Role.CUSTOMER in actor.roles and actor.organisation_ids:
        scope |= Q(customer_id__in=actor.organisation_ids)
    return Survey.objects.filter(scope)


def visible_follow_ups(actor: Actor) -> FollowUps:
    """Return the follow-ups the actor may see: managers those of their regions."""
    if actor.is_system:
        return FollowUp.objects.all()
    if not actor.roles & set(TRACERS):
        return FollowUp.objects.none()
    return FollowUp.objects.filter(_in_regions(actor, "survey__region"))


def _in_regions(actor: Actor, column: str) -> Q:
    if actor.region_ids is None:
        return Q()
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}_id__in": actor.region_ids})


def may_pass_on(survey: Survey, *, by: Actor) -> Decision:
    """Tell whether the actor may say that the link reached the customer by another way than e-mail."""
    if not by.has(*READERS):
        return deny(_("Only the office can pass the link on."))
    if survey.sent_at is not None or survey.answered_at is not None:
        return deny(_("The customer has been asked already."), code="wrong_state")
    return allow()


def may_trace(follow_up: FollowUp, verb: str, *, by: Actor) -> Decision:
    """Tell whether the actor may take or finish a follow-up now."""
    if not by.has(*TRACERS):
        return deny(_("Only service managers and quality managers trace low scores."))
    return lifecycle.FOLLOW_UP.can(follow_up.status, verb)
