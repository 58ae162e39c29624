"""The state of a list: read from the URL, and written back as the links of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from aftercare.platform.actor import Actor

if TYPE_CHECKING:
    from aftercare.platform.web.listing.columns import Column
    from aftercare.platform.web.listing.filters import Filter
    from aftercare.platform.web.listing.listing import Listing

SIZES = (25, 50, 100, 200)
DEEPEST_ROW = 200_000
LONGEST_SEARCH = 100
OWN_PARAMS = ("tab", "view", "q", "sort", "cols", "size", "page", "export", "find", "filter_form")


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter: its words, and the link that takes it off."""

    key: str
    label: Any
    words: str
    remove: str


@dataclass(slots=True)
class State:
    """What the URL asks of a list; what it asks wrongly is in `errors`, in words that name the filter."""

    params: QueryDict
    condition: Q = field(default_factory=Q)
    chips: list[Chip] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    tab: str = ""
    view: int | None = None
    text: str = ""
    sort: str = ""
    descending: bool = False
    columns: list[Column] = field(default_factory=list)
    size: int = SIZES[1]
    page: int = 1

    def link(self, *, drop: Iterable[str] = ("page", "export", "find"), **changes: Any) -> str:
        """Return the query string with these parameters changed (None takes one out) and others dropped."""
        query = self.params.copy()
        for name in drop:
            query.pop(name, None)
        for name, value in changes.items():
            if value in (None, ""):
                query.pop(name, None)
            else:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    @property
    def saved_query(self) -> str:
        """Return the part of the state a saved view keeps."""
        query = self.params.copy()
        for name in ("page", "export", "view"):
            query.pop(name, None)
        return query.urlencode()

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a filter or the search narrows the list."""
        return bool(self.chips or self.text)


def read(listing: Listing, params: QueryDict, actor: Actor) -> State:
    """Return the state the URL describes; junk is left out and told in `errors`."""
    state = State(params=params)
    _read_frame(state, listing, params)
    _read_columns(state, listing, params, actor)
    for filter_ in listing.filters:
        _read_filter(state, filter_, params, actor)
    known = {*OWN_PARAMS, *(name for f in listing.filters for name in f.params)}
    state.errors += [_("“%(name)s” is not a filter of this list.") % {"name": n[:40]} for n in params if n not in known]
    return state


def _read_frame(state: State, listing: Listing, params: QueryDict) -> None:
    state.tab = params.get("tab", "")
    if state.tab and state.tab not in {tab.key for tab in listing.tabs}:
        state.errors.append(_("There is no tab “%(tab)s”.") % {"tab": state.tab[:40]})
        state.tab = ""
    view = params.get("view", "")
    state.view = int(view) if view.isascii() and view.isdigit() and len(view) < 19 else None
    state.text = " ".join(params.get("q", "").replace("\0", " ").split())
    if len(state.text) > LONGEST_SEARCH:
        state.errors.append(_("Search with at most %(n)d characters.") % {"n": LONGEST_SEARCH})
        state.text = ""
    state.size = _whole(state, params, "size", listing.size, max(SIZES))
    state.page = _whole(state, params, "page", 1, DEEPEST_ROW // state.size)


def _whole(state: State, params: QueryDict, name: str, default: int, most: int) -> int:
    """Return a whole number from 1 to `most`, or the default with a word about what was wrong."""
    text = params.get(name, "")
    if not text:
        return default
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= value <= most:
        words = {"name": name, "most": most}
        state.errors.append(_("“%(name)s” must be a whole number from 1 to %(most)d.") % words)
        return default
    return value


def _read_columns(state: State, listing: Listing, params: QueryDict, actor: Actor) -> None:
    allowed = {column.key: column for column in listing.columns_for(actor)}
    wanted = [key for key in params.get("cols", "").split(",") if key]
    strange = [key for key in wanted if key not in allowed]
    if strange:
        state.errors.append(_("There is no column “%(column)s”.") % {"column": strange[0][:40]})
    state.columns = [allowed[key] for key in dict.fromkeys(wanted) if key in allowed]
    if not state.columns:
        state.columns = [column for column in allowed.values() if column.shown]
    sort = params.get("sort", "")
    key = sort.removeprefix("-")
    if sort and not (key in allowed and allowed[key].order):
        state.errors.append(_("This list cannot be sorted by “%(column)s”.") % {"column": key[:40]})
        sort = ""
    state.sort, state.descending = (key, sort.startswith("-")) if sort else ("", False)


def _read_filter(state: State, filter_: Filter, params: QueryDict, actor: Actor) -> None:
    reading = filter_.read(params, actor)
    if reading.error:
        state.errors.append(reading.error)
    elif reading.q is not None:
        state.condition &= reading.q
        remove = state.link(drop=("page", "export", "view", *filter_.params))
        state.chips.append(Chip(filter_.key, filter_.label, reading.words, remove))
