"""
What is offered to the customer after signing, on the thank-you page and on the report.

Contexts further down the river register theirs; visits only prints them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Invitation:
    """A sentence and the full address it invites to."""

    text: Any
    url: str


Provider = Callable[[int], Invitation | None]
_providers: dict[str, Provider] = {}


def invite(name: str, provider: Provider) -> None:
    """Register an offer: `provider(work_order_id)` returns it, in the active language, or None for no offer."""
    _providers[name] = provider


def of(work_order_id: int) -> list[Invitation]:
    """Return the offers for an order, in the order they were registered."""
    made = [provider(work_order_id) for provider in _providers.values()]
    return [invitation for invitation in made if invitation is not None]
