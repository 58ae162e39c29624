"""Fixtures of the settlement's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest

from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders as requests
from aftercare.contexts.settlement.tests import builders
from aftercare.contexts.settlement.tests.builders import Held
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import Published


@pytest.fixture(scope="module")
def shared_held(shared_db: None) -> Held:
    """Give the module's retention."""
    requests.promises(builders.noon("2026-09-01"))
    return builders.held()


@pytest.fixture
def held(shared_held: Held) -> Held:
    """Give a retention of 30,000 whose period ends on 2026-09-01."""
    return deepcopy(shared_held)


@pytest.fixture
def defect(held: Held) -> ServiceRequest:
    """Give an open warranty matter of the project."""
    at = builders.noon("2026-08-01")
    return requests.request_of(held.place, subject="屋面渗漏", at=at)


@pytest.fixture
def refused(held: Held, published: Published) -> Callable[[str], Any]:
    """Give a block in which an act must be refused with a code, and change and tell nothing."""

    @contextmanager
    def must(code: str, field: str | None = None) -> Iterator[None]:
        before, told = builders.everything(held.row), published.names()
        with pytest.raises(Refused) as refusal:
            yield
        assert (refusal.value.code, refusal.value.field) == (code, field), refusal.value.message
        assert builders.everything(held.row) == before
        assert published.names() == told

    return must
