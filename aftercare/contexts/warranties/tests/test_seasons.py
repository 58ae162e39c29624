"""A city's season changes, and the warranties that rest on it follow at once; others stay as they are."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.people.models import Grant
from aftercare.contexts.warranties import commands, jobs
from aftercare.contexts.warranties.models import CitySeason, WarrantyPart
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

LATER = {"city": "北京", "kind": "heating", "first": "11-15", "last": "03-31"}


@pytest.fixture
def heating(site) -> int:
    return CitySeason.objects.get(city="北京", kind="heating").pk


def touched() -> dict[int, str]:
    """Return which transaction wrote each part last: what is written again has another one."""
    return {row.pk: row.xmin for row in WarrantyPart.objects.raw("SELECT *, xmin::text FROM warranties_warrantypart")}


@pytest.fixture
def elsewhere(site, act) -> WarrantyPart:
    """Give the heating of a project in a city of the same law."""
    facts = {"customer_id": site.customer_id, "region_id": site.region_id}
    project = things.register_project(name="津门一期", completion_accepted_on=date(2025, 1, 10), **facts, **act)
    commands.keep_season(**{**LATER, "city": "天津"}, **act)
    commands.open_file(project_id=project.pk, city="天津", kinds=["heating"], **act)
    return WarrantyPart.objects.get(project=project)


class TestKeepSeason:
    def test_moves_the_terms_that_rest_on_it_and_tells_once(self, filed, heating, act, published, drain):
        commands.keep_season(season_id=heating, **LATER, **act)
        assert published.only("SeasonChanged")["city"] == "北京"
        drain()
        part = WarrantyPart.objects.get(pk=filed["heating"].pk)
        assert (filed["heating"].until, part.until) == (date(2027, 3, 15), date(2027, 3, 31))

    def test_leaves_others_untouched(self, filed, heating, elsewhere, act, drain):
        drain()
        before = touched()
        commands.keep_season(season_id=heating, **LATER, **act)
        drain()
        after = touched()
        assert {pk for pk in after if after[pk] != before[pk]} == {filed["heating"].pk}

    def test_gives_an_end_to_what_had_none(self, filed, site, act, drain):
        CitySeason.objects.filter(kind="cooling").delete()
        commands.settle(site.project_id)
        assert WarrantyPart.objects.get(kind="cooling").flag == "season_missing"
        commands.keep_season(city="北京", kind="cooling", first="06-01", last="08-31", **act)
        drain()
        part = WarrantyPart.objects.get(kind="cooling")
        assert (part.until, part.flag) == (date(2026, 8, 31), "")

    def test_of_another_city_frees_the_one_it_was(self, filed, heating, act, published, drain):
        commands.keep_season(season_id=heating, **{**LATER, "city": "太原"}, **act)
        assert published.names().count("SeasonChanged") == 2
        drain()
        assert WarrantyPart.objects.get(pk=filed["heating"].pk).flag == "season_missing"

    def test_tells_nothing_when_it_is_the_same(self, filed, heating, act, published):
        commands.keep_season(season_id=heating, **{**LATER, "last": "03-15"}, **act)
        assert "SeasonChanged" not in published.names()

    def test_goes_on_batch_by_batch(self, filed, elsewhere, heating, act, drain, monkeypatch):
        project = WarrantyPart.objects.get(pk=elsewhere.pk).project_id
        commands.open_file(project_id=project, city="北京", kinds=["heating"], **act)
        monkeypatch.setattr(jobs, "BATCH", 1)
        commands.keep_season(season_id=heating, **LATER, **act)
        drain()
        ends = WarrantyPart.objects.filter(kind="heating").values_list("until", flat=True)
        assert set(ends) == {date(2027, 3, 31)}

    @pytest.mark.parametrize(
        ("wrong", "code", "field"),
        [
            ({"last": "02-30"}, "invalid", "last"),
            ({"last": "11-15"}, "invalid", "last"),
            ({"city": " "}, "missing", "city"),
            ({"kind": "cooling"}, "conflict", "city"),
        ],
    )
    def test_is_refused_for_what_is_no_season(self, filed, heating, act, published, wrong, code, field):
        with pytest.raises(Refused) as no:
            commands.keep_season(season_id=heating, **{**LATER, **wrong}, **act)
        assert (no.value.code, no.value.field) == (code, field)
        assert CitySeason.objects.get(pk=heating).last == "03-15"
        assert "SeasonChanged" not in published.names()

    def test_is_refused_to_others(self, filed, heating, at, make_actor):
        with pytest.raises(Refused, match="not_allowed"):
            commands.keep_season(season_id=heating, **LATER, by=make_actor(Role.QUALITY_MANAGER), at=at)


class TestDoors:
    @pytest.fixture
    def manager(self, db) -> Client:
        user = User.objects.create_user("keeper", name="张伟")
        Grant.objects.create(user=user, role=Role.SERVICE_MANAGER)
        client = Client()
        client.force_login(user)
        return client

    def test_of_the_register_go_through_the_command(self, filed, heating, manager, published, drain):
        answer = manager.post(reverse("warranties:register_city_seasons_edit", args=[heating]), LATER)
        assert answer.status_code == 302
        assert published.names().count("SeasonChanged") == 1
        drain()
        assert WarrantyPart.objects.get(pk=filed["heating"].pk).until == date(2027, 3, 31)

    def test_say_what_the_command_refuses(self, filed, heating, manager, published):
        wrong = {**LATER, "last": "11-15"}
        answer = manager.post(reverse("warranties:register_city_seasons_edit", args=[heating]), wrong)
        assert answer.status_code == 422 or answer.status_code == 409
        assert "SeasonChanged" not in published.names()

    def test_leave_the_hourly_job_as_a_net(self, filed, heating):
        CitySeason.objects.filter(pk=heating).update(last="03-31")
        assert jobs.follow_seasons() == 1
