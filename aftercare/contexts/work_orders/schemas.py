"""What programs send and get about work orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from aftercare.contexts.work_orders.models import Comment, WorkOrder
from aftercare.contexts.work_orders.queries import Step
from aftercare.platform.actor import Actor
from aftercare.platform.api.door import Id, Line, Text

Kind = Literal["repair", "maintenance", "inspection", "follow_up"]
Status = Literal[
    "draft", "unscheduled", "scheduled", "in_progress", "on_hold", "completed", "accepted", "closed",
    "cannot_complete", "canceled",
]  # fmt: skip
Reason = Literal["waiting_customer", "waiting_parts", "waiting_third_party", "no_access", "weather", "internal"]
Party = Literal["customer", "company", "supplier", "third_party", "nobody"]
Priority = Annotated[int, Field(ge=1, le=4, description="1 is an emergency, 4 can wait")]
Minutes = Annotated[int, Field(ge=5, le=14_400)]
Crew = Annotated[int, Field(ge=1, le=2, description="engineers who must go together")]
Level = Annotated[int, Field(ge=1, le=5)]
Version = Annotated[int, Field(ge=1, lt=2**31, description="the version you saw; another one is refused as stale")]
Name = Annotated[Line, Field(max_length=80)]
Phone = Annotated[Line, Field(max_length=32)]
Subject = Annotated[Line, Field(max_length=200)]
Why = Annotated[Text, Field(min_length=1, max_length=500)]


class SkillIn(Schema):
    """A skill asked for, with its least level."""

    skill_id: Id
    level: Level


class OrderIn(Schema):
    """An order to open; what is not given comes from the request, then from the equipment."""

    kind: Kind = "repair"
    subject: Subject = ""
    description: Text = ""
    request_id: Id | None = None
    customer_id: Id | None = None
    project_id: Id | None = None
    equipment_id: Id | None = None
    region_id: Id | None = None
    place: Line = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    contact_name: Name = ""
    contact_phone: Phone = ""
    category_id: Id | None = None
    priority: Priority | None = None


class PlanIn(Schema):
    """What dispatch needs to know; the facts left out stay as they are."""

    procedure_id: Id | None = None
    estimated_minutes: Minutes
    crew_size: Annotated[Crew | None, Field(description="left out: as the procedure says, or as it is")] = None
    skills: Annotated[list[SkillIn], Field(max_length=12)] = []
    certificate_kind_ids: Annotated[list[Id], Field(max_length=20)] = []
    earliest_at: AwareDatetime | None = None
    subject: Subject | None = None
    description: Text | None = None
    region_id: Id | None = None
    place: Line | None = None
    contact_name: Name | None = None
    contact_phone: Phone | None = None
    priority: Priority | None = None
    seen_version: Version | None = None


class HoldIn(Schema):
    """Why the work stops, and who is accountable."""

    reason: Reason
    party: Party
    note: Annotated[Text, Field(max_length=500)] = ""


class ReasonIn(Schema):
    """Why."""

    reason: Why


class DiagnosisIn(Schema):
    """What is wrong, after ISO 14224."""

    failure_mode_id: Id
    failure_mechanism_id: Id | None = None
    failure_cause_id: Id | None = None
    text: Annotated[Text, Field(max_length=2000)] = ""


class AcceptIn(Schema):
    """The customer's acceptance."""

    seen_version: Version | None = None


class PartsValueIn(Schema):
    """What the parts were worth."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)]


class FollowUpIn(Schema):
    """What is left to do."""

    description: Annotated[Text, Field(min_length=1, max_length=10_000)]
    subject: Subject = ""


class CommentIn(Schema):
    """Something to say to colleagues."""

    text: Annotated[Text, Field(min_length=1, max_length=4000)]


class CommentOut(Schema):
    """Something said."""

    id: int
    text: str
    author_name: str
    at: datetime

    @classmethod
    def of(cls, row: Comment) -> CommentOut:
        """Return the comment for programs."""
        return cls(id=row.pk, text=row.text, author_name=row.author_name, at=row.at)


class StepOut(Schema):
    """A step of the checklist and its answer; `is_ok` is null while unanswered."""

    position: int
    text: str
    kind: str
    unit: str
    minimum: Decimal | None
    maximum: Decimal | None
    is_required: bool
    value: str
    is_ok: bool | None
    note: str
    answered_at: datetime | None
    answered_by: str

    @classmethod
    def of(cls, step: Step) -> StepOut:
        """Return the step for programs."""
        return cls(**{name: getattr(step, name) for name in cls.model_fields})


# What the company thinks to itself; a customer's token reads these empty.
INSIDE = ("cannot_complete_reason", "diagnosis")


class OrderOut(Schema):
    """An order as programs see it."""

    id: int
    number: str
    kind: str
    status: str
    subject: str
    description: str
    request_id: int | None
    follow_up_of_id: int | None
    customer_id: int | None
    project_id: int | None
    equipment_id: int | None
    region_id: int | None
    place: str
    lat: float | None
    lon: float | None
    zone: str
    contact_name: str
    contact_phone: str
    category_id: int | None
    priority: int
    coverage: str
    procedure_id: int | None
    estimated_minutes: int
    crew_size: int
    earliest_at: datetime | None
    arrive_by: datetime | None
    resolve_by: datetime | None
    needs_diagnosis: bool
    failure_mode_id: int | None
    failure_mechanism_id: int | None
    failure_cause_id: int | None
    diagnosis: str
    diagnosed_at: datetime | None
    result: str
    cannot_complete_reason: str
    opened_at: datetime
    begun_at: datetime | None
    completed_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    engineer_name: str
    scheduled_start_at: datetime | None
    scheduled_end_at: datetime | None
    engineers_booked: int
    missing: Annotated[int, Field(description="of a crew, how many are still to be booked beside the first")]
    visit_count: int
    version: int

    @classmethod
    def of(cls, row: WorkOrder, *, by: Actor) -> OrderOut:
        """Return the order for programs."""
        facts = {name: getattr(row, name) for name in cls.model_fields}
        if not by.is_staff:
            facts |= dict.fromkeys(INSIDE, "")
        return cls(**facts)
