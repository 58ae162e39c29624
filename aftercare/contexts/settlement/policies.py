"""Who may see retention money and what may be done with it."""

from __future__ import annotations

from datetime import date

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
    """Return the retentions the actor may see: the office those of the projects it sees."""
    rows: Retentions = Retention.objects.all()
    if actor.is_system or (actor.has(*READERS) and actor.region_ids is None):
        return rows
    if not actor.has(*READERS):
        return rows.none()
    return rows.filter(project__in=installed_base.projects_visible_to(actor).values("pk"))


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
    """Tell whether the holder's consent may be written down; open defects block it."""
    may = _keeping(row, "verify", by)
    if not may.ok:
        return may
    found = known or obstacles.of(row, on=on)
    return deny(found.words, code=found.code) if found.code else allow()


def may_object(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the holder's objection may be written down."""
    return _keeping(row, "object", by)


def may_deduct(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the cost of a defect may be taken from what is held."""
    return _keeping(row, "deduct", by)


def may_convert(row: Retention, *, by: Actor) -> Decision:
    """Tell whether a guarantee may take the place of the money."""
    may = _keeping(row, "convert", by)
    if may.ok and row.form == Form.GUARANTEE:
        return deny(_("There is a guarantee instead of money already."), code="wrong_state")
    return may


def may_pay(row: Retention, *, by: Actor) -> Decision:
    """Tell whether a payment may be written down."""
    return _keeping(row, "pay", by)


def may_void(row: Retention, *, by: Actor) -> Decision:
    """Tell whether the retention may be taken back as a mistake: only while nothing but the withholding happened."""
    may = _keeping(row, "void", by)
    if may.ok and row.movements.exclude(kind="withheld").exists():
        return deny(_("There are movements already; a mistake is put right by a further one."), code="wrong_state")
    return may


def may_add_document(row: Retention, actor: Actor) -> Decision:
    """Tell whether the actor may bring documents."""
    return may_agree(row.project.region_id, by=actor)
