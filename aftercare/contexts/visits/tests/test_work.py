from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from decimal import Decimal

import pytest

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.visits import commands
from aftercare.contexts.visits.models import Reading
from aftercare.contexts.visits.tests import builders
from aftercare.contexts.visits.tests.test_accept import refused
from aftercare.contexts.work_orders.models import ChecklistItem
from aftercare.platform.files.models import Attachment, Blob
from aftercare.platform.refusal import Refused

CONFIRMED = {"effect_verified": True, "site_clean": True, "customer_told": True}
DONE = {"work_done": "更换皮带", "parts_used": "", "self_check": CONFIRMED, "leftovers": ""}


@pytest.fixture
def on_site(shared_arrived):
    return deepcopy(shared_arrived)


@pytest.fixture(scope="module")
def shared_diagnosed(place):
    return builders.until("diagnose", builders.job(place))


@pytest.fixture
def diagnosed(shared_diagnosed):
    return deepcopy(shared_diagnosed)


@pytest.mark.django_db
class TestDiagnose:
    def test_writes_the_diagnosis_onto_the_order_and_tells_it_once(self, on_site, at, published):
        codes = builders.codes()
        visit = commands.diagnose(visit_id=on_site.id, **codes, text="皮带磨损", by=on_site.engineer, at=at)
        on_site.order.refresh_from_db()
        assert visit.diagnosed_at == at
        assert (on_site.order.diagnosis, on_site.order.failure_mode_id) == ("皮带磨损", codes["failure_mode_id"])
        assert published.names() == ["WorkOrderDiagnosed"]

    def test_is_refused_without_words_and_changes_nothing(self, on_site, at, published):
        refusal = refused("diagnose", on_site, on_site.engineer, at, **builders.codes(), text=" ")
        assert (refusal.code, refusal.field) == ("missing", "text")
        assert published.names() == []

    def test_is_refused_for_a_code_of_another_facet(self, on_site, at):
        codes = builders.codes() | {"failure_mode_id": builders.codes()["failure_cause_id"]}
        assert refused("diagnose", on_site, on_site.engineer, at, **codes, text="x").code == "unknown"

    def test_is_refused_before_arrival(self, new_job, at):
        assert refused("diagnose", new_job, new_job.engineer, at, **builders.codes(), text="x").code == "wrong_state"

    def test_is_refused_to_the_office(self, on_site, service_manager, at):
        assert refused("diagnose", on_site, service_manager, at, **builders.codes(), text="x").code == "not_allowed"


@pytest.mark.django_db
class TestRecordWork:
    def test_keeps_work_and_parts_as_often_as_they_change(self, diagnosed, at):
        for words in ("拆门机", "拆门机，换皮带"):
            visit = commands.record_work(
                visit_id=diagnosed.id, work_done=words, parts_used="皮带", by=diagnosed.engineer, at=at
            )
        assert (visit.work_done, visit.parts_used) == ("拆门机，换皮带", "皮带")

    def test_is_refused_before_the_diagnosis(self, on_site, at):
        refusal = refused("record_work", on_site, on_site.engineer, at, work_done="x", parts_used="")
        assert refusal.code == "not_diagnosed"

    def test_is_refused_for_a_novel(self, diagnosed, at):
        refusal = refused("record_work", diagnosed, diagnosed.engineer, at, work_done="长" * 4001, parts_used="")
        assert (refusal.code, refusal.field) == ("too_long", "work_done")


@pytest.mark.django_db
class TestAnswer:
    @pytest.fixture
    def with_steps(self, shared_with_steps):
        return deepcopy(shared_with_steps)

    def test_judges_a_number_by_its_limits(self, with_steps, at):
        for value, is_ok in (("2.6", False), ("2.1", True)):
            commands.answer(
                visit_id=with_steps.id, position=2, value=value, is_ok=None, note="", by=with_steps.engineer, at=at
            )
            assert ChecklistItem.objects.get(work_order=with_steps.order, position=2).is_ok is is_ok

    def test_answers_the_rest_with_yes_but_no_number(self, with_steps, at):
        assert commands.answer_rest_ok(visit_id=with_steps.id, by=with_steps.engineer, at=at) == 2
        answered = ChecklistItem.objects.filter(work_order=with_steps.order, answered_at__isnull=False)
        assert [item.position for item in answered] == [1, 3]

    def test_is_refused_for_words_where_a_number_belongs(self, with_steps, at):
        said = {"position": 2, "value": "两安", "is_ok": None, "note": ""}
        assert refused("answer", with_steps, with_steps.engineer, at, **said).code == "bad_number"

    def test_is_refused_for_a_step_that_does_not_exist(self, with_steps, at):
        said = {"position": 9, "value": "", "is_ok": True, "note": ""}
        assert refused("answer", with_steps, with_steps.engineer, at, **said).code == "not_found"

    def test_keeps_the_work_from_being_finished_while_open(self, with_steps, at):
        later = at + timedelta(hours=2)
        assert refused("finish", with_steps, with_steps.engineer, later, **DONE).code == "checklist_open"


@pytest.mark.django_db
class TestAddPhoto:
    def add(self, job, at, content=None, moment="before", **other):
        content = builders.picture() if content is None else content
        return commands.add_photo(
            visit_id=job.id, content=content, name="a.jpg", moment=moment, by=job.engineer, at=at, **other
        )

    def test_keeps_the_photo_for_the_report(self, on_site, at):
        photo = self.add(on_site, at)
        assert (photo.subject, photo.role, photo.audience) == (on_site.visit.key, "photo_before", "customer")

    def test_keeps_the_same_photo_once(self, on_site, at):
        assert self.add(on_site, at).pk == self.add(on_site, at).pk

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"", "empty_file"), (b"%PDF-1.7 hello", "not_a_picture"), (b"\xff\xd8\xff\xe0broken", "broken_picture")],
    )
    def test_is_refused_for_what_is_no_picture_and_keeps_nothing(self, on_site, at, content, code):
        with pytest.raises(Refused) as refusal:
            self.add(on_site, at, content)
        assert refusal.value.code == code
        assert (Attachment.objects.count(), Blob.objects.count()) == (0, 0)

    def test_is_refused_for_an_unknown_moment(self, on_site, at):
        with pytest.raises(Refused, match="unknown_moment"):
            self.add(on_site, at, moment="later")

    def test_is_refused_before_arrival_and_after_the_signature(self, new_job, at):
        with pytest.raises(Refused, match="wrong_state"):
            self.add(new_job, at)
        builders.until("sign", new_job)
        with pytest.raises(Refused, match="wrong_state"):
            self.add(new_job, at)

    def test_can_be_kept_inside_and_shown_again(self, on_site, at):
        photo = self.add(on_site, at)
        for to_customer, audience in ((False, "internal"), (True, "customer")):
            commands.show_photo(
                visit_id=on_site.id, attachment_id=photo.pk, to_customer=to_customer, by=on_site.engineer, at=at
            )
            photo.refresh_from_db()
            assert photo.audience == audience

    def test_does_not_reach_a_photo_of_another_visit(self, on_site, at):
        photo = self.add(on_site, at)
        Attachment.objects.filter(pk=photo.pk).update(subject="visit:0")
        with pytest.raises(Refused, match="not_found"):
            commands.show_photo(
                visit_id=on_site.id, attachment_id=photo.pk, to_customer=False, by=on_site.engineer, at=at
            )


@pytest.mark.django_db
class TestAddReading:
    def add(self, job, at, value, name="门机电流", unit="A"):
        return commands.add_reading(visit_id=job.id, name=name, value=Decimal(value), unit=unit, by=job.engineer, at=at)

    def test_keeps_the_value_to_four_places(self, on_site, at):
        assert self.add(on_site, at, "2.10004").shown == "2.1 A"

    @pytest.mark.parametrize(
        ("value", "name", "field"), [("NaN", "x", "value"), ("1e15", "x", "value"), ("1", " ", "name")]
    )
    def test_is_refused_for_what_is_no_measurement(self, on_site, at, value, name, field):
        with pytest.raises(Refused) as refusal:
            self.add(on_site, at, value, name=name)
        assert refusal.value.field == field
        assert Reading.objects.count() == 0

    def test_can_be_taken_off_again(self, on_site, at):
        row = self.add(on_site, at, "2.1")
        commands.remove_reading(visit_id=on_site.id, reading_id=row.pk, by=on_site.engineer, at=at)
        assert on_site.visit.readings.count() == 0


@pytest.mark.django_db
class TestFinish:
    def test_ends_the_work_and_completes_the_order_and_tells_it_once(self, diagnosed, at, published):
        later = at + timedelta(minutes=90)
        visit = commands.finish(visit_id=diagnosed.id, **DONE, by=diagnosed.engineer, at=later)
        diagnosed.order.refresh_from_db()
        assert (visit.status, visit.done_at, diagnosed.order.status) == ("done", later, "completed")
        assert (diagnosed.order.result, published.only("VisitDone")["visit_id"]) == ("更换皮带", diagnosed.id)

    @pytest.mark.parametrize(("coverage", "is_paid"), [("service_contract", True), ("statutory_warranty", False)])
    def test_names_the_contract_that_pays_and_the_minutes_on_site(self, diagnosed, at, published, coverage, is_paid):
        contract_id = contracts.terms_for(customer_id=None, on=at.date()).contract_id
        request = ServiceRequest.objects.filter(pk=diagnosed.order.request_id)
        assert request.update(coverage=coverage, contract_id=contract_id) == 1
        diagnosed.visit.refresh_from_db()
        commands.finish(
            visit_id=diagnosed.id, **DONE, by=diagnosed.engineer, at=diagnosed.visit.arrived_at + timedelta(minutes=90)
        )
        told = published.only("VisitDone")
        assert (told["contract_id"], told["minutes"]) == (contract_id if is_paid else None, 90)

    @pytest.mark.parametrize(
        ("missing", "code", "field"),
        [
            ({"work_done": " "}, "missing", "work_done"),
            ({"self_check": {**CONFIRMED, "site_clean": False}}, "self_check_open", "self_check"),
            ({"self_check": {}}, "self_check_open", "self_check"),
            ({"leftovers": "长" * 2001}, "too_long", "leftovers"),
        ],
    )
    def test_is_refused_when_something_is_missing_and_changes_nothing(
        self, diagnosed, at, published, missing, code, field
    ):
        refusal = refused("finish", diagnosed, diagnosed.engineer, at, **{**DONE, **missing})
        assert (refusal.code, refusal.field) == (code, field)
        assert published.names() == []

    def test_is_refused_before_the_diagnosis(self, on_site, at):
        assert refused("finish", on_site, on_site.engineer, at, **DONE).code == "not_diagnosed"

    def test_is_refused_a_second_time(self, diagnosed, at):
        builders.act("finish", diagnosed, at=at + timedelta(minutes=90))
        assert refused("finish", diagnosed, diagnosed.engineer, at, **DONE).code == "wrong_state"


@pytest.mark.django_db
class TestCannotComplete:
    def test_puts_the_order_on_hold_for_what_only_takes_time(self, on_site, at, published):
        visit = commands.cannot_complete(
            visit_id=on_site.id, obstacle="waiting_parts", reason="缺皮带，周四到货", by=on_site.engineer, at=at
        )
        on_site.order.refresh_from_db()
        assert (visit.status, on_site.order.status) == ("cannot_complete", "on_hold")
        hold = on_site.order.holds.get()
        assert (hold.reason, hold.party, hold.note) == ("waiting_parts", "company", "缺皮带，周四到货")
        assert published.only("VisitCutShort")["obstacle"] == "waiting_parts"

    def test_gives_the_order_up_for_what_cannot_be_repaired(self, on_site, at):
        commands.cannot_complete(
            visit_id=on_site.id, obstacle="beyond_repair", reason="主机报废", by=on_site.engineer, at=at
        )
        on_site.order.refresh_from_db()
        assert on_site.order.status == "cannot_complete"

    @pytest.mark.parametrize(
        ("obstacle", "reason", "field"), [("laziness", "x", "obstacle"), ("waiting_parts", " ", "reason")]
    )
    def test_is_refused_without_obstacle_or_reason_and_changes_nothing(
        self, on_site, at, published, obstacle, reason, field
    ):
        refusal = refused("cannot_complete", on_site, on_site.engineer, at, obstacle=obstacle, reason=reason)
        assert refusal.field == field
        assert published.names() == []

    def test_is_refused_before_setting_out(self, new_job, at):
        said = {"obstacle": "no_access", "reason": "x"}
        assert refused("cannot_complete", new_job, new_job.engineer, at, **said).code == "wrong_state"
