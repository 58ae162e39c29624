"""Fixtures of the visits' tests."""

from __future__ import annotations

from copy import deepcopy

import pytest

from aftercare.contexts.people.tests import building as people
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.builders import Job
from aftercare.platform.actor import Actor, Role
from aftercare.platform.testing.fixtures import MakeActor


@pytest.fixture(scope="module")
def place(shared_db: None) -> Scene:
    """Give a customer with a lift, and standard terms in force."""
    requests.promises()
    return requests.scene()


@pytest.fixture(scope="module")
def shared_job(place: Scene) -> Job:
    """Give the module's job the engineer has not answered."""
    return builders.job(place)


@pytest.fixture
def new_job(shared_job: Job) -> Job:
    """Give a job the engineer has not answered."""
    return deepcopy(shared_job)


@pytest.fixture(scope="module")
def shared_arrived(place: Scene) -> Job:
    """Give the module's job whose engineer is on site; it is not the job of `new_job`."""
    return builders.until("arrive", builders.job(place))


@pytest.fixture(scope="module")
def shared_with_steps(place: Scene) -> Job:
    """Give the module's job with a diagnosis and steps to answer."""
    return builders.until("diagnose", builders.job(place, procedure_id=builders.procedure().pk))


@pytest.fixture
def mate(new_job: Job) -> Actor:
    """Give another engineer of the same region, who is not booked."""
    return people.acting(people.engineer(people.Region.objects.get(pk=new_job.place.region_id), name="李师傅"))


@pytest.fixture
def customer(make_actor: MakeActor, place: Scene) -> Actor:
    """Give somebody who signs in for the customer."""
    return make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({place.customer_id}), name="王芳")


@pytest.fixture
def stranger(make_actor: MakeActor, place: Scene) -> Actor:
    """Give somebody who signs in for another customer."""
    other = requests.scene()
    return make_actor(Role.CUSTOMER, regions=set(), organisation_ids=frozenset({other.customer_id}))


@pytest.fixture
def far_manager(make_actor: MakeActor) -> Actor:
    """Give a service manager of another region only."""
    return make_actor(Role.SERVICE_MANAGER, regions={requests.region()})
