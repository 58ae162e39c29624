"""Fixtures of the planning tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aftercare.contexts.dispatch.planning import process, working


@pytest.fixture(scope="session", autouse=True)
def _in_a_moment() -> Iterator[None]:
    """Let plans asked for with one second take a fifth of it: these towns are small."""

    def order(problem: Any, begin_with: Any, seconds: float, seed: int) -> process.Order:
        return process.Order(problem, begin_with, 0.2 if seconds == 1 else seconds, seed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "Order", order)
        yield
