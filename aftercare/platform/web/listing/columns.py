"""The columns of a list: how a cell looks on screen and what it is in an export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aftercare.platform.actor import Role
from aftercare.platform.money import Money
from aftercare.platform.web import marks, signs

Value = Callable[[Any], Any]


def dig(row: Any, path: str) -> Any:
    """Return the value at `customer.name` in a row, be it a model, a dataclass or a dict; None on the way is None."""
    for part in path.split("."):
        if row is None:
            return None
        row = row.get(part) if isinstance(row, Mapping) else getattr(row, part)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column. `value` reads it from the row (default: the attribute `key`); `sort` names the order
    by which clicking its head sorts; `card` puts it on the phone's card: 1 its heading, 2 the line below, 3 the
    one mark at the right, 4 a further line.
    """

    key: str
    label: Any
    value: Value | None = None
    sort: str | tuple[str, ...] = ()
    shown: bool = True
    card: int = 0
    link: bool = False
    roles: tuple[Role, ...] = ()
    css: str = ""
    wide: bool = False

    def raw(self, row: Any) -> Any:
        """Return the value itself."""
        return self.value(row) if self.value else dig(row, self.key)

    def html(self, row: Any) -> SafeString | str:
        """Return the cell as markup."""
        value = self.raw(row)
        return marks.NOTHING if value in (None, "") else format_html("{}", value)

    def plain(self, row: Any) -> Any:
        """Return the cell for an export: a str, number, date or moment in the person's zone."""
        value = self.raw(row)
        return value if isinstance(value, int | float) or value is None else force_str(value)

    @property
    def order(self) -> tuple[str, ...]:
        """Return the ORM order of this column."""
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusColumn(Column):
    """A status with its sign; `kind` is the one registered with `signs.statuses`."""

    kind: str

    def html(self, row: Any) -> SafeString:
        """Return the badge."""
        value = self.raw(row)
        return marks.status(self.kind, value) if value else marks.NOTHING

    def plain(self, row: Any) -> Any:
        """Return the status in words."""
        return force_str(signs.status(self.kind, self.raw(row)).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityColumn(Column):
    """A priority by shape and word."""

    def html(self, row: Any) -> SafeString:
        """Return the mark."""
        value = self.raw(row)
        return marks.priority(value) if value else marks.NOTHING

    def plain(self, row: Any) -> Any:
        """Return the priority in words."""
        return force_str(signs.priority(self.raw(row)).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeColumn(Column):
    """A moment, as people say it; exact in exports."""

    def html(self, row: Any) -> SafeString:
        """Return the moment with the exact one on hover."""
        return marks.when(self.raw(row))

    def plain(self, row: Any) -> Any:
        """Return the local moment without its zone, which spreadsheets cannot hold."""
        value = self.raw(row)
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateColumn(Column):
    """A day."""

    def html(self, row: Any) -> SafeString:
        """Return the day."""
        return marks.day(self.raw(row))

    def plain(self, row: Any) -> Any:
        """Return the day as a date."""
        return self.raw(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberColumn(Column):
    """A number, right-aligned; `places` decimals."""

    css: str = "number"
    places: int = 0

    def html(self, row: Any) -> SafeString:
        """Return the number with thousands marks."""
        return marks.number(self.raw(row), self.places)

    def plain(self, row: Any) -> Any:
        """Return the number."""
        return self.raw(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyColumn(Column):
    """An amount of money."""

    css: str = "number"

    def html(self, row: Any) -> SafeString:
        """Return the amount with its sign."""
        return marks.money(self.raw(row))

    def plain(self, row: Any) -> Any:
        """Return the bare amount."""
        value = self.raw(row)
        return value.amount if isinstance(value, Money) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationColumn(Column):
    """A span of time; minutes or a timedelta; minutes in exports."""

    css: str = "number"

    def html(self, row: Any) -> SafeString:
        """Return the span in words."""
        return marks.duration(self.raw(row))

    def plain(self, row: Any) -> Any:
        """Return the minutes."""
        value = self.raw(row)
        return int(value.total_seconds() // 60) if isinstance(value, timedelta) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseColumn(TimeColumn):
    """The countdown to a promise; `met` and `paused` read from the row whether it is kept or stopped."""

    met: Value | None = None
    paused: Value | None = None

    def html(self, row: Any) -> SafeString:
        """Return the countdown."""
        return marks.promise(
            self.raw(row),
            met_at=self.met(row) if self.met else None,
            paused=bool(self.paused(row)) if self.paused else False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonColumn(Column):
    """A person's name with the round mark."""

    def html(self, row: Any) -> SafeString:
        """Return the person."""
        return marks.person(self.raw(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneColumn(Column):
    """A phone number to tap."""

    def html(self, row: Any) -> SafeString:
        """Return the number as a link that calls."""
        return marks.phone(self.raw(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagColumn(Column):
    """A yes or no."""

    def html(self, row: Any) -> SafeString:
        """Return a tick for yes and a dash for no."""
        return marks.icon("check", "text-green") if self.raw(row) else marks.NOTHING

    def plain(self, row: Any) -> Any:
        """Return the yes or no itself."""
        return bool(self.raw(row))
