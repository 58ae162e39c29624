"""The pages of engineers: record, skills, certificates, working week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.people import commands, policies, rules
from aftercare.contexts.people.forms import (
    WEEKDAYS,
    CertificateForm,
    ChangeEngineerForm,
    HireForm,
    ReasonForm,
    ShiftsForm,
    SkillForm,
)
from aftercare.contexts.people.listings import READERS
from aftercare.contexts.people.models import Certificate, Engineer
from aftercare.platform import clock
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import not_found
from aftercare.platform.web import actions, dialogs, door, fragments, panels, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

SEES = (*READERS, Role.ENGINEER)
BOTH = ("GET", "POST")


def load(actor: Actor, pk: int) -> Engineer:
    """
    Return an engineer the actor may see.

    :raises Refused: `not_found`.
    """
    row = policies.visible_to(actor).select_related("region", "centre", "user").filter(pk=pk).first()
    if row is None:
        raise not_found()
    return row


panels.record("engineer", load)


@door.door(*SEES)
def engineer(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one engineer."""
    row = load(request.actor, pk)
    ctx = {"engineer": row, "title": row.name, "verbs": _verbs(row, request.actor)}
    ctx["entries"] = timeline.of(f"engineer:{pk}")
    return fragments.page(request, "people/engineer.html", ctx)


@door.door(Role.ENGINEER)
def me(request: DeskRequest) -> HttpResponse:
    """Lead an engineer to the own page."""
    if request.actor.engineer_id is None:
        raise not_found()
    return fragments.redirect(request, _url(request.actor.engineer_id))


def _url(pk: int) -> str:
    return reverse("people:engineer", args=[pk])


def _verbs(row: Engineer, actor: Actor) -> list[Verb]:
    manage, ask = policies.may_manage(row.region_id, by=actor), policies.may_request_leave(row, by=actor)

    def verb(name: str, label: Any, icon: str, may: Any, **more: Any) -> Verb:
        return Verb(name=name, label=label, url=reverse(f"people:{name}", args=[row.pk]), may=may, icon=icon, **more)

    is_own = actor.engineer_id == row.pk
    return [
        verb("leave_request", _("Request leave"), "beach", ask, primary=is_own),
        verb("change", _("Change details"), "pencil", manage, primary=not is_own, how="link"),
        verb("skill", _("Set a skill"), "award", manage),
        verb("certificate_add", _("Record a certificate"), "certificate", manage),
        verb("shifts", _("Change the working week"), "calendar-time", manage),
        *actions.offered("engineer", row, actor),
    ]


@door.door(Role.SERVICE_MANAGER, Role.SECURITY_ADMIN, methods=BOTH)
def hire(request: DeskRequest) -> HttpResponse:
    """Hire an engineer."""
    form = HireForm(fragments.posted(request), actor=request.actor)
    sees = request.actor.has(*READERS)
    return dialogs.form_page(
        request,
        form,
        lambda values: commands.hire_engineer(**values, by=request.actor, at=clock.now()),
        to=lambda row: _url(row.pk) if sees else reverse("people:user", args=[row.user_id]),
        title=_("Hire engineer"),
        verb=_("Hire"),
        done=_("Hired. The security administrator hands out the link to set a password."),
        back=reverse("people:list" if sees else "people:users"),
        draft="people-hire",
    )


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the facts about an engineer."""
    row = load(request.actor, pk)
    names = ChangeEngineerForm.base_fields
    form = ChangeEngineerForm(
        fragments.posted(request), actor=request.actor, initial={name: getattr(row, name) for name in names}
    )
    return dialogs.form_page(
        request,
        form,
        lambda values: commands.change_engineer(engineer_id=pk, changes=values, by=request.actor, at=clock.now()),
        to=_url(pk),
        title=_("Change details: %(name)s") % {"name": row.name},
        verb=_("Save"),
        done=_("Saved."),
        back=_url(pk),
    )


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def skill(request: DeskRequest, pk: int) -> HttpResponse:
    """Set a skill."""
    load(request.actor, pk)
    form = SkillForm(fragments.posted(request), initial={"skill_id": request.GET.get("skill")})

    def do(values: dict[str, Any]) -> None:
        commands.set_skill(engineer_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Set the skill"), done=_("Skill set."))


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def certificate_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Record a certificate."""
    load(request.actor, pk)
    form = CertificateForm(fragments.posted(request), initial={"kind_id": request.GET.get("kind")})

    def do(values: dict[str, Any]) -> None:
        commands.add_certificate(engineer_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request, form, do, to=_url(pk), verb=pgettext("verb", "Record"), done=_("Certificate recorded.")
    )


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def certificate_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Remove a certificate."""
    held = Certificate.objects.filter(pk=pk, engineer__in=policies.visible_to(request.actor).values("pk")).first()
    if held is None:
        raise not_found()

    def do(values: dict[str, Any]) -> None:
        commands.remove_certificate(certificate_id=pk, **values, by=request.actor, at=clock.now())

    to, form = _url(held.engineer_id), ReasonForm(fragments.posted(request))
    note = _("%(kind)s %(number)s will no longer count.") % {"kind": held.kind, "number": held.number}
    return dialogs.answer(request, form, do, to=to, verb=_("Remove"), done=_("Removed."), note=note, danger=True)


@door.door(Role.SERVICE_MANAGER, methods=BOTH)
def shifts(request: DeskRequest, pk: int) -> HttpResponse:
    """Set the working week."""
    row = load(request.actor, pk)
    form = ShiftsForm(fragments.posted(request), initial={f"day{day.number}": day.words for day in week_of(row)})

    def do(values: dict[str, Any]) -> None:
        commands.set_shifts(engineer_id=pk, shifts=values["shifts"], by=request.actor, at=clock.now())

    note = _("Times of the day as 08:30-12:00, 13:00-17:30; leave a free day empty.")
    return dialogs.answer(request, form, do, to=_url(pk), verb=_("Save"), done=_("Working week saved."), note=note)


@dataclass(frozen=True, slots=True)
class Day:
    """A weekday of the working week: its spans in words, and as shares of the day for the bar."""

    number: int
    label: Any
    words: str
    bars: tuple[tuple[float, float], ...]


def week_of(row: Engineer) -> list[Day]:
    """Return the seven days of an engineer's week."""
    spans = sorted(row.shifts.values_list("weekday", "start_minute", "end_minute"))
    days = []
    for number, label in enumerate(WEEKDAYS):
        mine = [(first, last) for weekday, first, last in spans if weekday == number]
        words = ", ".join(f"{_clock(first)}-{_clock(last)}" for first, last in mine)
        bars = tuple((round(first / 14.4, 2), round((last - first) / 14.4, 2)) for first, last in mine)
        days.append(Day(number, label, words, bars))
    return days


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def skills_panel(request: DeskRequest, row: Engineer) -> str:
    """Draw what the engineer can do."""
    held = list(row.skills.select_related("skill").order_by("-level", "skill__name"))
    may = policies.may_manage(row.region_id, by=request.actor)
    return fragments.html(request, "people/_skills.html", {"engineer": row, "held": held, "may": may})


def certificates_panel(request: DeskRequest, row: Engineer) -> str:
    """Draw the certificates, what runs out first on top."""
    today = timezone.localdate()
    held = [(c, _state(c, today)) for c in row.certificates.select_related("kind").order_by("expires_on", "pk")]
    may = policies.may_manage(row.region_id, by=request.actor)
    return fragments.html(request, "people/_certificates.html", {"engineer": row, "held": held, "may": may})


def _state(held: Certificate, today: date) -> str:
    return rules.expiry_state(held.expires_on, today)


def week_panel(request: DeskRequest, row: Engineer) -> str:
    """Draw the working week."""
    return fragments.html(request, "people/_week.html", {"days": week_of(row)})


def facts_panel(request: DeskRequest, row: Engineer) -> str:
    """Draw who and where."""
    return fragments.html(request, "people/_facts.html", {"engineer": row})
