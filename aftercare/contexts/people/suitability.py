"""Why an engineer does not suit a piece of work at a time: certificates, leave, skills, shift."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.contexts.people import rules
from aftercare.contexts.people.models import CertificateKind, Skill
from aftercare.contexts.people.queries import EngineerCard, LeaveSpan, availability, engineer_card


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Why an engineer does not suit a piece of work; a hard one forbids it, a soft one asks for a decision."""

    code: str
    text: str
    is_hard: bool


def misfits(
    engineer_id: int,
    *,
    skills: Mapping[int, int],
    certificate_kind_ids: Collection[int],
    start_at: datetime,
    end_at: datetime,
) -> list[Misfit]:
    """
    Return why the engineer does not suit the work in this time, hard reasons first; empty when they do.

    Codes: inactive, on_leave, no_certificate, certificate_expired (hard); skill_missing, skill_level,
    outside_shift (soft).
    """
    card = engineer_card(engineer_id)
    if card is None:
        return [Misfit(code="inactive", text=_("There is no such engineer."), is_hard=True)]
    found = [] if card.is_active else [_hard("inactive", _("%(name)s no longer works here.") % {"name": card.name})]
    time = availability([engineer_id], start_at, end_at)[engineer_id]
    found += [_away(card, leave) for leave in time.leave]
    found += _paper_misfits(card, certificate_kind_ids, end_at.astimezone(ZoneInfo(card.zone)).date())
    found += _skill_misfits(card, skills)
    if not rules.covers(time.shifts, start=start_at, end=end_at):
        text = _("The time is not within the shift of %(name)s.") % {"name": card.name}
        found.append(Misfit(code="outside_shift", text=text, is_hard=False))
    return found


def _hard(code: str, text: str) -> Misfit:
    return Misfit(code=code, text=text, is_hard=True)


def _away(card: EngineerCard, leave: LeaveSpan) -> Misfit:
    zone = ZoneInfo(card.zone)
    words = {
        "name": card.name,
        "kind": leave.label,
        "start": f"{leave.start.astimezone(zone):%m-%d %H:%M}",
        "end": f"{leave.end.astimezone(zone):%m-%d %H:%M}",
    }
    return _hard("on_leave", _("%(name)s is away (%(kind)s) from %(start)s to %(end)s.") % words)


def _paper_misfits(card: EngineerCard, kind_ids: Collection[int], on: date) -> list[Misfit]:
    lacking = [kind for kind in kind_ids if card.certificates.get(kind, date.min) < on]
    names = dict(CertificateKind.objects.filter(pk__in=lacking).values_list("pk", "name")) if lacking else {}
    found = []
    for kind in lacking:
        words = {"name": card.name, "kind": names.get(kind, str(kind)), "day": card.certificates.get(kind)}
        if kind in card.certificates:
            text = _("The certificate “%(kind)s” of %(name)s is valid only to %(day)s.") % words
            found.append(_hard("certificate_expired", text))
        else:
            found.append(_hard("no_certificate", _("%(name)s does not hold the certificate “%(kind)s”.") % words))
    return found


def _skill_misfits(card: EngineerCard, wanted: Mapping[int, int]) -> list[Misfit]:
    missing, low = rules.missing_skills(card.skills, wanted)
    names = dict(Skill.objects.filter(pk__in=[*missing, *low]).values_list("pk", "name")) if missing or low else {}
    found = []
    for skill in missing:
        words = {"name": card.name, "skill": names.get(skill, str(skill))}
        text = _("%(name)s does not have the skill “%(skill)s”.") % words
        found.append(Misfit(code="skill_missing", text=text, is_hard=False))
    for skill in low:
        levels = {"has": card.skills[skill], "needs": wanted[skill]}
        text = _("%(name)s has the skill “%(skill)s” at level %(has)d; level %(needs)d is asked for.") % {
            "name": card.name,
            "skill": names.get(skill, str(skill)),
            **levels,
        }
        found.append(Misfit(code="skill_level", text=text, is_hard=False))
    return found
