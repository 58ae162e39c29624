"""The customer's link to an appointment: signed, so that nobody guesses another one's."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.platform.refusal import not_found

_SIGNER = signing.Signer(salt="dispatch.appointment", sep=".")


def path_of(confirmation_id: int) -> str:
    """Return the path of the page where the customer answers."""
    return reverse("dispatch_portal:appointment", args=[_SIGNER.sign(str(confirmation_id))])


def confirmation_of(token: str) -> int:
    """
    Return whose link it is.

    :raises Refused: `not_found`.
    """
    try:
        return int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise not_found(_("This link is not one of ours.")) from None
