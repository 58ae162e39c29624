from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftercare.contexts.people import commands, jobs, public
from aftercare.contexts.people.models import Certificate, EngineerSkill
from aftercare.contexts.people.tests.building import (
    acting,
    certificate,
    certificate_kind,
    engineer,
    granted,
    region,
    skill,
)
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused


@pytest.mark.django_db
class TestSetSkill:
    def test_sets_changes_and_takes_away_and_tells_each_once(self, service_manager, at, published):
        hired, lifts = engineer(), skill()
        for level in (3, 5, 5, 0):
            commands.set_skill(engineer_id=hired.pk, skill_id=lifts.pk, level=level, by=service_manager, at=at)
        assert [name for name in published.names() if name == "SkillSet"] == ["SkillSet"] * 3
        assert not EngineerSkill.objects.filter(engineer=hired).exists()

    @pytest.mark.parametrize("level", [-1, 6, 99999])
    def test_is_refused_for_a_level_out_of_range(self, service_manager, at, level):
        with pytest.raises(Refused, match="invalid"):
            commands.set_skill(engineer_id=engineer().pk, skill_id=skill().pk, level=level, by=service_manager, at=at)

    def test_is_refused_to_the_engineer_himself_and_changes_nothing(self, at):
        hired, lifts = engineer(), skill()
        with pytest.raises(Refused, match="not_allowed"):
            commands.set_skill(engineer_id=hired.pk, skill_id=lifts.pk, level=5, by=acting(hired), at=at)
        assert not EngineerSkill.objects.exists()


@pytest.mark.django_db
class TestAddCertificate:
    def add(self, by, at, hired, **facts):
        given = {"kind_id": certificate_kind().pk, "number": "T1", "issued_on": date(2025, 1, 1)}
        given |= {"expires_on": date(2027, 1, 1), **facts}
        return commands.add_certificate(engineer_id=hired.pk, by=by, at=at, **given)

    def test_records_it_and_tells_it_once(self, service_manager, at, published):
        held = self.add(service_manager, at, engineer())
        assert published.only("CertificateAdded")["expires_on"] == "2027-01-01"
        assert held.number == "T1"

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"expires_on": date(2024, 1, 1)}, "expires_on"),
            ({"issued_on": date(2026, 10, 1), "expires_on": date(2027, 1, 1)}, "issued_on"),
            ({"expires_on": date(9999, 1, 1)}, "expires_on"),
            ({"number": ""}, "number"),
            ({"number": "x" * 65}, "number"),
            ({"kind_id": 987654321}, "kind_id"),
        ],
    )
    def test_is_refused_for_bad_input_and_records_nothing(self, service_manager, at, facts, field):
        with pytest.raises(Refused) as refusal:
            self.add(service_manager, at, engineer(), **facts)
        assert refusal.value.field == field
        assert not Certificate.objects.exists()

    def test_is_refused_for_a_number_that_somebody_else_holds(self, service_manager, at):
        known = self.add(service_manager, at, engineer())
        with pytest.raises(Refused, match="conflict"):
            self.add(service_manager, at, engineer(), kind_id=known.kind_id)

    def test_is_taken_back_only_with_a_reason(self, service_manager, at, published):
        held = self.add(service_manager, at, engineer())
        with pytest.raises(Refused, match="missing"):
            commands.remove_certificate(certificate_id=held.pk, reason=" ", by=service_manager, at=at)
        commands.remove_certificate(certificate_id=held.pk, reason="typing error", by=service_manager, at=at)
        assert published.only("CertificateRemoved")["reason"] == "typing error"


@pytest.mark.django_db
class TestWatchCertificates:
    def test_tells_holder_and_managers_of_the_region_once_per_step(self, at, drain, published):
        hired = engineer()
        manager = granted(Role.SERVICE_MANAGER, hired.region)
        granted(Role.SERVICE_MANAGER, region("华北"))
        certificate(hired, certificate_kind(), at.date() + timedelta(days=45))
        told = [jobs.warn(at), jobs.warn(at + timedelta(days=1)), jobs.warn(at + timedelta(days=16))]
        told += [jobs.warn(at + timedelta(days=39)), jobs.warn(at + timedelta(days=44))]
        assert told == [1, 0, 1, 1, 0]
        drain()
        notices = Notice.objects.filter(kind="certificate_expiring").values_list("recipient_id", flat=True)
        assert sorted(notices) == sorted([hired.user_id, manager.pk] * 3)

    def test_is_silent_about_a_renewed_one_an_expired_one_and_who_has_left(self, at, system):
        kind, left, hired = certificate_kind(), engineer(), engineer()
        certificate(hired, kind, at.date() + timedelta(days=5))
        certificate(hired, kind, at.date() + timedelta(days=400))
        certificate(hired, certificate_kind(), at.date() - timedelta(days=1))
        certificate(left, kind, at.date() + timedelta(days=5))
        commands.change_engineer(engineer_id=left.pk, changes={"is_active": False}, by=system, at=at)
        assert jobs.warn(at) == 0


@pytest.mark.django_db
class TestMisfits:
    def codes(self, hired, start, hours=2, **wanted):
        wanted = {"skills": {}, "certificate_kind_ids": [], **wanted}
        end = start + timedelta(hours=hours)
        return [m.code for m in public.misfits(hired.pk, start_at=start, end_at=end, **wanted)]

    def test_is_empty_for_who_suits(self, at, service_manager):
        hired, lifts, kind = engineer(), skill(), certificate_kind()
        commands.set_skill(engineer_id=hired.pk, skill_id=lifts.pk, level=3, by=service_manager, at=at)
        certificate(hired, kind, at.date())
        assert self.codes(hired, at, skills={lifts.pk: 3}, certificate_kind_ids=[kind.pk]) == []

    def test_names_what_is_missing_hard_before_soft(self, at, service_manager):
        hired, lifts, pumps, kind, other = engineer(), skill(), skill("水泵"), certificate_kind(), certificate_kind()
        commands.set_skill(engineer_id=hired.pk, skill_id=lifts.pk, level=2, by=service_manager, at=at)
        certificate(hired, kind, at.date() - timedelta(days=1))
        found = self.codes(hired, at, skills={lifts.pk: 3, pumps.pk: 1}, certificate_kind_ids=[kind.pk, other.pk])
        assert found == ["certificate_expired", "no_certificate", "skill_missing", "skill_level"]

    def test_minds_the_shift_to_its_end_and_not_only_its_beginning(self, at):
        hired = engineer()
        assert self.codes(hired, at, hours=8) == []
        assert self.codes(hired, at, hours=10) == ["outside_shift"]

    def test_minds_approved_leave_only(self, at, service_manager):
        hired = engineer()
        span = {"start_at": at + timedelta(hours=1), "end_at": at + timedelta(hours=3)}
        leave = commands.request_leave(engineer_id=hired.pk, kind="annual", **span, by=service_manager, at=at)
        assert self.codes(hired, at) == []
        commands.approve_leave(leave_id=leave.pk, by=service_manager, at=at)
        assert self.codes(hired, at) == ["on_leave"]
        assert self.codes(hired, at, hours=1) == []

    def test_minds_who_has_left(self, at, system):
        hired = engineer()
        commands.change_engineer(engineer_id=hired.pk, changes={"is_active": False}, by=system, at=at)
        assert self.codes(hired, at) == ["inactive"]


@pytest.mark.django_db
class TestEngineersIn:
    def test_costs_three_queries_however_many_there_are(self, at, service_manager, django_assert_num_queries):
        of, lifts, kind = region(), skill(), certificate_kind()
        for _n in range(5):
            hired = engineer(of)
            commands.set_skill(engineer_id=hired.pk, skill_id=lifts.pk, level=2, by=service_manager, at=at)
            certificate(hired, kind, date(2027, 1, 1))
        with django_assert_num_queries(3):
            found = public.engineers_in(service_manager, at.date())
        assert {card.skills[lifts.pk] for card in found} == {2}
        assert {card.certificates[kind.pk] for card in found} == {date(2027, 1, 1)}

    def test_shows_an_engineer_himself_only(self, at):
        hired = engineer()
        engineer(hired.region)
        assert [card.id for card in public.engineers_in(acting(hired))] == [hired.pk]

    def test_takes_regions_with_their_parts(self):
        east = region("华东")
        hired = engineer(region("上海", parent=east))
        engineer(region("华北"))
        assert [card.id for card in public.engineers_in([east.pk])] == [hired.pk]
