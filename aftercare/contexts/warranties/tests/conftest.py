"""What tests of warranties start from."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest

from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.contexts.warranties.tests import builders
from aftercare.contexts.warranties.tests.builders import Site
from aftercare.platform.actor import Actor


@pytest.fixture
def act(service_manager: Actor, at: datetime) -> dict[str, Any]:
    """Give who acts, and when."""
    return {"by": service_manager, "at": at}


@pytest.fixture(scope="module")
def site(shared_db: None, system: Actor, at: datetime) -> Site:
    """Give the project; its completion was accepted on 2025-01-10."""
    return builders.site(by=system, at=at)


@pytest.fixture(scope="module")
def shared_filed(site: Site, system: Actor, at: datetime) -> dict[str, WarrantyPart]:
    """Give the module's file."""
    return builders.file(site, by=system, at=at)


@pytest.fixture
def filed(shared_filed: dict[str, WarrantyPart]) -> dict[str, WarrantyPart]:
    """Give the parts of the project's file by kind."""
    return deepcopy(shared_filed)
