"""What neighbours may ask of the requests."""

from __future__ import annotations

from aftercare.contexts.service_requests.commands import Photo, close, register, resolve
from aftercare.contexts.service_requests.figures import FigureRow, figure_rows
from aftercare.contexts.service_requests.models import Coverage, Kind, RemoteOutcome, Source, Status
from aftercare.contexts.service_requests.policies import sees, visible_to
from aftercare.contexts.service_requests.queries import RequestCard, category_choices, is_known, request_card

__all__ = [
    "Coverage",
    "FigureRow",
    "Kind",
    "Photo",
    "RemoteOutcome",
    "RequestCard",
    "Source",
    "Status",
    "category_choices",
    "close",
    "figure_rows",
    "is_known",
    "register",
    "request_card",
    "resolve",
    "sees",
    "visible_to",
]
