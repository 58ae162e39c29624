"""The forms people sign in with."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """allauth's form, with a label that says what may be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name or e-mail")
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocomplete": "username", "maxlength": "254"}


class PasskeyForm(AddWebAuthnForm):
    """allauth's form; a passkey opens the account by itself unless somebody wants it as a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["passwordless"].label = _("Opens my account without the password")
        self.fields["passwordless"].help_text = _("Without this, the passkey is the second step after the password.")
        self.fields["passwordless"].initial = True


class CodeForm(AuthenticateForm):
    """allauth's form, with a label that says which codes are meant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app, or a recovery code")


class CodeAppForm(ActivateTOTPForm):
    """allauth's form, with a label that says where the code stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Six digits from the app")


class SecondStep(DefaultMFAAdapter):
    """allauth's adapter, with words that say what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong or was used already. Type the one the app shows now."),
    }
