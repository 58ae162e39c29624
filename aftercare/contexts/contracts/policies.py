"""Who may see and write contracts."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts.models import Contracts, ServiceContract
from aftercare.contexts.organisations import public as organisations
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = tuple(sorted(OFFICE))
WRITERS = (Role.SERVICE_MANAGER,)
KEEPERS = (Role.SERVICE_MANAGER, Role.DISPATCHER, Role.DESK_AGENT)


def visible_to(actor: Actor) -> Contracts:
    """
    Return the contracts this party may see.

    The office: those of the customers in its regions, and the standard terms. A customer: its own, once in force.
    """
    rows: Contracts = ServiceContract.objects.all()
    if actor.is_system or (actor.has(*OFFICE) and actor.region_ids is None):
        return rows
    if actor.has(*OFFICE):
        return rows.filter(Q(is_default=True) | Q(customer__in=organisations.visible_to(actor)))
    if actor.has(Role.CUSTOMER):
        return rows.filter(customer_id__in=actor.organisation_ids).exclude(status="draft")
    return rows.none()


def may_draft(*, by: Actor) -> Decision:
    """Tell whether the party may draw up a contract."""
    if by.has(*WRITERS):
        return allow()
    return deny(_("Contracts are written by service managers."))


def may_revise(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may change the contract's term, scope, clauses and levels: only while it is a draft."""
    if contract.status == ServiceContract.Status.ENDED:
        return deny(_("The contract has ended; draw up a new one."), code="wrong_state")
    if contract.status == ServiceContract.Status.ACTIVE:
        return deny(_("The contract is in force; only an amendment can change it."), code="wrong_state")
    return may_draft(by=by)


def may_amend(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may draw up an amendment of this version: one that is in force and the latest."""
    if contract.status != ServiceContract.Status.ACTIVE:
        return deny(_("Only a contract in force is amended; a draft is simply changed."), code="wrong_state")
    if ServiceContract.objects.filter(amends=contract).exists():
        return deny(_("There is a later version already; go on with that one."), code="wrong_state")
    return may_draft(by=by)


def may_renew(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may draw up the contract that follows this one."""
    if contract.is_default:
        return deny(_("The standard terms are amended, not renewed."), code="wrong_state")
    if contract.status == ServiceContract.Status.DRAFT or contract.bound_until is not None:
        return deny(_("Only the latest version of a contract that was in force is renewed."), code="wrong_state")
    if ServiceContract.objects.filter(renewal_of=contract).exists():
        return deny(_("Its renewal is drawn up already."), code="wrong_state")
    return may_draft(by=by)


def may_entrust(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may say who answers for the contract."""
    return may_draft(by=by)


def may_consume(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may enter what was used of a contract, or take an entry back."""
    if contract.status == ServiceContract.Status.DRAFT:
        return deny(_("Nothing is used of a draft."), code="wrong_state")
    if by.has(*KEEPERS):
        return allow()
    return deny(_("What was used is entered by the service desk, dispatchers and service managers."))


def may_read_file(contract_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of a contract."""
    return visible_to(actor).filter(pk=contract_id).exists()


def may_discard(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may throw the draft away."""
    if contract.status != ServiceContract.Status.DRAFT:
        return deny(_("It binds already: end it instead."), code="wrong_state")
    return may_draft(by=by)


def may_put_in_force(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may let the contract bind."""
    return may_draft(by=by)


def may_end(contract: ServiceContract, *, by: Actor) -> Decision:
    """Tell whether the party may end the contract before its day."""
    if contract.is_default:
        return deny(_("The standard terms bind until others take their place."), code="wrong_state")
    if contract.bound_until is not None:
        return deny(_("A later version took this one's place; end that one."), code="wrong_state")
    return may_draft(by=by)
