"""What neighbours may ask of the contracts."""

from __future__ import annotations

from datetime import datetime

from aftercare.contexts.contracts import standard_terms
from aftercare.contexts.contracts.choosing import Considered, why_terms
from aftercare.contexts.contracts.judging import Judgement, judge_coverage
from aftercare.contexts.contracts.models import Counting, HoldParty, HoldReason, Moment, Promise
from aftercare.contexts.contracts.policies import visible_to
from aftercare.contexts.contracts.queries import (
    Level,
    Terms,
    hours_words,
    levels,
    levels_by_id,
    moments_words,
    promised,
    reasons_words,
    terms_for,
)
from aftercare.contexts.contracts.renewals import RenewalRate, renewal_rate
from aftercare.contexts.contracts.rules.moments import usual as usual_moments
from aftercare.platform import clock
from aftercare.platform.actor import Actor

__all__ = [
    "Considered",
    "Counting",
    "HoldParty",
    "HoldReason",
    "Judgement",
    "Level",
    "Moment",
    "Promise",
    "RenewalRate",
    "Terms",
    "hours_words",
    "judge_coverage",
    "levels",
    "levels_by_id",
    "moments_words",
    "promised",
    "reasons_words",
    "renewal_rate",
    "seed_standard_terms",
    "terms_for",
    "usual_moments",
    "visible_to",
    "why_terms",
]


def seed_standard_terms(*, by: Actor | None = None, at: datetime | None = None) -> int:
    """Make the standard terms a company starts with, unless there are some; return the contract's id."""
    return standard_terms.seed(by=by or Actor.system("contracts"), at=at or clock.now()).pk
