"""What can be done to a contract, as its page offers it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.contexts.contracts import policies
from aftercare.contexts.contracts.models import ServiceContract
from aftercare.platform.actor import Actor
from aftercare.platform.web.actions import Verb


def of(row: ServiceContract, actor: Actor) -> list[Verb]:
    """Return what can be done to the contract; nothing is offered to customers."""
    if not actor.has(*policies.READERS):
        return []
    if row.status == ServiceContract.Status.DRAFT:
        return _of_draft(row, actor)
    if row.status == ServiceContract.Status.ACTIVE:
        return _of_binding(row, actor)
    return []


def _verb(row: ServiceContract, name: str, label: Any, icon: str, **more: Any) -> Verb:
    return Verb(name=name, label=label, url=reverse(f"contracts:{name}", args=[row.pk]), icon=icon, **more)


def _of_draft(row: ServiceContract, actor: Actor) -> list[Verb]:
    revise = policies.may_revise(row, by=actor)
    ask = _("From its first day on new requests get these promises. Put it in force?")
    force = policies.may_put_in_force(row, by=actor)
    verbs = [
        _verb(row, "put_in_force", _("Put in force"), "signature", how="post", primary=True, may=force, confirm=ask),
        _verb(row, "levels", _("Set promised times"), "table", how="link", may=revise),
        _verb(row, "clause_new", _("Write a clause"), "section-sign", may=revise),
        _verb(row, "revise", _("Change name and term"), "pencil", how="link", may=revise),
    ]
    if not row.is_default:
        verbs.append(_verb(row, "scope", _("Set the scope"), "target", may=revise))
    ask = _("This draft never bound anybody. Throw it away?")
    may = policies.may_discard(row, by=actor)
    label = _("Throw the draft away")
    return [*verbs, _verb(row, "discard", label, "trash", how="post", danger=True, may=may, confirm=ask)]


def _of_binding(row: ServiceContract, actor: Actor) -> list[Verb]:
    renew = []
    if not row.is_default:
        ask = _("A draft for the next term is made that says the same. Draw it up?")
        may = policies.may_renew(row, by=actor)
        renew = [
            _verb(row, "renew", _("Draw up the renewal"), "refresh", how="post", may=may, confirm=ask),
            _verb(row, "entrust", _("Set who answers"), "user-check", may=policies.may_entrust(row, by=actor)),
        ]
    return [
        *renew,
        _verb(row, "amend", _("Amend"), "git-branch", primary=True, may=policies.may_amend(row, by=actor)),
        _verb(row, "end", _("End the contract"), "ban", danger=True, may=policies.may_end(row, by=actor)),
    ]
