"""How retention money looks and how its events read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from aftercare.platform.money import Money
from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import settlement as told

signs.statuses(
    "retention",
    {
        "held": Sign(Tone.NEW, pgettext_lazy("retention", "Held"), "lock"),
        "requested": Sign(Tone.WAITING, pgettext_lazy("retention", "To be verified"), "file-search"),
        "payable": Sign(Tone.RUNNING, pgettext_lazy("retention", "To be paid"), "cash"),
        "settled": Sign(Tone.DONE, pgettext_lazy("retention", "Settled")),
        "voided": Sign(Tone.CANCELLED, pgettext_lazy("retention", "Void")),
    },
)
Payload = Mapping[str, Any]


def _said(e: Payload) -> dict[str, Any]:
    return {**e, "amount": Money(Decimal(e["amount"]))}


def _agreed(e: Payload) -> str:
    if e["form"] == "guarantee":
        return _("Agreed: a guarantee over %(amount)s") % _said(e)
    return _("Agreed: %(amount)s held back") % _said(e)


def _verified(e: Payload) -> str:
    words = _("The holder agreed to release %(amount)s")
    if e["by_silence"]:
        words = _("No answer in time counts as consent: %(amount)s released")
    said = words % _said(e)
    return f"{said} · {_('to be paid by %(pay_by)s') % e}" if e["pay_by"] else said


def _paid(e: Payload) -> str:
    said = _("Paid: %(amount)s") % _said(e)
    if Decimal(e["interest"]) > 0:
        more = _("%(interest)s of interest added for late payment")
        return f"{said} · {more % {'interest': Money(Decimal(e['interest']))}}"
    return said


timeline.tells(told.RetentionAgreed, _agreed, tone=Tone.NEW, icon="lock", is_internal=False)
timeline.tells(
    told.RetentionVoided,
    lambda e: pgettext("retention", "Taken back as a mistake"),
    body=lambda e: e["reason"],
    tone=Tone.CANCELLED,
)
timeline.tells(
    told.RetentionDeducted,
    lambda e: _("Deducted for a defect: %(amount)s") % _said(e),
    body=lambda e: e["reason"],
    tone=Tone.BROKEN,
    icon="cut",
    is_internal=False,
)
timeline.tells(
    told.RetentionConverted,
    lambda e: _("A guarantee of %(bank)s takes the place of %(amount)s; to be paid out by %(pay_by)s") % _said(e),
    icon="building-bank",
    is_internal=False,
)
timeline.tells(
    told.ReleaseRequested,
    lambda e: _("Release of %(amount)s requested; to be verified by %(verify_by)s") % _said(e),
    tone=Tone.WAITING,
    icon="file-search",
    is_internal=False,
)
timeline.tells(
    told.ReleaseReminded,
    lambda e: _("The holder was reminded; an answer is due by %(answer_by)s") % e,
    tone=Tone.WAITING,
    icon="bell",
    is_internal=False,
)
timeline.tells(
    told.ReleaseObjected,
    lambda e: _("The holder objects"),
    body=lambda e: e["reason"],
    tone=Tone.BROKEN,
    icon="ban",
    is_internal=False,
)
timeline.tells(told.ReleaseVerified, _verified, tone=Tone.RUNNING, icon="circle-check", is_internal=False)
timeline.tells(told.RetentionPaid, _paid, tone=Tone.DONE, icon="cash", is_internal=False)
timeline.tells(
    told.PaymentSaid,
    lambda e: _("The holder says that %(amount)s was paid on %(paid_on)s") % _said(e),
    tone=Tone.WAITING,
    icon="cash",
    is_internal=False,
)
timeline.tells(
    told.PaymentMissed,
    lambda e: _("What the holder says it has paid did not arrive"),
    body=lambda e: e["reason"],
    tone=Tone.BROKEN,
    icon="cash-off",
    is_internal=False,
)
timeline.tells(
    told.RetentionInterestAccrued,
    lambda e: _("Interest for late payment until %(through)s: %(amount)s") % _said(e),
    tone=Tone.BROKEN,
    icon="percentage",
    is_internal=False,
)
timeline.tells(
    told.RetentionSettled,
    lambda e: _("Settled: nothing is held or owed any more"),
    tone=Tone.DONE,
    is_internal=False,
)
