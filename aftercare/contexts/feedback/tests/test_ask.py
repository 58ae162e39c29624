from __future__ import annotations

from datetime import timedelta

import pytest

from aftercare.contexts.feedback import links
from aftercare.contexts.feedback.models import Survey
from aftercare.contexts.organisations.models import Contact
from aftercare.contexts.visits.tests import builders as visits
from aftercare.platform.notify.models import Mail

SIGNED_AT = visits.MONDAY + timedelta(hours=1)


@pytest.mark.django_db
class TestAskCustomer:
    def test_asks_by_mail_at_once_and_tells_it_once(self, signed, drain, published):
        drain()
        survey = Survey.objects.get(work_order=signed.order)
        assert (survey.sent_at, survey.due_at) == (SIGNED_AT, SIGNED_AT + timedelta(hours=24))
        mail = Mail.objects.get(to="wang@example.com", dedupe_key__startswith="survey:")
        assert links.address_of(survey.token) in mail.text
        assert published.names().count("SurveySent") == 1

    def test_asks_in_the_contacts_language(self, signed, place, drain):
        Contact.objects.filter(pk=place.contact_id).update(language="en")
        drain()
        assert Mail.objects.get(to="wang@example.com", dedupe_key__startswith="survey:").subject.startswith(
            "How did we do?"
        )

    def test_waits_for_somebody_to_pass_the_link_on_without_an_address(self, signed, place, drain, published):
        Contact.objects.filter(pk=place.contact_id).update(email="")
        drain()
        assert Survey.objects.get().sent_at is None
        assert "SurveySent" not in published.names()

    def test_makes_the_link_that_the_report_carries(self, signed, drain):
        drain()
        survey = Survey.objects.get(work_order=signed.order)
        assert survey.token == links.token_of(survey.work_order_id)
        assert len(survey.token) == 43
