"""What customers answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySent:
    """The customer was asked."""

    survey_id: int
    work_order_id: int
    region_id: int | None
    customer_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered:
    """The customer answered."""

    survey_id: int
    work_order_id: int
    region_id: int | None
    customer_id: int | None
    csat: int
    nps: int | None
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpOpened:
    """A low score waits to be traced to its cause."""

    follow_up_id: int
    survey_id: int
    work_order_id: int
    region_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDone:
    """The cause of a low score is named and something was done."""

    follow_up_id: int
    survey_id: int
    work_order_id: int
    cause: str
    at: datetime
