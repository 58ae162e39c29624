"""The form people sign in with."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """allauth's form, with a label that says what may be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name or e-mail")
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocomplete": "username", "maxlength": "254"}
