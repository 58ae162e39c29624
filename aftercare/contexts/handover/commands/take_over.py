"""Take a project over from its workbook: all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from aftercare.contexts.handover import book, policies, queries
from aftercare.contexts.handover.lines import Lines
from aftercare.contexts.installed_base import public as installed_base
from aftercare.platform import outbox, rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused, not_found
from aftercare.platform.web import sheets
from aftercare.published.handover import ProjectTakenOver


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one cell: the sheet and column as the person sees them, and the line."""

    sheet: str
    line: int
    column: str
    why: str


@dataclass(slots=True)
class Outcome:
    """What a hand-over did or would do: how many lines of each sheet did what, what is wrong, what is missing."""

    done: bool = False
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    gaps: list[queries.Gap] = field(default_factory=list)


@transaction.atomic
def take_over(
    *, project_id: int, lines: Mapping[str, Sequence[sheets.Row]], dry_run: bool, by: Actor, at: datetime
) -> Outcome:
    """
    Carry out every line of a workbook's sheets, in their order; one wrong cell, or a dry run, keeps nothing.

    The same workbook again changes nothing. The gaps are those that are left once it is carried out.
    :raises Refused: `not_found`, `not_allowed`.
    """
    rows.locked(installed_base.projects_visible_to(by), project_id)
    card = installed_base.project_card(project_id)
    if card is None:
        raise not_found()
    policies.may_take_over(card.region_id, by=by).or_refuse()
    outcome, carried = Outcome(), Lines(card, by=by, at=at)
    for name in book.TITLES:
        outcome.counts[name] = _sheet(carried, name, lines.get(name, ()), outcome)
    outcome.gaps = queries.gaps(project_id)
    outcome.done = not dry_run and not outcome.wrong
    if not outcome.done:
        transaction.set_rollback(True)
        return outcome
    counted = {name: sum(found.values()) for name, found in outcome.counts.items()}
    told = ProjectTakenOver(project_id=project_id, lines=counted, gaps=len(outcome.gaps), at=at)
    outbox.publish(told, about=installed_base.project_key(project_id), by=by)
    return outcome


def _sheet(carried: Lines, name: str, found: Sequence[sheets.Row], outcome: Outcome) -> Counter[str]:
    """Carry out one sheet; return how many of its lines did what."""
    counted: Counter[str] = Counter()
    title = str(book.TITLES[name])
    for row in found:
        if name == book.EQUIPMENT:
            report = sheets.Report()
            carried.equipment(row, report)
            outcome.wrong += [Wrong(title, error.number, error.column, error.why) for error in report.errors]
            counted["added" if report.added else "changed" if report.changed else "same"] += not report.errors
            continue
        try:
            with transaction.atomic():
                counted[carried.of[name](row.values)] += 1
        except Refused as refused:
            column = (refused.field or "").removesuffix("_id")
            label = book.heads(name).get(column, ("",))[-1]
            outcome.wrong.append(Wrong(title, row.number, label, str(refused.message)))
    return counted
