"""Who is meant by `@` and a name."""

from __future__ import annotations

import pytest

from aftercare.contexts.people import public
from aftercare.contexts.people.mentioning import Colleague, handles, readings
from aftercare.contexts.people.models import Grant
from aftercare.contexts.people.tests import building
from aftercare.platform.actor import OFFICE, Role
from aftercare.platform.refusal import Refused

WEI = Colleague(id=1, name="张伟", username="zhangwei")
WEIMING = Colleague(id=2, name="张伟明", username="zhangweiming")
WEI_TOO = Colleague(id=3, name="张伟", username="zhang.wei2")
TOM = Colleague(id=4, name="Tom Lee", username="tom")


def read(text, *people):
    """Return what each `@` may mean: how it is written, the ids, the rivals."""
    return [(r.written, [p.id for p in r.meant], list(r.rivals)) for r in readings(text, people)]


class TestReadings:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("@张伟", "张伟"),
            ("请@张伟看一下", "张伟"),
            ("（@张伟）", "张伟"),
            ("@ZhangWei 请看", "ZhangWei"),
            ("@张伟(zhangwei)请看", "张伟(zhangwei)"),
            ("@张伟（zhangwei）请看", "张伟（zhangwei）"),
            ("@tom lee, please", "tom lee"),
            ("@tom.", "tom"),
        ],
    )
    def test_find_a_name_or_login_wherever_it_stands(self, text, written):
        assert [found[0] for found in read(text, WEI, TOM)] == [written]

    @pytest.mark.parametrize("text", ["zhang@tom.cn", "a.b@张伟", "@tommy", "@ 张伟", "在 @3 楼", "张伟", "@"])
    def test_leave_addresses_other_words_and_bare_signs_alone(self, text):
        assert read(text, WEI, TOM) == []

    def test_take_the_longest_name_that_is_set_off(self):
        assert read("@张伟明 明天到", WEI, WEIMING) == [("张伟明", [2], [])]
        assert read("@张伟 明天到", WEI, WEIMING) == [("张伟", [1], [])]

    def test_name_the_rivals_where_nothing_sets_the_name_off(self):
        assert read("@张伟明天到", WEI, WEIMING) == [("张伟明", [2], ["张伟"])]

    def test_are_clear_where_the_login_name_stands_in_brackets(self):
        assert read("@张伟(zhangwei)请看", WEI, WEI_TOO) == [("张伟(zhangwei)", [1], [])]

    def test_name_everybody_of_the_same_name(self):
        assert read("@张伟 @zhang.wei2", WEI, WEI_TOO) == [("张伟", [1, 3], []), ("zhang.wei2", [3], [])]

    def test_of_handles_are_never_unclear(self):
        people = (WEI, WEI_TOO, WEIMING, TOM)
        for pk, handle in handles(people).items():
            assert read(f"@{handle} ", *people) == [(handle, [pk], [])]


@pytest.fixture
def north(db):
    """Give a region."""
    return building.region("北区")


def login(name, role=Role.DESK_AGENT, region=None):
    """Make somebody with a name and a role."""
    user = building.granted(role, region)
    user.name = name
    user.save()
    return user


class TestMentions:
    def said(self, text, *users):
        return public.mentions(text, readers=lambda: {user.pk for user in users})

    def test_are_the_logins_named_each_once(self, north):
        li, wang = login("李静"), login("王磊")
        found = self.said("@李静 @王磊 还有@李静", li, wang)
        assert [(m.user_id, m.written) for m in found] == [(li.pk, "李静"), (wang.pk, "王磊")]

    def test_refuse_a_colleague_who_may_not_see_it_by_name(self, north):
        li, far = login("李静"), login("周远", region=north)
        with pytest.raises(Refused, match="cannot_mention") as no:
            self.said(f"@李静 @{far.name} 请看", li)
        assert "周远" in str(no.value.message) and "李静" not in str(no.value.message)
        assert no.value.field == "text"

    def test_refuse_one_of_two_with_the_same_name_and_say_what_to_write(self, north):
        one, two = login("张伟"), login("张伟")
        with pytest.raises(Refused, match="ambiguous") as no:
            self.said("@张伟 请看", one, two)
        assert f"@{one.username}" in str(no.value.message)
        assert [m.user_id for m in self.said(f"@张伟({two.username}) 请看", one, two)] == [two.pk]

    def test_mean_the_one_who_may_see_it_of_two_with_the_same_name(self, north):
        one, _two = login("张伟"), login("张伟", region=north)
        assert [m.user_id for m in self.said("@张伟 请看", one)] == [one.pk]

    def test_refuse_a_name_that_may_be_a_longer_one(self, north):
        people = login("张伟"), login("张伟明")
        with pytest.raises(Refused, match="ambiguous"):
            self.said("@张伟明天到", *people)

    @pytest.mark.parametrize("made", ["customer", "closed"])
    def test_leave_names_of_customers_and_closed_logins_as_words(self, north, made):
        user = login("王芳", Role.DESK_AGENT) if made == "closed" else building.login("王芳")
        user.is_active = made != "closed"
        user.save()
        assert self.said("@王芳 说下午在", user) == []

    def test_are_at_most_twenty(self, north):
        people = [login(f"{chr(0x4E00 + n)}工") for n in range(21)]
        with pytest.raises(Refused, match="too_many"):
            self.said(" ".join(f"@{user.name}" for user in people), *people)

    def test_ask_the_database_for_nothing_without_an_at(self, north, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert self.said("客户下午在") == []


class TestOffered:
    def test_are_the_readers_whose_name_fits_with_what_to_write(self, north):
        one, two, far = login("张伟"), login("张伟"), login("张远", region=north)
        found = public.offered("张", readers={one.pk, two.pk})
        assert [value for value, _name, _note in found] == [f"张伟({one.username})", f"张伟({two.username})"]
        assert far.username not in str(found)

    def test_are_found_by_login_name_and_by_the_end_of_the_name_last(self, north):
        li, wang = login("李静"), login("王李")
        assert [name for _v, name, _n in public.offered("李", readers={li.pk, wang.pk})] == ["李静", "王李"]
        assert [name for _v, name, _n in public.offered(li.username[:6], readers={li.pk})] == ["李静"]


class TestOfficeIn:
    @pytest.mark.parametrize(
        ("roles", "sees"),
        [
            ([(Role.DESK_AGENT, "whole")], True),
            ([(Role.DESK_AGENT, "north")], True),
            ([(Role.DESK_AGENT, "south")], False),
            ([(Role.DESK_AGENT, None)], True),
            ([(Role.DESK_AGENT, "north"), (Role.DISPATCHER, "south")], False),
            ([(Role.DESK_AGENT, "north"), (Role.DISPATCHER, None)], True),
            ([(Role.CUSTOMER, None)], False),
            ([(Role.SYSTEM_ADMIN, None)], False),
        ],
    )
    def test_says_the_same_as_the_scope_of_each_login(self, db, roles, sees):
        whole = building.region("全国")
        places = {"whole": whole, "north": building.region("北区", whole), "south": building.region("南区", whole)}
        user = building.login()
        Grant.objects.bulk_create(
            Grant(user=user, role=str(role), region=places.get(place or "")) for role, place in roles
        )
        assert (user.pk in public.office_in(places["north"].pk)) is sees
        scope = public.scope_of(user.pk)
        reaches = scope.region_ids is None or places["north"].pk in scope.region_ids
        assert (bool(scope.roles & OFFICE) and reaches) is sees

    def test_is_everybody_of_the_office_for_what_lies_in_no_region(self, north):
        assert login("李静", region=north).pk in public.office_in(None)
