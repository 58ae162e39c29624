"""The list of concessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.contexts.concessions import policies, words
from aftercare.contexts.concessions.models import Concession, Concessions, Kind
from aftercare.contexts.concessions.queries import RELATED
from aftercare.contexts.people import public as people
from aftercare.platform import search
from aftercare.platform.actor import Actor
from aftercare.platform.web.listing import (
    ChoiceFilter,
    Column,
    Listing,
    MoneyColumn,
    NumberColumn,
    PeriodFilter,
    PromiseColumn,
    RelationFilter,
    StatusColumn,
    Tab,
    TimeColumn,
    status_filter,
)

LEVELS = [(str(level), str(level)) for level in (1, 2, 3)]


def region_options(actor: Actor, text: str, limit: int) -> Iterable[tuple[int, str]]:
    """Return the regions the actor works in that match, as choices."""
    return [(pk, name) for pk, name in people.region_choices(actor) if text.casefold() in name.casefold()][:limit]


def region_labels(actor: Actor, ids: list[int]) -> dict[int, Any]:
    """Return the names of regions the actor works in."""
    return {pk: name for pk, name in people.region_choices(actor) if pk in ids}


def _mine(actor: Actor, now: datetime) -> Q:
    return policies.deciding(actor, at=now)


def _late(actor: Actor, now: datetime) -> Q:
    return Q(state="asked", decide_by__lt=now)


def _asked_by_me(actor: Actor, now: datetime) -> Q:
    return Q(asked_by_id=actor.id)


def _decide_by(row: Concession) -> datetime | None:
    """Return until when it is or was to be decided; nothing where nobody had to any more."""
    return None if row.state in ("withdrawn", "lapsed") else row.decide_by


class ConcessionList(Listing):
    """The concessions the person may see."""

    name, title, roles = "concessions.concessions", _("Concessions"), policies.READERS
    icon, template = "rubber-stamp", "concessions/list.html"
    columns = [
        Column(key="number", label=_("Number"), link=True, sort="number", card=1),
        Column(key="request", label=_("Request"), value=lambda r: r.request.number, sort="request__number"),
        Column(key="subject", label=_("Matter"), value=lambda r: r.request.subject, wide=True),
        Column(key="promise", label=_("Promise"), value=lambda r: words.promise(r.clock.promise), shown=False),
        Column(key="what", label=_("Asked for"), value=words.headline, card=2, wide=True),
        StatusColumn(key="state", label=_("State"), kind="concession", sort="state", card=3),
        NumberColumn(key="level", label=_("Level"), sort="level"),
        MoneyColumn(key="amount", label=_("At stake"), sort="amount"),
        PromiseColumn(
            key="decide_by", label=_("Decide by"), value=_decide_by, sort="decide_by", met=lambda r: r.over_at
        ),
        Column(key="asked_by", label=pgettext_lazy("concession", "Asked by"), value=lambda r: r.asked_by.name),
        TimeColumn(key="asked_at", label=pgettext_lazy("concession", "Asked"), sort=("-asked_at",)),
        Column(
            key="customer",
            label=_("Customer"),
            value=lambda r: r.request.customer.name if r.request.customer else "",
            shown=False,
        ),
        Column(
            key="region",
            label=_("Region"),
            value=lambda r: r.request.region.name if r.request.region else "",
            shown=False,
        ),
        Column(
            key="decided_by",
            label=_("Decided by"),
            value=lambda r: r.decided_by.name if r.decided_by else "",
            shown=False,
        ),
        TimeColumn(key="over_at", label=_("Decided"), sort="over_at", shown=False),
        Column(key="reason", label=pgettext_lazy("concession", "Reason"), wide=True, shown=False),
    ]
    filters = [
        status_filter("concession", key="state", label=_("State")),
        ChoiceFilter(key="kind", label=_("Kind"), choices=Kind.choices, pinned=True),
        ChoiceFilter(key="level", label=_("Level"), choices=LEVELS),
        RelationFilter(
            key="region", label=_("Region"), field="request__region_id", options=region_options, labels=region_labels
        ),
        PeriodFilter(key="asked", label=pgettext_lazy("concession", "Asked"), field="asked_at"),
        PeriodFilter(key="decided", label=_("Decided"), field="over_at"),
    ]
    tabs = [
        Tab("mine", _("Mine to decide"), _mine, "decide_by"),
        Tab("open", pgettext_lazy("concession", "To be decided"), Q(state="asked"), "decide_by"),
        Tab("late", _("Not decided in time"), _late, "decide_by"),
        Tab("asked", _("Asked by me"), _asked_by_me),
        Tab("granted", pgettext_lazy("concession", "Granted"), Q(state="granted"), "-over_at"),
        Tab("refused", pgettext_lazy("concession", "Refused"), Q(state="refused"), "-over_at"),
    ]
    default_sort = ("-asked_at", "-id")
    search_hint = _("Number of the concession or the request")
    empty_title = _("No concessions yet")
    empty_text = _("Who cannot keep a promise asks for one on the promise's own page.")

    @property
    def is_decider(self) -> bool:
        """Tell whether the person may stand on a level, or in the place of somebody who does."""
        return self.actor.has(*policies.DECIDERS)

    def queryset(self, actor: Actor) -> Concessions:
        """Return the concessions with what the columns show."""
        return policies.visible_to(actor).select_related(*RELATED)

    def searched(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the concessions with this number, or about the request with it."""
        typed = search.normalise(text).strip()
        return rows.filter(Q(number__iexact=typed) | Q(request__number__iexact=typed))

    def url(self, row: Concession) -> str:
        """Return the concession's page."""
        return row.get_absolute_url()

    def row_css(self, row: Concession) -> str:
        """Mark what nobody decided in time."""
        return "is-late" if row.state == "asked" and row.decide_by < self.now else ""
