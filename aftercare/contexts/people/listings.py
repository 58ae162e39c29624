"""The lists of the people pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.people import commands, policies, queries, rules
from aftercare.contexts.people.models import Certificate, Engineer, EngineerSkill, Leave
from aftercare.platform import clock
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.web import marks, signs
from aftercare.platform.web.listing import (
    BulkAction,
    ChoiceFilter,
    Column,
    Create,
    Listing,
    PersonColumn,
    PhoneColumn,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)

READERS = tuple(OFFICE)


class RegionFilter(ChoiceFilter):
    """Narrows to regions with all their parts."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen regions."""
        return Q(**{f"{self.path}__in": queries.regions_under(int(pk) for pk in chosen)})


def region_filter(field: str = "region_id") -> RegionFilter:
    """Return the filter over regions."""
    return RegionFilter(
        key="region", label=_("Region"), field=field, choices=lambda: [(c.id, c.name) for c in queries.regions()]
    )


class SkillFilter(ChoiceFilter):
    """Narrows to engineers who have a skill."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen skills."""
        return Q(Exists(EngineerSkill.objects.filter(engineer=OuterRef("pk"), skill_id__in=chosen)))


class CertificateFilter(ChoiceFilter):
    """Narrows to engineers whose certificate of a kind is valid today."""

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for the chosen kinds."""
        valid = Certificate.objects.filter(kind_id__in=map(int, chosen), expires_on__gte=timezone.localdate())
        return Q(Exists(valid.filter(engineer=OuterRef("pk"))))


def running_out(today: date) -> Q:
    """Return the condition for engineers with a certificate that is expired or soon will be, and none later."""
    later = Certificate.objects.filter(
        engineer=OuterRef("engineer"), kind=OuterRef("kind"), expires_on__gt=OuterRef("expires_on")
    )
    near = Certificate.objects.filter(
        ~Exists(later), engineer=OuterRef("pk"), expires_on__lt=today + timedelta(days=rules.SOON_DAYS)
    )
    return Q(Exists(near), is_active=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesColumn(Column):
    """An engineer's newest certificate of each kind, coloured by its last valid day; the most pressing first."""

    def html(self, row: Any) -> SafeString:
        """Return the first badge and how many more there are."""
        held = newest(row.certificates.all())
        if not held:
            return marks.NOTHING
        today = timezone.localdate()
        badges = format_html_join(" ", "{}", ((certificate_badge(c, today, with_name=True),) for c in held[:1]))
        more = format_html(' <span class="text-secondary">+{}</span>', len(held) - 1) if len(held) > 1 else ""
        return format_html("{}{}", badges, more)

    def plain(self, row: Any) -> str:
        """Return the certificates with their last valid days."""
        return "; ".join(f"{c.kind.name} {c.number} {c.expires_on}" for c in newest(row.certificates.all()))


def newest(held: Any) -> list[Certificate]:
    """Return the certificate of each kind that is valid longest, the soonest to run out first."""
    latest: dict[int, Certificate] = {}
    for certificate in sorted(held, key=lambda c: c.expires_on):
        latest[certificate.kind_id] = certificate
    return sorted(latest.values(), key=lambda c: (c.expires_on, c.pk))


def certificate_badge(held: Certificate, today: date, *, with_name: bool = False) -> SafeString:
    """Return the badge of a certificate: expired red, soon amber, valid green."""
    sign = signs.status("certificate", rules.expiry_state(held.expires_on, today))
    label = f"{held.kind.name} {held.expires_on}" if with_name else sign.label
    return marks.badge(signs.Sign(sign.tone, label, sign.icon))


class EngineerList(Listing):
    """The engineers the person may see."""

    name, title, roles = "people.engineers", _("Engineers"), READERS
    icon = "users"
    columns = [
        PersonColumn(key="name", label=pgettext_lazy("person", "Name"), link=True, sort="name", card=1),
        Column(key="employee_no", label=_("Employee number"), sort="employee_no"),
        Column(
            key="grade", label=pgettext_lazy("engineer", "Grade"), value=lambda r: r.get_grade_display(), sort="grade"
        ),
        Column(key="region", label=_("Region"), value=lambda r: r.region.name, sort="region__name", card=2),
        Column(key="centre", label=_("Service centre"), value=lambda r: r.centre.name if r.centre else ""),
        Column(
            key="skills",
            label=_("Skills"),
            value=lambda r: "、".join(f"{s.skill.name} {s.level}" for s in r.skills.all()),
            wide=True,
        ),
        CertificatesColumn(key="certificates", label=_("Certificates"), card=3),
        PhoneColumn(key="phone", label=_("Phone")),
        StatusColumn(
            key="state",
            label=_("Status"),
            kind="engineer",
            value=lambda r: "active" if r.is_active else "left",
            shown=False,
        ),
    ]
    filters = [
        region_filter(),
        SkillFilter(key="skill", label=_("Skill"), choices=queries.skill_choices),
        CertificateFilter(key="certificate", label=_("Valid certificate"), choices=queries.certificate_choices),
        ChoiceFilter(key="grade", label=pgettext_lazy("engineer", "Grade"), choices=Engineer.Grade.choices),
    ]
    tabs = [
        Tab("working", pgettext_lazy("engineer", "Working"), Q(is_active=True)),
        Tab("expiring", _("Certificates running out"), lambda actor, now: running_out(timezone.localdate(now))),
        Tab("left", pgettext_lazy("engineer", "Left"), Q(is_active=False)),
    ]
    default_sort = ("name",)
    create = Create(_("Hire engineer"), "people:hire", (Role.SERVICE_MANAGER,), icon="user-plus")
    search_hint = _("Name, employee number or phone")
    empty_title = _("No engineers yet")
    empty_text = _("Hire the first engineer; skills, certificates and shifts decide who can be sent where.")

    def queryset(self, actor: Actor) -> QuerySet[Engineer]:
        """Return the engineers of the actor's regions."""
        rows = policies.visible_to(actor).select_related("region", "centre")
        return rows.prefetch_related("skills__skill", "certificates__kind")

    def url(self, row: Engineer) -> str:
        """Return the engineer's page."""
        return reverse("people:engineer", args=[row.pk])


class LeaveList(Listing):
    """The leave of the engineers the person may see."""

    name, title, roles = "people.leave", _("Leave"), READERS
    icon, is_searchable = "beach", False
    columns = [
        PersonColumn(key="engineer", label=_("Engineer"), value=lambda r: r.engineer.name, link=True, card=1),
        Column(key="region", label=_("Region"), value=lambda r: r.engineer.region.name),
        Column(key="kind", label=_("Kind"), value=lambda r: r.get_kind_display(), sort="kind", card=2),
        TimeColumn(
            key="start", label=pgettext_lazy("leave", "From"), value=lambda r: r.during.lower, sort="during", card=3
        ),
        TimeColumn(key="end", label=pgettext_lazy("leave", "To"), value=lambda r: r.during.upper),
        StatusColumn(key="status", label=_("Status"), kind="leave", sort="status"),
        Column(key="reason", label=_("Reason"), wide=True),
        TimeColumn(key="requested_at", label=pgettext_lazy("leave", "Asked"), sort="requested_at", shown=False),
    ]
    filters = [
        status_filter("leave"),
        region_filter("engineer__region_id"),
        ChoiceFilter(key="kind", label=_("Kind"), choices=Leave.Kind.choices),
    ]
    tabs = [
        Tab("waiting", _("Waiting for an answer"), Q(status=Leave.Status.REQUESTED)),
        Tab("coming", _("Away now and next"), lambda actor, now: Q(status="approved", during__endswith__gt=now)),
    ]
    actions = [
        BulkAction(
            name="approve",
            label=_("Approve"),
            icon="check",
            roles=(Role.SERVICE_MANAGER,),
            one=lambda pk, by, at: commands.approve_leave(leave_id=pk, by=by, at=at),
        )
    ]
    default_sort = ("-during",)
    empty_title = _("Nobody is away")
    empty_text = _("Engineers ask for leave on their own page; what waits for an answer appears here.")

    def queryset(self, actor: Actor) -> QuerySet[Leave]:
        """Return the leave of the actor's engineers."""
        return policies.leave_visible_to(actor).select_related("engineer__region")

    def url(self, row: Leave) -> str:
        """Return the engineer's page."""
        return reverse("people:engineer", args=[row.engineer_id])


def waiting_leave(actor: Actor) -> int | None:
    """Return how many leave requests wait for this manager."""
    if not actor.has(Role.SERVICE_MANAGER):
        return None
    return policies.leave_visible_to(actor).filter(status=Leave.Status.REQUESTED)[:100].count()


def expiring_count(actor: Actor) -> int:
    """Return how many working engineers have a certificate that has run out or soon will."""
    return policies.visible_to(actor).filter(running_out(timezone.localdate(clock.now()))).count()
