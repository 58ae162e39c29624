"""Reads of requests, as frozen rows."""

from aftercare.contexts.service_requests.queries.cards import (
    RequestCard,
    category,
    category_choices,
    is_resolved,
    request_card,
    settled,
)
from aftercare.contexts.service_requests.queries.near import Brief, duplicates, find, history_of, id_of, open_of
from aftercare.contexts.service_requests.queries.pages import (
    Share,
    colleagues,
    listed,
    merged_into,
    new_ones,
    of_customer,
    orders_of,
    overdue,
    own_ones,
    pressing,
    record,
    waiting_count,
)

__all__ = [
    "Brief",
    "RequestCard",
    "Share",
    "category",
    "category_choices",
    "colleagues",
    "duplicates",
    "find",
    "history_of",
    "id_of",
    "is_resolved",
    "listed",
    "merged_into",
    "new_ones",
    "of_customer",
    "open_of",
    "orders_of",
    "overdue",
    "own_ones",
    "pressing",
    "record",
    "request_card",
    "settled",
    "waiting_count",
]
