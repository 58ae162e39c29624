"""How the end of a warranty follows: the rule, its article and the arithmetic, one step after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from aftercare.contexts.warranties import queries, words
from aftercare.contexts.warranties.models import WarrantyPart
from aftercare.contexts.warranties.queries import Cover, Known
from aftercare.contexts.warranties.rules.jurisdictions import Minimum
from aftercare.contexts.warranties.rules.warranty import Season


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what it is about, why, and the days it comes to; `last` is open where `is_open`."""

    what: str
    why: str = ""
    day: date | None = None
    last: date | None = None
    is_open: bool = False
    is_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an end follows from, whether of a part on file or of one piece of equipment."""

    minimum: Minimum
    section: str
    accepted_on: date | None
    statutory_until: date | None
    contract_until: date | None
    suspensions: tuple[tuple[date, date | None, str], ...]
    until: date | None
    basis: str
    season: Season | None
    design_life_years: int | None


def of_part(part: WarrantyPart, known: Known) -> list[Step]:
    """Return how the end of a part on file follows; its suspensions are fetched already, or cost one query."""
    facts = Facts(
        minimum=known.law.minimums[part.kind],
        section=part.section.name if part.section else "",
        accepted_on=part.accepted_on,
        statutory_until=part.statutory_until,
        contract_until=part.contract_until,
        suspensions=tuple((one.since, one.last, one.reason) for one in part.suspensions.all()),
        until=part.until,
        basis=part.basis,
        season=known.seasons.get(part.kind),
        design_life_years=known.design_life_years,
    )
    return list(_steps(facts))


def of_cover(cover: Cover, known: Known) -> list[Step]:
    """Return how the end of a piece of equipment's warranty follows. At most one query."""
    facts = Facts(
        minimum=cover.minimum,
        section=cover.section,
        accepted_on=cover.accepted_on,
        statutory_until=cover.statutory_until,
        contract_until=cover.contract_until,
        suspensions=queries.suspensions_of(cover.part_id),
        until=cover.until,
        basis=cover.basis,
        season=known.seasons.get(cover.kind),
        design_life_years=known.design_life_years,
    )
    return list(_steps(facts))


def _steps(facts: Facts) -> Iterator[Step]:
    why = _("This day itself does not count; the term begins with the next one (Civil Code, art. 201).")
    named = f"{facts.section} · {why}" if facts.section else why
    yield Step(what=_("Accepted on"), why=named if facts.accepted_on else facts.section, day=facts.accepted_on)
    yield from _law(facts)
    if facts.contract_until is not None:
        yield Step(what=_("Until by contract"), why=_compared(facts), day=facts.contract_until)
    elif facts.minimum.term == "contract":
        yield Step(what=_("Until by contract"), why=words.flag_words("contract_term_missing"))
    yield from _stood_still(facts.suspensions)
    yield Step(what=_("Warranted until"), why=str(words.BASES[facts.basis]), day=facts.until, is_end=True)


def _law(facts: Facts) -> Iterator[Step]:
    """Yield the law's term with its article, and the seasons that are counted for it."""
    minimum, accepted = facts.minimum, facts.accepted_on
    clause = minimum.quoted(get_language() or "")
    what = _("The law's term: %(term)s") % {"term": words.term_words(minimum)}
    yield Step(what=what, why=f"{clause} · {_ends(facts)}", day=facts.statutory_until)
    if minimum.term == "seasons" and facts.season is not None and accepted is not None:
        for number, (first, last) in enumerate(facts.season.counted(accepted, minimum.amount), start=1):
            words_ = _("Cooling season %(n)d that counts")
            if minimum.kind != "cooling":
                words_ = _("Heating season %(n)d that counts")
            yield Step(what=words_ % {"n": number}, day=first, last=last)


def _ends(facts: Facts) -> str:
    """Return the arithmetic of the law's term in words."""
    accepted, until = facts.accepted_on, facts.statutory_until
    if facts.minimum.term == "contract":
        return _("The law leaves the term to the contract.")
    if accepted is None:
        return words.flag_words("acceptance_missing")
    if facts.minimum.term == "seasons":
        if facts.season is None:
            return words.flag_words("season_missing")
        return _("It ends with the last season that counts; one that had begun by the acceptance does not.")
    if until is None:
        return words.flag_words("design_life_missing")
    years = facts.minimum.amount if facts.minimum.term == "years" else facts.design_life_years
    said = {"day": accepted.isoformat(), "years": years, "until": until.isoformat()}
    if (until.month, until.day) == (accepted.month, accepted.day):
        return _("%(day)s + %(years)s years: the corresponding day, %(until)s (Civil Code, art. 202).") % said
    return _("%(day)s + %(years)s years: that year has no such day, so the month's last, %(until)s (art. 202).") % said


def _compared(facts: Facts) -> str:
    if facts.statutory_until is None or facts.contract_until is None:
        return ""
    if facts.contract_until > facts.statutory_until:
        return _("Longer than the law's term, so the contract counts.")
    if facts.contract_until < facts.statutory_until:
        return words.flag_words("contract_shorter")
    return _("The same day as by law.")


def _stood_still(suspensions: Iterable[tuple[date, date | None, str]]) -> Iterator[Step]:
    for since, last, reason in suspensions:
        if last is None:
            yield Step(what=_("Stands still"), why=reason, day=since, is_open=True)
            continue
        days = (last - since + timedelta(days=1)).days
        why = _("%(reason)s · the end moves by %(n)d days") % {"reason": reason, "n": days}
        yield Step(what=pgettext("warranty", "Stood still"), why=why, day=since, last=last)
