from __future__ import annotations

import pytest

from aftercare.contexts.people import commands, public
from aftercare.contexts.people.models import Engineer, Grant
from aftercare.contexts.people.tests.building import centre, engineer, login, region
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused

FACTS = {"username": "wang", "employee_no": "E9000", "name": "王强", "phone": "13812345678", "email": "w@example.com"}


def hire(by, at, of, **facts):
    return commands.hire_engineer(**{**FACTS, "region_id": of.pk, **facts}, by=by, at=at)


def refused(by, at, of, **facts):
    before = (User.objects.count(), Engineer.objects.count(), Grant.objects.count())
    with pytest.raises(Refused) as refusal:
        hire(by, at, of, **facts)
    assert (User.objects.count(), Engineer.objects.count(), Grant.objects.count()) == before
    return refusal.value


@pytest.mark.django_db
class TestHireEngineer:
    def test_makes_login_engineer_role_and_week_and_tells_it_once(self, service_manager, at, published):
        of = region()
        hired = hire(service_manager, at, of)
        assert public.scope_of(hired.user_id).roles == {Role.ENGINEER}
        assert public.scope_of(hired.user_id).region_ids == {of.pk}
        assert hired.shifts.count() == 5
        assert published.only("EngineerHired")["engineer_id"] == hired.pk

    def test_lets_nobody_sign_in_before_a_password_is_set(self, service_manager, at):
        assert not hire(service_manager, at, region()).user.has_usable_password()

    def test_is_refused_to_a_dispatcher_and_changes_nothing(self, dispatcher, at, published):
        assert refused(dispatcher, at, region()).code == "not_allowed"
        assert published.names() == []

    def test_is_refused_in_a_region_of_somebody_else(self, make_actor, at):
        mine, other = region(), region("华北")
        manager = make_actor(Role.SERVICE_MANAGER, regions={mine.pk})
        assert refused(manager, at, other).code == "not_allowed"

    def test_is_refused_for_an_employee_number_in_use_and_leaves_no_login(self, service_manager, at):
        known = engineer()
        refusal = refused(service_manager, at, region(), employee_no=known.employee_no)
        assert (refusal.code, refusal.field) == ("conflict", "employee_no")

    def test_is_refused_for_a_login_name_in_use(self, service_manager, at):
        known = login()
        refusal = refused(service_manager, at, region(), username=known.username.upper())
        assert (refusal.code, refusal.field) == ("conflict", "username")

    def test_is_refused_for_a_service_centre_of_another_region(self, service_manager, at):
        elsewhere = centre(region("华北"))
        assert refused(service_manager, at, region(), centre_id=elsewhere.pk).field == "centre_id"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "王" * 81),
            ("name", "王\0强"),
            ("name", "王\u202e强"),
            ("grade", "wizard"),
            ("username", "王强"),
            ("username", "a b"),
            ("email", "not an address"),
            ("lat", float("nan")),
            ("region_id", 987654321),
            ("centre_id", 987654321),
            ("password", "12345"),
        ],
    )
    def test_is_refused_for_bad_input_and_names_the_field(self, system, at, field, value):
        assert refused(system, at, region(), **{field: value}).field == field

    def test_is_refused_for_half_a_position(self, system, at):
        assert refused(system, at, region(), lat=31.2).field == "lat"


@pytest.mark.django_db
class TestChangeEngineer:
    def test_moves_the_role_along_to_another_region(self, service_manager, at, published):
        hired, north = engineer(), region("华北")
        commands.change_engineer(engineer_id=hired.pk, changes={"region_id": north.pk}, by=service_manager, at=at)
        assert public.scope_of(hired.user_id).region_ids == {north.pk}
        assert published.only("EngineerChanged")["changed"] == ["region_id"]

    def test_says_nothing_when_nothing_is_another(self, service_manager, at, published):
        hired = engineer()
        commands.change_engineer(engineer_id=hired.pk, changes={"name": hired.name}, by=service_manager, at=at)
        assert "EngineerChanged" not in published.names()

    def test_is_not_found_for_a_manager_of_another_region(self, make_actor, at):
        hired = engineer()
        manager = make_actor(Role.SERVICE_MANAGER, regions={region("华北").pk})
        with pytest.raises(Refused, match="not_found"):
            commands.change_engineer(engineer_id=hired.pk, changes={"name": "X"}, by=manager, at=at)

    def test_is_refused_into_a_region_of_somebody_else_and_changes_nothing(self, make_actor, at):
        hired, north = engineer(), region("华北")
        manager = make_actor(Role.SERVICE_MANAGER, regions={hired.region_id})
        with pytest.raises(Refused, match="not_allowed"):
            commands.change_engineer(engineer_id=hired.pk, changes={"region_id": north.pk}, by=manager, at=at)
        assert Engineer.objects.get(pk=hired.pk).region_id == hired.region_id
