"""The standard terms a company starts with, to be changed to its own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import HoldReason, ServiceContract
from aftercare.platform.actor import Actor

WORKING, CALENDAR = "working", "calendar"
OTHERS_FAULT = (
    HoldReason.WAITING_CUSTOMER,
    HoldReason.WAITING_THIRD_PARTY,
    HoldReason.NO_ACCESS,
    HoldReason.WEATHER,
)
# clause, promise, minutes at priority 1 to 4: emergencies around the clock, the rest in working time.
CLAUSES = (
    ("3.1", "受理时限", "acknowledge", (10, 30, 60, 120), "接到报修后，客服在约定时限内确认受理并复述。"),
    ("3.2", "响应时限", "respond", (30, 120, 240, 480), "由具备资格的人员答复初步判断、处理方式及预计到场时间。"),
    ("3.3", "到场时限", "arrive", (120, 480, 960, 1440), "需上门处理的，工程师在约定时限内到达现场。"),
    ("3.4", "解决时限", "resolve", (480, 1440, 2400, 4800), "自报修起，在约定时限内恢复使用功能并经客户验收。"),
)
PAUSE_TEXT = "因客户原因、第三方原因、无法进入现场或不可抗力导致的等待不计入时限；等待备件和我方调度不停表。"


@transaction.atomic
def seed(*, by: Actor, at: datetime) -> ServiceContract:
    """
    Make the standard terms and put them in force, unless there are some; return them.

    :raises Refused: `not_allowed`; `unknown` when no calendar exists yet.
    """
    known = ServiceContract.objects.filter(is_default=True).order_by("-version").first()
    if known is not None:
        return known
    contract = commands.draft(
        name="标准服务条款",
        customer_id=None,
        number="STANDARD",
        starts_on=date(2000, 1, 1),
        ends_on=date(2099, 12, 31),
        calendar_id=calendars.default_calendar_id() or 0,
        by=by,
        at=at,
    )
    rows = []
    for number, title, promise, minutes, text in CLAUSES:
        stops = OTHERS_FAULT if promise in ("arrive", "resolve") else ()
        whole = f"{text}{PAUSE_TEXT}" if stops else text
        clause = commands.write_clause(contract_id=contract.pk, number=number, title=title, text=whole, by=by, at=at)
        targets = {n: (m, CALENDAR if n == 1 else WORKING) for n, m in enumerate(minutes, start=1)}
        rows.append(commands.PromiseRow(promise=promise, clause_id=clause.pk, targets=targets, pausing_reasons=stops))
    commands.set_levels(contract_id=contract.pk, rows=rows, by=by, at=at)
    return commands.put_in_force(contract_id=contract.pk, by=by, at=at)
