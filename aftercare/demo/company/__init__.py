"""The demo company: invented people, customers and equipment, with some months behind them and a living today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from aftercare.demo.company import (
    concessions,
    dispatching,
    handovers,
    parties,
    promises,
    reference,
    retentions,
    rounds,
    staff,
    warranties,
    wishes,
)
from aftercare.demo.simulation import history
from aftercare.platform import audit, clock, outbox
from aftercare.platform.actor import ROLE_LABELS, Actor, Role
from aftercare.platform.outbox.models import Event

PASSWORD = "Demo-Aftercare-2026"  # noqa: S105 - everybody may know it: the company is invented
ABOUT = "demo:company"
FOUNDED_BEFORE = timedelta(days=150)
# What was booked a while ago is nobody's edit of this moment.
A_WHILE = timedelta(minutes=45)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCompanyBegun:
    """The company is being made; without its end it is half made."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCompanyLoaded:
    """The company is complete."""

    at: datetime


def load(say: Say) -> None:
    """
    Make the company unless it is there; data of somebody else's is left alone.

    :raises RuntimeError: when an earlier attempt was interrupted half way.
    """
    done = set(Event.objects.filter(about=ABOUT).values_list("name", flat=True))
    if DemoCompanyLoaded.__name__ in done:
        return
    if done:
        raise RuntimeError("An earlier start was interrupted while the demo company was made: run `make reset` first.")
    if get_user_model().objects.exists():
        say("There is data already; the demo company is left out")
        return
    by, now = Actor.system("demo", via="demo"), clock.now()
    with audit.acting(by):
        outbox.record(DemoCompanyBegun(at=now), about=ABOUT, by=by)
        found(now - FOUNDED_BEFORE, by=by, say=say)
        say("Retention money")
        retentions.begin(now=now)
        history.play(now=now, say=say)
        retentions.deduct(now=now)
        retentions.bring_papers(now=now)
        handovers.take_over(now=now)
        wishes.make(now=now)
        say(f"{rounds.book(now=now - A_WHILE)} visits of the coming days")
        say("Concessions")
        concessions.make(now=now)
        say("Refusals, confirmations and help")
        dispatching.make(now=now)
        outbox.record(DemoCompanyLoaded(at=clock.now()), about=ABOUT, by=by)


@transaction.atomic
def found(at: datetime, *, by: Actor, say: Say) -> None:
    """Make everything the company has before its first request."""
    say("Calendars, terms, trades and procedures")
    promises.seed(by=by, at=at)
    reference.make()
    say("Regions and people")
    staff.make(by=by, at=at)
    say("Customers, projects and equipment")
    parties.make(by=by, at=at)
    say("Warranties and contracts")
    warranties.make(by=by, at=at)
    promises.make_contracts(by=by, at=at)
    # One hash for all of them: hashing fifty times takes half a minute, and everybody knows the password.
    get_user_model().objects.update(password=make_password(PASSWORD))


def logins() -> list[tuple[str, str, str]]:
    """Return one login per role as (what it is for, login name, password); none when the company is not loaded."""
    if not Event.objects.filter(about=ABOUT, name=DemoCompanyLoaded.__name__).exists():
        return []
    return [(str(ROLE_LABELS[role]), role.value, PASSWORD) for role in Role]
