"""One visit with everything its engineer needs on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercare.contexts.clocks import public as clocks
from aftercare.contexts.dispatch import public as dispatch
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.visits import policies
from aftercare.contexts.visits.models import UNDER_WAY, Reading, ServiceReport, Visit
from aftercare.contexts.visits.queries.past import Past, asked_for, history
from aftercare.contexts.work_orders import public as work_orders
from aftercare.platform.actor import Actor
from aftercare.platform.files import storing
from aftercare.platform.files.models import Attachment
from aftercare.platform.refusal import not_found

PHOTO_ROLES = {"before": "photo_before", "during": "photo_during", "after": "photo_after"}
PHOTO_MOMENTS = {role: moment for moment, role in PHOTO_ROLES.items()}


@dataclass(frozen=True, slots=True)
class Job:
    """One visit with everything its engineer needs on the phone."""

    id: int
    visit: Visit
    order: work_orders.OrderCard
    start_at: datetime
    end_at: datetime
    deadlines: Sequence[clocks.Deadline]
    equipment: installed_base.EquipmentCard | None
    steps: Sequence[work_orders.Step]
    readings: Sequence[Reading]
    photos: Sequence[Attachment]
    reports: Sequence[ServiceReport]
    documents: Sequence[Attachment]
    history: Sequence[Past]
    asked_for: Sequence[str]
    reported: service_requests.RequestCard | None
    mates: Sequence[dispatch.BookingCard]

    @property
    def words(self) -> str:
        """Return what is to be done in the words of whoever reported it, else in those of the order."""
        said = self.reported.description if self.reported else ""
        return said or self.order.description or self.order.subject

    @property
    def is_alone(self) -> bool:
        """Tell whether somebody is still to be found to go along."""
        return self.order.crew_size > 1 and not self.mates and self.visit.status in UNDER_WAY

    @property
    def note(self) -> str:
        """Return what dispatch wrote for the engineer."""
        return self.visit.booking.note

    @property
    def model(self) -> str:
        """Return maker and model of the equipment."""
        return " ".join(filter(None, [self.equipment.maker, self.equipment.model])) if self.equipment else ""

    @property
    def key(self) -> str:
        """Return the name under which files know this visit."""
        return self.visit.key

    @property
    def needs_diagnosis(self) -> bool:
        """Tell whether the fault has to be diagnosed before anything is repaired."""
        return self.order.needs_diagnosis and self.order.diagnosed_at is None

    @property
    def open_steps(self) -> int:
        """Return how many required steps of the checklist wait for an answer."""
        return sum(1 for step in self.steps if step.is_required and step.answered_at is None)

    @property
    def simple_steps(self) -> int:
        """Return how many open steps only ask whether something is in order."""
        return sum(1 for step in self.steps if step.kind == "check" and step.answered_at is None)


def visit(visit_id: int, *, by: Actor) -> Visit:
    """
    Return a visit the actor may see, with its booking, order and engineer.

    :raises Refused: `not_found`.
    """
    rows = policies.visible_to(by).select_related("booking", "work_order", "engineer")
    found = rows.filter(pk=visit_id).first()
    if found is None:
        raise not_found()
    return found


def job(visit_id: int, *, by: Actor) -> Job:
    """
    Return one visit with its order, promises, equipment, checklist, readings, photos and reports.

    :raises Refused: `not_found`.
    """
    row = visit(visit_id, by=by)
    order = work_orders.order_card(row.work_order_id)
    during = row.booking.during
    return Job(
        id=row.pk,
        visit=row,
        order=order,
        start_at=during.lower,
        end_at=during.upper,
        deadlines=deadlines(order.request_id),
        equipment=installed_base.equipment_card(order.equipment_id) if order.equipment_id else None,
        steps=work_orders.checklist(row.work_order_id),
        readings=list(row.readings.all()[:100]),
        photos=photos(row, by=by),
        reports=list(row.reports.select_related("blob").order_by("-language")),
        documents=documents(order),
        history=history(order),
        asked_for=asked_for(order),
        reported=service_requests.request_card(order.request_id) if order.request_id else None,
        mates=booked_along(row) if order.crew_size > 1 else [],
    )


def booked_along(row: Visit) -> list[dispatch.BookingCard]:
    """Return who is booked for the same order at the same time. One query."""
    during = row.booking.during
    booked = dispatch.of_order(row.work_order_id, by=Actor.system("visits"))
    return [
        card
        for card in booked
        if card.engineer_id != row.engineer_id
        and card.status not in ("canceled", "cannot_complete")
        and card.start_at < during.upper
        and during.lower < card.end_at
    ]


def mates(row: Visit) -> list[Visit]:
    """Return the visits of the others of the crew that are not over; none for work of one. One query."""
    if row.work_order.crew_size == 1:
        return []
    same = Visit.objects.under_way().filter(work_order_id=row.work_order_id).select_related("work_order")
    return list(same.exclude(engineer_id=row.engineer_id).order_by("booking_id")[:10])


def helpers(row: Visit) -> list[str]:
    """Return by name who helped on site in this visit of the one who leads. One query."""
    came = Visit.objects.filter(work_order_id=row.work_order_id, is_assisting=True, arrived_at__isnull=False)
    there = came.exclude(status="canceled").exclude(ended_at__lt=row.assigned_at)
    return list(there.order_by("booking_id").values_list("engineer__name", flat=True)[:10])


def documents(order: work_orders.OrderCard) -> list[Attachment]:
    """Return the files of the order, its request and its equipment that help on site."""
    subjects = [order.key]
    subjects += [f"service_request:{order.request_id}"] if order.request_id else []
    subjects += [f"equipment:{order.equipment_id}"] if order.equipment_id else []
    return list(Attachment.objects.filter(subject__in=subjects).select_related("blob").order_by("-attached_at")[:30])


def photos(row: Visit, *, by: Actor) -> list[Attachment]:
    """Return the visit's photos the actor may see."""
    return storing.of(row.key, roles=PHOTO_ROLES.values(), by=by)


def deadlines(request_id: int | None) -> list[clocks.Deadline]:
    """Return the promises about the request behind an order, none for an order without one."""
    return list(clocks.deadlines(f"service_request:{request_id}")) if request_id else []


def promised_by(row: Visit, *, at: datetime) -> datetime:
    """
    Return the end of the promised window: the appointment's end, or the arrival promise when that comes first.

    A promise that already stopped, such as by an earlier visit, no longer counts.
    """
    until = row.booking.during.upper
    running = [
        d.due_at
        for d in deadlines(row.work_order.request_id)
        if d.promise == "arrive" and d.state == "running" and d.due_at is not None
    ]
    return min([until, *running])


def document(visit_id: int, attachment_id: int, *, by: Actor) -> Attachment:
    """
    Return one file shown with a visit the actor may see.

    :raises Refused: `not_found`.
    """
    row = visit(visit_id, by=by)
    for found in documents(work_orders.order_card(row.work_order_id)):
        if found.pk == attachment_id and (by.is_staff or found.audience == Attachment.Audience.CUSTOMER):
            return found
    raise not_found()


def photo(visit_id: int, attachment_id: int, *, by: Actor) -> Attachment:
    """
    Return one photo of a visit the actor may see.

    :raises Refused: `not_found`.
    """
    row = visit(visit_id, by=by)
    for found in photos(row, by=by):
        if found.pk == attachment_id:
            return found
    raise not_found()
