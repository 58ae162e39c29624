"""Retention money in every state, each with the acts that led there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
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
from aftercare.contexts.settlement.models import Retention
from aftercare.demo.company import data
from aftercare.demo.simulation.cast import Cast
from aftercare.platform.actor import Actor, Role
from aftercare.platform.files import documents

BANK, PLEDGE_DAYS = "建设银行云岚支行", 600
# The final account is made some weeks after acceptance.
WITHHELD_AFTER = timedelta(days=45)
PROOF, RECEIPT, AGREEMENT = "代修费用结算单", "银行电子回单", "质量保证金协议"
OBJECTION = "地下一层机房墙面返潮，需复查后再定"
DEFECT = "管井渗水，两次通知后由其他单位代修"


def begin(*, now: datetime) -> None:
    """
    Write down the retention money of some projects and live its course until now.

    Before the first request: while nothing is broken, nothing blocks a release.
    """
    cast, rng = Cast(), Random("retentions")  # noqa: S311 - stories, not secrets
    for declared in data.read("retentions")["retention"]:
        project = Project.objects.select_related("customer").get(name__endswith=declared["project"])
        by = cast.of(Role.SERVICE_MANAGER, project.region_id, rng)
        _Course(project, declared, by, now, owner=cast.customer(project.customer_id)).live()


def deduct(*, now: datetime) -> None:
    """Keep the cost of a defect where one is declared and the project has had a request by then."""
    cast, rng = Cast(), Random("deductions")  # noqa: S311 - stories, not secrets
    for declared in data.read("retentions")["retention"]:
        if "deducted" not in declared:
            continue
        days, amount = declared["deducted"]
        row = Retention.objects.select_related("project").get(project__name__endswith=declared["project"])
        at = now - timedelta(days=days)
        matter = ServiceRequest.objects.filter(project=row.project, received_at__lt=at).order_by("pk").last()
        if matter is not None:
            by = cast.of(Role.SERVICE_MANAGER, row.project.region_id, rng)
            _deduct(row, matter, Decimal(amount), by=by, at=at)


def bring_papers(*, now: datetime) -> None:
    """
    Show owners with a login their agreement, and let them bring the receipt where they say they have paid.

    After the requests: those are lived by processes that would wait for ever for the threads of the paper's compiler.
    """
    cast, rng = Cast(), Random("papers")  # noqa: S311 - stories, not secrets
    for declared in data.read("retentions")["retention"]:
        row = Retention.objects.select_related("project").get(project__name__endswith=declared["project"])
        owner = cast.customer(row.project.customer_id)
        if owner is None or row.holder_id != row.project.customer_id:
            continue
        _show_agreement(row, by=cast.of(Role.SERVICE_MANAGER, row.project.region_id, rng))
        for name, days, *_amount in declared["acts"]:
            if name == "say_paid":
                _say_paid(row, by=owner, at=now - timedelta(days=days))


def _show_agreement(row: Retention, *, by: Actor) -> None:
    lines = (row.project.name, f"{row.percent} % · {row.defect_months} 个月", f"{row.day(row.agreed_at)}")
    documents.add(
        _paper(AGREEMENT, lines), subject=row.key, name=f"{AGREEMENT}.pdf", note="双方盖章版", for_customer=True,
        by=by, at=row.agreed_at,
    )  # fmt: skip


def _say_paid(row: Retention, *, by: Actor, at: datetime) -> None:
    on = row.day(at)
    proof = _paper(RECEIPT, (row.project.name, f"{on}"))
    usual = {"retention_id": row.pk, "paid_on": on, "by": by, "at": at}
    commands.say_paid(**usual, evidence=proof, evidence_name=f"{RECEIPT}.pdf")  # type: ignore[arg-type]


def _deduct(row: Retention, matter: ServiceRequest, amount: Decimal, *, by: Actor, at: datetime) -> None:
    on = row.day(at)
    lines = (row.project.name, f"{matter.number} {matter.subject}", DEFECT, f"{on} · {amount} 元")
    commands.deduct(
        retention_id=row.pk,
        amount=amount,
        request_id=matter.pk,
        reason=DEFECT,
        evidence=_paper(PROOF, lines),
        evidence_name=f"{PROOF}.pdf",
        deducted_on=on,
        by=by,
        at=at,
    )


# What the holder of the money does itself.
OWNERS = {"verify", "object"}


class _Course:
    """One retention from its agreement to where it stands today."""

    def __init__(
        self, project: Project, declared: dict[str, Any], by: Actor, now: datetime, *, owner: Actor | None
    ) -> None:
        self.project, self.declared, self.by, self.now, self.owner = project, declared, by, now, owner
        self.retention_id = 0

    def live(self) -> None:
        """Do one act after the other."""
        acts: dict[str, Callable[[dict[str, Any], date], object]] = {
            "convert": self._convert,
            "request": lambda usual, on: commands.request_release(**usual),
            "remind": lambda usual, on: commands.remind(**usual),
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
            if name == "say_paid":
                continue
            # Whoever has a login for the portal answers there.
            by = self.owner if self.owner and name in OWNERS else self.by
            usual: dict[str, Any] = {"retention_id": self.retention_id, "by": by, "at": at}
            acts[name](usual | {"amount": Decimal(amount[0])} if amount else usual, on)

    def _agree(self, on: date, at: datetime) -> None:
        accepted_on = self.project.completion_accepted_on or on
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
            withheld_on=min(on, accepted_on + WITHHELD_AFTER),
            by=self.by,
            at=at,
        ).pk

    def _convert(self, usual: dict[str, Any], on: date) -> None:
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
