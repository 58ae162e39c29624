"""The catalogues of the second language: gathered from the sources, compared, compiled. Needs no gettext tools."""

from __future__ import annotations

import ast
import io
import re
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
EMPTY_HEADERS = (
    b"# Chinese (Simplified) translations for", b"# Copyright", b"# This file is distributed", b"# FIRST AUTHOR",
    b'"Project-Id-Version', b'"Report-Msgid-Bugs-To', b'"POT-Creation-Date', b'"PO-Revision-Date',
    b'"Last-Translator', b'"Language-Team', b'"Generated-By',
)  # fmt: skip
KEYWORDS = {
    "_",
    *("gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]")
NOT_SPOKEN = {"tests", "migrations", "locale", "testing", "management"}

Call = tuple[str, list[str]]
Words = str | tuple[str, ...] | list[str] | None
Key = tuple[str, Words]


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
            if lost := _lost(entry):
                report.broken.append(f"{label}: {lost}")
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
    for function, said in _calls_in_python(source) if path.suffix == ".py" else _calls_in_template(source, path):
        context, text = _understood(function, said)
        if text:
            flags = {"python-format"} if "%(" in _text(text) else set()
            catalog.add(text, None, [(str(path.relative_to(ROOT)), 0)], flags=flags, context=context)


def _calls_in_python(source: str) -> Iterator[Call]:
    """Give the calls that speak, also those inside f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
            if name in KEYWORDS and said:
                yield name, said


def _calls_in_template(source: str, path: Path) -> Iterator[Call]:
    """Give the calls that Django's own reading of a template turns its tags into."""
    # The lines are unrelated calls: without their indentation they read as Python.
    lines = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    found = extract_python(io.BytesIO(lines.encode()), dict.fromkeys(KEYWORDS), [], {"encoding": "utf-8"})
    for _line, function, words, _comments in found:
        given: tuple[object, ...] = words if isinstance(words, tuple) else (words,)
        said = [word for word in given if isinstance(word, str) and word]
        if isinstance(function, str) and said:
            yield function, said


def _understood(function: str, said: list[str]) -> tuple[str | None, str | tuple[str, str]]:
    has_context = function.startswith(("pgettext", "npgettext"))
    context, words = (said[0], said[1:]) if has_context else (None, said)
    if function.startswith("n") and len(words) >= 2:
        return context, (words[0], words[1])
    return context, words[0] if words else ""


def _lost(message: Message) -> str:
    """Say which placeholders differ between a string and its translation; empty when none do."""
    ids, strings = _forms(message.id), _forms(message.string)
    every, shared = set.union(*map(_holes, ids)), set.intersection(*map(_holes, ids))
    bad = {hole for string in strings for hole in (shared - _holes(string)) | (_holes(string) - every)}
    return f"placeholders differ: {', '.join(sorted(bad))}" if bad else ""


def _forms(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def _holes(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _is_done(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _text(words: Words) -> str:
    return words if isinstance(words, str) else " / ".join(words or ())


def _label(message: Message) -> str:
    where = message.locations[0][0] if message.locations else ""
    return f"{_text(message.id)!r} ({where})"


def _write(domain: Domain, catalog: Catalog) -> None:
    domain.path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    # Dates would change every file at every run, and the rest of the usual header names nobody.
    kept = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(EMPTY_HEADERS)]
    domain.path.write_bytes(b"".join(kept))
