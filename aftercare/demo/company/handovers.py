"""A project taken over from its workbook: what the builders left undone, each with the party that is liable."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from aftercare.contexts.handover import commands
from aftercare.contexts.installed_base.models import Project
from aftercare.contexts.organisations import commands as things
from aftercare.demo.simulation.cast import Cast
from aftercare.platform.actor import Actor, Role
from aftercare.platform.web.sheets import Row

PROJECT, BUILDER, MAKER = "云岚里商业广场", "申浦建筑安装工程有限公司", "捷升电梯制造有限公司"
PARTIES = [
    {"organisation": BUILDER, "part": "contractor", "scope": "机电安装、装饰装修"},
    {"organisation": MAKER, "part": "supplier", "scope": "电梯与扶梯"},
]
PAPERS = [
    {"kind": "as_built", "title": "机电竣工图", "number": "YLL-JD-2025", "is_delivered": "yes"},
    {"kind": "manual", "title": "电梯使用维护说明书", "is_delivered": "no"},
]
SNAGS = [
    ("B1 层 3 号集水坑液位计无显示", "B1 层泵房", BUILDER),
    ("东区 2 号客梯轿厢照明一路不亮", "东区 2 号客梯", MAKER),
    ("三层公共卫生间地漏返味", "三层公共卫生间", BUILDER),
]


def take_over(*, now: datetime) -> None:
    """Take one project over; its snags wait to be acknowledged."""
    project = Project.objects.get(name__endswith=PROJECT)
    things.register_organisation(
        name=BUILDER, short_name="申浦安装", kind="contractor", by=Actor.system("demo", via="demo"), at=now
    )
    by = Cast().of(Role.SERVICE_MANAGER, project.region_id, Random("handover"))  # noqa: S311 - stories, not secrets
    found_on = (now - timedelta(days=1)).date()
    lines = {
        "parties": _rows(PARTIES),
        "papers": _rows(PAPERS),
        "snags": _rows([_snag(n, snag, found_on) for n, snag in enumerate(SNAGS, start=1)]),
    }
    at = now - timedelta(hours=2)
    commands.take_over(project_id=project.pk, lines=lines, dry_run=False, by=by, at=at)


def _snag(number: int, snag: tuple[str, str, str], found_on: date) -> dict[str, str]:
    subject, place, liable = snag
    return {
        "number": str(number), "subject": subject, "place": place, "liable": liable, "found_on": found_on.isoformat(),
    }  # fmt: skip


def _rows(lines: list[dict[str, str]]) -> list[Row]:
    return [Row(number, values) for number, values in enumerate(lines, start=2)]
