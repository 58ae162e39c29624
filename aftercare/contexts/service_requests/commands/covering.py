"""Who pays for a matter: the contract's judgement, or a person's own with a reason."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.service_requests.models import Coverage, ServiceRequest
from aftercare.platform import wording
from aftercare.platform.refusal import Refused

# The columns a judgement writes.
JUDGED = ("coverage", "coverage_reason", "coverage_words", "contract")


def judge(row: ServiceRequest, coverage: str = "", reason: str = "") -> None:
    """
    Put on the request who pays and why, as of the day it was received; the caller writes the row.

    :raises Refused: `unknown`, or `missing` when somebody judges differently from the contract without a reason.
    """
    if coverage and coverage not in Coverage.values:
        raise Refused("unknown", _("Choose who pays from the list."), field="coverage")
    reason = wording.line(reason, field="coverage_reason", limit=300)
    local_day = row.received_at.astimezone(ZoneInfo(row.zone)).date()
    judged = contracts.judge_coverage(
        customer_id=row.customer_id, project_id=row.project_id, equipment_id=row.equipment_id,
        part_kind=row.category.part_kind if row.category else "", on=local_day,
    )  # fmt: skip
    row.contract_id = judged.contract_id
    if coverage and coverage != judged.coverage and not reason:
        raise Refused("missing", _("Say why it is judged differently from the contract."), field="coverage_reason")
    row.coverage = coverage or judged.coverage
    row.coverage_words = {} if reason else _in_every_language(judged)
    row.coverage_reason = reason or row.coverage_words[settings.LANGUAGE_CODE][:300]


def _in_every_language(judged: contracts.Judgement) -> dict[str, str]:
    """Return the reason by language: it is kept as it was judged, and everybody reads it in their own."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = judged.reason
    return said
