"""The audit trail on screen: who changed what, when, through which door."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform.accounts.models import User
from aftercare.platform.actor import Role
from aftercare.platform.audit import trail
from aftercare.platform.web import door, fragments, navigation
from aftercare.platform.web.forms import LocalDateTimeField, StrictForm
from aftercare.platform.web.fragments import DeskRequest
from aftercare.surfaces.administration.kinds import ACTIONS, DOORS, KINDS

PAGE = 50


class TrailForm(StrictForm):
    """What to look for."""

    kind = forms.ChoiceField(label=gettext_lazy("Record"), required=False)
    record_id = forms.IntegerField(label=gettext_lazy("Record id"), required=False, min_value=1, max_value=2**62)
    login = forms.CharField(label=gettext_lazy("Login name"), required=False, max_length=64)
    request_id = forms.CharField(label=gettext_lazy("Request id"), required=False, max_length=64)
    since = LocalDateTimeField(label=gettext_lazy("From"), required=False)
    until = LocalDateTimeField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((kind, str(KINDS.get(kind, kind))) for kind in trail.tracked_models()), key=lambda k: k[1])
        self.offer("kind", [("", _("Everything")), *named])

    def clean_login(self) -> int | None:
        """Return the login's id; an unknown name is told."""
        name = self.cleaned_data["login"]
        if not name:
            return None
        user = User.objects.filter(username=name.lower()).first()
        if user is None:
            raise forms.ValidationError(_("There is no login of this name."))
        return user.pk


@door.door(Role.AUDITOR, Role.SECURITY_ADMIN)
def audit_trail(request: DeskRequest) -> HttpResponse:
    """Show the latest changes that match, fifty at a time."""
    form = TrailForm(request.GET)
    before = _moment(request.GET.get("before", ""))
    rows = []
    if form.is_valid():
        asked = form.cleaned_data
        rows = trail.changes(
            kinds=[asked["kind"]] if asked["kind"] else [],
            record_id=asked["record_id"],
            actor_id=asked["login"],
            request_id=asked["request_id"],
            since=asked["since"],
            before=before or asked["until"],
            limit=PAGE,
        )
    ctx = {
        "title": _("Audit trail"),
        "form": form,
        "rows": [_shown(change) for change in rows],
        "older": _older(request, rows),
    }
    return fragments.page(request, "administration/audit.html", ctx, status=200 if form.is_valid() else 422)


def _older(request: DeskRequest, rows: list[trail.Change]) -> str:
    if len(rows) < PAGE:
        return ""
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    return "?" + urlencode({**kept, "before": rows[-1].position})


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _shown(change: trail.Change) -> dict[str, Any]:
    model = trail.tracked_models()[change.kind]
    return {
        "change": change,
        "kind": KINDS.get(change.kind, change.kind),
        "action": ACTIONS[change.action],
        "door": DOORS.get(change.via, change.via),
        "fields": [(_label(model, name), _text(old), _text(new)) for name, (old, new) in change.fields.items()],
    }


def _label(model: type[Model], column: str) -> str:
    """Return the field's name on screen; where it has none, the column's."""
    for field in model._meta.concrete_fields:
        if field.column == column:
            return str(field.verbose_name)
    return column


def _text(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "…"


navigation.nav(
    "settings",
    gettext_lazy("Audit trail"),
    "administration:audit",
    "history",
    (Role.AUDITOR, Role.SECURITY_ADMIN),
    order=90,
)
