"""What commands on contracts refuse alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.organisations import public as organisations
from aftercare.platform import search
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found

MOST_AMOUNT = Decimal(99_999_999)
FIRST, LAST = date(1990, 1, 1), date(2200, 12, 31)


def term(starts_on: date, ends_on: date) -> None:
    """
    Refuse a term that ends before it begins or lies outside living memory.

    :raises Refused: `bad_term`.
    """
    if not FIRST <= starts_on <= LAST:
        raise Refused("bad_term", _("The year must be between 1990 and 2200."), field="starts_on")
    if not FIRST <= ends_on <= LAST:
        raise Refused("bad_term", _("The year must be between 1990 and 2200."), field="ends_on")
    if ends_on < starts_on:
        raise Refused("bad_term", _("The contract ends before it begins."), field="ends_on")


def amendment_day(before: ServiceContract, day: date, *, field: str = "starts_on") -> None:
    """
    Refuse a day on which an amendment would overlap the version before it, or would no longer find it in force.

    :raises Refused: `overlap`.
    """
    if not before.starts_on < day <= before.ends_on:
        words = _("Version %(n)d binds from %(since)s to %(until)s: an amendment takes effect after its first day.")
        told = {"n": before.version, "since": before.starts_on, "until": before.ends_on}
        raise Refused("overlap", words % told, field=field)


def calendar(calendar_id: int) -> None:
    """
    Refuse a calendar that does not exist.

    :raises Refused: `unknown`.
    """
    if calendar_id not in dict(calendars.choices()):
        raise Refused("unknown", _("Choose a calendar from the list."), field="calendar_id")


def customer(customer_id: int, *, by: Actor) -> None:
    """
    Refuse a customer the party may not see: nobody can tell it from one that does not exist.

    :raises Refused: `unknown`.
    """
    if not organisations.visible_to(by).filter(pk=customer_id).exists():
        raise Refused("unknown", _("Choose a customer from the list."), field="customer_id")


def organisation(organisation_id: int, *, by: Actor) -> None:
    """
    Refuse a party nobody here may see: it cannot be told from one that does not exist.

    :raises Refused: `unknown`.
    """
    if not organisations.visible_to(by).filter(pk=organisation_id).exists():
        raise Refused("unknown", _("Choose a party from the list."), field="organisation_id")


def amount(value: Decimal, *, field: str) -> None:
    """
    Refuse an amount that is not positive, has more than two decimals or no end.

    :raises Refused: `bad_amount`.
    """
    if not (value.is_finite() and 0 < value <= MOST_AMOUNT and value == round(value, 2)):
        raise Refused("bad_amount", _("Enter an amount above zero with at most two decimals."), field=field)


def warn_percent(value: int) -> int:
    """
    Return the percentage.

    :raises Refused: `bad_percent` outside 1 to 99.
    """
    if not 1 <= value <= 99:
        raise Refused("bad_percent", _("Enter a percentage from 1 to 99."), field="warn_percent")
    return value


def seen(contract_id: int, *, by: Actor) -> ServiceContract:
    """
    Return the contract, locked, when the party may see it.

    :raises Refused: `not_found`.
    """
    if not policies.visible_to(by).filter(pk=contract_id).exists():
        raise not_found()
    return ServiceContract.objects.locked(contract_id)


def index(contract: ServiceContract) -> None:
    """Write the words the contract is found by."""
    name = ""
    if contract.customer_id is not None:
        name = organisations.organisation_names([contract.customer_id]).get(contract.customer_id, "")
    words = search.vector(contract.number, contract.name, name)
    ServiceContract.objects.filter(pk=contract.pk).update(search=words)
