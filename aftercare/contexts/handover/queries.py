"""Reads: the papers of a project, and what a hand-over still lacks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.contexts.handover.models import NEEDED, Paper, PaperKind
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.warranties import public as warranties

# Without these nobody can say who is liable.
NEEDED_PARTS = ("contractor", "supplier")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in words."""

    words: str


def papers_of(project_id: int) -> list[Paper]:
    """Return the papers of a project by kind. One query."""
    return list(Paper.objects.filter(project_id=project_id)[:500])


def gaps(project_id: int) -> list[Gap]:
    """Return what is missing for a service that knows what it serves. A handful of queries."""
    found = []
    card = installed_base.project_card(project_id)
    if card is None or card.completion_accepted_on is None:
        found.append(_("The day the completion was accepted is not on file; no warranty begins."))
    there = {part for _organisation, part in installed_base.parts_played(project_id)}
    labels = dict(installed_base.PARTS)
    found += [
        _("No party is named as: %(part)s.") % {"part": labels[part]} for part in NEEDED_PARTS if part not in there
    ]
    found += _equipment_gaps(project_id)
    if not warranties.parts_of(project_id):
        found.append(_("No part is on the warranty file."))
    delivered = set(Paper.objects.filter(project_id=project_id, is_delivered=True).values_list("kind", flat=True))
    owed = [str(PaperKind(kind).label) for kind in NEEDED if kind not in delivered]
    found += [_("Not handed over: %(paper)s.") % {"paper": paper} for paper in owed]
    return [Gap(words) for words in found]


def _equipment_gaps(project_id: int) -> list[str]:
    told = installed_base.lacking(project_id)
    if not told.count:
        return [_("No equipment is registered.")]
    found = []
    if told.without_serial:
        n = told.without_serial
        words = ngettext("%(n)d device without a serial number.", "%(n)d devices without a serial number.", n)
        found.append(words % {"n": n})
    if told.without_place:
        n = told.without_place
        found.append(ngettext("%(n)d device without a place.", "%(n)d devices without a place.", n) % {"n": n})
    return found
