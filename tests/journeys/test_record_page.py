"""On a record's page: a colleague is named in a comment, and a document finds its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.service_requests.commands import register
from aftercare.contexts.service_requests.models import Mention
from aftercare.platform import clock
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.browser
BOX = "#say textarea"


@pytest.fixture
def page_of_request(product: str) -> str:
    """Give the address of a new request."""
    lift = Equipment.objects.filter(project__customer__short_name="云岚置业").order_by("pk").first()
    acting = {"by": Actor.system("demo", via="demo"), "at": clock.now()}
    row = register(source="hotline", subject="轿厢照明不亮", equipment_id=lift.pk, **acting)
    return f"/requests/{row.pk}/"


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_offers_colleagues_after_an_at_and_marks_the_name(visit, page_of_request, screen):
    manager = User.objects.get(username="service_manager")
    agent = visit("desk_agent", **({"screen": screen} if screen else {}))
    agent.go(page_of_request)
    agent.page.locator(BOX).click()
    agent.page.keyboard.type(f"请 @{manager.name[0]}")
    agent.find(".mention-offer li[aria-selected=true]")
    while manager.name not in agent.page.locator(".mention-offer li[aria-selected=true]").inner_text():
        agent.press("ArrowDown")
    agent.keep(f"mention-{'phone' if screen else 'desk'}")
    agent.press("Enter")
    agent.page.keyboard.type("看一下")
    assert agent.page.locator(BOX).input_value() == f"请 @{manager.name} 看一下"
    agent.tap("#say button[type=submit]")
    agent.page.get_by_text(f"@{manager.name}", exact=True).wait_for()
    assert agent.page.locator(".mention").inner_text() == f"@{manager.name}"
    assert Mention.objects.filter(user=manager).exists()


def test_closes_the_offer_with_escape_and_keeps_what_was_typed(visit, page_of_request):
    agent = visit("desk_agent")
    agent.go(page_of_request)
    agent.page.locator(BOX).click()
    agent.page.keyboard.type("@")
    agent.find(".mention-offer li[aria-selected=true]")
    agent.press("Escape")
    agent.page.locator(".mention-offer").wait_for(state="hidden")
    assert agent.page.locator(BOX).input_value() == "@"


def test_takes_a_document_and_hands_it_out(visit, page_of_request, tmp_path: Path):
    drawing = tmp_path / "接线图.pdf"
    drawing.write_bytes(b"%PDF-1.4\n%%EOF")
    agent = visit("desk_agent")
    agent.go(page_of_request)
    agent.page.locator("#panel-documents").scroll_into_view_if_needed()
    agent.tap("#panel-documents .card-footer a")
    agent.page.set_input_files("#dialog-body input[type=file]", drawing)
    agent.tap("#dialog-body button[type=submit]")
    agent.see("资料已上传。")
    agent.page.locator("#panel-documents").scroll_into_view_if_needed()
    agent.see("接线图.pdf")
    agent.keep("documents")
    address = agent.page.locator("#panel-documents a.grow").get_attribute("href")
    assert agent.page.request.get(f"{agent.home}{address}").body() == drawing.read_bytes()
