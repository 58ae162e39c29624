from __future__ import annotations

import pytest

from aftercare.contexts.installed_base import commands
from aftercare.contexts.installed_base.models import Equipment, Project
from aftercare.contexts.installed_base.tests.building import SYSTEM, equipment, equipment_kind, location, project
from aftercare.contexts.organisations.tests.building import customer_of, organisation
from aftercare.contexts.people.tests.browsing import browser, engineers_browser, queries_of
from aftercare.contexts.people.tests.building import engineer, region
from aftercare.platform.actor import Role
from aftercare.platform.api import tokens

HTMX = {"HX-Request": "true"}


@pytest.mark.django_db
class TestLists:
    @pytest.mark.parametrize("path", ["/equipment/", "/projects/"])
    def test_cost_the_same_for_many_as_for_few(self, path):
        client = browser(Role.DESK_AGENT)
        equipment()
        client.get(path)
        few = queries_of(lambda: client.get(path))
        for _n in range(5):
            of = project()
            equipment(of, location_id=location(of).pk)
        assert queries_of(lambda: client.get(path)) == few

    def test_narrow_by_a_place_with_everything_under_it(self):
        client, of = browser(Role.DESK_AGENT), project()
        building = location(of, "一号楼")
        system = location(of, "电梯系统", under=building)
        equipment(of, "楼里的电梯", location_id=system.pk)
        equipment(of, "外面的水泵", location_id=location(of, "泵房").pk)
        page = client.get(f"/equipment/?place={building.pk}").content.decode()
        assert "楼里的电梯" in page
        assert "外面的水泵" not in page

    def test_narrow_by_customer_project_kind_and_refuse_the_unknown(self):
        client, row = browser(Role.DESK_AGENT), equipment(name="找它")
        equipment(name="别找它")
        for name, pk in (("customer", row.customer_id), ("project", row.project_id), ("kind", row.kind_id)):
            page = client.get(f"/equipment/?{name}={pk}").content.decode()
            assert "找它" in page
            assert "别找它" not in page
            assert client.get(f"/equipment/?{name}=987654321").status_code == 422

    def test_show_an_engineer_the_equipment_of_the_own_region_to_read_only(self):
        hired = engineer()
        near = equipment(project(in_region=hired.region), "近处的电梯")
        far = equipment(name="远处的电梯")
        client = engineers_browser(hired)
        page = client.get("/equipment/").content.decode()
        assert "近处的电梯" in page
        assert "远处的电梯" not in page
        assert client.get(f"/equipment/{near.pk}/").status_code == 200
        assert client.get(f"/equipment/{far.pk}/").status_code == 404
        assert client.get(f"/equipment/{near.pk}/change/").status_code == 403
        assert client.get("/projects/").status_code == 403

    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.PARTNER, Role.SYSTEM_ADMIN, Role.AUDITOR])
    def test_are_closed_to_everybody_outside_the_service(self, role):
        client, row = browser(role), equipment()
        for path in ("/equipment/", f"/equipment/{row.pk}/", "/projects/", f"/projects/{row.project_id}/"):
            assert client.get(path).status_code == 403

    def test_take_the_selection_to_the_label_page(self):
        client, rows = browser(Role.DESK_AGENT), [equipment(), equipment()]
        answer = client.post("/equipment/", {"action": "labels", "ids": [row.pk for row in rows]}, headers=HTMX)
        assert answer["HX-Redirect"] == f"/equipment/labels/?ids={rows[0].pk},{rows[1].pk}"


@pytest.mark.django_db
class TestProjectPages:
    def test_register_with_a_picked_customer(self):
        client, buyer, of = browser(Role.DESK_AGENT), organisation(), region()
        form = {"name": "新项目", "customer_id": buyer.pk, "region_id": of.pk, "zone": "Asia/Shanghai"}
        answer = client.post("/projects/new/", form)
        assert answer["Location"] == f"/projects/{Project.objects.get().pk}/"

    def test_refuse_a_customer_of_another_region_as_an_unknown_one(self):
        east = region()
        client, hidden = browser(Role.DESK_AGENT, east), organisation("别区的客户", region_id=region("北").pk)
        form = {"name": "新项目", "region_id": east.pk, "zone": "Asia/Shanghai"}
        pages = [client.post("/projects/new/", {**form, "customer_id": pk}) for pk in (hidden.pk, 987654321)]
        assert [page.status_code for page in pages] == [422, 422]
        assert "别区的客户" not in pages[0].content.decode()

    def test_show_tree_equipment_and_parties(self):
        of = project()
        site = location(of, "主楼区", kind="site")
        equipment(of, "3 号电梯", location_id=location(of, "一号楼", under=site).pk)
        page = browser(Role.DISPATCHER).get(f"/projects/{of.pk}/").content.decode()
        for words in ("主楼区", "一号楼", "3 号电梯"):
            assert words in page

    def test_add_move_and_remove_places_in_the_dialog(self):
        client, of = browser(Role.DESK_AGENT), project()
        client.post(f"/projects/{of.pk}/place/", {"name": "一号楼", "kind": "building"}, headers=HTMX)
        place = of.locations.get()
        client.post(f"/projects/places/{place.pk}/", {"name": "1 号楼", "kind": "building"}, headers=HTMX)
        place.refresh_from_db()
        assert place.path == "1 号楼"
        wrong = client.post(f"/projects/{of.pk}/place/", {"name": "1 号楼", "kind": "building"}, headers=HTMX)
        assert wrong.status_code == 409
        client.post(f"/projects/places/{place.pk}/remove/", headers=HTMX)
        assert not of.locations.exists()

    def test_answer_404_for_another_region(self):
        client, of = browser(Role.DESK_AGENT, region()), project(in_region=region("北"))
        place = location(of)
        for path in (f"/projects/{of.pk}/", f"/projects/{of.pk}/change/", f"/projects/places/{place.pk}/"):
            assert client.get(path).status_code == 404


@pytest.mark.django_db
class TestEquipmentPages:
    def form(self, **facts):
        return {"name": "3 号电梯", "kind_id": equipment_kind().pk, **facts}

    def test_ask_for_the_project_first_and_then_register(self):
        client, of = browser(Role.DESK_AGENT), project()
        assert client.get("/equipment/new/").status_code == 200
        assert client.get("/equipment/new/?project=987654321").status_code == 422
        answer = client.post(f"/equipment/new/?project={of.pk}", self.form())
        assert answer["Location"] == f"/equipment/{Equipment.objects.get().pk}/"

    def test_move_to_another_project_by_the_form(self):
        client, other, row = browser(Role.DESK_AGENT), project(), equipment()
        form = self.form(project_id=other.pk, status="stopped")
        assert client.post(f"/equipment/{row.pk}/change/", form).status_code == 302
        row.refresh_from_db()
        assert (row.project_id, row.customer_id, row.status) == (other.pk, other.customer_id, "stopped")

    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            ({"name": ""}, 422),
            ({"installed_on": "0001-01-01"}, 422),
            ({"installed_on": "2026-02-30"}, 422),
            ({"installed_on": "2026-02-01", "warranty_until": "2025-02-01"}, 422),
            ({"location_id": "987654321"}, 422),
            ({"kind_id": "x"}, 422),
            ({"serial": "taken"}, 409),
        ],
    )
    def test_say_beside_the_field_what_is_wrong(self, facts, status):
        client, of = browser(Role.DESK_AGENT), project()
        equipment(of, serial="taken")
        answer = client.post(f"/equipment/new/?project={of.pk}", self.form(**facts))
        assert answer.status_code == status
        assert "field-error" in answer.content.decode()
        assert Equipment.objects.count() == 1

    def test_scrap_with_a_reason_in_the_dialog(self):
        client, row = browser(Role.SERVICE_MANAGER), equipment()
        assert client.post(f"/equipment/{row.pk}/scrap/", {"reason": ""}, headers=HTMX).status_code == 422
        client.post(f"/equipment/{row.pk}/scrap/", {"reason": "报废更新"}, headers=HTMX)
        page = client.get(f"/equipment/{row.pk}/").content.decode()
        assert "报废更新" in page
        assert "label-code" not in page


@pytest.mark.django_db
class TestLabelPages:
    def test_show_and_print_what_was_chosen(self):
        client, rows = browser(Role.DESK_AGENT), [equipment(), equipment()]
        query = f"ids={rows[1].pk},{rows[0].pk}"
        assert "data:image/png" in client.get(f"/equipment/labels/?{query}&skip=3&cut=on").content.decode()
        paper = client.get(f"/equipment/labels.pdf?{query}&paper=single")
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")

    @pytest.mark.parametrize(
        "query", ["ids=1,x", "ids=-1", "ids=99999999999999999999", "paper=a3", "skip=24", "skip=x", ""]
    )
    def test_refuse_junk(self, query):
        client, row = browser(Role.DESK_AGENT), equipment()
        given = query if "ids" in query or not query else f"ids={row.pk}&{query}"
        assert client.get(f"/equipment/labels.pdf?{given}").status_code == 422

    def test_answer_404_for_equipment_of_another_region_and_for_scrapped(self, at):
        client, far = browser(Role.DESK_AGENT, region()), equipment()
        assert client.get(f"/equipment/labels.pdf?ids={far.pk}").status_code == 404
        gone = equipment()
        commands.scrap_equipment(equipment_id=gone.pk, reason="x", by=SYSTEM, at=at)
        assert browser(Role.DESK_AGENT).get(f"/equipment/labels/?ids={gone.pk}").status_code == 404


@pytest.mark.django_db
class TestApi:
    def token(self, user_id, at):
        scopes = ("equipment:read",)
        _row, secret = tokens.issue(user_id=user_id, name="t", scopes=scopes, expires_at=None, by=SYSTEM, at=at)
        return {"Authorization": f"Bearer {secret}"}

    def test_lists_filters_and_shows(self, client, at):
        row, _other = equipment(name="泵房水泵"), equipment()
        head = self.token(browser(Role.DESK_AGENT).user.pk, at)
        for query in (f"customer_id={row.customer_id}", f"project_id={row.project_id}", "q=水泵"):
            items = client.get(f"/api/v1/equipment?{query}", headers=head).json()["items"]
            assert [item["number"] for item in items] == [row.number], query
        assert client.get(f"/api/v1/equipment/{row.pk}", headers=head).json()["kind"] == row.kind.name

    def test_shows_a_customer_its_own_only_and_no_label(self, client, at):
        mine = organisation()
        row, other = equipment(project(mine)), equipment()
        head = self.token(customer_of(mine).id, at)
        shown = client.get(f"/api/v1/equipment/{row.pk}", headers=head)
        assert row.label_code not in shown.content.decode()
        assert client.get(f"/api/v1/equipment/{other.pk}", headers=head).status_code == 404
        assert client.get("/api/v1/equipment/0", headers=head).status_code == 422
        assert client.get("/api/v1/equipment/99999999999999999999", headers=head).status_code == 422


@pytest.mark.django_db
class TestWatching:
    @pytest.mark.parametrize("key", ["", "x", "-1", "1; DROP", "9" * 30, "١"])
    def test_is_refused_for_what_is_not_an_id(self, make_actor, key):
        from aftercare.contexts.installed_base.desk import may_watch_equipment, may_watch_project

        actor = make_actor(Role.DESK_AGENT)
        assert not may_watch_equipment(actor, key)
        assert not may_watch_project(actor, key)

    def test_follows_the_right_to_see(self, make_actor):
        from aftercare.contexts.installed_base.desk import may_watch_equipment

        row = equipment()
        assert may_watch_equipment(make_actor(Role.DESK_AGENT), str(row.pk))
        assert not may_watch_equipment(make_actor(Role.DESK_AGENT, regions={region().pk}), str(row.pk))
