"""The party that is liable as claimed: one of the project's, named by the office, read by the office."""

from __future__ import annotations

import pytest

from aftercare.contexts.installed_base.commands import add_party, register_project
from aftercare.contexts.organisations.commands import register_organisation
from aftercare.contexts.service_requests import commands, schemas
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.service_requests.tests import builders
from aftercare.contexts.service_requests.tests.builders import BUILDER, MONDAY
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused

DONE = {"by": BUILDER, "at": MONDAY}


@pytest.fixture(scope="module")
def scene(shared_db):
    builders.promises()
    return builders.scene()


@pytest.fixture(scope="module")
def liable(scene) -> int:
    """Give the supplier of the project."""
    row = register_organisation(name="捷升电梯", kind="supplier", **DONE)
    add_party(project_id=scene.project_id, organisation_id=row.pk, part="supplier", **DONE)
    return row.pk


def registered(scene, by: Actor = BUILDER, **given) -> ServiceRequest:
    about = {
        "source": "hotline",
        "subject": "门机异响",
        "customer_id": scene.customer_id,
        "project_id": scene.project_id,
    }
    return commands.register(**{**about, **given}, by=by, at=MONDAY)


class TestLiable:
    def test_is_kept_and_read_by_the_office_alone(self, scene, liable, desk_agent):
        row = registered(scene, liable_party_id=liable)
        assert schemas.RequestOut.of(row, by=desk_agent).liable_party_id == liable
        customer = Actor(id=1, roles=frozenset({Role.CUSTOMER}), organisation_ids=frozenset({scene.customer_id}))
        assert schemas.RequestOut.of(row, by=customer).liable_party_id is None

    def test_is_refused_for_who_has_no_part_in_the_project_and_keeps_nothing(self, scene, liable):
        other = register_organisation(name="路过建筑公司", **DONE)
        wrong = [{"liable_party_id": other.pk}, {"liable_party_id": liable, "project_id": None}]
        for given in wrong:
            with pytest.raises(Refused, match="unknown"):
                registered(scene, **given)
        assert not ServiceRequest.objects.exists()

    def test_is_refused_to_customers(self, scene, liable):
        customer = Actor(id=1, roles=frozenset({Role.CUSTOMER}), organisation_ids=frozenset({scene.customer_id}))
        with pytest.raises(Refused, match="not_allowed"):
            registered(scene, by=customer, liable_party_id=liable)

    def test_falls_away_with_another_project(self, scene, liable):
        row = registered(scene, liable_party_id=liable)
        about = {"name": "二期", "customer_id": scene.customer_id, "region_id": scene.region_id}
        other = register_project(**about, **DONE)
        moved = commands.change(
            request_id=row.pk, subject="门机异响", customer_id=scene.customer_id, project_id=other.pk, **DONE
        )
        assert moved.liable_party_id is None

    def test_stands_on_the_page_and_narrows_the_list(self, scene, liable):
        row, other = registered(scene, liable_party_id=liable), registered(scene, subject="照明不亮")
        client = builders.login("desk_agent")
        assert "捷升电梯" in client.get(row.get_absolute_url()).content.decode()
        page = client.get(f"/requests/?liable={liable}").content.decode()
        assert row.number in page
        assert other.number not in page
