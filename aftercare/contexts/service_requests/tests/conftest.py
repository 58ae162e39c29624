"""Fixtures of the requests' tests."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client

from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.testing.fixtures import MakeActor


@pytest.fixture(scope="module")
def promised(shared_db: None) -> None:
    """Have calendars and standard terms."""
    builders.promises()


@pytest.fixture(scope="module")
def place(promised: None) -> Scene:
    """Give a customer with a lift."""
    return builders.scene()


@pytest.fixture(scope="module")
def elsewhere(promised: None) -> Scene:
    """Give another customer in another region."""
    return builders.scene()


@pytest.fixture(scope="module")
def shared_request(place: Scene) -> ServiceRequest:
    """Give the module's request."""
    return builders.request_of(place)


@pytest.fixture
def new_request(shared_request: ServiceRequest) -> ServiceRequest:
    """Give a request nobody took on yet."""
    return deepcopy(shared_request)


@pytest.fixture
def customer(make_actor: MakeActor, place: Scene) -> Actor:
    """Give somebody who signs in for the customer."""
    return make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({place.customer_id}), name="王芳")


@pytest.fixture
def stranger(make_actor: MakeActor, elsewhere: Scene) -> Actor:
    """Give somebody who signs in for another customer."""
    return make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({elsewhere.customer_id}))


@pytest.fixture
def far_agent(make_actor: MakeActor, elsewhere: Scene) -> Actor:
    """Give a desk agent of another region only."""
    return make_actor(Role.DESK_AGENT, regions={elsewhere.region_id})


@pytest.fixture(scope="module")
def scene(shared_db: None) -> builders.Scene:
    """Give a customer with a lift, and terms in force today."""
    builders.promises(clock.now())
    return builders.scene()


@pytest.fixture(scope="module")
def shared_row(scene: builders.Scene) -> ServiceRequest:
    """Give the module's request of an hour ago."""
    return builders.request_of(scene, at=clock.now() - timedelta(hours=1))


@pytest.fixture
def row(shared_row: ServiceRequest) -> ServiceRequest:
    """Give a request of an hour ago."""
    return deepcopy(shared_row)


@pytest.fixture(scope="module")
def shared_agent(scene: builders.Scene) -> Client:
    """Give the browser in which the module's desk agent signed in."""
    return builders.login("desk_agent")


@pytest.fixture
def agent(shared_agent: Client) -> Client:
    """Give a desk agent's browser."""
    browser = Client()
    browser.cookies = deepcopy(shared_agent.cookies)
    return browser
