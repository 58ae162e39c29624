"""Promises to put something right: orders, their plan, checklist, holds and diagnosis."""

from aftercare.contexts.work_orders.models.details import (
    Appointment,
    CertificateNeed,
    ChecklistItem,
    Comment,
    Hold,
    Mention,
    SkillNeed,
)
from aftercare.contexts.work_orders.models.orders import WorkOrder
from aftercare.contexts.work_orders.models.procedures import (
    FailureCode,
    Procedure,
    ProcedureCertificate,
    ProcedureSkill,
    ProcedureStep,
)
from aftercare.contexts.work_orders.models.words import OPEN, HoldParty, HoldReason, Kind, Status, StepKind

__all__ = [
    "OPEN",
    "Appointment",
    "CertificateNeed",
    "ChecklistItem",
    "Comment",
    "FailureCode",
    "Hold",
    "HoldParty",
    "HoldReason",
    "Kind",
    "Mention",
    "Procedure",
    "ProcedureCertificate",
    "ProcedureSkill",
    "ProcedureStep",
    "SkillNeed",
    "Status",
    "StepKind",
    "WorkOrder",
]
