"""What neighbours may ask of the requests."""

from __future__ import annotations

from aftercare.contexts.service_requests.commands import add_evidence, close, register, resolve, restore
from aftercare.contexts.service_requests.figures import FigureRow, figure_rows
from aftercare.contexts.service_requests.models import Coverage, Kind, RemoteOutcome, Source, Status
from aftercare.contexts.service_requests.policies import sees, visible_to
from aftercare.contexts.service_requests.queries import (
    Brief,
    RequestCard,
    category_choices,
    is_known,
    open_warranty_matters,
    projects_with_warranty_matters,
    request_card,
    requests_of_project,
)

__all__ = [
    "Brief",
    "Coverage",
    "FigureRow",
    "Kind",
    "RemoteOutcome",
    "RequestCard",
    "Source",
    "Status",
    "add_evidence",
    "category_choices",
    "close",
    "figure_rows",
    "is_known",
    "open_warranty_matters",
    "projects_with_warranty_matters",
    "register",
    "request_card",
    "requests_of_project",
    "resolve",
    "restore",
    "sees",
    "visible_to",
]
