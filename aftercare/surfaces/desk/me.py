"""My account: who I am to the product, and how safe my login is."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.platform import zones
from aftercare.platform.actor import ROLE_LABELS
from aftercare.platform.web import door, fragments
from aftercare.platform.web.forms import StrictForm
from aftercare.platform.web.fragments import DeskRequest


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones people live in, without the technical ones."""
    continents = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return [(name, name) for name in sorted(zones.known()) if name.startswith(continents)]


class ProfileForm(StrictForm):
    """What somebody may change about the own login."""

    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=32, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("zh-hans", "中文"), ("en", "English")])
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zone_choices,
        help_text=gettext_lazy("Times on pages are shown in this zone."),
        widget=forms.Select(attrs={"data-pick": "1"}),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=get_user_model().Theme.choices)


@door.signed_in(methods=("GET", "POST"))
def me(request: DeskRequest) -> HttpResponse:
    """Show and change the own login."""
    user: Any = request.user
    names = ("phone", "language", "time_zone", "theme")
    form = ProfileForm(fragments.posted(request), initial={name: getattr(user, name) for name in names})
    if request.method == "POST" and form.is_valid():
        for name in names:
            setattr(user, name, form.cleaned_data[name])
        user.save(update_fields=list(names))
        fragments.toast(request, _("Your account is saved."))
        return fragments.redirect(request, reverse("desk:me"))
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    ctx = {
        "form": form,
        "roles": [ROLE_LABELS[role] for role in sorted(request.actor.roles)],
        "has_totp": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "session_count": UserSession.objects.filter(user=user).count(),
        "title": _("My account"),
    }
    return fragments.page(request, "desk/me.html", ctx, status=fragments.status_of(form))
