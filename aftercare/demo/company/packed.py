"""Contracts drawn up from standard packs: parties, limits, what is included, an amendment, and what was used so far."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aftercare.contexts.calendars import public as calendars
from aftercare.contexts.contracts import commands
from aftercare.contexts.contracts.models import ServiceContract, ServiceLevel
from aftercare.contexts.organisations.models import Organisation
from aftercare.platform import clock
from aftercare.platform.actor import Actor

PACKS = {
    "申渡轨交": "rail/enterprise",
    "北辰里政务大厅": "municipal/government",
    "朝晖医院": "building/government",
}
AMENDED, AMENDED_DAYS_AGO = "朝晖医院", 60
# Customer, kind, quantity, days ago, what for.
USED = (
    ("朝晖医院", "visits", "1", 140, "第一次巡检"),
    ("朝晖医院", "visits", "1", 110, "第二次巡检"),
    ("朝晖医院", "visits", "1", 78, "第三次巡检"),
    ("朝晖医院", "visits", "1", 47, "第四次巡检"),
    ("朝晖医院", "hours", "38.5", 77, "屋面防水修补"),
    ("朝晖医院", "hours", "6", 46, "地下室排水泵检修"),
    ("朝晖医院", "parts_value", "5260", 76, "水泵机封、止回阀"),
    ("朝晖医院", "parts_value", "3380", 20, "配电箱断路器"),
    ("申渡轨交", "visits", "4", 90, "站台门周检（四次）"),
    ("申渡轨交", "visits", "4", 40, "站台门周检（四次）"),
)  # fmt: skip
REVERSED = "第四次巡检"


def draw_up(short: str, since: int, left: int, *, by: Actor, at: datetime) -> int:
    """Draw up one contract from its pack, with what is agreed besides; return its id."""
    today = clock.now().date()
    contract = commands.draft_from_pack(
        pack=PACKS[short],
        name=f"{short}设施维保服务合同",
        customer_id=Organisation.objects.get(short_name=short).pk,
        starts_on=today - timedelta(days=since),
        ends_on=today + timedelta(days=left),
        calendar_id=calendars.default_calendar_id() or 0,
        by=by,
        at=at,
    )
    acting: dict[str, Any] = {"contract_id": contract.pk, "by": by, "at": at}
    if short == AMENDED:
        commands.entitle(kind="hours", per_year=Decimal(40), **acting)
        commands.entitle(kind="parts_value", per_year=Decimal(8000), **acting)
    supplier = Organisation.objects.get(short_name="捷升电梯")
    commands.name_party(organisation_id=supplier.pk, role="subcontractor", **acting)
    commands.limit_authority(decision="part", amount=Decimal(500), **acting)
    commands.limit_authority(decision="repair", amount=Decimal(1500), **acting)
    return contract.pk


def amend(*, by: Actor, at: datetime) -> None:
    """Amend one contract: the emergency ward asks for a faster arrival and more hours."""
    before = ServiceContract.objects.get(customer__short_name=AMENDED, version=1)
    later = commands.amend(
        contract_id=before.pk,
        starts_on=clock.now().date() - timedelta(days=AMENDED_DAYS_AGO),
        reason="门诊楼启用，院方要求缩短急修到场时间",
        summary="P2 到场时限由 4 小时缩短为 2 小时；每年工时由 40 小时增加到 60 小时。",
        by=by,
        at=at,
    )
    acting: dict[str, Any] = {"contract_id": later.pk, "by": by, "at": at}
    commands.set_levels(rows=_faster(later), **acting)
    commands.entitle(kind="hours", per_year=Decimal(60), **acting)
    commands.put_in_force(**acting)


def _faster(contract: ServiceContract) -> list[commands.PromiseRow]:
    """Return the contract's times with two hours to arrive at the second priority."""
    by_promise: dict[str, list[ServiceLevel]] = {}
    for level in contract.levels.all():
        by_promise.setdefault(level.promise, []).append(level)
    rows = []
    for promise, levels in by_promise.items():
        targets = {level.priority: (level.target_minutes, level.counting) for level in levels}
        if promise == "arrive":
            targets[2] = (120, targets[2][1])
        first = levels[0]
        rows.append(
            commands.PromiseRow(
                promise=promise, clause_id=first.clause_id, targets=targets, pausing_reasons=first.pausing_reasons
            )
        )
    return rows


def use(*, by: Actor) -> None:
    """Enter what was used so far, one entry by mistake, which is taken back."""
    now = clock.now()
    for short, kind, quantity, days_ago, what in USED:
        contract = ServiceContract.objects.get(customer__short_name=short, version=1)
        moment = now - timedelta(days=days_ago)
        entry = commands.consume(
            contract_id=contract.pk,
            kind=kind,
            quantity=Decimal(quantity),
            used_on=moment.date(),
            note=what,
            by=by,
            at=moment,
        )
        if what == REVERSED:
            commands.reverse(contract_id=contract.pk, entry_id=entry.pk, reason="改期到下月，误记", by=by, at=moment)
