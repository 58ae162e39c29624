"""Whose contract the time on site is counted on."""

from __future__ import annotations

from aftercare.contexts.service_requests import public as service_requests


def paying_contract(request_id: int | None) -> int | None:
    """Return the service contract that pays for a request's work; none where a warranty or the customer does."""
    card = service_requests.request_card(request_id) if request_id is not None else None
    return card.contract_id if card is not None and card.coverage == "service_contract" else None
