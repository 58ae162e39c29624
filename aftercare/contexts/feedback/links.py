"""The survey's link: a token that can be printed before the survey's row exists, and cannot be guessed."""

from __future__ import annotations

import base64

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from aftercare.contexts.visits.public import Invitation
from aftercare.platform.notify.telling import link


def token_of(work_order_id: int) -> str:
    """Return the 256-bit token of an order's survey, made from the product's own key."""
    digest = salted_hmac("aftercare.feedback.survey", str(work_order_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def address_of(token: str) -> str:
    """Return the full address of the survey page."""
    return link(reverse("feedback_portal:survey", args=[token]))


def invitation(work_order_id: int) -> Invitation:
    """Return what the report and the thank-you page offer: the survey of the order."""
    return Invitation(_("How did we do? Two questions, half a minute"), address_of(token_of(work_order_id)))
