"""Who may call the views that libraries bring: signing in and the login's own safety pages."""

from __future__ import annotations

from aftercare.platform.web.door import Policy, declare

_BEFORE_SIGNING_IN = (
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
_SIGNED_IN = ("account_logout", "account_change_password", "account_reauthenticate", "mfa_*", "usersessions_list")

for _name in _BEFORE_SIGNING_IN:
    declare(_name, Policy(signed_in=False, reason="signing in"))
for _pattern in _SIGNED_IN:
    declare(_pattern, Policy())
