"""What follows for retention money when something happens."""

from __future__ import annotations

from datetime import datetime

from aftercare.contexts.settlement import notices, queries
from aftercare.contexts.settlement.commands import follow_acceptance
from aftercare.contexts.settlement.models import Retention
from aftercare.platform.actor import Actor, Role
from aftercare.platform.money import Money
from aftercare.platform.outbox import when
from aftercare.published.installed_base import ProjectChanged
from aftercare.published.settlement import (
    PaymentMissed,
    PaymentSaid,
    ReleaseObjected,
    ReleaseReminded,
    ReleaseRequested,
    ReleaseVerified,
    RetentionDeducted,
)


@when(ProjectChanged)
def follow_completion_acceptance(event: ProjectChanged, by: Actor) -> None:
    """Let the defect-liability periods of the project begin with the day that is known now."""
    if "completion_accepted_on" in event.changed:
        for retention_id in queries.waiting_for_acceptance(event.project_id):
            follow_acceptance(retention_id=retention_id, by=Actor.system("settlement"), at=event.at)


@when(ReleaseVerified)
def tell_that_silence_counted(event: ReleaseVerified, by: Actor) -> None:
    """Tell the managers of a release nobody agreed to in words."""
    if event.by_silence:
        notices.silence_counted(_row(event.retention_id), amount=Money(event.amount), at=event.at)


@when(ReleaseVerified)
def tell_of_a_release(event: ReleaseVerified, by: Actor) -> None:
    """Tell the managers that the customer agreed, and the customer until when to pay."""
    _tell_managers(event.retention_id, "agreed", by, event.at)
    if event.pay_by is not None:
        notices.tell_holder(_row(event.retention_id), "payable", until=event.pay_by, at=event.at)


@when(ReleaseRequested)
def ask_the_holder(event: ReleaseRequested, by: Actor) -> None:
    """Ask the customer that holds the money to verify."""
    notices.tell_holder(_row(event.retention_id), "requested", until=event.verify_by, at=event.at)


@when(ReleaseReminded)
def remind_the_holder(event: ReleaseReminded, by: Actor) -> None:
    """Remind the customer that holds the money."""
    notices.tell_holder(_row(event.retention_id), "reminded", until=event.answer_by, at=event.at)


@when(PaymentMissed)
def tell_the_holder_what_is_missing(event: PaymentMissed, by: Actor) -> None:
    """Tell the customer that its payment has not arrived."""
    notices.tell_holder(_row(event.retention_id), "missed", until=None, body=event.reason, at=event.at)


@when(ReleaseObjected)
def tell_of_an_objection(event: ReleaseObjected, by: Actor) -> None:
    """Tell the managers that the customer objects."""
    _tell_managers(event.retention_id, "objected", by, event.at)


@when(RetentionDeducted)
def tell_of_a_deduction(event: RetentionDeducted, by: Actor) -> None:
    """Tell the managers that the customer deducted."""
    _tell_managers(event.retention_id, "deducted", by, event.at)


@when(PaymentSaid)
def tell_of_a_payment(event: PaymentSaid, by: Actor) -> None:
    """Tell the managers to look for the money."""
    _tell_managers(event.retention_id, "paid", by, event.at)


def _tell_managers(retention_id: int, what: str, by: Actor, at: datetime) -> None:
    if _is_customer(by):
        notices.holder_acted(_row(retention_id), what, at=at)


def _is_customer(by: Actor) -> bool:
    return Role.CUSTOMER in by.roles and not by.is_staff


def _row(retention_id: int) -> Retention:
    return Retention.objects.select_related("project").get(pk=retention_id)
