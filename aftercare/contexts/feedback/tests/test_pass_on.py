from __future__ import annotations

from copy import deepcopy

import pytest

from aftercare.contexts.feedback import commands, jobs
from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.organisations.models import Contact
from aftercare.platform import outbox
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Mail
from aftercare.platform.refusal import Refused


@pytest.fixture(scope="module")
def shared_unsent(shared_signed, place):
    Contact.objects.filter(pk=place.contact_id).update(email="")
    outbox.drain()
    return Survey.objects.get()


@pytest.fixture
def unsent(shared_unsent):
    return deepcopy(shared_unsent)


@pytest.mark.django_db
class TestPassOn:
    def test_notes_that_the_customer_was_asked_and_tells_it_once(self, unsent, desk_agent, later, published):
        assert commands.pass_on(survey_id=unsent.pk, by=desk_agent, at=later).sent_at == later
        assert published.only("SurveySent")["survey_id"] == unsent.pk

    def test_is_refused_a_second_time(self, unsent, desk_agent, later, published):
        commands.pass_on(survey_id=unsent.pk, by=desk_agent, at=later)
        with pytest.raises(Refused, match="wrong_state"):
            commands.pass_on(survey_id=unsent.pk, by=desk_agent, at=later)
        assert published.names().count("SurveySent") == 1

    def test_does_not_show_the_survey_to_another_region(self, unsent, make_actor, later):
        far = make_actor(Role.DESK_AGENT, regions={0})
        with pytest.raises(Refused, match="not_found"):
            commands.pass_on(survey_id=unsent.pk, by=far, at=later)

    def test_is_mailed_by_the_sweep_once_there_is_an_address(self, unsent, monkeypatch, later):
        Survey.objects.update(email="late@example.com")
        monkeypatch.setattr(jobs.clock, "now", lambda: later)
        assert (jobs.ask_waiting(), jobs.ask_waiting()) == (1, 0)
        assert Mail.objects.filter(to="late@example.com", dedupe_key__startswith="survey:").count() == 1
