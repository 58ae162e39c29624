"""How the list of promises is narrowed to what stands behind a figure of a contract's results."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.clocks import results
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import ChoiceFilter, RelationFilter
from aftercare.platform.web.listing.filters import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFilter(RelationFilter):
    """Contracts, each with all its versions: an amendment does not hide what was promised before it."""

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition for every version of the chosen contracts."""
        found = super(ContractFilter, self).read(params, actor)
        if not found.is_on:
            return found
        chosen = [int(value) for value in params.getlist(self.key) if value]
        return Reading(Q(contract_id__in=contracts.versions_of(chosen)), found.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFilter(ChoiceFilter):
    """What a promise came to, as a contract's results count it."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for these results."""
        wanted = Q()
        for name in chosen:
            wanted |= results.RESULTS[name]
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFilter(ChoiceFilter):
    """Who made an ended promise stand still."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for these parties."""
        return results.held_by(chosen)


CONTRACT = ContractFilter(key="contract", label=_("Contract"), options=contracts.options, labels=contracts.labels)
RESULT = ResultFilter(key="result", label=_("Result"), choices=lambda: list(results.RESULT_WORDS.items()))
HELD = HeldFilter(key="held", label=_("Stood still for"), choices=contracts.HoldParty.choices)
