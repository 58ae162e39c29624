from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.feedback import commands, jobs
from aftercare.contexts.feedback.models import FollowUp, Survey
from aftercare.contexts.people.models import Region
from aftercare.contexts.people.tests import building as people
from aftercare.platform.actor import NOBODY, Role
from aftercare.platform.notify.models import Notice
from aftercare.platform.refusal import Refused


def answer(survey, at, csat=5, nps=10, comment=""):
    return commands.answer(token=survey.token, csat=csat, nps=nps, comment=comment, by=NOBODY, at=at)


def refused(survey, at, **said):
    before = Survey.objects.filter(pk=survey.pk).values().get()
    with pytest.raises(Refused) as refusal:
        answer(survey, at, **said)
    assert Survey.objects.filter(pk=survey.pk).values().get() == before
    return refusal.value


@pytest.mark.django_db
class TestAnswer:
    def test_keeps_the_answer_and_tells_it_once(self, survey, later, published):
        row = answer(survey, later, csat=5, nps=9, comment="师傅很专业")
        assert (row.csat, row.nps, row.comment, row.answered_at) == (5, 9, "师傅很专业", later)
        assert published.only("SurveyAnswered")["csat"] == 5

    def test_opens_nothing_for_a_good_answer(self, survey, later):
        answer(survey, later, csat=4, nps=7)
        assert FollowUp.objects.count() == 0

    @pytest.mark.parametrize(("csat", "nps"), [(3, 10), (5, 6), (1, None)])
    def test_opens_a_follow_up_for_a_low_one_and_tells_it_once(self, survey, later, published, csat, nps):
        answer(survey, later, csat=csat, nps=nps)
        follow_up = FollowUp.objects.get()
        assert (follow_up.status, follow_up.due_at) == ("open", later + timedelta(hours=24))
        assert published.only("FollowUpOpened")["follow_up_id"] == follow_up.pk

    def test_closes_the_request_behind_the_order(self, survey, signed, later, drain):
        answer(survey, later)
        drain()
        signed.request.refresh_from_db()
        assert signed.request.status == "closed"

    @pytest.mark.parametrize(
        ("said", "code", "field"),
        [
            ({"csat": 0}, "bad_score", "csat"),
            ({"csat": 6}, "bad_score", "csat"),
            ({"nps": 11}, "bad_score", "nps"),
            ({"nps": -1}, "bad_score", "nps"),
            ({"comment": "长" * 2001}, "too_long", "comment"),
            ({"comment": "a\0b"}, "unseen_characters", "comment"),
        ],
    )
    def test_is_refused_for_what_is_no_answer_and_changes_nothing(self, survey, later, published, said, code, field):
        refusal = refused(survey, later, **said)
        assert (refusal.code, refusal.field) == (code, field)
        assert published.names() == []

    def test_is_refused_a_second_time(self, survey, later, published):
        answer(survey, later)
        assert refused(survey, later, csat=1).code == "conflict"
        assert published.names().count("SurveyAnswered") == 1

    def test_is_refused_once_the_link_expired(self, survey):
        assert refused(survey, survey.expires_at).code == "gone"

    def test_is_refused_for_an_unknown_link(self, survey, later):
        survey.token = "x" * 43
        with pytest.raises(Refused, match="not_found"):
            answer(survey, later)


@pytest.mark.django_db
class TestTellManagers:
    def test_tells_the_regions_managers_once(self, survey, later, drain):
        mine = people.granted(Role.SERVICE_MANAGER, Region.objects.get(pk=survey.region_id))
        people.granted(Role.SERVICE_MANAGER, people.region("华北"))
        answer(survey, later, csat=1, comment="晚到两小时")
        drain()
        notice = Notice.objects.get(kind="feedback.low")
        assert (notice.recipient_id, notice.body) == (mine.pk, "晚到两小时")

    def test_tells_them_again_when_nobody_traced_it_in_a_day(self, survey, later, drain, monkeypatch):
        people.granted(Role.SERVICE_MANAGER, Region.objects.get(pk=survey.region_id))
        answer(survey, later, csat=1)
        drain()
        for hours, told in ((23, 0), (25, 1), (26, 0)):
            monkeypatch.setattr(jobs.clock, "now", lambda hours=hours: later + timedelta(hours=hours))
            assert jobs.tell_late() == told
        assert Notice.objects.filter(kind="feedback.late").count() == 1


@pytest.mark.django_db
class TestTrace:
    @pytest.fixture
    def low(self, survey, later):
        answer(survey, later, csat=2, nps=3)
        return FollowUp.objects.get()

    def test_takes_it_on(self, low, service_manager, later):
        assert commands.take(follow_up_id=low.pk, by=service_manager, at=later).owner_id == service_manager.id

    def test_is_refused_when_a_colleague_has_it(self, low, service_manager, make_actor, later):
        commands.take(follow_up_id=low.pk, by=service_manager, at=later)
        with pytest.raises(Refused, match="conflict"):
            commands.take(follow_up_id=low.pk, by=make_actor(Role.QUALITY_MANAGER), at=later)
        assert FollowUp.objects.get().owner_id == service_manager.id

    def test_names_cause_and_action_and_tells_it_once(self, low, service_manager, later, published):
        row = commands.complete(follow_up_id=low.pk, cause="备件未带", action="致电道歉", by=service_manager, at=later)
        assert (row.status, row.cause, row.owner_id) == ("done", "备件未带", service_manager.id)
        assert published.only("FollowUpDone")["cause"] == "备件未带"

    @pytest.mark.parametrize(("cause", "action", "field"), [(" ", "x", "cause"), ("x", "", "action")])
    def test_is_refused_without_cause_or_action_and_changes_nothing(
        self, low, service_manager, later, published, cause, action, field
    ):
        with pytest.raises(Refused) as refusal:
            commands.complete(follow_up_id=low.pk, cause=cause, action=action, by=service_manager, at=later)
        assert refusal.value.field == field
        assert FollowUp.objects.get().status == "open"
        assert published.names() == []

    def test_is_refused_a_second_time(self, low, service_manager, later):
        said = {"cause": "x", "action": "y", "by": service_manager, "at": later}
        commands.complete(follow_up_id=low.pk, **said)
        with pytest.raises(Refused, match="wrong_state"):
            commands.complete(follow_up_id=low.pk, **said)

    def test_does_not_show_it_to_the_desk_or_another_region(self, low, desk_agent, make_actor, later):
        for somebody in (desk_agent, make_actor(Role.SERVICE_MANAGER, regions={0})):
            with pytest.raises(Refused, match="not_found"):
                commands.take(follow_up_id=low.pk, by=somebody, at=later)
