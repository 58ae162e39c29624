"""Who may see retention money and what may be done with it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.settlement import obstacles
from aftercare.contexts.settlement.lifecycle import RETENTION
from aftercare.contexts.settlement.models import Form, Retention, Retentions
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.refusal import Decision, allow, deny

READERS = tuple(sorted(OFFICE))
WRITERS = (Role.SERVICE_MANAGER,)


def visible_to(actor: Actor) -> Retentions:
    """Return the retentions the actor may see: the office those of the projects it sees, a customer its own."""
    rows: Retentions = Retention.objects.all()
    if actor.is_system or (actor.has(*READERS) and actor.region_ids is None):
        return rows
    if not actor.has(*READERS):
        return own(actor)
    return rows.filter(project__in=installed_base.projects_visible_to(actor).values("pk"))


def own(actor: Actor) -> Retentions:
    """
    Return the retentions of a customer: of its own projects, and only where it is itself one of the two parties.

    What the company keeps of a subcontractor is no business of the owner; what was taken back as a mistake neither.
    """
    party = Q(holder_id__in=actor.organisation_ids) | Q(payee_id__in=actor.organisation_ids)
    rows: Retentions = Retention.objects.exclude(status=Retention.Status.VOIDED)
    return rows.filter(party, project__in=installed_base.own_projects(actor).values("pk"))


def is_customers(row: Retention) -> bool:
    """Tell whether the project's customer is one of the two parties, and so sees the retention."""
    return row.status != Retention.Status.VOIDED and row.project.customer_id in {row.holder_id, row.payee_id}


def is_holder(row: Retention, by: Actor) -> bool:
    """Tell whether the actor acts for the customer that holds the money of its own project."""
    ours = by.organisation_ids
    return Role.CUSTOMER in by.roles and row.holder_id in ours and row.project.customer_id in ours


def may_read_file(retention_id: int, actor: Actor) -> bool:
    """Tell whether the actor may read the files of a retention."""
    return visible_to(actor).filter(pk=retention_id).exists()


def may_agree(region_id: int | None, *, by: Actor) -> Decision:
    """Tell whether the actor may write down retention money of a project in the region."""
    if not by.has(*WRITERS):
        return deny(_("Retention money is kept by service managers."))
    if not by.works_in(region_id):
        return deny(_("This region is not one of yours."))
    return allow()


def _keeping(row: Retention, verb: str, by: Actor) -> Decision:
    """Return the answer for a verb: the role first, then the status."""
    may = may_agree(row.project.region_id, by=by)
    return RETENTION.can(row.status, verb) if may.ok else may


def _holding(row: Retention, verb: str, by: Actor) -> Decision:
    """Return the answer for what the holder decides: the holder itself, or a manager who writes it down."""
    return RETENTION.can(row.status, verb) if is_holder(row, by) else _keeping(row, verb, by)


def may_request(row: Retention, *, by: Actor, on: date, known: obstacles.Obstacles | None = None) -> Decision:
    """Tell whether the release may be asked for: after the defect-liability period and without open defects."""
    may = _keeping(row, "request", by)
    if not may.ok:
        return may
    found = known or obstacles.of(row, on=on)
    return deny(found.words, code=found.code) if found.code else allow()


def may_remind(row: Retention, *, by: Actor, on: date) -> Decision:
    """Tell whether the holder may be reminded: once, after the time to verify is over."""
    may = _keeping(row, "remind", by)
    if not may.ok:
        return may
    if row.reminded_on is not None:
        return deny(_("The holder has been reminded already."), code="wrong_state")
    if row.due_on is not None and on <= row.due_on:
        return deny(_("The holder still has time to verify; remind after that."), code="too_early")
    return allow()


def may_verify(row: Retention, *, by: Actor, on: date, known: obstacles.Obstacles | None = None) -> Decision:
    """Tell whether the holder's consent may be given or written down; open defects block it."""
    may = _holding(row, "verify", by)
    if not may.ok:
        return may
    found = known or obstacles.of(row, on=on)
    return deny(found.words, code=found.code) if found.code else allow()


def may_object(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the holder's objection may be raised or written down."""
    return _holding(row, "object", by)


def may_deduct(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the cost of a defect may be taken from what is held."""
    return _holding(row, "deduct", by)


def may_convert(row: Retention, *, by: Actor) -> Decision:
    """Tell whether a guarantee may take the place of the money."""
    may = _keeping(row, "convert", by)
    if may.ok and row.form == Form.GUARANTEE:
        return deny(_("There is a guarantee instead of money already."), code="wrong_state")
    return may


def may_pay(row: Retention, *, by: Actor) -> Decision:
    """Tell whether a payment may be written down."""
    return _keeping(row, "pay", by)


def may_say_paid(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the actor may say that it has paid: only the holder, of what is owed."""
    if not is_holder(row, by):
        return deny(_("Only the customer that holds the money says that it has paid."))
    return RETENTION.can(row.status, "say_paid")


def may_miss_payment(row: Retention, *, by: Actor) -> Decision:
    """Tell whether it may be answered that what the holder says it has paid did not arrive."""
    may = _keeping(row, "miss", by)
    if may.ok and row.said_paid_on is None:
        return deny(_("Nobody has said that it was paid."), code="wrong_state")
    return may


def may_void(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the retention may be taken back as a mistake: only while nothing but the withholding happened."""
    may = _keeping(row, "void", by)
    if may.ok and row.movements.exclude(kind="withheld").exists():
        return deny(_("There are movements already; a mistake is put right by a further one."), code="wrong_state")
    return may


def may_add_document(row: Retention, actor: Actor) -> Decision:
    """Tell whether the actor may bring documents."""
    return may_agree(row.project.region_id, by=actor)
