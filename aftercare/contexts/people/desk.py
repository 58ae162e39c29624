"""The desk's pages of people: engineers, leave, logins and rights, and the registers behind them."""

from __future__ import annotations

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.people import engineer_pages, leave_pages, policies, user_pages
from aftercare.contexts.people.forms import RegionForm
from aftercare.contexts.people.listings import READERS, EngineerList, LeaveList, expiring_count, waiting_leave
from aftercare.contexts.people.models import CertificateKind, Region, ServiceCentre, Skill
from aftercare.contexts.people.user_listing import UserList
from aftercare.platform import live, search
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import cards, creating, fragments, navigation, palette, panels
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.registers import Register

app_name = "people"
WRITERS = (Role.SYSTEM_ADMIN,)
SEES = (*READERS, *WRITERS)
KEEPERS = (Role.SERVICE_MANAGER, Role.SYSTEM_ADMIN)
REGIONS = Register(
    name="regions",
    model=Region,
    title=_("Regions"),
    one=_("New region"),
    fields=["code", "name", "parent", "zone"],
    key="code",
    readers=SEES,
    writers=WRITERS,
    icon="map-2",
    order=10,
    form=RegionForm,
    rows=lambda actor: Region.objects.select_related("parent"),
    help_text=_("Regions decide who sees which customer, order and engineer."),
)
CENTRES = Register(
    name="centres",
    model=ServiceCentre,
    title=_("Service centres"),
    one=_("New service centre"),
    fields=["name", "region", "address", "lat", "lon"],
    key="name",
    readers=SEES,
    writers=WRITERS,
    icon="building-warehouse",
    order=11,
    rows=lambda actor: ServiceCentre.objects.select_related("region"),
    help_text=_("Where engineers set out from."),
)
SKILLS = Register(
    name="skills",
    model=Skill,
    title=_("Skills"),
    one=_("New skill"),
    fields=["code", "name", "group"],
    key="code",
    readers=SEES,
    writers=KEEPERS,
    icon="award",
    order=20,
    help_text=_("What engineers can do, and what orders ask for."),
)
CERTIFICATES = Register(
    name="certificates",
    model=CertificateKind,
    title=_("Certificate kinds"),
    one=_("New kind of certificate"),
    fields=["code", "name"],
    key="code",
    readers=SEES,
    writers=KEEPERS,
    icon="certificate",
    order=21,
    help_text=_("Personal certificates that the law or a customer asks for."),
)

urlpatterns = [
    path("people/", EngineerList.as_view(), name="list"),
    path("people/hire/", engineer_pages.hire, name="hire"),
    path("people/me/", engineer_pages.me, name="me"),
    path("people/leave/", LeaveList.as_view(), name="leave"),
    path("people/leave/<int:pk>/approve/", leave_pages.leave_approve, name="leave_approve"),
    path("people/leave/<int:pk>/refuse/", leave_pages.leave_refuse, name="leave_refuse"),
    path("people/leave/<int:pk>/cancel/", leave_pages.leave_cancel, name="leave_cancel"),
    path("people/<int:pk>/", engineer_pages.engineer, name="engineer"),
    path("people/<int:pk>/change/", engineer_pages.change, name="change"),
    path("people/<int:pk>/skill/", engineer_pages.skill, name="skill"),
    path("people/<int:pk>/certificate/", engineer_pages.certificate_add, name="certificate_add"),
    path("people/<int:pk>/shifts/", engineer_pages.shifts, name="shifts"),
    path("people/<int:pk>/leave/", leave_pages.leave_request, name="leave_request"),
    path("people/certificates/<int:pk>/remove/", engineer_pages.certificate_remove, name="certificate_remove"),
    path("people/users/", UserList.as_view(), name="users"),
    path("people/users/new/", user_pages.user_new, name="user_new"),
    path("people/users/<int:pk>/", user_pages.user, name="user"),
    path("people/users/<int:pk>/grant/", user_pages.grant, name="grant"),
    path("people/users/<int:pk>/close/", user_pages.deactivate, name="deactivate"),
    path("people/users/<int:pk>/reopen/", user_pages.reactivate, name="reactivate"),
    path("people/users/<int:pk>/link/", user_pages.link, name="link"),
    path("people/users/<int:pk>/second-factor/", user_pages.reset_factor, name="reset_factor"),
    path("people/grants/<int:pk>/revoke/", user_pages.revoke, name="revoke"),
    *REGIONS.urls("settings/regions/"),
    *CENTRES.urls("settings/centres/"),
    *SKILLS.urls("settings/skills/"),
    *CERTIFICATES.urls("settings/certificates/"),
]

navigation.nav("dispatch", _("Engineers"), "people:list", "users", READERS, order=60)
navigation.nav("dispatch", _("Leave"), "people:leave", "beach", READERS, badge=waiting_leave, order=61)
navigation.nav("dispatch", _("My record"), "people:me", "id-badge-2", (Role.ENGINEER,), order=62)
navigation.nav("settings", _("Logins and rights"), "people:users", "shield-lock", UserList.roles, order=5)
creating.creatable(_("Hire engineer"), "people:hire", "user-plus", roles=(Role.SERVICE_MANAGER,), order=80)
creating.creatable(_("New login"), "people:user_new", "user-plus", roles=UserList.roles, order=81)

panels.panel("engineer", _("Skills"), engineer_pages.skills_panel, 10, key="skills", eager=True, icon="award")
panels.panel(
    "engineer",
    _("Certificates"),
    engineer_pages.certificates_panel,
    20,
    key="certificates",
    eager=True,
    icon="certificate",
)
panels.panel("engineer", _("Leave"), leave_pages.leave_panel, 40, key="leave", eager=True, icon="beach")
panels.panel(
    "engineer", _("How to reach"), engineer_pages.facts_panel, 10, key="facts", eager=True, place="side", icon="user"
)
panels.panel(
    "engineer",
    _("Working week"),
    engineer_pages.week_panel,
    20,
    key="week",
    eager=True,
    place="side",
    icon="calendar-time",
)


def find_engineers(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the engineers the actor may see that match."""
    rows = search.matches(policies.visible_to(actor).select_related("region"), text).order_by("-is_active", "name")
    return [
        palette.Hit(row.name, f"{row.employee_no} · {row.region.name}", reverse("people:engineer", args=[row.pk]))
        for row in rows[:limit]
    ]


def find_users(actor: Actor, text: str, limit: int) -> list[palette.Hit]:
    """Return the logins the administrator may see that match."""
    rows = UserList(actor).searched(policies.users_visible_to(actor), text).order_by("name")
    return [palette.Hit(row.name, row.username, reverse("people:user", args=[row.pk])) for row in rows[:limit]]


palette.searchable("engineer", _("Engineers"), find_engineers, roles=READERS, icon="users", order=60)
palette.searchable("user", _("Logins and rights"), find_users, roles=UserList.roles, icon="shield-lock", order=70)


def people_card(request: DeskRequest) -> str:
    """Draw what waits for a manager about people; nothing when nothing waits."""
    ctx = {"leave": waiting_leave(request.actor) or 0, "certificates": expiring_count(request.actor)}
    return fragments.html(request, "people/_card.html", ctx) if any(ctx.values()) else ""


cards.card(
    "people",
    _("People"),
    people_card,
    roles=(Role.SERVICE_MANAGER,),
    order=70,
    width="third",
    icon="users",
    url_name="people:list",
)


@live.watchable("engineer")
def may_watch_engineer(actor: Actor, key: str) -> bool:
    """Tell whether the actor may hear of changes of this record."""
    return key.isdecimal() and len(key) < 19 and policies.visible_to(actor).filter(pk=int(key)).exists()
