"""The timeline of a record: people, system, phone and customer in one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftercare.platform.outbox.models import Event


class Source(StrEnum):
    """Who speaks in an entry of the timeline."""

    PERSON = "person"
    SYSTEM = "system"
    PHONE = "phone"
    CUSTOMER = "customer"


SOURCE_WORDS = {
    Source.PERSON: (_("People"), "user"),
    Source.SYSTEM: (_("System"), "settings"),
    Source.PHONE: (_("On site"), "device-mobile"),
    Source.CUSTOMER: (_("Customer"), "building"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One thing that happened: what, who, when, in whose voice.

    `body` is the quoted text of a comment or report, `names` the colleagues it names, each as written behind an `@`,
    `tone` one of the signs' tones when it matters.
    """

    at: datetime
    title: Any
    who: str = ""
    source: Source = Source.PERSON
    body: str = ""
    names: tuple[str, ...] = ()
    tone: str = ""
    icon: str = ""
    url: str = ""

    @property
    def picture(self) -> str:
        """Return the icon's name."""
        return self.icon or SOURCE_WORDS[self.source][1]

    @property
    def voice(self) -> Any:
        """Return the words for who speaks."""
        return SOURCE_WORDS[self.source][0]


def source_of(via: str, *, is_customer: bool = False) -> Source:
    """Return whose voice an event is, from the door it came through."""
    if is_customer or via == "portal":
        return Source.CUSTOMER
    return {"phone": Source.PHONE, "job": Source.SYSTEM, "import": Source.SYSTEM}.get(via, Source.PERSON)


Words = Callable[[Mapping[str, Any]], Any]
Names = Callable[[Mapping[str, Any]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Telling:
    words: Words
    body: Words | None
    names: Names | None
    tone: str
    icon: str
    is_internal: bool


_tellings: dict[str, _Telling] = {}


def tells(
    event: type,
    words: Words,
    *,
    body: Words | None = None,
    names: Names | None = None,
    tone: str = "",
    icon: str = "",
    is_internal: bool = True,
) -> None:
    """
    Register how an event reads: `words(payload)` is its sentence, `body(payload)` a quoted text, `names(payload)` whom
    that text names with `@`.

    What is not marked `is_internal=False` is left out of what customers read.
    """
    _tellings[event.__name__] = _Telling(words, body, names, str(tone), icon, is_internal)


def of(*about: str, limit: int = 200, for_customer: bool = False) -> list[Entry]:
    """Return what happened to these records as one stream, newest first, in one query; untold events stay out."""
    names = [name for name, telling in _tellings.items() if not (for_customer and telling.is_internal)]
    rows = Event.objects.filter(about__in=about, name__in=names).order_by("-at", "-id")[:limit]
    return [_entry(row) for row in rows]


def _entry(row: Event) -> Entry:
    telling, actor = _tellings[row.name], row.actor or {}
    is_customer = "customer" in actor.get("roles", ())
    return Entry(
        at=row.at,
        title=telling.words(row.payload),
        body=str(telling.body(row.payload) or "") if telling.body else "",
        names=tuple(telling.names(row.payload)) if telling.names else (),
        who="" if actor.get("is_system") else actor.get("name", ""),
        source=Source.SYSTEM if actor.get("is_system") else source_of(actor.get("via", ""), is_customer=is_customer),
        tone=telling.tone,
        icon=telling.icon,
    )
