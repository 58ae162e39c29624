"""Where a contract says otherwise than the standard pack it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aftercare.contexts.contracts.models import Counting, EntitlementKind, Promise, ServiceContract
from aftercare.contexts.contracts.queries import hours_words, moments_words
from aftercare.contexts.contracts.rules import moments
from aftercare.contexts.contracts.rules.packs import Pack, packs


@dataclass(frozen=True, slots=True)
class Deviation:
    """One line that differs: what the standard says, what is agreed here, and whether that asks more of us."""

    what: str
    standard: str
    agreed: str
    asks: str

    @property
    def asks_words(self) -> str:
        """Return whether more or less is asked of us, in words; empty where that cannot be said."""
        return {"more": _("asks more"), "less": _("asks less")}.get(self.asks, "")


def of(contract: ServiceContract) -> list[Deviation] | None:
    """Return where a contract deviates from its pack; None when it was written without one."""
    pack = packs().get(contract.pack)
    if pack is None:
        return None
    return [*_times(contract, pack), *_visits(contract, pack), *_clauses(contract, pack)]


def _times(contract: ServiceContract, pack: Pack) -> Iterator[Deviation]:
    agreed = {(level.promise, level.priority): level for level in contract.levels.all()}
    for promise in pack.targets:
        for priority, (minutes, counting) in pack.targets_of(promise).items():
            what = f"{Promise(promise).label} · P{priority}"
            level = agreed.get((promise, priority))
            standard = _time(minutes, counting)
            if level is None:
                yield Deviation(what, standard, "", "less")
            elif (level.target_minutes, level.counting) != (minutes, counting):
                asks = _asks(minutes, counting, level.target_minutes, level.counting)
                yield Deviation(what, standard, _time(level.target_minutes, level.counting), asks)
            elif (level.begins, level.ends) != moments.usual(promise):
                between, agreed_between = moments.usual(promise), (level.begins, level.ends)
                yield Deviation(what, moments_words(*between), moments_words(*agreed_between), "")


def _asks(minutes: int, counting: str, agreed: int, agreed_counting: str) -> str:
    """Return whether a time asks more or less; where they are counted otherwise, only what is plain is said."""
    if counting == agreed_counting:
        return "more" if agreed < minutes else "less"
    around = agreed_counting == Counting.CALENDAR
    if around and agreed <= minutes:
        return "more"
    return "less" if not around and agreed >= minutes else ""


def _time(minutes: int, counting: str) -> str:
    return f"{hours_words(minutes)} · {Counting(counting).label}"


def _visits(contract: ServiceContract, pack: Pack) -> Iterator[Deviation]:
    row = contract.entitlements.filter(kind=EntitlementKind.VISITS).first()
    agreed = row.per_year if row is not None else 0
    if agreed != pack.visits:
        words = f"{agreed:.0f}" if row is not None else ""
        yield Deviation(_("Visits a year"), str(pack.visits), words, "more" if agreed > pack.visits else "less")


def _clauses(contract: ServiceContract, pack: Pack) -> Iterator[Deviation]:
    agreed = {clause.number: clause for clause in contract.clauses.all()}
    for item in pack.clauses:
        clause = agreed.get(item.number)
        what = f"{_('Clause')} {item.number}"
        known = {item.text.zh, item.text.en}
        if clause is None:
            yield Deviation(what, _either(contract, item.title.zh, item.title.en), "", "less")
        elif clause.text not in known:
            yield Deviation(what, _either(contract, item.text.zh, item.text.en), clause.text, "")


def _either(contract: ServiceContract, zh: str, en: str) -> str:
    """Return the standard's words in the language the contract is written in."""
    written = "".join(clause.title for clause in contract.clauses.all())
    return en if written.isascii() else zh
