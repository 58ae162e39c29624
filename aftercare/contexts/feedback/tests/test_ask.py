from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.feedback import commands, jobs, links
from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.visits.tests import builders as visits
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Mail
from aftercare.platform.refusal import Refused

SIGNED_AT = visits.MONDAY + timedelta(hours=1)


@pytest.fixture
def signed(place):
    return visits.until("sign", visits.job(place))


@pytest.mark.django_db
class TestAskCustomer:
    def test_asks_by_mail_at_once_and_tells_it_once(self, signed, drain, published):
        drain()
        survey = Survey.objects.get(work_order=signed.order)
        assert (survey.sent_at, survey.due_at) == (SIGNED_AT, SIGNED_AT + timedelta(hours=24))
        mail = Mail.objects.get(to="wang@example.com")
        assert links.address_of(survey.token) in mail.text
        assert published.names().count("SurveySent") == 1

    def test_asks_in_the_contacts_language(self, place, drain):
        Contact.objects.filter(pk=place.contact_id).update(language="en")
        visits.until("sign", visits.job(place))
        drain()
        assert Mail.objects.get(to="wang@example.com").subject.startswith("How did we do?")

    def test_waits_for_somebody_to_pass_the_link_on_without_an_address(self, place, drain, published):
        Contact.objects.filter(pk=place.contact_id).update(email="")
        visits.until("sign", visits.job(place))
        drain()
        assert Survey.objects.get().sent_at is None
        assert "SurveySent" not in published.names()

    def test_makes_the_link_that_the_report_carries(self, signed, drain):
        drain()
        survey = Survey.objects.get(work_order=signed.order)
        assert survey.token == links.token_of(survey.work_order_id)
        assert len(survey.token) == 43


@pytest.mark.django_db
class TestPassOn:
    @pytest.fixture
    def unsent(self, place, drain):
        Contact.objects.filter(pk=place.contact_id).update(email="")
        visits.until("sign", visits.job(place))
        drain()
        return Survey.objects.get()

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
        assert Mail.objects.filter(to="late@example.com").count() == 1
