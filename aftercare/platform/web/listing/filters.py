"""The filters of a list: read from the URL, shown as chips that can be taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.web import signs

MOST_CHOICES = 30
Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a filter found in the URL: the condition, the chip's words, or what is wrong."""

    q: Q | None = None
    words: str = ""
    error: str = ""

    @property
    def is_on(self) -> bool:
        """Tell whether the filter narrows the list."""
        return self.q is not None


OFF = Reading()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter; `key` is its name in the URL, `field` the ORM path it narrows."""

    key: str
    label: Any
    field: str = ""
    pinned: bool = False

    template = "web/listing/filter_text.html"

    @property
    def path(self) -> str:
        """Return the ORM path; the key when none is given."""
        return self.field or self.key

    @property
    def params(self) -> tuple[str, ...]:
        """Return the names this filter owns in the URL."""
        return (self.key,)

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return what the URL says about this filter."""
        raise NotImplementedError

    def form(self, params: QueryDict, actor: Actor) -> dict[str, Any]:
        """Return what the filter's form shows."""
        return {"value": params.get(self.key, "")}

    def wrong(self, what: str) -> Reading:
        """Return the reading of a value that cannot be meant, naming the filter."""
        return Reading(error=_("Filter “%(filter)s”: %(what)s") % {"filter": self.label, "what": what})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFilter(Filter):
    """Text that must be in one column; `lookup` is exact by default, because only that uses an index."""

    lookup: str = "iexact"

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition on the column."""
        text = params.get(self.key, "").strip()
        if not text:
            return OFF
        if len(text) > 100 or "\0" in text:
            return self.wrong(_("use at most 100 plain characters."))
        return Reading(Q(**{f"{self.path}__{self.lookup}": text}), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter(Filter):
    """One or more of a few fixed values (`status=new&status=pending`)."""

    choices: Choices

    template = "web/listing/filter_choice.html"

    def options(self) -> list[tuple[str, Any]]:
        """Return the values and their words."""
        given = self.choices() if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in given]

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition for the chosen values."""
        chosen = [value for value in params.getlist(self.key) if value]
        if not chosen:
            return OFF
        known = dict(self.options())
        strange = [value for value in chosen if value not in known]
        if strange:
            return self.wrong(_("“%(value)s” is not one of its values.") % {"value": strange[0][:40]})
        return Reading(self.condition(chosen), _(", ").join(str(known[value]) for value in chosen))

    def condition(self, chosen: list[str]) -> Q:
        """Return the condition for these values."""
        return Q(**{f"{self.path}__in": chosen})

    def form(self, params: QueryDict, actor: Actor) -> dict[str, Any]:
        """Return the values with their ticks."""
        chosen = set(params.getlist(self.key))
        return {"options": [(value, label, value in chosen) for value, label in self.options()]}


def status_filter(kind: str, *, key: str = "status", label: Any = None, field: str = "") -> ChoiceFilter:
    """Return the filter over the statuses of a kind registered with `signs.statuses`."""
    words = label or gettext_lazy("Status")
    return ChoiceFilter(key=key, label=words, field=field, choices=lambda: signs.choices(kind), pinned=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFilter(Filter):
    """A yes: narrows by the condition `q`; `no` is what the opposite means, when it may be asked."""

    q: Q | Callable[[datetime], Q]
    no: Q | None = None

    template = "web/listing/filter_flag.html"

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition, which may depend on the present moment."""
        value = params.get(self.key, "")
        if not value:
            return OFF
        if value == "1":
            return Reading(self.q(clock.now()) if callable(self.q) else self.q, _("yes"))
        if value == "0" and self.no is not None:
            return Reading(self.no, _("no"))
        return self.wrong(_("only 1 for yes is understood."))


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFilter(Filter):
    """
    Records of another kind, chosen by typing. `options(actor, text, limit)` returns (id, label) pairs the
    actor may see; `labels(actor, ids)` names the chosen ones.
    """

    options: Callable[[Actor, str, int], Iterable[tuple[int, Any]]]
    labels: Callable[[Actor, list[int]], dict[int, Any]]

    template = "web/listing/filter_relation.html"

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition for the chosen records; one the actor may not see is unknown."""
        given = [value for value in params.getlist(self.key) if value]
        if not given:
            return OFF
        if not all(value.isascii() and value.isdigit() and len(value) < 19 for value in given):
            return self.wrong(_("“%(value)s” is not an id.") % {"value": given[0][:40]})
        ids = [int(value) for value in given[:MOST_CHOICES]]
        names = self.labels(actor, ids)
        missing = [pk for pk in ids if pk not in names]
        if missing:
            return self.wrong(_("no. %(id)d is not known.") % {"id": missing[0]})
        return Reading(Q(**{f"{self.path}__in": ids}), _(", ").join(str(names[pk]) for pk in ids))

    def form(self, params: QueryDict, actor: Actor) -> dict[str, Any]:
        """Return the first options and the chosen ones."""
        chosen = {int(v) for v in params.getlist(self.key) if v.isascii() and v.isdigit() and len(v) < 19}
        named = self.labels(actor, sorted(chosen)) if chosen else {}
        rest = [(pk, name) for pk, name in self.options(actor, params.get("find", "")[:60], MOST_CHOICES)]
        ticked = [(pk, name, True) for pk, name in named.items()]
        return {"options": ticked + [(pk, name, False) for pk, name in rest if pk not in named]}


PERIODS: dict[str, tuple[Any, Callable[[date], tuple[date, date]]]] = {
    "today": (gettext_lazy("today"), lambda d: (d, d)),
    "yesterday": (gettext_lazy("yesterday"), lambda d: (d - timedelta(1), d - timedelta(1))),
    "7d": (gettext_lazy("last 7 days"), lambda d: (d - timedelta(6), d)),
    "30d": (gettext_lazy("last 30 days"), lambda d: (d - timedelta(29), d)),
    "month": (gettext_lazy("this month"), lambda d: (d.replace(day=1), d)),
    "year": (gettext_lazy("this year"), lambda d: (d.replace(month=1, day=1), d)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFilter(Filter):
    """A span of days: a named one (`received=7d`) or from and to (`received.from=2026-05-01`)."""

    is_date: bool = False

    template = "web/listing/filter_period.html"

    @property
    def params(self) -> tuple[str, ...]:
        """Return the three names in the URL."""
        return (self.key, f"{self.key}.from", f"{self.key}.to")

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition; the days are the person's own."""
        named, first, last = (params.get(name, "").strip() for name in self.params)
        if named and not first and not last:
            if named not in PERIODS:
                return self.wrong(_("“%(value)s” is not a period.") % {"value": named[:40]})
            words, span = PERIODS[named]
            start, end = span(timezone.localtime(clock.now()).date())
            return Reading(self.between(start, end), str(words))
        if not first and not last:
            return OFF
        try:
            begin, finish = (date.fromisoformat(text) if text else None for text in (first, last))
        except ValueError:
            return self.wrong(_("enter dates as 2026-05-31."))
        if any(d and not 1970 <= d.year < 2100 for d in (begin, finish)):
            return self.wrong(_("the year must be between 1970 and 2100."))
        if begin and finish and finish < begin:
            return self.wrong(_("it ends before it begins."))
        return Reading(self.between(begin, finish), f"{first or '…'} – {last or '…'}")

    def between(self, start: date | None, end: date | None) -> Q:
        """Return the condition for these days, both included."""
        q = Q()
        if start:
            q &= Q(**{f"{self.path}__gte": start if self.is_date else _midnight(start)})
        if end:
            after = end + timedelta(days=1)
            q &= Q(**{f"{self.path}__lt": after if self.is_date else _midnight(after)})
        return q

    def form(self, params: QueryDict, actor: Actor) -> dict[str, Any]:
        """Return the named periods and the two dates."""
        named, first, last = (params.get(name, "") for name in self.params)
        return {
            "periods": [(key, words, key == named) for key, (words, _span) in PERIODS.items()],
            "first": first,
            "last": last,
        }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFilter(Filter):
    """A number between two bounds (`cost.min=100&cost.max=500`)."""

    unit: Any = ""
    template = "web/listing/filter_number.html"
    _digits: int = field(default=12, repr=False)

    @property
    def params(self) -> tuple[str, ...]:
        """Return the two names in the URL."""
        return (f"{self.key}.min", f"{self.key}.max")

    def read(self, params: QueryDict, actor: Actor) -> Reading:
        """Return the condition between the bounds."""
        low, high = (params.get(name, "").strip() for name in self.params)
        if not low and not high:
            return OFF
        try:
            least, most = (Decimal(text) if text else None for text in (low, high))
        except InvalidOperation:
            return self.wrong(_("enter plain numbers."))
        if any(n is not None and (not n.is_finite() or abs(n) >= Decimal(10) ** self._digits) for n in (least, most)):
            return self.wrong(_("the number is too large."))
        if least is not None and most is not None and most < least:
            return self.wrong(_("the upper bound is below the lower one."))
        q = Q()
        if least is not None:
            q &= Q(**{f"{self.path}__gte": least})
        if most is not None:
            q &= Q(**{f"{self.path}__lte": most})
        return Reading(q, f"{low or '…'} – {high or '…'} {self.unit}".strip())

    def form(self, params: QueryDict, actor: Actor) -> dict[str, Any]:
        """Return the two bounds."""
        low, high = self.params
        return {"low": params.get(low, ""), "high": params.get(high, "")}
