"""What neighbours may ask of the contracts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from aftercare.contexts.contracts import standard_terms
from aftercare.contexts.contracts.authority import SiteAuthority, site_authority
from aftercare.contexts.contracts.choosing import Considered, why_terms
from aftercare.contexts.contracts.commands import state_use
from aftercare.contexts.contracts.judging import Judgement, judge_coverage
from aftercare.contexts.contracts.models import Counting, HoldParty, HoldReason, Moment, OnSite, Promise
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
from aftercare.contexts.contracts.using import PARTS, PartsUse, parts_use
from aftercare.contexts.contracts.years import ContractYear, labels, options, versions_of, years_of
from aftercare.platform import clock
from aftercare.platform.actor import Actor

__all__ = [
    "Considered",
    "ContractYear",
    "Counting",
    "HoldParty",
    "HoldReason",
    "Judgement",
    "Level",
    "Moment",
    "OnSite",
    "PartsUse",
    "Promise",
    "RenewalRate",
    "SiteAuthority",
    "Terms",
    "hours_words",
    "judge_coverage",
    "labels",
    "levels",
    "levels_by_id",
    "moments_words",
    "options",
    "parts_use",
    "promised",
    "reasons_words",
    "renewal_rate",
    "seed_standard_terms",
    "site_authority",
    "state_parts_use",
    "terms_for",
    "usual_moments",
    "versions_of",
    "visible_to",
    "why_terms",
    "years_of",
]


def seed_standard_terms(*, by: Actor | None = None, at: datetime | None = None) -> int:
    """Make the standard terms a company starts with, unless there are some; return the contract's id."""
    return standard_terms.seed(by=by or Actor.system("contracts"), at=at or clock.now()).pk


def state_parts_use(
    *,
    contract_id: int | None,
    quantity: Decimal,
    used_on: date,
    subject: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> bool:
    """
    Let the value of the parts a record used be this much; return whether that changed anything.

    Call it with the record locked. The same again changes nothing, another value corrects, zero takes back.
    :raises Refused: `no_contract`, `not_included`, `not_in_force`, `not_allowed`, `not_found`.
    """
    return state_use(
        contract_id=contract_id, kind=PARTS, quantity=quantity, used_on=used_on, subject=subject, note=note, by=by,
        at=at,
    )  # fmt: skip
