"""The doors of warranties: who comes in, what a click does, what is drawn."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.people.models import Grant
from aftercare.contexts.warranties import commands, picture
from aftercare.contexts.warranties.models import Inspection, WarrantyFile
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role


@pytest.fixture
def browser(db: None):
    """Give a maker of browsers signed in with a role."""

    def make(role: Role) -> Client:
        user = User.objects.create_user(f"door-{role.value}", name="张伟")
        Grant.objects.create(user=user, role=role)
        client = Client()
        client.force_login(user)
        return client

    return make


class TestPicture:
    def test_shows_each_part_until_its_end_and_what_counts(self, site, filed, act):
        commands.note_repair(
            part_id=filed["waterproofing"].pk, item="缝", repaired_on=date(2026, 8, 1), until=date(2028, 8, 1), **act
        )
        drawn = picture.draw(site.project_id, date(2025, 1, 10), date(2026, 9, 7))
        lines = {line.part.kind: line for line in drawn.lines}
        assert [year for year, _mark in drawn.years] == list(range(2025, 2032))
        assert [mark.css for mark in lines["cooling"].seasons].count("counts") == 2
        assert lines["structure"].runs_on
        assert lines["other"].bar is None
        assert lines["waterproofing"].repairs[0].width == pytest.approx(28.6, abs=0.1)
        assert all(0 <= line.bar.left <= line.bar.left + line.bar.width <= 100 for line in drawn.lines if line.bar)


class TestPages:
    def test_draw_project_part_and_list(self, site, filed, browser):
        client = browser(Role.SERVICE_MANAGER)
        project = client.get(reverse("installed_base:project", args=[site.project_id])).content.decode()
        assert "2030-01-10" in project
        part = client.get(reverse("warranties:part", args=[filed["heating"].pk])).content.decode()
        assert "2 个供暖期" in part
        rows = client.get(reverse("warranties:list")).content.decode()
        assert "朔光大厦一期" in rows

    def test_write_the_file_and_call_inspections_in_one_go(self, site, filed, browser, at):
        client = browser(Role.QUALITY_MANAGER)
        told = client.post(
            reverse("warranties:file", args=[site.project_id]),
            {"jurisdiction": "CN", "city": "北京", "design_life_years": "70", "kinds": ["structure"]},
        )
        assert told.status_code == 302
        assert WarrantyFile.objects.get().design_life_years == 70
        client.post(reverse("warranties:inspect", args=[filed["waterproofing"].pk]))
        assert Inspection.objects.get().part_id == filed["waterproofing"].pk

    def test_say_what_is_wrong_and_keep_nothing(self, site, filed, browser):
        client = browser(Role.SERVICE_MANAGER)
        address = reverse("warranties:section", args=[site.project_id])
        answer = client.post(address, {"name": "塔楼", "accepted_on": "2099-01-01"})
        assert answer.status_code == 422
        assert "尚未到来" in answer.content.decode()

    def test_are_closed_to_customers_and_greyed_for_the_desk(self, site, filed, browser):
        part = reverse("warranties:part", args=[filed["heating"].pk])
        assert browser(Role.CUSTOMER).get(part).status_code == 403
        desk = browser(Role.DESK_AGENT)
        assert desk.get(part).status_code == 200
        assert desk.post(reverse("warranties:inspect", args=[filed["heating"].pk])).status_code == 403
        assert not Inspection.objects.exists()
