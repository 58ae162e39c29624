"""What tests of contracts start from: one customer with a project and a lift, calendars, and clauses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.contracts.tests import builders
from aftercare.contexts.contracts.tests.builders import Place
from aftercare.platform.actor import Actor


@pytest.fixture(scope="module")
def calendar_id(shared_db: None) -> int:
    """Give the calendar of office hours."""
    return builders.office_hours()


@pytest.fixture(scope="module")
def make_place(calendar_id: int) -> Callable[..., Place]:
    """Give a maker of customers."""
    return builders.make_place


@pytest.fixture(scope="module")
def place(make_place: Callable[..., Place]) -> Place:
    """Give one customer."""
    return make_place("north")


@pytest.fixture
def drafted(place: Place, calendar_id: int, service_manager: Actor, at: datetime) -> Callable[..., ServiceContract]:
    """Give a way to draw up a contract for this year."""

    def draw(**given: object) -> ServiceContract:
        usual = {
            "name": "年度维保合同",
            "customer_id": place.customer_id,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "calendar_id": calendar_id,
            "by": service_manager,
            "at": at,
        }
        return commands.draft(**{**usual, **given})  # type: ignore[arg-type]

    return draw


@pytest.fixture
def contract(drafted: Callable[..., ServiceContract]) -> ServiceContract:
    """Give a draft."""
    return drafted()
