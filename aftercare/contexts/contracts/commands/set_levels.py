"""Say which times a contract promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking, feasibility
from aftercare.contexts.contracts.models import Counting, HoldReason, Promise, ServiceContract, ServiceLevel
from aftercare.contexts.contracts.rules import moments
from aftercare.contexts.contracts.rules.terms import PRIORITIES
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

MOST_MINUTES = 525_600


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """
    One promise across the priorities: `targets` maps 1..4 to minutes and how they are counted.

    The clause, the moments it counts between (the usual ones unless said) and the reasons that stop the clock are the
    same at every priority.
    """

    promise: str
    clause_id: int
    targets: Mapping[int, tuple[int, str]]
    pausing_reasons: Sequence[str] = ()
    begins: str = ""
    ends: str = ""

    @property
    def moments(self) -> dict[str, str]:
        """Return the moments it counts from and to; a promise nobody knows has none."""
        begins, ends = moments.usual(self.promise)
        return {"begins": self.begins or begins, "ends": self.ends or ends}


@transaction.atomic
def set_levels(*, contract_id: int, rows: Iterable[PromiseRow], by: Actor, at: datetime) -> list[ServiceLevel]:
    """
    Replace the promised times of a draft.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `bad_level`, `out_of_order` when a later moment is
        promised earlier, `no_target` for a clause without a time, `never_open`, `longer_than_term`.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    wanted = list(rows)
    _refuse_nonsense(contract, wanted)
    levels = [
        ServiceLevel(
            contract=contract,
            clause_id=row.clause_id,
            promise=row.promise,
            priority=priority,
            target_minutes=minutes,
            counting=counting,
            **row.moments,
            pausing_reasons=sorted(set(row.pausing_reasons)),
        )
        for row in wanted
        for priority, (minutes, counting) in row.targets.items()
    ]
    feasibility.refuse_disorder(levels)
    feasibility.refuse_impossible(contract, levels)
    contract.levels.all().delete()
    return ServiceLevel.objects.bulk_create(levels)


def _refuse_nonsense(contract: ServiceContract, rows: list[PromiseRow]) -> None:
    clauses = set(contract.clauses.values_list("pk", flat=True))
    if len({row.promise for row in rows}) < len(rows):
        raise Refused("bad_level", _("A promise is named twice."))
    for row in rows:
        if row.promise not in Promise.values:
            raise Refused("bad_level", _("There is no such promise."), field="promise")
        if not row.targets:
            words = _("“%(promise)s” quotes a clause but names no time: type one, or take the clause out.")
            said = {"promise": Promise(row.promise).label}
            raise Refused("no_target", words % said, field=f"{row.promise}_clause")
        if row.clause_id not in clauses:
            raise Refused("bad_level", _("Choose a clause of this contract."), field=f"{row.promise}_clause")
        if not moments.fits(row.promise, **row.moments):
            words = _("“%(promise)s” cannot be counted between these moments.")
            raise Refused("bad_level", words % {"promise": Promise(row.promise).label}, field=f"{row.promise}_ends")
        if set(row.pausing_reasons) - set(HoldReason.values):
            raise Refused("bad_level", _("There is no such reason to wait."), field=f"{row.promise}_reasons")
        for priority, (minutes, counting) in row.targets.items():
            field = f"{row.promise}_{priority}"
            if priority not in PRIORITIES or counting not in Counting.values:
                raise Refused("bad_level", _("There is no such priority or way of counting."), field=field)
            if not 1 <= minutes <= MOST_MINUTES:
                raise Refused("bad_level", _("Promise between one minute and one year."), field=field)
