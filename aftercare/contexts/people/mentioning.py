"""Who is meant by `@` and a name; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# An @ inside an address of e-mail names nobody.
_AT = re.compile(r"(?<![A-Za-z0-9._%+-])@(?=\S)")
_WORD = re.compile(r"\w")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the company as comments name them."""

    id: int
    name: str
    username: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands behind one `@`: how it is written, whom it fits, and shorter names it may mean as well."""

    written: str
    meant: tuple[Colleague, ...]
    rivals: tuple[str, ...] = ()


def handles(people: Collection[Colleague]) -> dict[int, str]:
    """Return how each is written after the `@`: the name, with the login name where several share it."""
    shared = Counter(person.name for person in people)
    return {p.id: p.name if shared[p.name] == 1 else f"{p.name}({p.username})" for p in people}


def readings(text: str, people: Collection[Colleague]) -> Iterator[Reading]:
    """Yield what each `@` of the text may mean; one that fits nobody is an ordinary sign."""
    forms = [(form, person) for person in people for form in _forms(person)]
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        found = [(form, person) for form, person in forms if _begins(rest, form)]
        if found:
            yield _reading(rest, found)


def _forms(person: Colleague) -> tuple[str, ...]:
    both = (f"{person.name}({person.username})", f"{person.name}（{person.username}）")
    return (*((person.name,) if person.name else ()), person.username, *both)


def _begins(rest: str, form: str) -> bool:
    """Tell whether the text begins with the form, and not in the middle of a Latin word."""
    if rest[: len(form)].lower() != form.lower():
        return False
    follows = rest[len(form) : len(form) + 1]
    return not (_LATIN.match(form[-1]) and _LATIN.match(follows))


def _reading(rest: str, found: list[tuple[str, Colleague]]) -> Reading:
    """Return the longest name; where nothing sets it off, shorter ones that fit are its rivals."""
    length = max(len(form) for form, _person in found)
    meant = {person.id: person for form, person in found if len(form) == length}
    is_set_off = not (_WORD.match(rest[length - 1]) and _WORD.match(rest[length : length + 1]))
    others = {form for form, person in found if len(form) < length and person.id not in meant}
    rivals = () if is_set_off else tuple(sorted(others))
    return Reading(rest[:length], tuple(meant.values()), rivals)
