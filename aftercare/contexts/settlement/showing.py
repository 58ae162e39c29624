"""What the desk's page and the customer's page of a retention have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aftercare.contexts.settlement import forms, obstacles, queries
from aftercare.contexts.settlement.commands import checking
from aftercare.contexts.settlement.listings import party
from aftercare.contexts.settlement.models import Retention
from aftercare.contexts.settlement.rules.jurisdictions import jurisdiction


def of(row: Retention, *, now: datetime, named: Callable[[Any], str] = party) -> dict[str, Any]:
    """
    Return the figures, the parties, the present step, what blocks it and the ledger. Four queries.

    `named` says how a party is called on the page.
    """
    today, so_far = row.day(now), row.account()
    is_open = row.status in {Retention.Status.HELD, Retention.Status.REQUESTED}
    known = obstacles.of(row, on=today) if is_open else obstacles.Obstacles("", (), ())
    grown = queries.open_interest(row, so_far, on=today)
    return {
        "retention": row,
        "title": f"{row.number} {row.project.name}",
        "holder": named(row.holder),
        "payee": named(row.payee),
        "law": " ".join(checking.cited(jurisdiction(row.jurisdiction), "cap_clause").values()).strip(),
        "law_words": forms.LAWS.get(row.jurisdiction, row.jurisdiction),
        "account": so_far,
        "grown": grown,
        "owed": so_far.payable + grown,
        "is_open": is_open,
        "known": known,
        "is_over": row.liable_until is not None and row.liable_until < today,
        "is_guarantee_short": row.is_guarantee_short(today),
        "is_late": row.due_on is not None and row.due_on < today,
        "lines": queries.ledger_of(row.pk),
        "live_topic": row.key,
    }
