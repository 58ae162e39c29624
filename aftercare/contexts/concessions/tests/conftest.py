"""Fixtures of the concessions' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest

from aftercare.contexts.concessions.tests import builders
from aftercare.contexts.concessions.tests.builders import Company
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import Published


@pytest.fixture(scope="module")
def shared_company(shared_db: None) -> Company:
    """Give the module's company."""
    return Company()


@pytest.fixture
def company(shared_company: Company) -> Company:
    """Give a region with its people and a request whose promises run."""
    return deepcopy(shared_company)


@pytest.fixture
def refused(company: Company, published: Published) -> Callable[..., Any]:
    """Give a block in which an act must be refused with a code, and change and tell nothing."""

    @contextmanager
    def must(code: str, field: str | None = None) -> Iterator[None]:
        before, told = builders.everything(), published.names()
        with pytest.raises(Refused) as refusal:
            yield
        assert (refusal.value.code, refusal.value.field) == (code, field), refusal.value.message
        assert builders.everything() == before
        assert published.names() == told

    return must
