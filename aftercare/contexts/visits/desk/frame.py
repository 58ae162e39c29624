"""What visits put into the frame of the desk: navigation, signs, home card, finding, panels, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.contracts.public import OnSite
from aftercare.contexts.visits import queries
from aftercare.platform import clock
from aftercare.platform.actor import OFFICE, Actor, Role
from aftercare.platform.money import Money
from aftercare.platform.web import cards, fragments, navigation, palette, panels, signs, timeline
from aftercare.platform.web.fragments import DeskRequest
from aftercare.platform.web.palette import Hit
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import visits as published

READERS = (*sorted(OFFICE), Role.ENGINEER, Role.CUSTOMER)
SIGNS = {
    "assigned": Sign(Tone.NEW, pgettext_lazy("visit", "New")),
    "accepted": Sign(Tone.WAITING, pgettext_lazy("visit", "Accepted"), "circle-check"),
    "traveling": Sign(Tone.RUNNING, pgettext_lazy("visit", "On the way"), "car"),
    "on_site": Sign(Tone.RUNNING, pgettext_lazy("visit", "On site"), "map-pin"),
    "done": Sign(Tone.WAITING, pgettext_lazy("visit", "To sign"), "signature"),
    "signed": Sign(Tone.DONE, pgettext_lazy("visit", "Signed")),
    "settled": Sign(Tone.DONE, pgettext_lazy("visit", "Accepted by the office")),
    "rejected": Sign(Tone.BROKEN, pgettext_lazy("visit", "Not accepted")),
    "cannot_complete": Sign(Tone.BROKEN, pgettext_lazy("visit", "Not completed")),
    "assisted": Sign(Tone.DONE, pgettext_lazy("visit", "Helped"), "users"),
    "refused": Sign(Tone.CANCELLED, pgettext_lazy("visit", "Handed back")),
    "canceled": Sign(Tone.CANCELLED, pgettext_lazy("visit", "Cancelled")),
}


def register() -> None:
    """Register everything once, when the addresses are loaded."""
    signs.statuses("visit", SIGNS)
    roles = (Role.ENGINEER,)
    navigation.nav("orders", gettext_lazy("My jobs"), "visits:jobs", "tools", roles, badge=_badge, order=5)
    cards.card("jobs", gettext_lazy("My next jobs"), _card, roles=roles, order=5, icon="tools", url_name="visits:jobs")
    palette.searchable("visit", gettext_lazy("My jobs"), _find, roles=roles, icon="tools", order=5)
    panels.record("visit", lambda actor, pk: queries.job(pk, by=actor))
    panels.panel("work_order", gettext_lazy("On site"), _of_order, 30, key="visits", roles=READERS, icon="map-pin")
    for kind in ("service_request", "my_request"):
        panels.panel(
            kind, gettext_lazy("Service reports"), _reports_of_request, 40, key="reports", roles=READERS,
            icon="file-certificate",
        )  # fmt: skip
    panels.panel(
        "service_request", pgettext_lazy("visit", "Decided on site"), _decided_about, 35, key="site-decisions",
        roles=(*sorted(OFFICE), Role.ENGINEER), icon="gavel",
    )  # fmt: skip
    _tell()


def _badge(actor: Actor) -> int | None:
    return queries.new_jobs_count(by=actor) or None


def _card(request: DeskRequest) -> str:
    rows = queries.jobs(by=request.actor, now=clock.now(), limit=5)
    return fragments.html(request, "visits/_card.html", {"rows": rows})


def _find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    for row in queries.find_jobs(text, by=actor, limit=limit):
        yield Hit(row.subject, f"{row.number} · {row.place}", reverse("visits:job", args=[row.id]))


def _of_order(request: DeskRequest, order: Any) -> str:
    rows = queries.of_order(_pk(order), by=request.actor)
    return fragments.html(request, "visits/_of_order.html", {"rows": rows}) if rows else ""


def _reports_of_request(request: DeskRequest, matter: Any) -> str:
    reports = queries.reports_of_request(_pk(matter), by=request.actor)
    return fragments.html(request, "visits/_reports.html", {"reports": reports}) if reports else ""


def _decided_about(request: DeskRequest, matter: Any) -> str:
    decided = queries.decided_about(_pk(matter), by=request.actor)
    ctx = {"decided": decided, "shows_order": True}
    return fragments.html(request, "visits/_decided.html", ctx) if decided else ""


def _pk(record: Any) -> int:
    return int(record["pk"] if isinstance(record, dict) else getattr(record, "pk", None) or record.id)


def _tell() -> None:
    """Say how what happens on site reads on the timeline; what the order itself tells is not told twice."""
    tells = timeline.tells
    tells(published.VisitAccepted, lambda e: _("%(engineer_name)s took the job") % e, is_internal=False)
    tells(
        published.EngineerSetOut,
        lambda e: _("%(engineer_name)s is on the way") % e,
        tone=Tone.RUNNING, icon="car", is_internal=False,
    )  # fmt: skip
    tells(published.VisitAssisted, lambda e: _("%(engineer_name)s has helped and leaves") % e, icon="users")
    tells(published.EngineerArrived, _arrived, tone=Tone.RUNNING, icon="map-pin", is_internal=False)
    tells(
        published.VisitSigned,
        lambda e: _("%(signer_name)s signed") % e,
        tone=Tone.DONE, icon="signature", is_internal=False,
    )  # fmt: skip
    tells(
        published.DecidedOnSite,
        _decided,
        body=lambda e: e["note"], tone=Tone.WAITING, icon="gavel",
    )  # fmt: skip
    tells(published.ReportIssued, _issued, tone=Tone.DONE, icon="file-certificate", is_internal=False)


def _arrived(event: Mapping[str, Any]) -> str:
    if event.get("distance_m") is None:
        return _("%(engineer_name)s is on site") % event
    return _("%(engineer_name)s is on site, %(distance_m)s m from the given place") % event


def _issued(event: Mapping[str, Any]) -> str:
    language = {"zh-hans": _("in Chinese"), "en": _("in English")}.get(event["language"], event["language"])
    return _("Service report issued %(language)s") % {"language": language}


def _decided(event: Mapping[str, Any]) -> str:
    told = {
        "who": event["engineer_name"],
        "matter": OnSite(event["matter"]).label,
        "amount": Money(Decimal(event["amount"])),
    }
    return _("%(who)s decided on site: %(matter)s, %(amount)s") % told
