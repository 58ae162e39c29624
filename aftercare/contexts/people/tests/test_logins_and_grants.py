from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from aftercare.contexts.people import commands, public
from aftercare.contexts.people.models import Grant
from aftercare.contexts.people.tests.building import MONDAY, SYSTEM, engineer, granted, login, region
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.refusal import Refused


def grant(user, role, by=SYSTEM, of=None, at=MONDAY):
    return commands.grant_role(user_id=user.pk, role=role, region_id=of.pk if of else None, by=by, at=at)


def refused(user, role, **how):
    before = Grant.objects.count()
    with pytest.raises(Refused) as refusal:
        grant(user, role, **how)
    assert Grant.objects.count() == before
    return refusal.value.code


@pytest.mark.django_db
class TestCreateUser:
    def test_makes_a_login_without_any_right_and_tells_it_once(self, system_admin, at, published):
        user = commands.create_user(username=" Li.Si ", name="李四", by=system_admin, at=at)
        assert (user.username, user.has_usable_password()) == ("li.si", False)
        assert public.scope_of(user.pk).roles == frozenset()
        published.only("UserCreated")

    def test_is_refused_to_everybody_but_administrators(self, service_manager, at):
        with pytest.raises(Refused, match="not_allowed"):
            commands.create_user(username="lisi", name="李四", by=service_manager, at=at)
        assert not User.objects.filter(username="lisi").exists()

    def test_is_refused_for_an_email_in_use(self, system_admin, at):
        commands.create_user(username="a1", name="甲", email="A@example.com", by=system_admin, at=at)
        with pytest.raises(Refused) as refusal:
            commands.create_user(username="a2", name="乙", email="a@EXAMPLE.com", by=system_admin, at=at)
        assert (refusal.value.code, refusal.value.field) == ("conflict", "email")


@pytest.mark.django_db
class TestGrantRole:
    def test_gives_the_role_and_tells_it_once(self, security_admin, published):
        user, of = login(), region()
        published.since += 1
        grant(user, Role.DISPATCHER, by=security_admin, of=of)
        assert public.scope_of(user.pk).region_ids == {of.pk}
        published.only("RoleGranted")

    def test_is_refused_to_the_other_administrators(self, system_admin, service_manager):
        assert refused(login(), Role.DISPATCHER, by=system_admin) == "not_allowed"
        with pytest.raises(Refused, match="not_found"):
            grant(login(), Role.DISPATCHER, by=service_manager)

    def test_is_refused_for_ones_own_login(self, security_admin):
        assert refused(User.objects.get(pk=security_admin.id), Role.DISPATCHER, by=security_admin) == "not_allowed"

    @pytest.mark.parametrize("second", [Role.SYSTEM_ADMIN, Role.AUDITOR])
    def test_lets_nobody_hold_two_administrators_roles(self, second):
        assert refused(granted(Role.SECURITY_ADMIN), second) == "separation"

    def test_lets_no_administrator_hold_a_role_of_the_business(self):
        assert refused(granted(Role.SYSTEM_ADMIN), Role.DESK_AGENT) == "separation"
        assert refused(granted(Role.DESK_AGENT), Role.AUDITOR) == "separation"

    def test_lets_nobody_from_outside_be_staff(self):
        assert refused(granted(Role.CUSTOMER), Role.DESK_AGENT) == "separation"

    def test_is_refused_twice(self):
        user, of = login(), region()
        grant(user, Role.DISPATCHER, of=of)
        assert refused(user, Role.DISPATCHER, of=of) == "conflict"
        grant(user, Role.STOREKEEPER)
        assert refused(user, Role.STOREKEEPER) == "conflict"

    def test_is_refused_for_an_engineer_who_was_not_hired(self):
        assert refused(login(), Role.ENGINEER) == "invalid"

    def test_is_refused_for_an_unknown_role_and_for_a_region_of_an_administrator(self):
        assert refused(login(), "emperor") == "invalid"
        assert refused(login(), Role.AUDITOR, of=region()) == "invalid"

    def test_is_held_by_the_database_too(self):
        user = granted(Role.SECURITY_ADMIN)
        with pytest.raises(Exception, match="one_administrator_role"):
            Grant.objects.create(user=user, role=Role.AUDITOR)


@pytest.mark.django_db
class TestRevokeRole:
    def test_takes_it_at_once_and_tells_it_once(self, security_admin, at, published):
        held = grant(login(), Role.DISPATCHER)
        commands.revoke_role(grant_id=held.pk, by=security_admin, at=at)
        assert public.scope_of(held.user_id).roles == frozenset()
        published.only("RoleRevoked")

    def test_is_refused_for_ones_own(self, security_admin, at):
        held = grant(User.objects.get(pk=security_admin.id), Role.SECURITY_ADMIN)
        with pytest.raises(Refused, match="not_allowed"):
            commands.revoke_role(grant_id=held.pk, by=security_admin, at=at)
        assert Grant.objects.filter(pk=held.pk).exists()


@pytest.mark.django_db
class TestDeactivateUser:
    def test_ends_every_session_now(self, security_admin, at, published):
        user, phone = granted(Role.DESK_AGENT), Client()
        phone.force_login(user)
        phone.get("/")
        assert UserSession.objects.filter(user=user).exists()
        commands.deactivate_user(user_id=user.pk, reason="left the company", by=security_admin, at=at)
        assert not UserSession.objects.filter(user=user).exists()
        assert phone.get("/").status_code == 302
        published.only("UserDeactivated")

    def test_is_refused_without_a_reason_twice_and_for_oneself(self, security_admin, at):
        user = login()
        for who, reason, code in ((user, "", "missing"), (User(pk=security_admin.id), "x", "not_allowed")):
            with pytest.raises(Refused, match=code):
                commands.deactivate_user(user_id=who.pk, reason=reason, by=security_admin, at=at)
        commands.deactivate_user(user_id=user.pk, reason="x", by=security_admin, at=at)
        with pytest.raises(Refused, match="wrong_state"):
            commands.deactivate_user(user_id=user.pk, reason="x", by=security_admin, at=at)

    def test_can_be_taken_back_with_the_roles_that_were_held(self, security_admin, at):
        user = granted(Role.DESK_AGENT)
        commands.deactivate_user(user_id=user.pk, reason="x", by=security_admin, at=at)
        commands.reactivate_user(user_id=user.pk, by=security_admin, at=at)
        assert public.scope_of(user.pk).roles == {Role.DESK_AGENT}


@pytest.mark.django_db
class TestIssueSignInLink:
    def test_lets_the_person_choose_a_password_once(self, security_admin, at, published):
        path = commands.issue_sign_in_link(user_id=engineer().user_id, by=security_admin, at=at)
        page = Client().get(path, follow=True)
        assert page.status_code == 200
        published.only("SignInLinkIssued")

    def test_is_refused_for_an_administrator_who_has_signed_in(self, security_admin, at):
        auditor = granted(Role.AUDITOR)
        commands.issue_sign_in_link(user_id=auditor.pk, by=security_admin, at=at)
        User.objects.filter(pk=auditor.pk).update(last_login=at)
        with pytest.raises(Refused, match="not_allowed"):
            commands.issue_sign_in_link(user_id=auditor.pk, by=security_admin, at=at)

    def test_second_factor_is_reset_only_where_there_is_one(self, security_admin, at):
        with pytest.raises(Refused, match="wrong_state"):
            commands.reset_second_factor(user_id=login().pk, by=security_admin, at=at)


@pytest.mark.django_db
class TestOpenOutsideLogin:
    def test_gives_exactly_the_outside_role(self, desk_agent, at):
        user = commands.open_outside_login(username="kunde", name="客户", role=Role.CUSTOMER, by=desk_agent, at=at)
        assert public.scope_of(user.pk).roles == {Role.CUSTOMER}

    def test_is_refused_for_a_role_of_the_staff(self, desk_agent, at):
        with pytest.raises(Refused, match="invalid"):
            commands.open_outside_login(username="spy", name="X", role=Role.SERVICE_MANAGER, by=desk_agent, at=at)
        assert not User.objects.filter(username="spy").exists()
