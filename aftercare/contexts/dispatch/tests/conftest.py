"""Fixtures of the bookings' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from typing import Any

import pytest

from aftercare.contexts.dispatch.models import Booking
from aftercare.contexts.dispatch.tests import builders
from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.work_orders.tests import builders as orders
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import MakeActor, Published


@pytest.fixture(scope="module")
def place(shared_db: None) -> Scene:
    """Give a customer with a lift, calendars and standard terms."""
    requests.promises()
    return requests.scene()


@pytest.fixture(scope="module")
def shared_engineer(place: Scene) -> Any:
    """Give the module's engineer."""
    return orders.engineer_of(place)


@pytest.fixture
def engineer(shared_engineer: Any) -> Any:
    """Give an engineer of the lift's region who works Monday to Friday, 08:30 to 17:30."""
    return deepcopy(shared_engineer)


@pytest.fixture
def on_site(engineer: Any) -> Actor:
    """Give that engineer as an actor."""
    return building.acting(engineer)


@pytest.fixture
def order(place: Scene) -> Any:
    """Give an order that waits for dispatch."""
    return orders.planned(place)


@pytest.fixture
def booking(order: Any, engineer: Any) -> Booking:
    """Give a booking the engineer has been told of."""
    return builders.booked(order, engineer)


@pytest.fixture
def far_dispatcher(make_actor: MakeActor) -> Actor:
    """Give a dispatcher of another region."""
    return make_actor(Role.DISPATCHER, regions={building.region("远方").pk})


@pytest.fixture
def refused(published: Published) -> Callable[[str], AbstractContextManager[Refused]]:
    """Give a check that a verb is refused with a code, and that bookings and events stay as they were."""

    @contextmanager
    def check(code: str) -> Iterator[Any]:
        before, told = list(Booking.objects.order_by("pk").values()), published.names()
        with pytest.raises(Refused) as no:
            yield no
        assert no.value.code == code
        assert list(Booking.objects.order_by("pk").values()) == before
        assert published.names() == told

    return check
