"""The main story, in Chinese: a fault reported by label becomes a signed report and an answered survey."""

from __future__ import annotations

import hashlib
import io
import re

import pytest
from PIL import Image
from pypdf import PdfReader

from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.installed_base import labels
from aftercare.contexts.installed_base.models import Equipment
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.visits.models import Visit
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.files.models import Attachment
from tests.journeys.conftest import PHONE, Visitor
from tests.serving import until

pytestmark = pytest.mark.browser


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#456").save(out, "JPEG")
    return {"name": "门.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def report_by_label(visitor: Visitor, lift: Equipment) -> ServiceRequest:
    visitor.go("/q/" + labels.address_of(lift).split("/q/")[1])
    visitor.see(lift.name)
    visitor.type("[name=what]", "轿厢到三楼时门打不开，里面有异响")
    visitor.page.set_input_files("[name=photos]", files=[photo()])
    visitor.type("[name=caller_phone]", "1381")
    visitor.type("[name=caller_name]", "王小明")
    visitor.tap("main button[type=submit]")
    visitor.see("请留一个能回拨的号码")
    visitor.keep("1-refused")
    visitor.page.fill("[name=caller_phone]", "13812345678")
    visitor.tap("main button[type=submit]")
    visitor.see("SR-")
    visitor.keep("1-reported")
    # The photo outlived the refusal.
    assert Attachment.objects.filter(subject=ServiceRequest.objects.get().key).count() == 1
    assert visitor.inputs + 1 <= 5
    return ServiceRequest.objects.get()


def triage(agent: Visitor, request: ServiceRequest) -> WorkOrder:
    agent.go(f"/requests/{request.pk}/")
    agent.keep("2-request")
    agent.tap("main button[hx-get$='/triage/']:visible")
    agent.page.locator("dialog[open] [name=category_id]").select_option(index=1)
    with agent.page.expect_navigation():
        agent.tap("dialog[open] form .btn-primary")
    assert until(lambda: WorkOrder.objects.filter(status="unscheduled").exists(), 20)
    agent.page.wait_for_load_state("networkidle")
    agent.page.reload()
    agent.keep("2-triaged")
    return WorkOrder.objects.get()


def book(dispatcher: Visitor, order: WorkOrder) -> Visit:
    dispatcher.go(f"/orders/{order.pk}/")
    dispatcher.tap("main button[hx-get$='/dispatch/']:visible")
    with dispatcher.page.expect_navigation():
        dispatcher.tap("dialog[open] .form-end .btn-primary")
    assert until(lambda: Visit.objects.exists(), 20)
    dispatcher.page.wait_for_load_state("networkidle")
    assert dispatcher.taps <= 3
    dispatcher.go("/board/")
    dispatcher.page.wait_for_load_state("networkidle")
    dispatcher.keep("3-board")
    return Visit.objects.select_related("engineer__user").get()


def work(engineer: Visitor, visit: Visit) -> None:
    engineer.go(f"/jobs/{visit.pk}/")
    for verb in ("接单", "出发", "到场"):
        engineer.tap(f"main .job-go:has-text('{verb}')")
        engineer.page.wait_for_load_state("networkidle")
    say_why_without_position(engineer)
    engineer.keep("4-on-site")
    for facet in ("mode", "mechanism", "cause"):
        engineer.tap(f".tap:has([name=failure_{facet}_id])")
    engineer.page.fill("textarea[name=text]", "门机皮带打滑")
    engineer.tap("main .job-go:has-text('提交诊断')")
    engineer.page.locator("#steps form").first.wait_for()
    engineer.keep("4-checklist")
    answer_checklist(engineer)
    engineer.page.fill("[name=work_done]", "更换门机皮带，调整张紧度，试运行正常")
    engineer.page.fill("[name=parts_used]", "门机皮带 1 条")
    engineer.tap("[name=self_check]")
    engineer.tap("main .job-go:has-text('完工')")
    engineer.page.wait_for_url(re.compile("/sign/"))


def say_why_without_position(engineer: Visitor) -> None:
    """Answer the question a phone that does not know its place leads to; it costs two taps the plain way has not."""
    engineer.page.locator("#diagnosis, .tap:has([name=why])").first.wait_for()
    if engineer.page.locator("[name=why]").count():
        engineer.page.locator(".tap:has([name=why])").first.click()
        engineer.page.locator("main .job-go").click()


def answer_checklist(engineer: Visitor) -> None:
    """Answer on a slow line: the next answer is typed while the one before is on its way, and none is lost."""
    slow = re.compile(r"/steps/\d+/")
    engineer.page.route(slow, lambda route: (engineer.page.wait_for_timeout(700), route.continue_()))
    fields = engineer.page.locator("#steps input[name=value]")
    for number in range(fields.count()):
        fields.nth(number).press_sequentially("1", delay=300)
        fields.nth(number).press("Tab")
    engineer.page.locator("#steps .check:has(input[name=value]):not(.is-ok, .is-bad)").first.wait_for(state="detached")
    engineer.page.unroute(slow)
    rest = engineer.page.locator("#steps-rest button")
    if rest.count():
        engineer.tap("#steps-rest button")
        rest.wait_for(state="detached")


def sign(engineer: Visitor) -> None:
    pad = engineer.page.locator("canvas[data-pad]").bounding_box()
    assert pad is not None
    engineer.page.mouse.move(pad["x"] + 30, pad["y"] + 60)
    engineer.page.mouse.down()
    for step in range(20):
        engineer.page.mouse.move(pad["x"] + 30 + step * 8, pad["y"] + 60 + (20 if step % 2 else -20))
    engineer.page.mouse.up()
    engineer.tap("button:has-text('签字验收')")
    engineer.page.wait_for_url(re.compile("/thanks/"))
    engineer.page.locator("a[href*='/report/zh-hans/']").wait_for()
    engineer.keep("5-signed")
    assert engineer.taps <= 12


def download(engineer: Visitor) -> bytes:
    link = engineer.page.locator("a[href*='/report/zh-hans/']").first.get_attribute("href")
    answer = engineer.page.request.get(engineer.home + str(link))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()


def verify(visitor: Visitor, path: str, report: bytes) -> None:
    visitor.go(path)
    visitor.see(hashlib.sha256(report).hexdigest()[:16])
    visitor.page.set_input_files(
        "input[type=file]", files=[{"name": "r.pdf", "mimeType": "application/pdf", "buffer": report}]
    )
    visitor.see("一致")
    visitor.keep("6-verified")


def test_a_fault_reported_by_label_becomes_a_signed_report_and_an_answered_survey(visit):
    lift = Equipment.objects.filter(kind__name__contains="乘客电梯").order_by("id").first()
    visitor = visit(screen=PHONE)
    request = report_by_label(visitor, lift)
    order = triage(visit("desk_agent"), request)
    booked = book(visit("dispatcher"), order)
    here = {"latitude": order.lat, "longitude": order.lon}
    engineer = visit(booked.engineer.user.username, PHONE, geolocation=here, permissions=["geolocation"])
    work(engineer, booked)
    sign(engineer)

    report = download(engineer)
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(report)).pages))
    assert {"服务报告", "更换门机皮带", "王小明", order.number} <= {
        w for w in ("服务报告", "更换门机皮带", "王小明", order.number) if w in words
    }
    code = engineer.page.locator("a[href^='/v/']").first.get_attribute("href")
    verify(visit(screen=PHONE), str(code), report)

    customer = visit(screen=PHONE)
    customer.go(f"/s/{Survey.objects.get().token}/")
    customer.tap("label[for=csat_5]")
    customer.tap("label:has([name=nps][value='9'])")
    customer.tap("main .survey-send")
    assert until(lambda: Survey.objects.filter(answered_at__isnull=False).exists(), 15)
    customer.keep("7-answered")

    request.refresh_from_db()
    order.refresh_from_db()
    assert until(lambda: ServiceRequest.objects.filter(status__in=["resolved", "closed"]).exists(), 15)
    assert order.status in {"accepted", "closed"}
    assert Survey.objects.get().csat is not None
