"""What programs send and get about visits."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from aftercare.contexts.visits import rules
from aftercare.platform.api.inputs import Id, Line, Text

Lat = Annotated[float, Field(ge=-90, le=90)]
Lon = Annotated[float, Field(ge=-180, le=180)]
Measured = Annotated[Decimal, Field(max_digits=16, decimal_places=4)]
Path = Annotated[str, Field(max_length=rules.PATH_LIMIT)]
Short = Annotated[Line, Field(max_length=300)]


class VisitOut(Schema):
    """One visit; moments are UTC with offset, null until they happened."""

    id: int
    status: str
    work_order_id: int
    work_order_number: str
    engineer_id: int
    engineer_name: str
    is_assisting: Annotated[bool, Field(description="helps in a crew; another visit of the order leads and reports")]
    start_at: datetime
    end_at: datetime
    assigned_at: datetime
    accepted_at: datetime | None
    set_out_at: datetime | None
    arrived_at: datetime | None
    arrival_distance_m: int | None
    arrival_note: str
    promised_by: datetime | None
    diagnosed_at: datetime | None
    done_at: datetime | None
    signed_at: datetime | None
    ended_at: datetime | None
    work_done: str
    parts_used: str
    leftovers: str
    signer_name: str
    customer_remark: str
    obstacle: str
    cannot_complete_reason: str
    version: int


class ReadingOut(Schema):
    """One measured value."""

    id: int
    name: str
    value: Decimal
    unit: str
    at: datetime


class PhotoOut(Schema):
    """One photo kept with a visit."""

    id: int
    name: str
    moment: str
    sha256: str


class ReportOut(Schema):
    """One signed report; whoever holds the file can check it by the code."""

    number: str
    language: str
    verify_code: str
    sha256: str
    issued_at: datetime


class SiteDecisionOut(Schema):
    """What the engineer decided on site within the contract's limit."""

    id: int
    matter: str
    amount: Decimal
    note: str
    by_name: str
    at: datetime


class VisitDetail(VisitOut):
    """One visit with what was measured and decided, and its reports."""

    readings: list[ReadingOut]
    site_decisions: list[SiteDecisionOut]
    reports: list[ReportOut]


class ReasonIn(Schema):
    """Why."""

    reason: Annotated[Text, Field(max_length=500)]


class RefuseIn(Schema):
    """Why the job is handed back; without a code the words are needed."""

    code: Literal["busy", "away", "far", "skill", "paper", "tools", "other"] = "other"
    reason: Annotated[Text, Field(max_length=300)] = ""


class ArriveIn(Schema):
    """Where the device says it is; the note is needed far from the site or without a place."""

    lat: Lat | None = None
    lon: Lon | None = None
    note: Short = ""


class DiagnosisIn(Schema):
    """The diagnosis after ISO 14224."""

    failure_mode_id: Id
    failure_mechanism_id: Id | None = None
    failure_cause_id: Id | None = None
    text: Annotated[Text, Field(max_length=2000)]


class StepIn(Schema):
    """The answer to one step of the checklist."""

    value: Annotated[Line, Field(max_length=500)] = ""
    is_ok: bool | None = None
    note: Annotated[Text, Field(max_length=500)] = ""


class ReadingIn(Schema):
    """One measured value, to four places."""

    name: Annotated[Line, Field(max_length=80)]
    value: Measured
    unit: Annotated[Line, Field(max_length=16)] = ""


class SiteDecisionIn(Schema):
    """What is decided on site: `repair`, `part`, `extra_work` or `goodwill`, at which cost and why."""

    matter: Literal["repair", "part", "extra_work", "goodwill"]
    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    note: Annotated[Line, Field(max_length=500)]


class WorkIn(Schema):
    """What was done and used so far."""

    work_done: Annotated[Text, Field(max_length=4000)]
    parts_used: Annotated[Text, Field(max_length=2000)] = ""


class SelfCheck(Schema):
    """What the engineer confirms."""

    effect_verified: bool
    site_clean: bool
    customer_told: bool


class FinishIn(WorkIn):
    """The end of the work."""

    self_check: SelfCheck
    leftovers: Annotated[Text, Field(max_length=2000)] = ""


class SignIn(Schema):
    """The customer's signature: `M x y L x y …` in a box of 600 × 300."""

    signer_name: Annotated[Line, Field(max_length=80)]
    signature: Path
    customer_remark: Annotated[Text, Field(max_length=1000)] = ""


class CannotCompleteIn(Schema):
    """What is in the way, and what should happen next."""

    obstacle: Literal[
        "waiting_parts", "no_access", "waiting_customer", "waiting_third_party", "weather", "beyond_repair"
    ]
    reason: Annotated[Text, Field(max_length=500)]
