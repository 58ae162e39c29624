"""The list page: a declaration becomes rows, tabs, chips, columns, pages, bulk verbs and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse

from aftercare.platform import clock, search
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web import door
from aftercare.platform.web.listing import pages
from aftercare.platform.web.listing.bulk import BulkAction
from aftercare.platform.web.listing.columns import Column
from aftercare.platform.web.listing.filters import Filter
from aftercare.platform.web.listing.state import State

LARGE_EXPORT_ROLES = (Role.SERVICE_MANAGER, Role.QUALITY_MANAGER, Role.AUDITOR)
LARGE_EXPORT, SMALL_EXPORT = 100_000, 10_000
_registered: dict[str, type[Listing]] = {}


@dataclass(frozen=True, slots=True)
class Tab:
    """A built-in view of the list: its rows satisfy `q`, which may depend on who asks and when."""

    key: str
    label: Any
    q: Q | Callable[[Actor, datetime], Q]
    sort: str = ""

    def condition(self, actor: Actor, now: datetime) -> Q:
        """Return the condition for this person at this moment."""
        return self.q(actor, now) if callable(self.q) else self.q


@dataclass(frozen=True, slots=True)
class Create:
    """The primary action of a list page: its words and where it starts."""

    label: Any
    url_name: str
    roles: tuple[Role, ...]
    icon: str = "plus"
    dialog: bool = False

    @property
    def url(self) -> str:
        """Return the address where it starts."""
        return reverse(self.url_name)


class Listing:
    """
    A list page. Declare `name`, `title`, `roles`, `columns` and `queryset(actor)`; everything else is optional.

    All state is in the URL. A page costs at most four queries: rows, counts, saved views, and one more for the
    names of chosen related records.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    roles: ClassVar[tuple[Role, ...]]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[Sequence[Filter]] = ()
    tabs: ClassVar[Sequence[Tab]] = ()
    actions: ClassVar[Sequence[BulkAction]] = ()
    create: ClassVar[Create | None] = None
    default_sort: ClassVar[tuple[str, ...]] = ("-id",)
    size: ClassVar[int] = 50
    search_hint: ClassVar[Any] = ""
    is_searchable: ClassVar[bool] = True
    is_exportable: ClassVar[bool] = True
    empty_title: ClassVar[Any] = ""
    empty_text: ClassVar[Any] = ""
    icon: ClassVar[str] = "list"
    live_topic: ClassVar[str] = ""
    template: ClassVar[str] = "web/listing/page.html"

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.now = clock.now()

    @classmethod
    def as_view(cls) -> Callable[..., HttpResponseBase]:
        """Return the view: GET shows, narrows and exports; POST runs a bulk verb."""

        def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            return pages.answer(cls.for_request(request, **kwargs), request)

        methods = ("GET", "HEAD", "POST") if cls.actions else ("GET", "HEAD")
        _registered[cls.name] = cls
        view.__name__, view.__doc__ = cls.__name__, cls.__doc__
        return door.guard(view, door.Policy(roles=frozenset(cls.roles), methods=methods))

    @classmethod
    def for_request(cls, request: HttpRequest, **kwargs: Any) -> Listing:
        """Return the list for this request; override to read parts of the path."""
        return cls(request.actor)  # type: ignore[attr-defined]

    def queryset(self, actor: Actor) -> QuerySet[Any]:
        """Return all rows this person may see, from the context's `policies.visible_to(actor)`."""
        raise NotImplementedError

    def url(self, row: Any) -> str:
        """Return the page of one row, or "" when it has none."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def rows(self, objects: list[Any]) -> list[Any]:
        """Return the rows as the columns read them; override to add what one more query brings."""
        return objects

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the rows that match the typed text; by the model's `search` column unless overridden."""
        return search.matches(rows, text)

    def row_css(self, row: Any) -> str:
        """Return a class for the row, e.g. for one that is overdue."""
        return ""

    def export_limit(self, actor: Actor) -> int:
        """Return how many rows this person may take out at once."""
        return LARGE_EXPORT if actor.has(*LARGE_EXPORT_ROLES) else SMALL_EXPORT

    def columns_for(self, actor: Actor) -> list[Column]:
        """Return the columns this person may see."""
        return [column for column in self.columns if not column.roles or actor.has(*column.roles)]

    def actions_for(self, actor: Actor) -> list[BulkAction]:
        """Return the bulk verbs this person may use."""
        return [action for action in self.actions if action.open_to(actor)]

    def narrowed(self, state: State, *, tab: str | None = None) -> QuerySet[Any]:
        """Return the rows the state asks for, unordered; with another tab when given."""
        rows = self.queryset(self.actor).filter(state.condition)
        key = state.tab if tab is None else tab
        chosen = next((t for t in self.tabs if t.key == key), None)
        if chosen:
            rows = rows.filter(chosen.condition(self.actor, self.now))
        return self.searched(rows, state.text) if state.text else rows

    def ordered(self, rows: QuerySet[Any], state: State) -> QuerySet[Any]:
        """Return the rows in the asked order, made stable by the id."""
        order: tuple[str, ...] = self.default_sort
        if state.sort:
            order = next(column.order for column in self.columns if column.key == state.sort)
        elif state.text and "rank" in rows.query.annotations:
            order = ("-rank", *order)
        else:
            chosen = next((t for t in self.tabs if t.key == state.tab and t.sort), None)
            order = (chosen.sort,) if chosen else order
        if state.descending:
            order = tuple(o.removeprefix("-") if o.startswith("-") else f"-{o}" for o in order)
        return rows.order_by(*order, *([] if {"id", "-id", "pk", "-pk"} & set(order) else ["-pk"]))

    def exported(self, state: State, limit: int) -> Iterator[list[Any]]:
        """Yield the rows of the export, cell by cell, without holding them all."""
        found = self.ordered(self.narrowed(state), state)[:limit]
        for row in _in_chunks(found, self.rows):
            yield [column.plain(row) for column in state.columns]


def _in_chunks(found: QuerySet[Any], convert: Callable[[list[Any]], list[Any]], size: int = 1000) -> Iterator[Any]:
    chunk: list[Any] = []
    for row in found.iterator(chunk_size=size):
        chunk.append(row)
        if len(chunk) == size:
            yield from convert(chunk)
            chunk = []
    yield from convert(chunk)


def registered(name: str) -> type[Listing] | None:
    """Return the list with this name; saved views are kept by it."""
    return _registered.get(name)


def every() -> Iterable[type[Listing]]:
    """Return every list that has a page."""
    return _registered.values()


def params_of(query: str) -> QueryDict:
    """Return a saved view's query string as parameters."""
    return QueryDict(query)
