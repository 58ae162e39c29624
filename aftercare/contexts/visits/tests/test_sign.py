from __future__ import annotations

import io
from copy import deepcopy
from datetime import timedelta

import pytest
from django.conf import settings

from aftercare.contexts.visits import commands, rules
from aftercare.contexts.visits.commands.issue_report import issue
from aftercare.contexts.visits.models import ServiceReport, Visit
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.test_accept import refused
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.files import storing

SIGNED = {"signer_name": "王芳", "signature": builders.SIGNATURE}


@pytest.fixture(scope="module")
def shared_done(place):
    return builders.until("finish", builders.job(place))


@pytest.fixture
def done(shared_done):
    return deepcopy(shared_done)


@pytest.fixture
def later(at):
    return at + timedelta(hours=2)


@pytest.mark.django_db
class TestSign:
    def test_accepts_the_order_and_tells_it_once(self, done, later, published):
        visit = commands.sign(visit_id=done.id, **SIGNED, customer_remark="很好", by=done.engineer, at=later)
        done.order.refresh_from_db()
        assert (visit.status, visit.signed_at, visit.customer_remark) == ("signed", later, "很好")
        assert (done.order.status, done.order.accepted_at) == ("accepted", later)
        assert published.only("VisitSigned")["signer_name"] == "王芳"

    @pytest.mark.parametrize(
        ("said", "code", "field"),
        [
            ({"signer_name": "  "}, "missing", "signer_name"),
            ({"signer_name": "王" * 81}, "too_long", "signer_name"),
            ({"signature": ""}, "signature_missing", "signature"),
            ({"signature": "M1 1L2 2"}, "signature_missing", "signature"),
            ({"signature": "M10 10L700 10"}, "bad_signature", "signature"),
            ({"signature": builders.SIGNATURE + "Z"}, "bad_signature", "signature"),
            ({"signature": '"/><script>alert(1)</script>'}, "bad_signature", "signature"),
        ],
    )
    def test_is_refused_without_name_or_signature_and_changes_nothing(self, done, later, published, said, code, field):
        refusal = refused("sign", done, done.engineer, later, **{**SIGNED, **said})
        assert (refusal.code, refusal.field) == (code, field)
        assert published.names() == []

    def test_is_refused_a_second_time(self, done, later, published):
        builders.act("sign", done, at=later)
        assert refused("sign", done, done.engineer, later, **SIGNED).code == "wrong_state"
        assert published.names().count("VisitSigned") == 1

    def test_is_refused_to_the_office(self, done, service_manager, later):
        assert refused("sign", done, service_manager, later, **SIGNED).code == "not_allowed"

    def test_opens_a_follow_up_for_what_is_left_over(self, new_job, later, drain):
        builders.until("diagnose", new_job)
        builders.act("finish", new_job, at=later, leftovers="应急灯电池老化")
        builders.act("sign", new_job, at=later)
        drain()
        follow_up = WorkOrder.objects.get(follow_up_of=new_job.order)
        assert (follow_up.description, follow_up.status) == ("应急灯电池老化", "unscheduled")

    def test_opens_none_when_nothing_is_left_over(self, done, later, drain):
        builders.act("sign", done, at=later)
        drain()
        assert not WorkOrder.objects.filter(follow_up_of=done.order).exists()


@pytest.mark.django_db
class TestRefuseSignature:
    def test_sends_the_order_back_and_tells_it_once(self, done, later, published):
        visit = commands.refuse_signature(visit_id=done.id, reason="还有异响", by=done.engineer, at=later)
        done.order.refresh_from_db()
        assert (visit.status, visit.rejected_reason, done.order.status) == ("rejected", "还有异响", "unscheduled")
        assert published.only("SignatureRefused")["reason"] == "还有异响"

    def test_is_refused_without_a_reason_and_changes_nothing(self, done, later, published):
        assert refused("refuse_signature", done, done.engineer, later, reason="").field == "reason"
        assert published.names() == []

    def test_is_refused_after_the_signature(self, done, later):
        builders.act("sign", done, at=later)
        assert refused("refuse_signature", done, done.engineer, later, reason="x").code == "wrong_state"


class TestSignatureRule:
    def test_reads_a_drawn_line(self):
        line = rules.signature(builders.SIGNATURE)
        assert line is not None
        assert line.points == 120
        assert rules.is_a_signature(line)

    def test_calls_a_dot_no_signature(self):
        line = rules.signature("M10 10L11 11")
        assert line is not None
        assert not rules.is_a_signature(line)

    @pytest.mark.parametrize(
        "text",
        ["", "L1 1", "M1,1", "M1 1C2 2 3 3 4 4", "M1 1 L2 2", "M601 1", "M1 301", "M-1 1", "M1 1" + "L2 2" * 20_000],
    )
    def test_reads_nothing_else(self, text):
        assert rules.signature(text) is None


@pytest.mark.django_db
class TestIssueReport:
    def text_of(self, report: ServiceReport) -> str:
        from pypdf import PdfReader

        pages = PdfReader(io.BytesIO(storing.content_of(report.blob))).pages
        return "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")

    def test_prints_every_language_once_under_one_number(self, done, later, drain, published):
        builders.act("sign", done, at=later)
        drain()
        reports = ServiceReport.objects.filter(visit=done.visit)
        assert {r.language for r in reports} == {code for code, _name in settings.LANGUAGES}
        assert len({r.number for r in reports}) == 1
        assert len({r.verify_code for r in reports}) == 2
        assert published.names().count("ReportIssued") == 2
        for language in ("zh-hans", "en"):
            issue(visit_id=done.id, language=language, by=builders.BUILDER, at=later)
        assert reports.count() == 2

    def test_says_what_was_done_in_words_that_stay_words(self, new_job, later, drain):
        builders.until("diagnose", new_job)
        marked = "更换皮带 #set text(size: 90pt) $x^2$ *粗* @label"
        builders.act("finish", new_job, at=later, work_done=marked)
        builders.act("sign", new_job, at=later)
        drain()
        for report in ServiceReport.objects.filter(visit=new_job.visit):
            text = self.text_of(report)
            assert marked.replace(" ", "") in text
            assert new_job.order.number in text
            assert "门机皮带磨损" in text

    def test_tells_how_the_promises_were_kept(self, done, later, drain):
        builders.act("sign", done, at=later)
        drain()
        text = self.text_of(ServiceReport.objects.get(visit=done.visit, language="en"))
        assert text.count("Kept") >= 2
        assert "Running" not in text

    def test_is_a_pdf_for_archives(self, done, later, drain):
        builders.act("sign", done, at=later)
        drain()
        content = storing.content_of(ServiceReport.objects.filter(visit=done.visit).first().blob)
        assert content.startswith(b"%PDF-1.7")
        assert b"pdfaid:part>2<" in content.replace(b"\n", b"")

    def test_is_refused_before_the_signature(self, done, later):
        refusal = refused_issue(done, later)
        assert refusal.code == "wrong_state"
        assert ServiceReport.objects.count() == 0


def refused_issue(job, at):
    from aftercare.platform.refusal import Refused

    with pytest.raises(Refused) as refusal:
        issue(visit_id=job.id, language="en", by=builders.BUILDER, at=at)
    return refusal.value


@pytest.mark.django_db
class TestFollowOrder:
    def test_asks_no_signature_once_the_office_accepted_the_order(self, done, desk_agent, later, drain):
        from aftercare.contexts.work_orders.commands import accept

        accept(work_order_id=done.order.pk, by=desk_agent, at=later)
        drain()
        assert Visit.objects.get(pk=done.id).status == "settled"

    def test_takes_the_visit_back_when_the_office_sends_the_order_back(self, done, service_manager, later, drain):
        from aftercare.contexts.work_orders.commands import rework

        rework(work_order_id=done.order.pk, reason="照片不清", by=service_manager, at=later)
        drain()
        assert (done.now().status, done.now().rejected_reason) == ("rejected", "照片不清")
