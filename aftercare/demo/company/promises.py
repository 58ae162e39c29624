"""Calendars, the standard terms, and contracts that promise more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from aftercare.contexts.calendars import commands as calendar_commands
from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.calendars.models import Calendar
from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts import public as contracts
from aftercare.contexts.contracts.models import HoldReason
from aftercare.contexts.organisations.models import Organisation
from aftercare.demo.company import packed
from aftercare.platform import clock
from aftercare.platform.actor import Actor

OTHERS_FAULT = (
    HoldReason.WAITING_CUSTOMER, HoldReason.WAITING_THIRD_PARTY, HoldReason.NO_ACCESS, HoldReason.WEATHER,
)  # fmt: skip
# clause, title, promise, minutes at priority 1 to 4, text
GOLD = (
    ("5.1", "受理", "acknowledge", (5, 15, 30, 60), "乙方客服应在约定时限内受理报修并复述确认。"),
    ("5.2", "响应", "respond", (15, 60, 120, 240), "乙方应由具备资格的技术人员答复初步判断与处理方式。"),
    ("5.3", "到场", "arrive", (60, 240, 480, 960), "需现场处理的，乙方工程师应在约定时限内到达甲方现场。"),
    ("5.4", "修复", "resolve", (240, 720, 1440, 2880), "自报修起，乙方应在约定时限内恢复设备使用功能并经甲方验收。"),
    (
        "5.5",
        "恢复使用",
        "restore",
        (150, 480, 960, 1920),
        "自报修起，乙方应在约定时限内使设备可用，必要时先采取临时措施。",
    ),
)
PAUSES = "因甲方原因、第三方原因、无法进入现场或不可抗力造成的等待，不计入上述时限。"
# Customer: days since the start, days to the end.
TERMS = {
    "临沧路街道": (300, 430), "云岚置业": (340, 25), "申渡轨交": (500, 595), "秦淮新城建发": (200, 165),
    "清澜市民中心": (120, 245), "宁芯半导体": (260, 470), "钱江湾大剧院": (310, 55), "朔光大厦": (150, 215),
    "北辰里政务大厅": (400, 330), "朝晖医院": (180, 185), "珠水物业": (220, 145), "南屿科技园": (140, 225),
}  # fmt: skip
ENDED, DRAFTED = "嘉禾精密", "潮音数科"
ENDED_DAYS_AGO = 35
# What engineers decide on site alone by these contracts, and the parts some of them include in a year.
LIMITS = {"part": Decimal(500), "repair": Decimal(1200)}
PARTS_A_YEAR = {"临沧路街道": Decimal(1500), "清澜市民中心": Decimal(6000), "南屿科技园": Decimal(4000)}


def seed(*, by: Actor, at: datetime) -> None:
    """Make the calendars with the holidays known so far, and the terms that bind everybody."""
    calendars.seed_holidays(by=by, at=at)
    contracts.seed_standard_terms(by=by, at=at)
    _make_site_calendar(by=by, at=at)


def _make_site_calendar(*, by: Actor, at: datetime) -> None:
    """Make the hours a hospital lets anybody work in: several stretches a day, a holiday and a Saturday of its own."""
    year = clock.now().year
    site = calendar_commands.create(
        code="hospital-site", name="朝晖医院施工窗口", zone="Asia/Shanghai",
        week=[[(720, 810), (1050, 1320)]] * 5 + [[(480, 720), (840, 1320)], []],
        holiday_table_id=Calendar.objects.get(code="office").holiday_table_id, by=by, at=at,
    )  # fmt: skip
    for on_date, kind, name in (
        (date(year, 12, 18), "holiday", "院庆，全院停工"),
        (date(year, 12, 27), "workday", "消防验收，全天开放"),
    ):
        calendar_commands.set_own_day(
            calendar_id=site.pk, on_date=on_date, kind=kind, name=name, as_weekday=5, by=by, at=at
        )


def make_contracts(*, by: Actor, at: datetime) -> None:
    """Make the contracts of key accounts, one that has ended, and one that is still a draft."""
    for short, (since, left) in TERMS.items():
        if short in packed.PACKS:
            contract = packed.draw_up(short, since, left, by=by, at=at)
        else:
            contract = _contract(short, since, left, by=by, at=at)
        commands.put_in_force(contract_id=contract, by=by, at=at)
    packed.amend(by=by, at=at)
    packed.use(by=by)
    ended = _contract(ENDED, 330, 400, by=by, at=at)
    commands.put_in_force(contract_id=ended, by=by, at=at)
    moved = "客户产线搬迁，双方协商提前终止"
    commands.end(contract_id=ended, reason=moved, by=by, at=clock.now() - timedelta(days=ENDED_DAYS_AGO))
    _contract(DRAFTED, -20, 385, by=by, at=at)


def _contract(short: str, since: int, left: int, *, by: Actor, at: datetime) -> int:
    """Draw up one contract with its clauses and times; return its id."""
    today = clock.now().date()
    customer = Organisation.objects.get(short_name=short)
    contract = commands.draft(
        name=f"{short}机电设备维保服务合同",
        customer_id=customer.pk,
        starts_on=today - timedelta(days=since),
        ends_on=today + timedelta(days=left),
        calendar_id=calendars.default_calendar_id() or Calendar.objects.get(code="office").pk,
        by=by,
        at=at,
    )
    rows = []
    for number, title, promise, minutes, text in GOLD:
        stops = OTHERS_FAULT if promise in ("arrive", "restore", "resolve") else ()
        clause = commands.write_clause(
            contract_id=contract.pk, number=number, title=title, text=text + (PAUSES if stops else ""), by=by, at=at
        )
        targets = {level: (m, "calendar" if level == 1 else "working") for level, m in enumerate(minutes, start=1)}
        rows.append(commands.PromiseRow(promise=promise, clause_id=clause.pk, targets=targets, pausing_reasons=stops))
    acting: dict[str, Any] = {"contract_id": contract.pk, "by": by, "at": at}
    commands.set_levels(rows=rows, **acting)
    for decision, amount in LIMITS.items():
        commands.limit_authority(decision=decision, amount=amount, **acting)
    if short in PARTS_A_YEAR:
        commands.entitle(kind="parts_value", per_year=PARTS_A_YEAR[short], **acting)
    return contract.pk
