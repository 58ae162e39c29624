"""What customers read of their warranties, on pages and through the API: their own, and why each ends when it does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.organisations.tests.building import customer_of, organisation
from aftercare.contexts.warranties import commands, explaining, policies, queries
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.contexts.warranties.rules.warranty import Season
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Actor
from aftercare.platform.api import tokens


@pytest.fixture(scope="module")
def owner(site) -> Actor:
    """Give somebody who signs in for the project's customer."""
    return customer_of(Organisation.objects.get(pk=site.customer_id))


@pytest.fixture(scope="module")
def stranger(site) -> Actor:
    """Give a customer who has no part in the project."""
    return customer_of(organisation())


def browsing(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.id))
    return client


def bearer(actor: Actor, at, scope: str = "warranties:read") -> dict[str, str]:
    _row, secret = tokens.issue(user_id=actor.id, name="t", scopes=[scope], expires_at=None, by=actor, at=at)
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def said(steps: list[explaining.Step]) -> str:
    return "\n".join(f"{step.what} {step.why} {step.day} {step.last}" for step in steps)


class TestExplaining:
    def test_names_article_arithmetic_and_the_day_that_does_not_count(self, site, filed):
        words = said(explaining.of_part(filed["electrical"], queries.known_of(site.project_id)))
        assert "验收当日不计入" in words
        assert "第四十条（四）" in words
        assert "2025-01-10 起满 2 年，到期年的对应日为 2027-01-10" in words

    def test_says_when_a_year_has_no_such_day(self, site, filed, act):
        things.change_project(project_id=site.project_id, changes={"completion_accepted_on": date(2024, 2, 29)}, **act)
        commands.settle(site.project_id)
        part = WarrantyPart.objects.get(kind="electrical")
        assert "以当月末日 2026-02-28 为止" in said(explaining.of_part(part, queries.known_of(site.project_id)))

    def test_lists_the_seasons_that_count(self, site, filed):
        steps = explaining.of_part(filed["heating"], queries.known_of(site.project_id))
        counted = [(step.day, step.last) for step in steps if "个供暖期" in step.what and step.last]
        assert counted == [(date(2025, 11, 15), date(2026, 3, 15)), (date(2026, 11, 15), date(2027, 3, 15))]
        assert steps[-1].day == filed["heating"].until == counted[-1][1]

    def test_counts_as_many_seasons_as_their_end_says(self):
        season = Season((11, 15), (3, 15))
        for accepted in (date(2025, 11, 14), date(2025, 11, 15), date(2026, 3, 15)):
            assert season.counted(accepted, 2)[-1][1] == season.ends(accepted, 2)
            assert season.counted(accepted, 2)[0][0] > accepted

    def test_compares_the_contract_and_adds_what_stood_still(self, site, filed, act):
        part = filed["electrical"]
        commands.change_part(part_id=part.pk, changes={"contract_until": date(2028, 1, 10)}, **act)
        commands.suspend(part_id=part.pk, since=date(2026, 3, 1), reason="改造停用", **act)
        commands.lift(part_id=part.pk, last=date(2026, 3, 31), **act)
        part.refresh_from_db()
        steps = explaining.of_part(part, queries.known_of(site.project_id))
        assert "长于法定期限，按合同计算" in said(steps)
        assert "到期日顺延 31 天" in said(steps)
        assert steps[-1].day == part.until == date(2028, 1, 10) + timedelta(days=31)

    @pytest.mark.parametrize(("kind", "words"), [("other", "由合同约定"), ("structure", "满 50 年")])
    def test_says_what_stands_in_place_of_years(self, site, filed, kind, words):
        assert words in said(explaining.of_part(filed[kind], queries.known_of(site.project_id)))


class TestVisibility:
    def test_is_the_own_projects_alone(self, filed, owner, stranger):
        assert policies.visible_to(owner).count() == len(filed)
        assert not policies.visible_to(stranger).exists()

    def test_does_not_let_customers_write(self, filed, owner, at):
        from aftercare.platform.refusal import Refused

        with pytest.raises(Refused, match="not_allowed"):
            commands.suspend(part_id=filed["electrical"].pk, since=date(2026, 3, 1), reason="停", by=owner, at=at)


class TestPages:
    def test_show_picture_terms_and_why(self, site, filed, owner):
        text = browsing(owner).get(f"/my/projects/{site.project_id}/").content.decode()
        assert "warranty-track" in text
        assert "2030-01-10" in text
        assert "《建设工程质量管理条例》第四十条（二）" in text
        assert "/warranties/" not in text

    def test_say_of_equipment_whether_until_when_and_why(self, site, filed, owner):
        text = browsing(owner).get(f"/my/equipment/{site.chiller_id}/").content.decode()
        assert "2026-09-15" in text
        assert "第 2 个供冷期" in text

    def test_are_not_there_for_another_customer(self, site, filed, owner, stranger):
        pages = [f"/my/projects/{site.project_id}/", f"/my/equipment/{site.chiller_id}/"]
        assert [browsing(owner).get(page).status_code for page in pages] == [200, 200]
        assert [browsing(stranger).get(page).status_code for page in pages] == [404, 404]

    def test_list_the_own_alone(self, site, filed, owner, stranger):
        for page in ("/my/projects/", "/my/equipment/"):
            assert "朔光大厦" in browsing(owner).get(page).content.decode()
            assert "朔光大厦" not in browsing(stranger).get(page).content.decode()

    def test_warn_at_home_of_what_ends_soon(self, site, filed, owner):
        soon = date.today() + timedelta(days=30)
        WarrantyPart.objects.filter(kind="cooling").update(until=soon)
        text = browsing(owner).get("/").content.decode()
        assert f"/my/projects/{site.project_id}/#part-{filed['cooling'].pk}" in text


class TestApi:
    def test_tells_the_warranties_of_a_project_with_why(self, site, filed, owner, client, at):
        answer = client.get(f"/api/v1/warranties/projects/{site.project_id}", **bearer(owner, at)).json()
        heating = next(item for item in answer["items"] if item["kind"] == "heating")
        assert (answer["city"], heating["until"], heating["basis"]) == ("北京", "2027-03-15", "statutory")
        assert any("第四十条（三）" in step["why"] for step in heating["steps"])
        one = client.get(f"/api/v1/warranties/{heating['id']}", **bearer(owner, at)).json()
        assert one == heating

    def test_tells_whether_equipment_is_covered(self, site, filed, owner, client, at):
        answer = client.get(f"/api/v1/warranties/equipment/{site.chiller_id}", **bearer(owner, at)).json()
        assert (answer["kind"], answer["until"]) == ("cooling", "2026-09-15")
        assert answer["is_covered"] == (date.today() <= date(2026, 9, 15))

    def test_knows_nothing_of_others(self, site, filed, owner, stranger, client, at):
        part = filed["heating"].pk
        for path in (f"projects/{site.project_id}", f"equipment/{site.chiller_id}", f"{part}"):
            assert client.get(f"/api/v1/warranties/{path}", **bearer(owner, at)).status_code == 200
            assert client.get(f"/api/v1/warranties/{path}", **bearer(stranger, at)).status_code == 404
            other = bearer(owner, at, "requests:read")
            assert client.get(f"/api/v1/warranties/{path}", **other).status_code == 403
