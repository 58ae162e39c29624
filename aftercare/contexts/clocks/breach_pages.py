"""Who is warned of promises, why promises were broken, and which breaches nobody has explained yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.contexts.clocks import commands, facts, policies
from aftercare.contexts.clocks.forms import CauseForm, LadderForm
from aftercare.contexts.clocks.models import UNCAUSED, Audience, BreachCause, Clock
from aftercare.contexts.clocks.rules import BREACH
from aftercare.contexts.contracts import public as contracts
from aftercare.platform import clock
from aftercare.platform.actor import OFFICE, Role
from aftercare.platform.refusal import not_found
from aftercare.platform.web import cards, dialogs, door, fragments, panels
from aftercare.platform.web.actions import Verb
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.registers import Register

BOTH = ("GET", "POST")
READERS = tuple(sorted(OFFICE))
CAUSES = Register(
    name="breach_causes",
    model=BreachCause,
    title=gettext_lazy("Causes of broken promises"),
    one=gettext_lazy("New cause"),
    fields=["code", "name", "is_active"],
    key="code",
    readers=(*READERS, Role.SYSTEM_ADMIN),
    writers=(*policies.FINDERS, Role.SYSTEM_ADMIN),
    icon="zoom-question",
    order=60,
    help_text=gettext_lazy("One of them is named for each promise that was broken."),
)


@door.door(*policies.LADDER_WRITERS, methods=BOTH)
def ladder(request: DeskRequest, contract_id: int) -> HttpResponse:
    """Say who is told at which part of the promised time."""
    contract = contracts.visible_to(request.actor).filter(pk=contract_id).first()
    if contract is None:
        raise not_found()
    form = LadderForm(fragments.posted(request), ladder=_ladder(contract))

    def do(values: dict[str, Any]) -> None:
        commands.set_ladder(contract_id=contract_id, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request,
        form,
        do,
        to=reverse("contracts:detail", args=[contract_id]),
        verb=_("Set the warnings"),
        done=_("The warnings are set."),
        note=_(
            "At which percentages of the promised time each is told. At 100 % the promise is broken; above it comes "
            "whoever is told while nobody acts. Promises already running keep their warnings."
        ),
    )


def _ladder(contract: Any) -> list[Any]:
    return facts.ladder_of(contract.pk) or facts.usual_ladder(contract.warn_percent)


def of_contract(request: DeskRequest, contract: Any) -> str:
    """Draw the warning ladder of a contract, for the office."""
    steps = [
        (percent, percent > BREACH, [Audience(name).label for name in audiences], facts.QUIET not in quiet)
        for percent, audiences, *quiet in _ladder(contract)
    ]
    ctx = {"steps": steps, "contract": contract, "may": policies.may_set_ladder(by=request.actor), "breach": BREACH}
    return fragments.html(request, "clocks/_ladder.html", ctx)


@door.door(*policies.FINDERS, methods=BOTH)
def cause(request: DeskRequest, pk: int) -> HttpResponse:
    """Say why a promise was broken."""
    row = policies.visible_to(request.actor).filter(pk=pk).first()
    if row is None:
        raise not_found()
    form = CauseForm(fragments.posted(request), initial={"cause_id": row.cause_id, "note": row.cause_note})

    def do(values: dict[str, Any]) -> None:
        commands.give_cause(clock_id=pk, **values, by=request.actor, at=clock.now())

    return dialogs.answer(
        request,
        form,
        do,
        to=reverse("clocks:explanation", args=[pk]),
        verb=_("Name the cause"),
        done=_("The cause is noted."),
    )


def cause_verbs(request: DeskRequest, row: Clock) -> list[Verb]:
    """Return the button to name a cause: first where it is missing, and only where something is broken."""
    if row.breached_at is None or not request.actor.has(*READERS):
        return []
    return [
        Verb(
            name="cause",
            label=_("Name the cause") if row.cause_id is None else _("Correct the cause"),
            url=reverse("clocks:cause", args=[row.pk]),
            may=policies.may_give_cause(row, by=request.actor),
            primary=row.cause_id is None,
            icon="zoom-question",
        )
    ]


def uncaused_card(request: DeskRequest) -> str:
    """Draw the latest breaches of which nobody has said why; nothing when there is none."""
    rows = list(policies.visible_to(request.actor).filter(UNCAUSED).order_by("-due_at", "id")[:6])
    return fragments.html(request, "clocks/_uncaused.html", {"rows": rows}) if rows else ""


def enter() -> None:
    """Register the panel and the card."""
    panels.panel(
        "contract", gettext_lazy("Warnings"), of_contract, 20, key="ladder", eager=True, place="side", roles=READERS,
        icon="bell",
    )  # fmt: skip
    cards.card(
        "promises-uncaused",
        gettext_lazy("Broken promises without a cause"),
        uncaused_card,
        roles=policies.FINDERS,
        order=45,
        width="half",
        icon="zoom-question",
        url_name="clocks:list",
    )
