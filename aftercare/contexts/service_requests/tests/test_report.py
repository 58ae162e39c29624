"""What somebody reports who scanned a label."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import commands
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.contexts.service_requests.tests.builders import Scene
from aftercare.platform.files.intake import Photo
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import Refused
from aftercare.platform.testing.fixtures import Published


def signed(place: Scene) -> dict[str, str]:
    """Return code and signature of the lift's label."""
    text = installed_base.label_path(place.label_code).strip("/").removeprefix("q/")
    code, signature = installed_base.split_label(text)
    return {"code": code, "signature": signature}


def report(place: Scene, at: datetime, **fields: Any) -> ServiceRequest:
    """Report through the lift's label."""
    usual = {"what": "门关不上。按了几次都不行", "caller_phone": "13900000000", "address": "203.0.113.7"}
    return commands.report_by_label(**signed(place), **{**usual, **fields}, at=at)


class TestReportByLabel:
    def test_takes_it_down_unverified_at_the_labels_equipment(
        self, place: Scene, published: Published, at: datetime
    ) -> None:
        row = report(place, at, caller_name="路人", photos=[Photo("a.jpg", builders.jpeg())])
        row.refresh_from_db()
        assert (row.source, row.is_verified, row.subject) == ("qr", False, "门关不上")
        assert row.description == "门关不上。按了几次都不行"
        assert (row.equipment_id, row.customer_id) == (place.equipment_id, place.customer_id)
        assert Attachment.objects.get().subject == row.key
        assert published.only("RequestRegistered")["source"] == "qr"

    def test_puts_danger_first(self, place: Scene, at: datetime) -> None:
        assert report(place, at, is_emergency=True).priority == 1

    @pytest.mark.parametrize("spoil", [{"signature": "A" * 16}, {"signature": ""}, {"code": "A" * 22}, {"code": "\0"}])
    def test_refuses_a_label_that_is_not_ours(self, place: Scene, at: datetime, spoil: dict[str, str]) -> None:
        with pytest.raises(Refused, match="not_found"):
            commands.report_by_label(**{**signed(place), **spoil}, what="x", address="203.0.113.7", at=at)
        assert not ServiceRequest.objects.exists()

    @pytest.mark.parametrize("wrong", [{"what": ""}, {"what": "x\0"}, {"what": "x" * 2001}, {"caller_phone": "1" * 40}])
    def test_refuses_bad_input_and_keeps_nothing(self, place: Scene, at: datetime, wrong: dict[str, str]) -> None:
        with pytest.raises(Refused) as refused:
            report(place, at, **wrong)
        assert refused.value.field in wrong
        assert not ServiceRequest.objects.exists()

    def test_refuses_a_flood_for_one_label_until_an_hour_passed(self, place: Scene, at: datetime) -> None:
        for n in range(6):
            report(place, at, address=f"203.0.113.{n}")
        with pytest.raises(Refused, match="too_many"):
            report(place, at, address="203.0.113.99")
        assert ServiceRequest.objects.count() == 6
        assert report(place, at + timedelta(hours=1), address="203.0.113.99")

    def test_refuses_a_flood_from_one_address(self, place: Scene, elsewhere: Scene, at: datetime) -> None:
        for n in range(10):
            report(place if n % 2 else elsewhere, at)
        with pytest.raises(Refused, match="too_many"):
            report(place, at)
