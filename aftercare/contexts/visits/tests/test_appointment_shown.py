"""The customer's pages show the window and lead to the answer."""

from __future__ import annotations

import pytest

from aftercare.contexts.dispatch import queries as appointments
from aftercare.contexts.dispatch.commands import unassign
from aftercare.contexts.service_requests.models import RequestOrder
from aftercare.contexts.service_requests.queries import progress_token
from aftercare.platform import clock
from aftercare.platform.testing.fixtures import MONDAY


@pytest.fixture
def shown(new_job):
    """Give what the request keeps of the job's appointment."""
    return RequestOrder.objects.get(work_order_id=new_job.order.pk)


@pytest.mark.django_db
class TestRequestPages:
    def test_keep_the_window_and_the_way_to_the_answer(self, new_job, shown):
        hours = (shown.window_end_at - shown.window_start_at).total_seconds() / 3600
        found = appointments.announced_of_request(new_job.request.pk, now=MONDAY)
        assert (hours, [row.path for row in found]) == (2, [shown.appointment_path])

    def test_lead_whoever_reported_to_the_answer_without_a_login(self, new_job, shown, client, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: MONDAY)
        page = client.get(f"/p/{progress_token(new_job.request.pk)}/").content.decode()
        assert shown.appointment_path in page

    def test_forget_a_window_that_fell_away(self, new_job, shown, dispatcher, at, drain):
        unassign(booking_id=new_job.visit.booking_id, by=dispatcher, at=at)
        drain()
        shown.refresh_from_db()
        assert (shown.window_start_at, shown.appointment_path) == (None, "")
        assert appointments.announced_of_request(new_job.request.pk, now=MONDAY) == []
