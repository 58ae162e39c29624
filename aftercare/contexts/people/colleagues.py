"""Colleagues that comments name: whom the box offers, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.people.mentioning import Colleague, Reading, handles, readings
from aftercare.contexts.people.models import Engineer, Grant
from aftercare.contexts.people.rules import REGIONAL
from aftercare.platform.actor import OFFICE, STAFF, Role
from aftercare.platform.refusal import Refused

MOST_PEOPLE = 5000
MOST_MENTIONS = 20
# A login works where all its regional roles reach, as its scope says; what lies in no region is everybody's.
_OFFICE_IN = """
    WITH RECURSIVE above (id) AS (
        SELECT %(region)s::bigint
        UNION
        SELECT r.parent_id FROM above JOIN people_region r ON r.id = above.id WHERE r.parent_id IS NOT NULL
    ), reach AS (
        SELECT g.user_id, g.role, bool_or(g.region_id IS NULL OR g.region_id IN (SELECT id FROM above)) AS reaches
          FROM people_grant g JOIN accounts_user u ON u.id = g.user_id
         WHERE g.role = ANY(%(regional)s) AND u.is_active
         GROUP BY g.user_id, g.role
    )
    SELECT user_id FROM reach GROUP BY user_id
    HAVING bool_or(role = ANY(%(office)s)) AND (%(region)s::bigint IS NULL OR bool_and(reaches))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One colleague named in a text, as the text writes it."""

    user_id: int
    written: str


def mentions(text: str, *, readers: Callable[[], Collection[int]], field: str = "text") -> list[Mention]:
    """
    Return the colleagues the text names with `@`; `readers` gives the logins that may see the record it is about.

    :raises Refused: `cannot_mention` for a colleague who may not see it, `ambiguous`, `too_many`.
    """
    if "@" not in text:
        return []
    seeing = frozenset(readers())
    found: dict[tuple[int, str], Mention] = {}
    shut_out: list[str] = []
    for reading in readings(text, _staff()):
        meant = [person for person in reading.meant if person.id in seeing]
        _refuse_unclear(reading, meant, field)
        if meant:
            found[meant[0].id, reading.written] = Mention(user_id=meant[0].id, written=reading.written)
        elif reading.meant[0].name not in shut_out:
            shut_out.append(reading.meant[0].name)
    if shut_out:
        words = _("%(names)s may not see this and cannot be mentioned; take the @ away or name somebody else.")
        raise Refused("cannot_mention", words % {"names": _joined(shut_out)}, field=field)
    if len(found) > MOST_MENTIONS:
        raise Refused("too_many", _("Mention at most %(count)d colleagues.") % {"count": MOST_MENTIONS}, field=field)
    return list(found.values())


def _refuse_unclear(reading: Reading, meant: list[Colleague], field: str) -> None:
    if reading.rivals:
        words = _("“@%(written)s” may also mean %(names)s: put a space after the name you mean.")
        named = {"written": reading.written, "names": _joined(reading.rivals)}
        raise Refused("ambiguous", words % named, field=field)
    if len(meant) > 1:
        words = _("Several colleagues are called %(written)s: write %(names)s.")
        named = {"written": reading.written, "names": _joined(f"@{person.username}" for person in meant)}
        raise Refused("ambiguous", words % named, field=field)


def _joined(names: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(names)


def offered(typed: str, *, readers: Collection[int], limit: int = 8) -> list[tuple[str, str, str]]:
    """Return (what is written after the `@`, name, login name) of the readers whose name begins with what is typed."""
    seeing = frozenset(readers)
    people = [person for person in _staff() if person.id in seeing]
    written = handles(people)
    typed = typed.lower()
    fits = [p for p in people if p.name.lower().startswith(typed) or p.username.startswith(typed)]
    fits += [p for p in people if typed and typed in p.name.lower() and p not in fits]
    return [(written[p.id], p.name, p.username) for p in fits[:limit]]


def _staff() -> list[Colleague]:
    """Return everybody of the company who can sign in, by name. One query."""
    grants = Grant.objects.filter(role__in=[str(role) for role in STAFF]).values("user_id")
    rows = get_user_model().objects.filter(is_active=True, pk__in=grants).order_by("name", "pk")
    found = rows.values_list("pk", "name", "username")[:MOST_PEOPLE]
    return [Colleague(id=pk, name=name, username=username) for pk, name, username in found]


def office_in(region_id: int | None) -> list[int]:
    """Return the open logins of the office that work in the region (None: those of every region). One query."""
    roles = {"regional": [str(role) for role in REGIONAL], "office": [str(role) for role in OFFICE]}
    with connection.cursor() as cursor:
        cursor.execute(_OFFICE_IN, {"region": region_id, **roles})
        return [row[0] for row in cursor.fetchall()]


def engineer_logins(engineer_ids: Iterable[int]) -> list[int]:
    """Return the open logins of engineers who still work as such."""
    grants = Grant.objects.filter(role=str(Role.ENGINEER)).values("user_id")
    rows = Engineer.objects.filter(pk__in=set(engineer_ids), is_active=True, user__is_active=True, user_id__in=grants)
    return list(rows.values_list("user_id", flat=True))
