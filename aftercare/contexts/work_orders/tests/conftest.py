"""Fixtures of the orders' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from typing import Any

import pytest

from aftercare.contexts.people.tests import building
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.contexts.work_orders.tests import builders
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
    return builders.engineer_of(place)


@pytest.fixture
def engineer(shared_engineer: Any) -> Any:
    """Give an engineer of the lift's region."""
    return deepcopy(shared_engineer)


@pytest.fixture
def on_site(engineer: Any) -> Actor:
    """Give that engineer as an actor."""
    return building.acting(engineer)


@pytest.fixture
def stranger(place: Scene) -> Actor:
    """Give another engineer, who is booked for nothing."""
    return building.acting(builders.engineer_of(place, name="刘洋"))


@pytest.fixture
def storekeeper(make_actor: MakeActor) -> Actor:
    """Give somebody who reads orders and changes none."""
    return make_actor(Role.STOREKEEPER)


@pytest.fixture
def far_dispatcher(make_actor: MakeActor) -> Actor:
    """Give a dispatcher of another region."""
    return make_actor(Role.DISPATCHER, regions={building.region("远方").pk})


@pytest.fixture
def refused(published: Published) -> Callable[..., AbstractContextManager[None]]:
    """Give a check that a verb is refused with a code, and that the order and the events stay as they were."""

    @contextmanager
    def check(order: WorkOrder, code: str) -> Iterator[None]:
        before, told = builders.columns(order), published.names()
        with pytest.raises(Refused) as no:
            yield
        assert no.value.code == code
        assert builders.columns(order) == before
        assert published.names() == told

    return check
