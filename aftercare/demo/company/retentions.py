"""Retention money in every state, each with the acts that led there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.conf import settings

from aftercare.contexts.installed_base import commands as things
from aftercare.contexts.installed_base.models import Project
from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.service_requests.models import ServiceRequest
from aftercare.contexts.settlement import commands
from aftercare.contexts.settlement.commands import Guarantee
from aftercare.demo.company import data
from aftercare.demo.simulation.cast import Cast
from aftercare.platform.actor import Actor, Role

BANK, PLEDGE_DAYS = "建设银行云岚支行", 600
PROOF = "代修费用结算单"
OBJECTION = "地下一层机房墙面返潮，需复查后再定"
DEFECT = "管井渗水，两次通知后由其他单位代修"


def make(*, now: datetime) -> None:
    """Write down the retention money of some projects and live its course until now."""
    cast, rng = Cast(), Random("retentions")  # noqa: S311 - stories, not secrets
    for declared in data.read("retentions")["retention"]:
        project = Project.objects.select_related("customer").get(name__endswith=declared["project"])
        by = cast.of(Role.SERVICE_MANAGER, project.region_id, rng)
        _Course(project, declared, by, now).live()


class _Course:
    """One retention from its agreement to where it stands today."""

    def __init__(self, project: Project, declared: dict[str, Any], by: Actor, now: datetime) -> None:
        self.project, self.declared, self.by, self.now = project, declared, by, now
        self.retention_id = 0

    def live(self) -> None:
        """Do one act after the other."""
        acts: dict[str, Callable[[dict[str, Any], Any], object]] = {
            "deduct": self._deduct,
            "convert": self._convert,
            "request": lambda usual, on: commands.request_release(**usual),
            "remind": lambda usual, on: commands.remind(**{k: v for k, v in usual.items() if k != "amount"}),
            "object": lambda usual, on: commands.object_to(**usual, reason=OBJECTION),
            "verify": lambda usual, on: commands.verify(**usual, verified_on=on),
            "pay": lambda usual, on: commands.pay(**usual, paid_on=on),
        }
        for name, days, *amount in self.declared["acts"]:
            at = self.now - timedelta(days=days)
            on = at.astimezone(ZoneInfo(self.project.zone)).date()
            if name == "agree":
                self._agree(on, at)
                continue
            usual: dict[str, Any] = {"retention_id": self.retention_id, "by": self.by, "at": at}
            if amount:
                usual["amount"] = Decimal(amount[0])
            acts[name](usual, on)

    def _agree(self, on: Any, at: datetime) -> None:
        price, payee = Decimal(self.declared["price"]), self.declared.get("payee")
        if payee is None:
            changes = {"settlement_price": price}
            things.change_project(project_id=self.project.pk, changes=changes, by=self.by, at=at)
        self.retention_id = commands.agree(
            project_id=self.project.pk,
            holder_id=None if payee else self.project.customer_id,
            payee_id=Organisation.objects.get(short_name=payee).pk if payee else None,
            settlement_price=price,
            percent=Decimal(self.declared["percent"]),
            defect_months=self.declared["months"],
            withheld_on=on,
            by=self.by,
            at=at,
        ).pk

    def _deduct(self, usual: dict[str, Any], on: Any) -> None:
        """Keep the cost of the project's latest matter, if there was one."""
        matter = ServiceRequest.objects.filter(project=self.project, received_at__lt=usual["at"]).last()
        if matter is None:
            return
        lines = (self.project.name, f"{matter.number} {matter.subject}", DEFECT, f"{on} · {usual['amount']} 元")
        commands.deduct(
            **usual,
            request_id=matter.pk,
            reason=DEFECT,
            evidence=_paper(PROOF, lines),
            evidence_name=f"{PROOF}.pdf",
            deducted_on=on,
        )

    def _convert(self, usual: dict[str, Any], on: Any) -> None:
        until = on + timedelta(days=PLEDGE_DAYS)
        pledge = Guarantee(bank=BANK, number=f"LG{on:%Y%m}0186", until=until)
        commands.convert(**usual, guarantee=pledge, converted_on=on)


def _paper(title: str, lines: Iterable[str]) -> bytes:
    """Return a page with a title and some lines, as a PDF."""
    source = """
        #set page(paper: "a5", flipped: true, margin: 18mm)
        #set text(font: "Noto Sans SC", size: 11pt)
        #let said = json(bytes(sys.inputs.said))
        #text(size: 16pt, said.first())
        #v(6mm)
        #for line in said.slice(1) [#line #parbreak()]
    """
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[Path(settings.ROOT) / "frontend/fonts"])
    inputs = {"said": json.dumps([title, *lines], ensure_ascii=False)}
    made: bytes = typst.compile(source.encode(), format="pdf", font_paths=fonts, sys_inputs=inputs)
    return made
