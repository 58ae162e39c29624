"""What customers wish about engineers: on the customer's page, where it is noted and ended, and on the engineer's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aftercare.contexts.dispatch import commands, forms, policies, queries
from aftercare.contexts.dispatch.models import EngineerWish
from aftercare.contexts.dispatch.wishes import words
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.platform import clock
from aftercare.platform.refusal import not_found
from aftercare.platform.web import dialogs, door, fragments, panels
from aftercare.platform.web.fragments import DeskRequest

BOTH = ("GET", "POST")
SIGNS = {"never": ("broken", "ban"), "only": ("waiting", "user-check"), "rather": ("done", "heart")}


@door.door(*policies.WISH_NOTERS, methods=BOTH)
def new(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Note what a customer wishes about an engineer."""
    if not organisations.visible_to(request.actor).filter(pk=customer_id).exists():
        raise not_found()
    form = forms.WishForm(
        fragments.posted(request),
        engineers=[(card.id, f"{card.name} · {card.region_name}") for card in people.engineers_in(request.actor)],
        projects=[(card.id, card.name) for card in installed_base.projects_of(customer_id)],
        initial={"kind": "never", "first_day": timezone.localdate(clock.now())},
    )

    def do(values: dict[str, Any]) -> None:
        commands.set_wish(customer_id=customer_id, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request, form, do, to=_url(customer_id), verb=pgettext("wish", "Note"), done=_("The wish is noted.")
    )


@door.door(*policies.WISH_NOTERS, methods=("POST",))
def end(request: DeskRequest, wish_id: int) -> HttpResponse:
    """Let a wish stand no longer."""
    row = commands.end_wish(wish_id=wish_id, by=request.actor, at=clock.now())
    fragments.toast(request, str(_("The wish stands no longer.")))
    return fragments.redirect(request, _url(row.customer_id))


def of_customer(request: DeskRequest, record: Any) -> str:
    """Draw whom the customer wants and whom not."""
    may = policies.may_note_wish(by=request.actor, region_id=record.region_id)
    rows = queries.wishes_of_customer(record.pk, by=request.actor, on=_today())
    if not rows and not may:
        return ""
    ctx = {"rows": [_line(row) for row in rows], "may": may, "customer_id": record.pk}
    return fragments.html(request, "dispatch/_wishes.html", ctx)


def about_engineer(request: DeskRequest, record: Any) -> str:
    """Draw which customers want the engineer, and which do not; nothing when none said a word."""
    rows = queries.wishes_about(record.pk, by=request.actor, on=_today())
    ctx = {"rows": [_line(row) for row in rows]}
    return fragments.html(request, "dispatch/_wishes_about.html", ctx) if rows else ""


def _line(row: EngineerWish) -> dict[str, Any]:
    tone, icon = SIGNS[row.kind]
    return {"wish": row, "tone": tone, "icon": icon, "days": words.days(row)}


def _today() -> date:
    return timezone.localdate(clock.now())


def _url(customer_id: int) -> str:
    return reverse("organisations:organisation", args=[customer_id])


def enter() -> None:
    """Put the wishes onto the pages of customers and engineers."""
    panels.panel("organisation", _("Wishes about engineers"), of_customer, 15, key="engineer-wishes",
                 roles=policies.WISH_NOTERS, icon="user-heart")  # fmt: skip
    panels.panel("engineer", _("What customers wish"), about_engineer, 60, key="customer-wishes",
                 roles=policies.WISH_NOTERS, icon="user-heart")  # fmt: skip
