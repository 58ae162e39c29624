"""What follows for concessions when something happens."""

from __future__ import annotations

from aftercare.contexts.concessions import notices
from aftercare.contexts.concessions.commands import lapse
from aftercare.contexts.concessions.models import Concession, Delegation
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.clocks import ClockStopped
from aftercare.published.concessions import (
    ApprovalDelegated,
    ConcessionAsked,
    ConcessionEscalated,
    ConcessionGranted,
    ConcessionLapsed,
    ConcessionRefused,
    ConcessionReminded,
)


def _row(concession_id: int) -> Concession:
    return Concession.objects.select_related("request", "clock").get(pk=concession_id)


@when(ClockStopped)
def lapse_with_the_promise(event: ClockStopped, by: Actor) -> None:
    """The promise was kept or broken for good, or fell away: nothing is left to decide."""
    lapse(clock_id=event.clock_id, by=Actor.system("concessions"), at=event.at)


@when(ConcessionAsked)
def tell_approvers(event: ConcessionAsked, by: Actor) -> None:
    """Somebody is to decide."""
    notices.approvers(_row(event.concession_id), "asked", at=event.at)


@when(ConcessionEscalated)
def tell_the_next_level(event: ConcessionEscalated, by: Actor) -> None:
    """Nobody decided: the next level hears of it."""
    notices.approvers(_row(event.concession_id), "escalated", at=event.at)


@when(ConcessionReminded)
def remind_approvers(event: ConcessionReminded, by: Actor) -> None:
    """Nobody decided and no level is left."""
    notices.approvers(_row(event.concession_id), "reminded", at=event.at)


@when(ConcessionGranted)
def tell_that_it_is_granted(event: ConcessionGranted, by: Actor) -> None:
    """Whoever asked hears of it."""
    notices.asker(_row(event.concession_id), "granted", at=event.at)


@when(ConcessionRefused)
def tell_that_it_is_refused(event: ConcessionRefused, by: Actor) -> None:
    """Whoever asked hears of it."""
    notices.asker(_row(event.concession_id), "refused", at=event.at)


@when(ConcessionLapsed)
def tell_that_it_lapsed(event: ConcessionLapsed, by: Actor) -> None:
    """Whoever asked hears of it."""
    notices.asker(_row(event.concession_id), "lapsed", at=event.at)


@when(ApprovalDelegated)
def tell_the_delegate(event: ApprovalDelegated, by: Actor) -> None:
    """A colleague hears in whose place they decide."""
    row = Delegation.objects.select_related("giver").get(pk=event.delegation_id)
    notices.delegated(row, at=event.at)
