"""How many contracts were renewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform.actor import Actor


@dataclass(frozen=True, slots=True)
class RenewalRate:
    """The contracts that ended in a period, and those of them that go on under a renewal."""

    ended: int
    renewed: int

    @property
    def percent(self) -> int | None:
        """Return the rate in whole percent; None when nothing ended."""
        return round(100 * self.renewed / self.ended) if self.ended else None


def renewal_rate(since: date, until: date, *, by: Actor) -> RenewalRate:
    """
    Return the renewal rate of a period: contracts that ended in it and were renewed / contracts that ended in it.

    A contract ends on the last day of its term, or on the day it was ended before that; both days of the period count.
    A version whose place an amendment took has not ended. A renewal counts once it has been put in force. Standard
    terms are nobody's and never count.
    """
    bound = policies.visible_to(by).filter(is_default=False, bound_until=None).exclude(status="draft")
    over = bound.annotate(last_on=Coalesce(F("ended_on"), F("ends_on"))).filter(last_on__range=(since, until))
    in_force = Q(renewal__status__in=[ServiceContract.Status.ACTIVE, ServiceContract.Status.ENDED])
    counts = over.aggregate(ended=Count("pk"), renewed=Count("pk", filter=in_force))
    return RenewalRate(**counts)
