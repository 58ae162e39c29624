"""What programs send and get about requests."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from aftercare.contexts.service_requests.models import Comment, ServiceRequest
from aftercare.platform.actor import Actor
from aftercare.platform.api.door import Id, Line, Text

Kind = Literal["fault", "consultation", "maintenance", "complaint", "suggestion", "praise"]
Status = Literal["new", "acknowledged", "in_progress", "pending", "resolved", "closed", "canceled", "merged"]
Coverage = Literal["statutory_warranty", "contract_warranty", "service_contract", "goodwill", "chargeable"]
Remote = Literal["not_tried", "solved", "visit_needed", "unreachable"]
Reason = Literal["waiting_customer", "waiting_parts", "waiting_third_party", "no_access", "weather", "internal"]
Party = Literal["customer", "company", "supplier", "third_party", "nobody"]
Level = Annotated[int, Field(ge=1, le=4, description="1 is the most urgent or widest, 4 the least")]
Name = Annotated[Line, Field(max_length=80)]
Phone = Annotated[Line, Field(max_length=32)]
Subject = Annotated[Line, Field(min_length=1, max_length=200)]
Why = Annotated[Text, Field(min_length=1, max_length=500)]


INSIDE = ("coverage_reason", "remote_outcome", "wait_reason")


class RequestIn(Schema):
    """A matter to take down; equipment, else project, else customer tells region and place."""

    kind: Kind = "fault"
    subject: Subject
    description: Text = ""
    customer_id: Id | None = None
    contact_id: Id | None = None
    caller_name: Name = ""
    caller_phone: Phone = ""
    project_id: Id | None = None
    equipment_id: Id | None = None
    region_id: Id | None = None
    place: Line = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    category_id: Id | None = None
    urgency: Level = 3
    impact: Level = 3
    is_emergency: bool = False
    source_system: Annotated[Line, Field(max_length=32)] = ""
    source_key: Annotated[Line, Field(max_length=64)] = ""
    received_at: datetime | None = None


class TriageIn(Schema):
    """The assessment; without a coverage the contract's judgement stands."""

    kind: Kind = "fault"
    category_id: Id | None = None
    urgency: Level
    impact: Level
    is_emergency: bool | None = None
    coverage: Coverage | Literal[""] = ""
    coverage_reason: Annotated[Line, Field(max_length=300)] = ""
    remote_outcome: Remote = "not_tried"
    remote_note: Annotated[Text, Field(max_length=1000)] = ""
    needs_visit: bool
    seen_version: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class HoldIn(Schema):
    """Why the matter waits, and who is accountable."""

    reason: Reason
    party: Party
    note: Annotated[Line, Field(max_length=500)] = ""


class ResolveIn(Schema):
    """How it was put right."""

    how: Annotated[Text, Field(min_length=1, max_length=2000)]


class RestoreIn(Schema):
    """How it came that it can be used again."""

    how: Annotated[Text, Field(min_length=1, max_length=500)]


class ReasonIn(Schema):
    """Why."""

    reason: Why


class MergeIn(Schema):
    """The request in which the matter goes on."""

    into_id: Id


class CommentIn(Schema):
    """Something to say; internal unless said otherwise."""

    text: Annotated[Text, Field(min_length=1, max_length=4000)]
    is_internal: bool = True


class CommentOut(Schema):
    """Something said."""

    id: int
    text: str
    is_internal: bool
    author_name: str
    at: datetime

    @classmethod
    def of(cls, row: Comment) -> CommentOut:
        """Return the comment for programs."""
        return cls(id=row.pk, text=row.text, is_internal=row.is_internal, author_name=row.author_name, at=row.at)


class RequestOut(Schema):
    """A request as programs see it."""

    id: int
    number: str
    kind: str
    status: str
    source: str
    subject: str
    description: str
    customer_id: int | None
    contact_id: int | None
    caller_name: str
    caller_phone: str
    project_id: int | None
    equipment_id: int | None
    liable_party_id: int | None
    region_id: int | None
    place: str
    lat: float | None
    lon: float | None
    zone: str
    category_id: int | None
    urgency: int
    impact: int
    priority: int
    is_emergency: bool
    is_verified: bool
    coverage: str
    coverage_reason: str
    remote_outcome: str
    needs_visit: bool | None
    resolution: str
    wait_reason: str
    received_at: datetime
    acknowledged_at: datetime | None
    responded_at: datetime | None
    arrived_at: datetime | None
    restored_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    next_promise: str
    next_due_at: datetime | None
    work_order_number: str
    work_order_status: str
    engineer_name: str
    merged_into_id: int | None
    source_system: str
    source_key: str
    version: int

    @classmethod
    def of(cls, row: ServiceRequest, *, by: Actor) -> RequestOut:
        """Return the request for programs; what the company thinks to itself stays out of a customer's."""
        facts = {name: getattr(row, name) for name in cls.model_fields} | {"coverage_reason": row.coverage_said}
        if not by.is_staff:
            facts |= dict.fromkeys(INSIDE, "") | {"liable_party_id": None}
        return cls(**facts)
