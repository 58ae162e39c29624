"""Where imported days are replayed: a customer with promises of its own, an office and crews in its region."""

from __future__ import annotations

from datetime import date, datetime

from aftercare.contexts.calendars import commands as calendars
from aftercare.contexts.calendars import public as calendars_public
from aftercare.contexts.calendars.models import Calendar
from aftercare.contexts.contracts import commands as contracts
from aftercare.contexts.contracts import public as contracts_public
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.contexts.organisations import commands as organisations
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.contexts.people import commands as people
from aftercare.contexts.people.models import Region
from aftercare.contexts.work_orders.models import FailureCode
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor

CREWS = 8
OFFICE = (("desk", "desk_agent"), ("dispatch", "dispatcher"), ("manager", "service_manager"))
WEEK = [[(8 * 60, 18 * 60)]] * 5 + [[(9 * 60, 17 * 60)]] * 2
# promise, minutes at priority 1 to 4
LEVELS = (
    ("acknowledge", (15, 30, 60, 120)),
    ("respond", (30, 120, 240, 480)),
    ("arrive", (120, 480, 1200, 2400)),
    ("resolve", (480, 1200, 2400, 4800)),
)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
CODES = (("mode", "stop", "停机"), ("mechanism", "wear", "磨损"), ("cause", "normal-wear", "正常损耗"))


def build(region: Region, *, by: Actor, at: datetime) -> Contact:
    """Make what a replay in this region needs, unless it is there; return the customer's contact."""
    calendars_public.seed_holidays(by=by, at=at)
    contracts_public.seed_standard_terms(by=by, at=at)
    for facet, code, name in CODES:
        FailureCode.objects.get_or_create(facet=facet, code=code, defaults={"name": name})
    contact = _customer(region, by=by, at=at)
    _terms(region, contact.organisation_id, by=by, at=at)
    for place, role in OFFICE:
        _office(region, place, role, by=by, at=at)
    for number in range(1, CREWS + 1):
        _crew(region, number, by=by, at=at)
    return contact


def _customer(region: Region, *, by: Actor, at: datetime) -> Contact:
    name = f"{region.name} 311"
    row = Organisation.objects.filter(name=name, kind="customer").first() or organisations.register_organisation(
        name=name, customer_type="government", industry="municipal", region_id=region.pk, by=by, at=at
    )
    known = Contact.objects.filter(organisation=row).order_by("pk").first()
    return known or organisations.add_contact(
        organisation_id=row.pk, name="Service desk", phone="13800009311", language="en", by=by, at=at
    )


def _terms(region: Region, customer_id: int, *, by: Actor, at: datetime) -> None:
    if ServiceContract.objects.filter(customer_id=customer_id).exists():
        return
    code = f"{region.code}-week"
    calendar = Calendar.objects.filter(code=code).first() or calendars.create(
        code=code, name=region.name, zone=region.zone, week=WEEK, by=by, at=at
    )
    contract = contracts.draft(
        name=f"{region.name} 311", customer_id=customer_id, starts_on=FIRST_DAY, ends_on=LAST_DAY,
        calendar_id=calendar.pk, by=by, at=at,
    )  # fmt: skip
    rows = []
    for number, (promise, minutes) in enumerate(LEVELS, start=1):
        clause = contracts.write_clause(
            contract_id=contract.pk, number=f"1.{number}", title=promise.capitalize(), by=by, at=at
        )
        targets = {level: (m, "calendar" if level == 1 else "working") for level, m in enumerate(minutes, start=1)}
        rows.append(contracts.PromiseRow(promise=promise, clause_id=clause.pk, targets=targets))
    contracts.set_levels(contract_id=contract.pk, rows=rows, by=by, at=at)
    contracts.put_in_force(contract_id=contract.pk, by=by, at=at)


def _office(region: Region, place: str, role: str, *, by: Actor, at: datetime) -> None:
    login = f"{region.code}.{place}"
    if User.objects.filter(username=login).exists():
        return
    user = people.create_user(username=login, name=f"{region.name} {place}", by=by, at=at)
    people.grant_role(user_id=user.pk, role=role, region_id=region.pk, by=by, at=at)


def _crew(region: Region, number: int, *, by: Actor, at: datetime) -> None:
    login = f"{region.code}.crew{number}"
    if User.objects.filter(username=login).exists():
        return
    shifts = [(day, first, last) for day, spans in enumerate(WEEK) for first, last in spans]
    people.hire_engineer(
        username=login, employee_no=login.upper()[:32], name=f"{region.name} crew {number}", region_id=region.pk,
        shifts=shifts, by=by, at=at,
    )  # fmt: skip
