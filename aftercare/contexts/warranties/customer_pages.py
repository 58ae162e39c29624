"""What customers read of their warranties: on a project's page, a piece of equipment's, and at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.warranties import explaining, picture, policies, queries, words
from aftercare.contexts.warranties.listings import SOON_DAYS, days_left, state_of
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.platform.web import fragments
from aftercare.platform.web.fragments import DeskRequest

MOST_ENDING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One part's term as its customer reads it."""

    part: WarrantyPart
    state: str
    left: int | None
    basis: str
    flag: str
    steps: list[explaining.Step]

    @property
    def is_ending(self) -> bool:
        """Tell whether it ends soon."""
        return self.left is not None and 0 < self.left <= SOON_DAYS


def terms_of(project_id: int, known: queries.Known, today: date) -> list[Term]:
    """Return the terms of a project's parts, each with how its end follows. Three queries."""
    return [
        Term(
            part=part,
            state=state_of(part, today),
            left=days_left(part, today),
            basis=str(words.BASES[part.basis]),
            flag=words.flag_words(part.flag),
            steps=explaining.of_part(part, known),
        )
        for part in queries.parts_of(project_id)
    ]


def of_project(request: DeskRequest, row: Any) -> str:
    """Draw the warranties of a customer's project: what ends soon, the picture, the terms."""
    today, known = timezone.localdate(), queries.known_of(row.pk)
    terms = terms_of(row.pk, known, today)
    ctx = {
        "project": row,
        "picture": picture.draw(row.pk, row.completion_accepted_on, today),
        "known": known,
        "law": known.law.named(get_language() or ""),
        "terms": terms,
        "ending": sorted((term for term in terms if term.is_ending), key=lambda term: term.left or 0),
        "soon_days": SOON_DAYS,
    }
    return fragments.html(request, "warranties/my_project.html", ctx)


def of_equipment(request: DeskRequest, row: Any) -> str:
    """Draw whether a piece of equipment is covered, until when and why."""
    card = installed_base.equipment_card(row.pk)
    cover = card and queries.cover_of(project_id=row.project_id, equipment=card)
    if not cover:
        return ""
    today = timezone.localdate()
    left = (cover.until - today).days + 1 if cover.until else None
    ctx = {
        "cover": cover,
        "is_covered": cover.covers(today),
        "is_repair_covered": cover.repair_covers(today),
        "left": left,
        "is_ending": left is not None and 0 < left <= SOON_DAYS,
        "flag": words.flag_words(cover.flag),
        "steps": explaining.of_cover(cover, queries.known_of(row.project_id, [cover.kind])),
    }
    return fragments.html(request, "warranties/my_equipment.html", ctx)


def ending_card(request: DeskRequest) -> str:
    """Draw the customer's warranties that end soon; nothing when none does."""
    today = timezone.localdate()
    rows = policies.visible_to(request.actor).filter(until__gte=today).select_related("project")
    found = [(row, days_left(row, today)) for row in rows.order_by("until", "pk")[:MOST_ENDING]]
    near = [(row, left, _url(row)) for row, left in found if left is not None and left <= SOON_DAYS]
    return fragments.html(request, "warranties/_ending.html", {"rows": near}) if near else ""


def _url(row: WarrantyPart) -> str:
    return f"{reverse('installed_base_portal:my_project', args=[row.project_id])}#part-{row.pk}"
