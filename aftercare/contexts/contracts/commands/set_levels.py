"""Say which times a contract promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.commands import checking
from aftercare.contexts.contracts.models import Counting, HoldReason, Promise, ServiceContract, ServiceLevel
from aftercare.contexts.contracts.rules.terms import PRIORITIES
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused

MOST_MINUTES = 525_600


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """
    One promise across the priorities: `targets` maps 1..4 to minutes and how they are counted.

    The clause and the reasons that stop the clock are the same at every priority.
    """

    promise: str
    clause_id: int
    targets: Mapping[int, tuple[int, str]]
    pausing_reasons: Sequence[str] = ()


@transaction.atomic
def set_levels(*, contract_id: int, rows: Iterable[PromiseRow], by: Actor, at: datetime) -> list[ServiceLevel]:
    """
    Replace the promised times of a draft.

    :raises Refused: `not_allowed`, `not_found`, `wrong_state`, `bad_level`, `out_of_order` when a later moment is
        promised earlier.
    """
    contract = checking.seen(contract_id, by=by)
    policies.may_revise(contract, by=by).or_refuse()
    wanted = list(rows)
    _refuse_nonsense(contract, wanted)
    contract.levels.all().delete()
    return ServiceLevel.objects.bulk_create(
        ServiceLevel(
            contract=contract,
            clause_id=row.clause_id,
            promise=row.promise,
            priority=priority,
            target_minutes=minutes,
            counting=counting,
            pausing_reasons=sorted(set(row.pausing_reasons)),
        )
        for row in wanted
        for priority, (minutes, counting) in row.targets.items()
    )


def _refuse_nonsense(contract: ServiceContract, rows: list[PromiseRow]) -> None:
    clauses = set(contract.clauses.values_list("pk", flat=True))
    if len({row.promise for row in rows}) < len(rows):
        raise Refused("bad_level", _("A promise is named twice."))
    for row in rows:
        if row.promise not in Promise.values:
            raise Refused("bad_level", _("There is no such promise."), field="promise")
        if row.clause_id not in clauses:
            raise Refused("bad_level", _("Choose a clause of this contract."), field=f"{row.promise}_clause")
        if set(row.pausing_reasons) - set(HoldReason.values):
            raise Refused("bad_level", _("There is no such reason to wait."), field=f"{row.promise}_reasons")
        for priority, (minutes, counting) in row.targets.items():
            field = f"{row.promise}_{priority}"
            if priority not in PRIORITIES or counting not in Counting.values:
                raise Refused("bad_level", _("There is no such priority or way of counting."), field=field)
            if not 1 <= minutes <= MOST_MINUTES:
                raise Refused("bad_level", _("Promise between one minute and one year."), field=field)
    _refuse_disorder(rows)


def _refuse_disorder(rows: list[PromiseRow]) -> None:
    """Refuse a later moment promised earlier than an earlier one, where both are counted alike."""
    by_promise = {row.promise: row for row in rows}
    for counting in Counting.values:
        for priority in PRIORITIES:
            line = [
                (promise, by_promise[promise].targets[priority][0])
                for promise in Promise.values
                if promise in by_promise and by_promise[promise].targets.get(priority, (0, ""))[1] == counting
            ]
            for (first, sooner), (second, later) in pairwise(line):
                if later < sooner:
                    words = _("“%(second)s” is promised before “%(first)s” at priority %(priority)d.")
                    named = {"first": Promise(first).label, "second": Promise(second).label, "priority": priority}
                    raise Refused("out_of_order", words % named, field=f"{second}_{priority}")
