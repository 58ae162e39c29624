"""Who pays: a warranty, a service contract, or the customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.contexts.contracts.queries import Terms, terms_for
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.warranties import public as warranties

STATUTORY, WARRANTY, CONTRACT, CHARGEABLE = (
    "statutory_warranty",
    "contract_warranty",
    "service_contract",
    "chargeable",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Who pays, and why; `reason` and `clause` are said in the language spoken when they are read."""

    coverage: str
    why: Callable[[], str]
    rests_on: Callable[[], str] = str
    contract_id: int | None = None
    contract_number: str = ""
    until: date | None = None

    @property
    def reason(self) -> str:
        """Return why, in words."""
        return self.why()

    @property
    def clause(self) -> str:
        """Return the article or clause it rests on; empty for none."""
        return self.rests_on()


def judge_coverage(
    *,
    customer_id: int | None,
    project_id: int | None = None,
    equipment_id: int | None = None,
    part_kind: str = "",
    on: date,
) -> Judgement:
    """
    Return who pays for a repair on a day, and why.

    The statutory warranty comes before the contract's and that of an earlier repair, these before a service contract;
    else the customer pays. Goodwill is never judged, only granted by a person. `part_kind` tells what of a project it
    is about where no equipment is named (`installed_base.PartKind`).
    """
    equipment = installed_base.equipment_card(equipment_id) if equipment_id is not None else None
    project_id = equipment.project_id if equipment else project_id
    cover = None
    if project_id is not None:
        kind = "" if equipment else part_kind
        cover = warranties.cover_of(project_id=project_id, kind=kind, equipment=equipment)
    if cover is not None and (cover.covers(on) or cover.repair_covers(on)):
        return _warranted(cover, on)
    terms = None
    if customer_id is not None:
        terms = terms_for(customer_id=customer_id, project_id=project_id, equipment_id=equipment_id, on=on)
    if terms is not None and not terms.is_standard:
        return Judgement(
            coverage=CONTRACT,
            why=partial(_contracted, terms),
            contract_id=terms.contract_id,
            contract_number=terms.number,
            until=terms.ends_on,
        )
    return Judgement(coverage=CHARGEABLE, why=partial(_why_chargeable, cover))


def _contracted(terms: Terms) -> str:
    words = _("Covered by service contract %(number)s “%(name)s” until %(day)s.")
    return words % {"number": terms.number, "name": terms.name, "day": terms.ends_on}


def _warranted(cover: warranties.Cover, on: date) -> Judgement:
    """Say which warranty covers it."""
    if not cover.covers(on) and cover.repair is not None:
        item, repaired_until = cover.repair
        return Judgement(coverage=WARRANTY, why=partial(_repaired, item, repaired_until), until=repaired_until)
    if cover.basis == "statutory" or (cover.statutory_until is not None and on <= cover.statutory_until):
        until = cover.until if cover.basis == "statutory" else cover.statutory_until
        why, article = partial(_by_law, cover, until), partial(_article, cover)
        return Judgement(coverage=STATUTORY, why=why, rests_on=article, until=until)
    return Judgement(coverage=WARRANTY, why=partial(_agreed, cover), until=cover.until)


def _repaired(item: str, until: date) -> str:
    return _("The repair of “%(item)s” is itself warranted until %(day)s.") % {"item": item, "day": until}


def _agreed(cover: warranties.Cover) -> str:
    words = _("The contract warranty of %(part)s runs until %(day)s.")
    return words % {"part": cover.name, "day": cover.until}


def _article(cover: warranties.Cover) -> str:
    return f"{cover.minimum.quoted(get_language() or '')}{_(': ')}{warranties.term_words(cover.minimum)}"


def _by_law(cover: warranties.Cover, until: date | None) -> str:
    """Say what the law gives, from when, until when."""
    since = (
        _("Section %(name)s was accepted on %(day)s.") if cover.section else _("Completion was accepted on %(day)s.")
    )
    said = [since % {"name": cover.section, "day": cover.accepted_on}]
    if cover.is_standing:
        said.append(_("The statutory warranty of %(part)s stands still.") % {"part": cover.name})
    else:
        runs = _("The statutory warranty of %(part)s runs until %(until)s.")
        said.append(runs % {"part": cover.name, "until": until})
    if cover.flag == "contract_shorter":
        shorter = _("The contract says %(day)s only; the law's longer term counts.")
        said.append(shorter % {"day": cover.contract_until})
    # Chinese puts nothing between sentences.
    return ("" if (get_language() or "").startswith("zh") else " ").join(said)


def _why_chargeable(cover: warranties.Cover | None) -> str:
    if cover is None:
        return _("No equipment or project is named and no service contract covers everything of the customer.")
    ended = max((day for day in (cover.until, cover.repair and cover.repair[1]) if day), default=None)
    if ended is not None:
        return _("The warranty ended on %(day)s and no service contract is in force.") % {"day": ended}
    if cover.accepted_on is None:
        return _("No acceptance or warranty date is on file and no service contract is in force.")
    return _(
        "The end of the warranty of %(part)s cannot be told from what is on file, and no service contract is in force."
    ) % {"part": cover.name}
