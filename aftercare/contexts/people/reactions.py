"""What follows from events about people: who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from aftercare.contexts.people.models import Certificate, Engineer, Leave
from aftercare.contexts.people.queries import users_with
from aftercare.platform.actor import Actor, Role
from aftercare.platform.notify.telling import Message, tell
from aftercare.platform.outbox import when
from aftercare.published.people import CertificateExpiring, LeaveApproved, LeaveRefused, LeaveRequested


@when(LeaveRequested)
def tell_managers_of_leave(event: LeaveRequested, by: Actor) -> None:
    """Tell the managers of the engineer's region that somebody waits for an answer."""
    leave = Leave.objects.select_related("engineer").get(pk=event.leave_id)
    managers = users_with(Role.SERVICE_MANAGER, region_id=leave.engineer.region_id)

    def message() -> Message:
        words = {"name": leave.engineer.name, "kind": leave.get_kind_display()}
        return Message(
            title=_("%(name)s asks for leave: %(kind)s") % words,
            body=f"{_moment(event.start_at)} – {_moment(event.end_at)}\n{leave.reason}".strip(),
            url=f"{reverse('people:leave')}?tab=waiting",
        )

    _tell([pk for pk in managers if pk != by.id], "leave_requested", message, f"leave:{leave.pk}", event.at)


@when(LeaveApproved)
def tell_engineer_leave_approved(event: LeaveApproved, by: Actor) -> None:
    """Tell the engineer that the leave is granted."""

    def message() -> Message:
        title = _("Your leave is approved")
        return Message(title=title, body=f"{_moment(event.start_at)} – {_moment(event.end_at)}", url=_own(event))

    _tell(_user_of(event.engineer_id), "leave_approved", message, f"leave:{event.leave_id}:approved", event.at)


@when(LeaveRefused)
def tell_engineer_leave_refused(event: LeaveRefused, by: Actor) -> None:
    """Tell the engineer that the leave is refused, and why."""

    def message() -> Message:
        return Message(title=_("Your leave is refused"), body=event.reason, url=_own(event))

    _tell(_user_of(event.engineer_id), "leave_refused", message, f"leave:{event.leave_id}:refused", event.at)


@when(CertificateExpiring)
def tell_of_expiring_certificate(event: CertificateExpiring, by: Actor) -> None:
    """Tell the holder and the managers of the region that a certificate runs out."""
    held = Certificate.objects.select_related("engineer", "kind").filter(pk=event.certificate_id).first()
    if held is None:
        return
    engineer = held.engineer
    managers = users_with(Role.SERVICE_MANAGER, region_id=engineer.region_id)

    def message() -> Message:
        left = (event.expires_on - timezone.localtime(event.at).date()).days
        words = {"name": engineer.name, "kind": held.kind.name, "n": left}
        return Message(
            title=_("The certificate “%(kind)s” of %(name)s runs out in %(n)d days") % words,
            body=_("Last valid day: %(day)s. Without it no work that needs it can be assigned.")
            % {"day": formats.date_format(event.expires_on, "Y-m-d")},
            url=reverse("people:engineer", args=[engineer.pk]),
        )

    key = f"certificate:{held.pk}:{event.days_ahead}"
    _tell([engineer.user_id, *managers], "certificate_expiring", message, key, event.at)


def _tell(user_ids: list[int], kind: str, message: Callable[[], Message], dedupe: str, at: datetime) -> None:
    tell(user_ids, kind=kind, message=message, dedupe=dedupe, at=at)


def _user_of(engineer_id: int) -> list[int]:
    return list(Engineer.objects.filter(pk=engineer_id).values_list("user_id", flat=True))


def _own(event: LeaveApproved | LeaveRefused) -> str:
    return reverse("people:engineer", args=[event.engineer_id])


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
