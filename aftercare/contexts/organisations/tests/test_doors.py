from __future__ import annotations

import pytest

from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.organisations.tests.building import contact, customer_of, organisation
from aftercare.contexts.people.tests.browsing import browser, queries_of
from aftercare.contexts.people.tests.building import region
from aftercare.platform.actor import Role
from aftercare.platform.api import tokens

HTMX = {"HX-Request": "true"}
FORM = {"kind": "customer", "customer_type": "enterprise", "industry": "building", "grade": "B"}


@pytest.mark.django_db
class TestList:
    def test_costs_the_same_for_many_as_for_few(self):
        client = browser(Role.DESK_AGENT)
        contact(organisation(tags=["甲"]))
        client.get("/customers/")
        few = queries_of(lambda: client.get("/customers/"))
        for _n in range(6):
            contact(organisation(tags=["甲", "乙"]))
        assert queries_of(lambda: client.get("/customers/")) == few

    def test_finds_by_name_phone_and_contact(self):
        client, of = browser(Role.DESK_AGENT), organisation("北辰轨道交通运营有限公司", short_name="北辰轨交")
        contact(of, name="欧阳震华", phone="138 1234 5678")
        organisation("别的公司")
        for text in ("轨道交通", "13812345678", "1381234", "欧阳震华", of.number):
            page = client.get("/customers/", {"q": text}).content.decode()
            assert "北辰轨交" in page, text
            assert "别的公司" not in page, text

    def test_narrows_by_tag_grade_and_region(self):
        client, east = browser(Role.DESK_AGENT), region("华东")
        organisation("要找的公司", tags=["驻场"], grade="A", region_id=east.pk)
        organisation("其他的公司")
        tag = Organisation.objects.get(name="要找的公司").tags.get()
        for query in (f"tag={tag.pk}", "grade=A", f"region={east.pk}", "tab=key"):
            page = client.get(f"/customers/?{query}").content.decode()
            assert "要找的公司" in page, query
            assert "其他的公司" not in page, query

    @pytest.mark.parametrize("role", [Role.ENGINEER, Role.CUSTOMER, Role.SYSTEM_ADMIN, Role.AUDITOR])
    def test_is_closed_to_whoever_is_not_of_the_office(self, role, make_actor):
        if role == Role.ENGINEER:
            from aftercare.contexts.people.tests.browsing import engineers_browser
            from aftercare.contexts.people.tests.building import engineer

            client = engineers_browser(engineer())
        else:
            client = browser(role)
        for path in ("/customers/", f"/customers/{organisation().pk}/", "/customers/pick/"):
            assert client.get(path).status_code == 403


@pytest.mark.django_db
class TestPages:
    def test_register_and_go_to_the_new_record(self):
        client = browser(Role.DESK_AGENT)
        answer = client.post("/customers/new/", {**FORM, "name": "新公司", "phone": "400-820-1234"})
        row = Organisation.objects.get()
        assert answer["Location"] == f"/customers/{row.pk}/"
        page = client.get(answer["Location"]).content.decode()
        assert row.number in page
        assert "400-820-1234" in page

    def test_make_a_regional_agent_choose_a_region_of_theirs(self):
        east, north = region("华东"), region("北")
        client = browser(Role.DESK_AGENT, east)
        for chosen in ("", north.pk):
            answer = client.post("/customers/new/", {**FORM, "name": "新公司", "region_id": chosen})
            assert answer.status_code == 422
        assert not Organisation.objects.exists()

    def test_say_beside_the_field_what_is_wrong(self):
        client, known = browser(Role.DESK_AGENT), organisation()
        for wrong, status in (
            ({"name": known.name}, 409),
            ({"name": ""}, 422),
            ({"name": "a\u202eb"}, 422),
            ({"name": "x" * 100_000}, 422),
            ({"name": "新", "phone": "abc"}, 422),
            ({"name": "新", "grade": "Z"}, 422),
        ):
            answer = client.post("/customers/new/", {**FORM, **wrong})
            assert answer.status_code == status, wrong
            assert "field-error" in answer.content.decode(), wrong
        assert Organisation.objects.count() == 1

    def test_answer_404_for_what_lies_in_another_region_as_for_nothing(self):
        client, row = browser(Role.DESK_AGENT, region()), organisation(region_id=region("北").pk)
        person = contact(row)
        for path in (
            f"/customers/{row.pk}/",
            f"/customers/{row.pk}/change/",
            f"/customers/{row.pk}/contact/",
            f"/customers/contacts/{person.pk}/",
            "/customers/987654321/",
        ):
            assert client.get(path).status_code == 404, path

    def test_add_change_and_let_a_contact_sign_in(self):
        client, row = browser(Role.DESK_AGENT), organisation()
        form = {"name": "何处长", "phone": "13812345678", "language": "zh-hans"}
        client.post(f"/customers/{row.pk}/contact/", form, headers=HTMX)
        person = row.contacts.get()
        changed = {**form, "name": "何局长", "is_primary": "on", "is_active": "on"}
        client.post(f"/customers/contacts/{person.pk}/", changed, headers=HTMX)
        client.post(f"/customers/contacts/{person.pk}/login/", {"username": "he.ju"}, headers=HTMX)
        person.refresh_from_db()
        assert (person.name, person.user.username) == ("何局长", "he.ju")

    def test_set_tags_typed_with_chinese_commas(self):
        client, row = browser(Role.DESK_AGENT), organisation()
        client.post(f"/customers/{row.pk}/tags/", {"tags": "战略客户，驻场、 甲方"}, headers=HTMX)
        assert {tag.name for tag in row.tags.all()} == {"战略客户", "驻场", "甲方"}

    def test_offer_only_visible_ones_to_pick(self):
        east = region()
        here = organisation("看得见公司", region_id=east.pk)
        organisation("看不见公司", region_id=region("北").pk)
        answer = browser(Role.DESK_AGENT, east).get("/customers/pick/", {"q": "公司"}).json()
        assert [choice["value"] for choice in answer] == [str(here.pk)]


@pytest.mark.django_db
class TestApi:
    def token(self, user_id, at, scopes=("customers:read",)):
        from aftercare.platform.actor import Actor

        _row, secret = tokens.issue(
            user_id=user_id, name="t", scopes=scopes, expires_at=None, by=Actor.system("test"), at=at
        )
        return {"Authorization": f"Bearer {secret}"}

    def test_lists_pages_and_shows_what_the_owner_may_see(self, client, at):
        east = region()
        agent = browser(Role.DESK_AGENT, east).user
        rows = [organisation(region_id=east.pk, tags=["甲"]) for _n in range(3)]
        hidden = organisation(region_id=region("北").pk)
        head = self.token(agent.pk, at)
        first = client.get("/api/v1/customers?limit=2", headers=head).json()
        rest = client.get(f"/api/v1/customers?limit=2&cursor={first['next_cursor']}", headers=head).json()
        assert [item["id"] for item in first["items"] + rest["items"]] == [row.pk for row in reversed(rows)]
        assert client.get(f"/api/v1/customers/{hidden.pk}", headers=head).status_code == 404

    def test_shows_a_customer_its_own_only(self, client, at):
        mine, other = organisation(), organisation()
        head = self.token(customer_of(mine).id, at)
        assert client.get(f"/api/v1/customers/{mine.pk}", headers=head).json()["contacts"]
        assert client.get(f"/api/v1/customers/{other.pk}", headers=head).status_code == 404

    @pytest.mark.parametrize(
        "query", ["kind=enemy", "limit=0", "limit=999", "cursor=%00", "q=" + "x" * 101, "cursor=abc"]
    )
    def test_refuses_junk_naming_the_field(self, client, at, query):
        head = self.token(browser(Role.DESK_AGENT).user.pk, at)
        answer = client.get(f"/api/v1/customers?{query}", headers=head)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == query.split("=")[0]

    def test_is_closed_without_the_scope(self, client, at):
        head = self.token(browser(Role.DESK_AGENT).user.pk, at, scopes=("equipment:read",))
        assert client.get("/api/v1/customers", headers=head).status_code == 403
        assert client.get("/api/v1/customers").status_code == 401
