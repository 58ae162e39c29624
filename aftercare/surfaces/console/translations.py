"""The catalogues of the second language: gathered from the sources, compared, compiled. Needs no gettext tools."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "zh_Hans"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_SPOKEN = {"tests", "migrations", "locale", "testing", "management"}

Key = tuple[str, str | tuple[str, str]]


@dataclass
class Domain:
    """The sources that share one catalogue."""

    name: str
    sources: list[Path]
    home: Path

    @property
    def path(self) -> Path:
        """Return the catalogue's file."""
        return self.home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


@dataclass
class Report:
    """What is wrong with the catalogues."""

    missing: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    conflicting: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Return whether nothing is wrong."""
        return not (self.missing or self.fuzzy or self.broken or self.conflicting)

    def lines(self) -> Iterator[str]:
        """Give the findings as lines for a person."""
        for kind in ("missing", "fuzzy", "broken", "conflicting"):
            for text in getattr(self, kind):
                yield f"{kind}: {text}"


def domains() -> list[Domain]:
    """Return the catalogues: one a context, one a shell that keeps its own, one for the platform, one for the demo."""
    shells = sorted(path.parent for path in (ROOT / "surfaces").glob("*/locale"))
    others = [path.parent for path in (ROOT / "surfaces").glob("*/apps.py") if path.parent not in shells]
    desk = ROOT / "surfaces/desk"
    found = [
        Domain("platform", [ROOT / "platform"], ROOT / "platform/web"),
        Domain("desk", [desk, *sorted(path for path in others if path != desk)], desk),
        Domain("demo", [ROOT / "demo"], ROOT / "demo"),
    ]
    found += [Domain(shell.name, [shell], shell) for shell in shells if shell != desk]
    for context in sorted((ROOT / "contexts").iterdir()):
        if (context / "apps.py").exists():
            found.append(Domain(context.name, [context], context))
    return found


def spoken(domain: Domain) -> Catalog:
    """Return the strings that the sources of a catalogue speak."""
    catalog = Catalog()
    for folder in domain.sources:
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
            if NOT_SPOKEN.isdisjoint(path.relative_to(folder).parts):
                _gather(path, catalog)
    return catalog


def written(domain: Domain) -> Catalog:
    """Return the catalogue as it is in its file; empty when there is none."""
    if not domain.path.exists():
        return Catalog(locale=LANGUAGE)
    with domain.path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def update() -> dict[str, int]:
    """
    Write what the sources speak into the catalogues and return how many strings each still lacks.

    A string that another catalogue already translates is filled in from there; what nobody speaks any more goes.
    """
    known = {key(message): message.string for domain in domains() for message in written(domain) if _is_done(message)}
    lacking = {}
    for domain in domains():
        heard, catalog = spoken(domain), written(domain)
        if not len(heard) and not domain.path.exists():
            continue
        catalog.update(heard, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        for message in catalog:
            if message.id and not _is_done(message):
                message.string = known.get(key(message), message.string)
        lacking[domain.name] = sum(not _is_done(message) for message in catalog if message.id)
        _write(domain, catalog)
    return lacking


def compile_all() -> int:
    """Compile the catalogues whose compiled form is older; return how many."""
    stale = [domain for domain in domains() if is_stale(domain)]
    for domain in stale:
        with domain.path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, written(domain))
    return len(stale)


def is_stale(domain: Domain) -> bool:
    """Tell whether the catalogue's compiled form is missing or older than its text."""
    if not domain.path.exists():
        return False
    made = domain.path.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < domain.path.stat().st_mtime


def check() -> Report:
    """Return the strings without a translation, the doubtful ones, and the ones translated in two ways."""
    report = Report()
    meanings: dict[Key, dict[str, str]] = {}
    for domain in domains():
        catalog = written(domain)
        for message in spoken(domain):
            if not message.id:
                continue
            entry = catalog.get(message.id, message.context)
            label = f"{domain.name}: {_label(message)}"
            if entry is None or not _is_done(entry):
                report.missing.append(label)
                continue
            if entry.fuzzy:
                report.fuzzy.append(label)
            report.broken += [f"{label}: {error}" for error in entry.check(catalog)]
            meanings.setdefault(key(entry), {})[domain.name] = _text(entry.string)
    for meaning in meanings.items():
        if len(set(meaning[1].values())) > 1:
            said = ", ".join(f"{name} says {text}" for name, text in sorted(meaning[1].items()))
            report.conflicting.append(f"{meaning[0][1]}: {said}")
    return report


def key(message: Message) -> Key:
    """Return what tells one string from another."""
    return (message.context or "", message.id)


def _gather(path: Path, catalog: Catalog) -> None:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The lines are unrelated calls: without their indentation they read as Python.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    calls = extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], {"encoding": "utf-8"})
    for _line, function, words, _comments in calls:
        said = words if isinstance(words, tuple) else (words,)
        if function is None or not said or said[0] is None:
            continue
        context, text = _understood(function, said)
        if text:
            flags = {"python-format"} if _has_placeholder(text) else set()
            catalog.add(text, None, [(str(path.relative_to(ROOT)), 0)], flags=flags, context=context)


def _understood(function: str, said: tuple[str | None, ...]) -> tuple[str | None, str | tuple[str, str]]:
    context = said[0] if function.startswith(("pgettext", "npgettext")) else None
    words = [word for word in (said[1:] if context is not None else said) if word]
    plural = function.startswith(("n", "np"))
    if plural and len(words) >= 2:
        return context, (words[0], words[1])
    return context, words[0] if words else ""


def _has_placeholder(text: str | tuple[str, str]) -> bool:
    return "%(" in _text(text)


def _is_done(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _text(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else " / ".join(words)


def _label(message: Message) -> str:
    where = message.locations[0][0] if message.locations else ""
    return f"{_text(message.id)!r} ({where})"


def _write(domain: Domain, catalog: Catalog) -> None:
    domain.path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    # The creation date would change every file at every run and say nothing.
    kept = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(b'"POT-Creation-Date')]
    domain.path.write_bytes(b"".join(kept))
