"""The list of logins and what each may do."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.people import policies
from aftercare.contexts.people.models import Grant
from aftercare.platform.accounts.models import User
from aftercare.platform.actor import ADMINISTRATORS, ROLE_LABELS, STAFF, Actor, Role
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Create,
    FlagFilter,
    Listing,
    PersonColumn,
    StatusColumn,
    Tab,
    TimeColumn,
)


def grants_of(user_ids: list[int]) -> dict[int, list[Grant]]:
    """Return the grants of these logins by login. One query."""
    held: dict[int, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.filter(user_id__in=user_ids).select_related("region").order_by("role", "region__name"):
        held[grant.user_id].append(grant)
    return held


def grant_words(grant: Grant) -> str:
    """Return a role and where it holds."""
    label = str(ROLE_LABELS[Role(grant.role)])
    return f"{label} · {grant.region.name}" if grant.region else label


class RoleFilter(ChoiceFilter):
    """Narrows to logins that hold a role."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen roles."""
        return holding(chosen)


def holding(roles: Any) -> Q:
    """Return the condition for logins that hold one of the roles."""
    return Q(Exists(Grant.objects.filter(user=OuterRef("pk"), role__in=[str(role) for role in roles])))


class UserList(Listing):
    """The logins and what each may do."""

    name, title = "people.users", _("Logins and rights")
    roles = (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)
    icon = "shield-lock"
    columns = [
        PersonColumn(key="name", label=pgettext_lazy("person", "Name"), link=True, sort="name", card=1),
        Column(key="username", label=_("Login name"), sort="username", card=2),
        Column(
            key="grants", label=_("Roles"), value=lambda r: "、".join(map(grant_words, r.grants)), wide=True, card=3
        ),
        Column(key="email", label=_("E-mail"), sort="email"),
        TimeColumn(key="last_login", label=_("Last signed in"), sort="last_login"),
        StatusColumn(
            key="state",
            label=_("Status"),
            kind="login",
            value=lambda r: "open" if r.is_active else "closed",
            sort="is_active",
        ),
    ]
    filters = [
        RoleFilter(key="role", label=_("Role"), choices=[(role.value, ROLE_LABELS[role]) for role in Role]),
        FlagFilter(key="closed", label=pgettext_lazy("login", "Closed"), q=Q(is_active=False), no=Q(is_active=True)),
        FlagFilter(key="unused", label=_("Not used for 90 days"), q=lambda now: unused_since(now - timedelta(days=90))),
    ]
    tabs = [
        Tab("staff", _("Staff"), holding(STAFF)),
        Tab("outside", _("Customers and partners"), holding((Role.CUSTOMER, Role.PARTNER))),
        Tab("administrators", _("Administrators"), holding(ADMINISTRATORS)),
        Tab("nothing", _("Without a role"), ~holding(tuple(Role))),
    ]
    default_sort = ("name",)
    create = Create(_("New login"), "people:user_new", roles, icon="user-plus")
    search_hint = _("Name, login name or e-mail")

    def queryset(self, actor: Actor) -> QuerySet[User]:
        """Return the logins this administrator may see."""
        return policies.users_visible_to(actor)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the logins whose name, login name or address holds the text."""
        return rows.filter(Q(name__icontains=text) | Q(username__icontains=text) | Q(email__icontains=text))

    def rows(self, objects: list[Any]) -> list[Any]:
        """Return the logins with their grants."""
        held = grants_of([user.pk for user in objects])
        for user in objects:
            user.grants = held[user.pk]
        return objects

    def url(self, row: User) -> str:
        """Return the login's page."""
        return reverse("people:user", args=[row.pk])


def unused_since(moment: Any) -> Q:
    """Return the condition for logins that nobody used since the moment."""
    return Q(last_login__lt=moment) | Q(last_login__isnull=True, date_joined__lt=moment)
