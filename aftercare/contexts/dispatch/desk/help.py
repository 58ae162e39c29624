"""Help between regions: the list, the page of one, and the dialogs that ask, lend and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.dispatch import commands, forms, policies, queries
from aftercare.contexts.dispatch.models import Help
from aftercare.contexts.people import public as people
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform import clock
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, timeline
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
USUAL = timedelta(days=2)
MOST_OFFERED = 200


@door.door(*policies.READERS)
def detail(request: DeskRequest, help_id: int) -> HttpResponse:
    """Show who helps whom on which days, and what became of it."""
    row = _visible(help_id, request.actor)
    ctx = {
        "help": row,
        "title": _("Help between regions"),
        "verbs": verbs(row, request.actor),
        "entries": timeline.of(row.key),
    }
    return fragments.page(request, "dispatch/help.html", ctx)


def verbs(row: Help, actor: Actor) -> list[Verb]:
    """Return what can be done now."""
    lend, end = policies.may_decide_help(row, by=actor), policies.may_end_help(row, by=actor)
    urls = {verb: reverse(f"dispatch:{verb}_help", args=[row.pk]) for verb in ("approve", "decline", "withdraw", "end")}
    if row.status == "asked":
        withdraw = policies.may_withdraw_help(row, by=actor)
        yes = Verb(name="approve", label=pgettext("help", "Lend"), url=urls["approve"], may=lend, icon="check",
                   primary=True)  # fmt: skip
        no = Verb(name="decline", label=pgettext("help", "Decline"), url=urls["decline"], may=lend, icon="ban")
        back = Verb(name="withdraw", label=pgettext("help", "Withdraw"), url=urls["withdraw"], may=withdraw,
                    icon="arrow-back-up", how="post", confirm=_("Ask no longer?"), danger=True)  # fmt: skip
        return [yes, no, back]
    if row.status == "approved":
        return [Verb(name="end", label=pgettext("help", "End early"), url=urls["end"], may=end, icon="player-stop",
                     how="post", confirm=_("End the help now? What is booked stays until it is moved."),
                     danger=True)]  # fmt: skip
    return []


@door.door(*policies.DISPATCHERS, methods=BOTH)
def ask(request: DeskRequest) -> HttpResponse:
    """Ask another region for an engineer; for an order those who suit it come first."""
    order = _order(request)
    regions = [(pk, name.strip()) for pk, name in people.region_choices(request.actor)]
    today = timezone.localdate(clock.now())
    first = order.region_id if order and order.region_id else (regions[0][0] if regions else None)
    form = forms.HelpForm(
        fragments.posted(request),
        regions=regions,
        engineers=_offered(request.actor, order),
        initial={"borrower_id": first, "first_day": today, "last_day": today + USUAL,
                 "reason": f"{order.number} {order.subject}" if order else ""},
    )  # fmt: skip

    def do(values: dict[str, Any]) -> Help:
        return commands.ask_help(**values, by=request.actor, at=clock.now())

    verb, done = _("Ask for help"), _("Asked; the other region decides.")
    return dialogs.answer(request, form, do, to=lambda row: row.get_absolute_url(), verb=verb, done=done)


def _order(request: DeskRequest) -> work_orders.OrderCard | None:
    text = request.GET.get("order", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    seen = work_orders.visible_to(request.actor).filter(pk=int(text)).exists()
    return work_orders.order_card(int(text)) if seen else None


def _offered(actor: Actor, order: work_orders.OrderCard | None) -> list[tuple[int, str]]:
    """Return the engineers of other regions: those who suit the order best first, else all by name."""
    own = {card.id for card in people.engineers_in(actor)} if actor.region_ids is not None else set()
    if order is None:
        cards = [card for card in people.engineers_in(None) if card.id not in own]
    else:
        everywhere = queries.suggestions(order, by=Actor.system("dispatch"), now=clock.now(), limit=MOST_OFFERED)
        near = people.regions_under([order.region_id]) if order.region_id else frozenset()
        cards = [s.engineer for s in everywhere if s.is_fit and s.engineer.id not in own]
        cards = [card for card in cards if card.region_id not in near]
    return [(card.id, f"{card.name} · {card.region_name}") for card in cards[:MOST_OFFERED]]


@door.door(*policies.DISPATCHERS, methods=BOTH)
def approve(request: DeskRequest, help_id: int) -> HttpResponse:
    """Lend the engineer."""
    words = (pgettext("help", "Lend"), _("The engineer is lent."))
    return _answer(request, help_id, forms.NoteForm(fragments.posted(request)), commands.approve_help, words)


@door.door(*policies.DISPATCHERS, methods=BOTH)
def decline(request: DeskRequest, help_id: int) -> HttpResponse:
    """Keep the engineer."""
    words = (pgettext("help", "Decline"), _("The other region knows."))
    return _answer(request, help_id, forms.WhyNotForm(fragments.posted(request)), commands.decline_help, words)


def _answer(
    request: DeskRequest,
    help_id: int,
    form: django_forms.Form,
    command: Callable[..., Help],
    words: tuple[str, str],
) -> HttpResponse:
    row = _visible(help_id, request.actor)

    def do(values: dict[str, Any]) -> None:
        command(help_id=help_id, **values, by=request.actor, at=clock.now())

    return dialogs.answer(request, form, do, to=row.get_absolute_url(), verb=words[0], done=words[1])


@door.door(*policies.DISPATCHERS, methods=("POST",))
def withdraw(request: DeskRequest, help_id: int) -> HttpResponse:
    """Ask no longer."""
    row = commands.withdraw_help(help_id=help_id, by=request.actor, at=clock.now())
    return fragments.redirect(request, row.get_absolute_url())


@door.door(*policies.DISPATCHERS, methods=("POST",))
def end(request: DeskRequest, help_id: int) -> HttpResponse:
    """End the help before its last day."""
    row = commands.end_help(help_id=help_id, by=request.actor, at=clock.now())
    return fragments.redirect(request, row.get_absolute_url())


def _visible(help_id: int, actor: Actor) -> Help:
    rows = policies.helps_visible_to(actor).select_related("engineer", "lender", "borrower")
    row = rows.filter(pk=help_id).first()
    if row is None:
        raise not_found()
    return row
