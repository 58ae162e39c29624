"""A small list over the logins, to try the toolkit without any business."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused
from aftercare.platform.web import door, fragments, navigation
from aftercare.platform.web.listing import (
    BulkAction,
    ChoiceFilter,
    Column,
    FlagColumn,
    FlagFilter,
    Listing,
    PeriodFilter,
    RelationFilter,
    Tab,
    TextFilter,
    TimeColumn,
)
from aftercare.platform.web.registers import Register

READERS = (Role.DESK_AGENT, Role.SERVICE_MANAGER)
renamed: list[tuple[int, str]] = []


def rename(pk: int, *, by: Actor, at: Any, **fields: Any) -> None:
    """Remember that a row was renamed; refuse odd ids."""
    if get_user_model().objects.get(pk=pk).username.startswith("fixed"):
        raise Refused("wrong_state", "its name is fixed")
    renamed.append((pk, by.name))


def some_people(actor: Actor, text: str, limit: int) -> list[tuple[int, str]]:
    """Return people to choose from."""
    return [(u.pk, u.name) for u in get_user_model().objects.filter(name__icontains=text).order_by("id")[:limit]]


class PersonList(Listing):
    """The logins, as an example list."""

    name, title, roles = "tests.people", _("People"), READERS
    columns = [
        Column(key="username", label=_("Login name"), sort="username", link=True, card=1),
        Column(key="name", label=_("Name"), sort="name", card=2),
        Column(key="phone", label=_("Phone"), roles=(Role.SERVICE_MANAGER,), shown=False),
        FlagColumn(key="is_active", label=_("May sign in")),
        TimeColumn(key="date_joined", label=_("Since"), sort="date_joined", card=3),
    ]
    filters = [
        ChoiceFilter(key="language", label=_("Language"), choices=[("zh-hans", "中文"), ("en", "English")]),
        PeriodFilter(key="since", label=_("Since"), field="date_joined"),
        FlagFilter(key="active", label=_("May sign in"), q=Q(is_active=True), no=Q(is_active=False)),
        TextFilter(key="exact", label=_("Login name"), field="username"),
        RelationFilter(
            key="person",
            label=_("Person"),
            field="pk",
            options=some_people,
            labels=lambda actor, ids: dict(some_people(actor, "", 1000)),
        ),
    ]
    tabs = [Tab("english", _("English"), Q(language="en")), Tab("me", _("Mine"), lambda actor, now: Q(pk=actor.id))]
    actions = [BulkAction(name="rename", label=_("Rename"), one=rename, roles=(Role.SERVICE_MANAGER,))]
    default_sort = ("username",)

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        return get_user_model().objects.exclude(username__startswith="hidden")

    def url(self, row: Any) -> str:
        return f"/people/{row.pk}/"

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(name__icontains=text)


def undeclared(request: Any) -> Any:
    """Answer although nobody said who may ask."""
    return fragments.page(request, "web/bare.html", {"title": "secret"})


@door.door(Role.SERVICE_MANAGER, methods=("GET", "POST"))
def managers_only(request: Any) -> Any:
    """Answer managers, or refuse as the address says."""
    if code := request.GET.get("refuse"):
        raise Refused(code, "because of this")
    return fragments.page(request, "web/bare.html", {"title": f"for {request.actor.name}"})


@door.public("a test page")
def open_to_all(request: Any) -> Any:
    """Answer anybody."""
    return fragments.page(request, "web/bare.html", {"title": "open"})


LOGINS = Register(
    name="logins",
    model=get_user_model(),
    title=_("Logins"),
    fields=["username", "name", "language", "is_active"],
    key="username",
    readers=(Role.AUDITOR, Role.SYSTEM_ADMIN),
    writers=(Role.SYSTEM_ADMIN,),
)

urlpatterns = [
    path("", include((LOGINS.urls("logins/"), "accounts"))),
    path("people/", PersonList.as_view(), name="people"),
    path("undeclared/", undeclared, name="undeclared"),
    path("managers/", managers_only, name="managers"),
    path("open/", open_to_all, name="open"),
    path("", include("aftercare.platform.web.urls")),
    path("accounts/", include("allauth.urls")),
]

# The product's own navigation, which other tests look at, keeps without it.
navigation._entries.pop("accounts:register_logins_list")
