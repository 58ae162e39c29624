from __future__ import annotations

import pytest

from aftercare.platform import audit
from aftercare.platform.accounts.models import User
from aftercare.platform.audit import trail
from aftercare.surfaces.administration.kinds import KINDS


def test_every_tracked_table_has_a_name_on_screen():
    assert set(trail.tracked_models()) == set(KINDS)


@pytest.mark.django_db
class TestChanges:
    @pytest.fixture
    def renamed(self, desk_agent, make_actor):
        user = User.objects.create_user("wang", name="王磊")
        with audit.acting(desk_agent):
            user.name = "王雷"
            user.save()
            User.objects.filter(pk=user.pk).update(phone="021-1")
        return user

    def test_tells_who_changed_what_newest_first_bulk_updates_too(self, renamed, desk_agent):
        later, earlier, first = trail.changes(kinds=["accounts.user"], record_id=renamed.pk)
        assert earlier.fields == {"name": ("王磊", "王雷")}
        assert later.fields == {"phone": ("", "021-1")}
        assert (first.action, first.actor_name) == ("created", "")
        assert (later.actor_id, later.actor_name, later.via) == (desk_agent.id, desk_agent.name, "desk")

    def test_never_copies_a_password(self, renamed):
        assert all("password" not in change.fields for change in trail.changes(kinds=["accounts.user"]))

    def test_finds_by_person_across_all_tables_in_one_query(self, renamed, desk_agent, django_assert_num_queries):
        with django_assert_num_queries(1):
            rows = trail.changes(actor_id=desk_agent.id)
        assert [row.record_id for row in rows] == [renamed.pk, renamed.pk]

    def test_goes_on_where_the_page_ended(self, renamed):
        [latest] = trail.changes(kinds=["accounts.user"], record_id=renamed.pk, limit=1)
        older = trail.changes(kinds=["accounts.user"], record_id=renamed.pk, before=latest.at)
        assert latest.id not in {row.id for row in older}

    def test_a_kind_that_is_not_tracked_is_an_error(self):
        with pytest.raises(LookupError):
            trail.changes(kinds=["sessions.session"])

    def test_the_trail_itself_cannot_be_changed(self, renamed):
        from django.db import ProgrammingError, connection, transaction

        for statement in ("UPDATE accounts_userevent SET name = 'x'", "DELETE FROM accounts_userevent"):
            with (
                pytest.raises(ProgrammingError, match="Cannot update or delete"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
