"""Fixtures of feedback's tests: an accepted order whose customer was asked."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta

import pytest

from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.contexts.visits.tests import builders as visits
from aftercare.contexts.visits.tests.builders import Job
from aftercare.platform import outbox


@pytest.fixture(scope="module")
def place(shared_db: None) -> Scene:
    """Give a customer whose main contact has an e-mail address, and standard terms in force."""
    requests.promises()
    scene = requests.scene()
    Contact.objects.filter(pk=scene.contact_id).update(email="wang@example.com")
    return scene


@pytest.fixture(scope="module")
def shared_signed(place: Scene) -> Job:
    """Give the module's signed job."""
    return visits.until("sign", visits.job(place))


@pytest.fixture
def signed(shared_signed: Job) -> Job:
    """Give a signed job; in a module that asks for its survey its consequences are drawn."""
    return deepcopy(shared_signed)


@pytest.fixture(scope="module")
def asked(shared_signed: Job) -> Survey:
    """Give the module's survey of a signed job."""
    outbox.drain()
    return Survey.objects.get(work_order=shared_signed.order)


@pytest.fixture
def survey(asked: Survey) -> Survey:
    """Give the survey of a signed job."""
    return deepcopy(asked)


@pytest.fixture
def later(at: datetime) -> datetime:
    """Give a moment after the signature."""
    return at + timedelta(hours=5)
