"""What stands on a service report, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.visits import invitations, queries, rules
from aftercare.contexts.visits.report import promises, setting
from aftercare.contexts.visits.report.setting import Paper
from aftercare.platform.actor import Actor
from aftercare.platform.files import storing
from aftercare.platform.files.models import Attachment
from aftercare.platform.money import Money
from aftercare.platform.notify.telling import link

LANGUAGES = {"zh-hans": ("zh", "cn"), "en": ("en", "gb")}
PHOTOS = 12


def of(visit_id: int, *, language: str, number: str, code: str, issued_at: datetime) -> Paper:
    """Return the report of a signed visit in a language of the product."""
    job = queries.job(visit_id, by=Actor.system("reports"))
    with translation.override(language):
        return _paper(job, language, number, code, issued_at)


def _paper(job: queries.Job, language: str, number: str, code: str, issued_at: datetime) -> Paper:
    visit, order = job.visit, job.order
    pictures = {
        "verify.svg": setting.qr(link(reverse("visits_portal:verify", args=[code]))),
        "signature.svg": setting.signature_svg(visit.signature_svg),
    }
    request = service_requests.request_card(order.request_id) if order.request_id else None
    data: dict[str, Any] = {
        "lang": LANGUAGES[language][0],
        "region": LANGUAGES[language][1],
        "company": company(),
        "number": number,
        "title": f"{_('Service report')} {number}",
        "issued": _moment(issued_at, order.zone),
        "subject": order.subject,
        "verify_text": link(reverse("visits_portal:verify", args=[code])),
        "page_words": _("Page {n} of {m}"),
        "words": _words(),
        "left": _left(job, request),
        "right": _right(job, request),
        "reported": (request.description or request.subject) if request else order.description,
        "diagnosis": _diagnosis(order),
        "diagnosis_text": order.diagnosis,
        "work": visit.work_done,
        "parts": visit.parts_used,
        "decided": [_decision(row) for row in job.visit.site_decisions.all()],
        "readings": [[row.name, row.shown, _moment(row.at, order.zone)] for row in job.readings],
        "checklist": [_step(step) for step in job.steps],
        "leftovers": visit.leftovers,
        "clocks": promises.rows(job, lambda moment: _moment(moment, order.zone)),
        "photos": _photos(job.photos, pictures),
        "statement": _statement(job),
        "signed": visit.signer_name,
        "acceptance": _acceptance(job),
        "invitations": _invitations(order.id, pictures),
    }
    return Paper(data=data, pictures=pictures, issued_at=issued_at)


def company() -> str:
    """Return the name of the service company, as papers carry it."""
    return settings.COMPANY_NAME or _("Aftercare")


def _moment(moment: datetime | None, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else "–"


def _kept(rows: Iterable[tuple[str, str | None]]) -> list[list[str]]:
    """Return the lines that have something to say."""
    return [[label, value] for label, value in rows if value]


def _words() -> dict[str, Any]:
    return {
        "report": _("Service report"),
        "scan": _("Scan to verify"),
        "reported": _("What was reported"),
        "diagnosis": _("Diagnosis"),
        "work": _("Work done"),
        "parts": _("Parts used"),
        "decided": pgettext("visit", "Decided on site"),
        "decided_head": [pgettext("paper", "Decision"), pgettext("paper", "Why"), pgettext("paper", "Amount")],
        "readings": _("Readings"),
        "readings_head": [pgettext("readings", "What"), _("Value"), _("Measured at")],
        "checklist": _("Checklist"),
        "checklist_head": ["", _("Step"), pgettext("paper", "Result"), _("Judgement")],
        "leftovers": _("Left over"),
        "clocks": _("Promises and how they were kept"),
        "clocks_head": [
            _("Promise"),
            pgettext("paper", "Due"),
            _("Actual"),
            pgettext("paper", "Result"),
            pgettext("paper", "Paused"),
        ],
        "photos": pgettext("paper", "Photos"),
        "acceptance": pgettext("paper", "Acceptance"),
        "signature": _("Customer signature"),
    }


def _left(job: queries.Job, request: Any) -> list[list[str]]:
    order, equipment = job.order, job.equipment
    contact = " ".join(filter(None, [order.contact_name, order.contact_phone]))
    lines: list[tuple[str, str | None]] = [
        (pgettext("paper", "Customer"), order.customer_name),
        (_("Project"), order.project_name),
        (_("Place"), order.place),
        (_("Contact"), contact),
    ]
    if equipment is not None:
        model = " ".join(filter(None, [equipment.maker, equipment.model]))
        lines += [(_("Equipment"), equipment.name), (_("Model"), model), (_("Serial number"), equipment.serial)]
    return _kept(lines)


def _right(job: queries.Job, request: Any) -> list[list[str]]:
    visit, zone = job.visit, job.order.zone
    engineers = "、".join([visit.engineer.name, *queries.helpers(visit)])
    return _kept(
        [
            (_("Work order"), job.order.number),
            (pgettext("paper", "Request"), request.number if request else ""),
            (pgettext("paper", "Reported"), _moment(request.received_at, zone) if request else ""),
            (_("Engineer"), engineers),
            (pgettext("paper", "Arrived"), _moment(visit.arrived_at, zone)),
            (pgettext("paper", "Finished"), _moment(visit.done_at, zone)),
            (pgettext("paper", "Signed"), _moment(visit.signed_at, zone)),
        ]
    )


def _diagnosis(order: Any) -> list[list[str]]:
    return _kept(
        [
            (_("Failure mode"), order.failure_mode),
            (_("Mechanism"), order.failure_mechanism),
            (_("Cause"), order.failure_cause),
        ]
    )


def _step(step: Any) -> list[str]:
    verdict = {True: ("good", _("In order")), False: ("bad", _("Not in order")), None: ("", "–")}
    value = f"{step.value} {step.unit}".strip() if step.kind == "number" and step.value else ""
    if step.kind == "text":
        value = step.value
    kind, word = verdict[step.is_ok]
    return [str(step.position), step.text, value, kind, word, step.note]


def _decision(row: Any) -> list[str]:
    return [row.get_matter_display(), row.note, str(Money(row.amount))]


def _photos(photos: Iterable[Attachment], pictures: dict[str, bytes]) -> list[dict[str, str]]:
    """Return the photos for the customer and put them beside the paper, those of the end first when there are many."""
    words = {"before": _("Before"), "during": _("During"), "after": _("After")}
    shown = [p for p in photos if p.audience == Attachment.Audience.CUSTOMER]
    rank = {"photo_before": 0, "photo_during": 1, "photo_after": 2}
    found = []
    for index, photo in enumerate(sorted(shown, key=lambda p: (rank.get(p.role, 1), p.pk))[:PHOTOS]):
        name = f"photo{index}.jpg"
        pictures[name] = setting.photo(storing.content_of(photo.blob))
        caption = words[queries.PHOTO_MOMENTS.get(photo.role, "during")]
        found.append({"file": name, "caption": " · ".join(filter(None, [caption, photo.note]))})
    return found


def _statement(job: queries.Job) -> str:
    checks = {
        "effect_verified": _("the effect was verified"),
        "site_clean": _("the site was left clean and safe"),
        "customer_told": _("the customer was told what was done"),
    }
    confirmed = [checks[name] for name in rules.SELF_CHECKS if job.visit.self_check.get(name)]
    return _("The engineer confirmed that %(checks)s. The customer accepts the work described above.") % {
        "checks": _(", ").join(confirmed)
    }


def _acceptance(job: queries.Job) -> list[list[str]]:
    visit = job.visit
    return _kept(
        [
            (_("Signed by"), visit.signer_name),
            (_("Signed at"), _moment(visit.signed_at, job.order.zone)),
            (_("Engineer"), visit.engineer.name),
            (_("Remark"), visit.customer_remark),
        ]
    )


def _invitations(work_order_id: int, pictures: dict[str, bytes]) -> list[dict[str, str]]:
    found = []
    for index, offer in enumerate(invitations.of(work_order_id)):
        name = f"offer{index}.svg"
        pictures[name] = setting.qr(offer.url)
        found.append({"file": name, "text": str(offer.text), "url": offer.url})
    return found
