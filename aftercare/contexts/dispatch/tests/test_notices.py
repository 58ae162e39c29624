"""Who hears that a booked order turned out to be another one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from aftercare.contexts.dispatch import notices, reactions
from aftercare.contexts.work_orders.models import WorkOrder
from aftercare.platform.actor import Role
from aftercare.platform.notify.models import Notice
from aftercare.published.work_orders import WorkOrderCorrected


@pytest.fixture
def correct(booking, system, at):
    """Give a way to tell that the booked order was corrected."""

    def tell(moment=at):
        row = WorkOrder.objects.get(pk=booking.work_order_id)
        event = WorkOrderCorrected(
            work_order_id=row.pk, request_id=row.request_id, region_id=row.region_id, customer_id=row.customer_id,
            equipment_id=row.equipment_id, at=moment,
        )  # fmt: skip
        reactions.tell_about_correction(event, system)

    return tell


def told() -> list[tuple[str, int]]:
    return list(Notice.objects.order_by("pk").values_list("kind", "recipient_id"))


class TestTellCorrection:
    def test_reaches_the_engineer_once_for_each_correction(self, booking, correct, at):
        correct()
        correct()
        assert told() == [("order_corrected", booking.engineer.user_id)]
        correct(at + timedelta(hours=1))
        assert len(told()) == 2

    def test_reaches_the_dispatchers_of_the_region_the_order_lies_in_now(self, booking, correct, make_actor):
        region = apps.get_model("people", "Region").objects.create(code="far", name="远区")
        user = apps.get_model("accounts", "User").objects.create_user("far_dispatcher")
        apps.get_model("people", "Grant").objects.create(user=user, role=Role.DISPATCHER, region=region)
        WorkOrder.objects.filter(pk=booking.work_order_id).update(region=region)
        correct()
        assert told() == [("order_corrected", booking.engineer.user_id), ("booking_elsewhere", user.pk)]

    def test_reaches_nobody_once_the_booking_is_taken_back(self, booking, at):
        booking.__class__.objects.filter(pk=booking.pk).update(status="canceled")
        assert notices.tell_correction(booking.work_order_id, at=at) == 0
