"""A known caller's fault, by phone: taken down, assessed and read back on one page, in Chinese."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.service_requests.commands import register
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform import clock
from tests.journeys.conftest import BUILDER, Visitor
from tests.serving import until

pytestmark = pytest.mark.browser

NEW = "/requests/new/"
SAID = "四楼轿厢门关不上，反复开合"


def lift_of(short_name: str) -> Equipment:
    lifts = Equipment.objects.filter(kind__code="passenger-lift", project__customer__short_name=short_name)
    return lifts.order_by("pk").first()


def caller_for(lift: Equipment) -> Contact:
    return Contact.objects.filter(organisation=lift.project.customer).order_by("pk").first()


def recognise(agent: Visitor, caller: Contact) -> None:
    agent.type("#id_caller_phone", caller.phone)
    agent.tap(f".intake-choice:has-text('{caller.name}')")
    agent.find(f".intake-picked:has-text('{caller.organisation.name}')")


def pick(agent: Visitor, thing: Equipment) -> None:
    agent.type("#id_equipment_text", "乘客电梯")
    agent.tap(f".intake-choice:has-text('{thing.number}')")
    agent.find(f".intake-picked:has-text('{thing.number}')")


def take_down(agent: Visitor, subject: str) -> None:
    agent.type("#id_subject", subject)
    agent.choose("#id_category_id", "门系统故障")
    agent.tap("#id_urgency_field label:has([value='2'])")
    agent.see("哪一层的门？")


def test_known_callers_fault_is_registered_triaged_and_read_back_in_twelve_inputs(visit):
    lift = lift_of("云岚置业")
    caller = caller_for(lift)
    at = clock.now() - timedelta(hours=3)
    earlier = register(
        source="hotline", subject="四楼轿厢门关不上", equipment_id=lift.pk, received_at=at, by=BUILDER, at=at
    )
    agent = visit("desk_agent")
    agent.go("/customers/")
    agent.tap(".btn-new")
    agent.tap(f".dropdown-menu a[href='{NEW}']")
    agent.page.wait_for_url(f"**{NEW}")
    pages = agent.pages

    recognise(agent, caller)
    pick(agent, lift)
    take_down(agent, SAID)
    beside = agent.find("#intake-side").inner_text()
    assert earlier.number in beside
    for words in ("可能是同一件事", "保障与承诺", "到场", caller.name, "哪一层的门？"):
        assert words in beside, words
    agent.keep("desk-call")
    assert agent.pages == pages
    agent.tap("label:has([name=read_back])")
    agent.tap("#intake-form button[type=submit]")
    agent.page.wait_for_url("**/requests/*/?taken=*")
    assert agent.steps <= 12
    agent.keep("desk-call-saved")

    row = ServiceRequest.objects.get(subject=SAID)
    assert (row.contact_id, row.equipment_id, row.category.name) == (caller.pk, lift.pk, "门系统故障")
    assert (row.status, row.priority, row.urgency) == ("in_progress", 2, 2)
    assert row.read_back_at
    assert row.triaged_at
    assert until(lambda: WorkOrder.objects.filter(request=row).exists(), 20)


def test_what_was_typed_survives_a_reload_and_a_refusal(visit):
    lift = lift_of("清澜市民中心")
    caller = caller_for(lift)
    agent = visit("desk2")
    agent.go(NEW)
    recognise(agent, caller)
    pick(agent, lift)
    agent.type("#id_description", "从早上开始，重启无效")
    agent.page.reload()
    agent.find(".draft-note")
    agent.find(f".intake-picked:has-text('{lift.number}')")
    assert agent.page.input_value("#id_description") == "从早上开始，重启无效"
    agent.keep("desk-call-draft")

    agent.page.click("details:has(#id_coverage) summary")
    agent.page.select_option("#id_coverage", "goodwill")
    agent.page.fill("#id_subject", "轿厢照明不亮")
    agent.page.click("#intake-form button[type=submit]")
    agent.find("#id_coverage_reason_field .field-error:visible")
    assert agent.page.evaluate("document.activeElement.id") == "id_coverage_reason"
    agent.keep("desk-call-refused")
    assert agent.page.input_value("#id_subject") == "轿厢照明不亮"
    assert agent.page.input_value("#id_description") == "从早上开始，重启无效"
    assert agent.page.input_value("#id_caller_phone") == caller.phone
    agent.find(f".intake-picked:has-text('{lift.number}')")
    assert not ServiceRequest.objects.filter(equipment=lift).exists()


def test_another_matter_begins_with_an_empty_form(visit):
    caller = caller_for(lift_of("清澜市民中心"))
    agent = visit("desk3")
    agent.go(NEW)
    recognise(agent, caller)
    agent.page.fill("#id_subject", "想了解保养周期")
    agent.page.reload()
    agent.find(f".intake-picked:has-text('{caller.organisation.name}')")
    agent.page.click(".draft-note button")
    agent.page.wait_for_function("!document.querySelector('.draft-note, .intake-picked')")
    assert agent.page.input_value("#id_subject") == ""
