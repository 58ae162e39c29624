"""Say at which part of the promised time who is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.clocks import policies
from aftercare.contexts.clocks.models import Audience, WarningStep
from aftercare.contexts.clocks.rules import BREACH
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

MOST_STEPS = 8
HIGHEST = 500


@transaction.atomic
def set_ladder(
    *,
    contract_id: int,
    steps: Mapping[int, Sequence[str]],
    mailed: Collection[int] | None = None,
    by: Actor,
    at: datetime,
) -> list[tuple[int, list[str]]]:
    """
    Give a contract its warning ladder: percent of the promised time to the audiences told then; return the steps.

    Everybody is told in the inbox, and by e-mail too at the percentages in `mailed`; at all of them where it is None.
    Clocks that run keep the ladder they began with. The step at 100 % is the breach; those above it come while nobody
    acted.

    :raises Refused: `not_found`, `not_allowed`, `bad_percent`, `too_many`, `unknown_audience`, `breach_untold`, or
        `unknown_step` for an e-mail at a percentage at which nobody is told.
    """
    contract = contracts.visible_to(by).select_for_update(of=("self",)).filter(pk=contract_id).first()
    if contract is None:
        raise not_found()
    policies.may_set_ladder(by=by).or_refuse()
    _check(steps)
    if set(mailed or ()) - set(steps):
        raise Refused(
            "unknown_step", _("An e-mail goes with a step: at these percentages somebody must be told."), field="mailed"
        )
    WarningStep.objects.filter(contract=contract).delete()
    rows = [
        WarningStep(
            contract=contract,
            percent=percent,
            audiences=[a for a in Audience.values if a in steps[percent]],
            by_mail=mailed is None or percent in mailed,
        )
        for percent in sorted(steps)
    ]
    WarningStep.objects.bulk_create(rows)
    return [(row.percent, row.audiences) for row in rows]


def _check(steps: Mapping[int, Sequence[str]]) -> None:
    """Refuse a ladder that cannot be climbed."""
    if any(not 1 <= percent <= HIGHEST for percent in steps):
        raise Refused("bad_percent", _("A step is a percentage from 1 to %(most)d.") % {"most": HIGHEST})
    if len(steps) > MOST_STEPS:
        raise Refused("too_many", _("A ladder has at most %(most)d steps.") % {"most": MOST_STEPS})
    if any(not audiences or set(audiences) - set(Audience.values) for audiences in steps.values()):
        raise Refused("unknown_audience", _("Each step needs somebody who is told."))
    if BREACH not in steps:
        raise Refused("breach_untold", _("Say who is told at 100 %, when the promise is broken."))
