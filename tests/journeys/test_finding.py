"""Anything is found from any page in two steps: open the search, choose."""

from __future__ import annotations

import pytest

from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.contexts.service_requests.commands import register
from aftercare.platform import clock
from tests.journeys.conftest import BUILDER, PHONE, Visitor

pytestmark = pytest.mark.browser


def find(person: Visitor, text: str, lands_on: str, *, shows: str) -> None:
    """Open the search, type, press Enter at once: it waits for what is found."""
    before = person.taps
    person.press("Control+k")
    person.page.keyboard.type(text)
    person.press("Enter")
    person.page.wait_for_url(f"**{lands_on}")
    person.see(shows)
    assert person.taps - before <= 2


def test_finds_a_request_a_customer_and_equipment_in_two_steps(visit):
    lift = Equipment.objects.filter(project__customer__short_name="云岚置业").order_by("pk").first()
    customer = Organisation.objects.get(short_name="秦淮新城建发")
    row = register(source="hotline", subject="扶手带异响", equipment_id=lift.pk, by=BUILDER, at=clock.now())
    agent = visit("desk_agent")
    find(agent, row.number, f"/requests/{row.pk}/", shows=row.subject)
    find(agent, "秦淮新城", f"/customers/{customer.pk}/", shows=customer.name)
    find(agent, lift.serial, f"/equipment/{lift.pk}/", shows=lift.serial)


def test_finds_the_customer_of_a_contact_by_any_writing_of_the_phone(visit):
    contact = Contact.objects.get(name="何敏")
    agent = visit("desk_agent")
    digits = contact.phone.replace(" ", "")
    for typed in (digits, f"{digits[:3]} {digits[3:7]} {digits[7:]}", f"+86{digits}"):
        agent.go("/requests/")
        find(agent, typed, f"/customers/{contact.organisation_id}/", shows=contact.name)


def test_finds_equipment_by_words_and_chooses_among_several(visit):
    pump = Equipment.objects.filter(project__customer__short_name="江宁泵站", kind__code="sewage-pump").first()
    agent = visit("desk_agent")
    agent.press("Control+k")
    agent.page.keyboard.type("雨水泵站 排污泵")
    agent.find(f".hit[href='/equipment/{pump.pk}/']")
    agent.keep("finding")
    agent.tap(f".hit[href='/equipment/{pump.pk}/']")
    agent.page.wait_for_url(f"**/equipment/{pump.pk}/")
    assert agent.taps <= 2


def test_tells_when_nothing_is_found_and_stays(visit):
    agent = visit("desk_agent")
    agent.press("Control+k")
    agent.page.keyboard.type("SR-1999-000001")
    agent.press("Enter")
    agent.find(".hits-none")
    assert agent.page.url == f"{agent.home}/"


def test_works_on_a_phone(visit):
    customer = Organisation.objects.get(short_name="朝晖医院")
    manager = visit("service_manager", PHONE)
    manager.tap("[data-palette]:visible")
    manager.page.keyboard.type("朝晖")
    manager.tap(f".hit[href='/customers/{customer.pk}/']")
    manager.page.wait_for_url(f"**/customers/{customer.pk}/")
    manager.keep("finding-phone")
    assert manager.taps <= 2
