"""What tests of clocks start from: standard terms in office hours, and one record whose promises run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import pytest

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.clocks import commands
from aftercare.contexts.clocks.models import Clock
from aftercare.contexts.contracts import public as contracts
from aftercare.platform.actor import Actor

SUBJECT = "service_request:1"
# Standard terms, priority 3, in office hours of eight a day: acknowledge 60, respond 240, arrive 960, resolve 2400.


def come(*, subject: str, promises: Iterable[str], moment: datetime, by: Actor) -> None:
    """Let the moments come that these promises usually count to."""
    for promise in promises:
        ends = contracts.Moment(contracts.usual_moments(promise)[1])
        commands.reach(subject=subject, moment=ends, by=by, at=moment)


@pytest.fixture(scope="module")
def terms(shared_db: None, system: Actor, at: datetime) -> int:
    """Give the standard terms, in force, with 2026 published."""
    calendars.seed_holidays([2026], by=system, at=at)
    return contracts.seed_standard_terms(by=system, at=at)


@pytest.fixture(scope="module")
def start(terms: int, system: Actor, at: datetime) -> Callable[..., list[Clock]]:
    """Give a starter of a record's promises: priority 3, Monday 09:00, unless said otherwise."""

    def begin(subject: str = SUBJECT, **given: object) -> list[Clock]:
        usual = {"customer_id": None, "priority": 3, "region_id": None, "started_at": at, "by": system, "at": at}
        return [new.clock for new in commands.start(subject=subject, **{**usual, **given})]

    return begin


@pytest.fixture(scope="module")
def shared_running(start: Callable[..., list[Clock]]) -> dict[str, Clock]:
    """Give the module's record, for modules whose tests start no other one under its name."""
    return {clock.promise: clock for clock in start()}


@pytest.fixture
def running(start: Callable[..., list[Clock]]) -> dict[str, Clock]:
    """Give the four running promises of one record."""
    return {clock.promise: clock for clock in start()}
