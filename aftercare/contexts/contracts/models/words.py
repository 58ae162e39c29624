"""The words of contracts: how minutes count, what is promised, why a matter may wait."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counting(models.TextChoices):
    """How minutes are counted."""

    WORKING = "working", _("Working time")
    CALENDAR = "calendar", _("Around the clock")


class Promise(models.TextChoices):
    """The moments a service level may name."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    RESPOND = "respond", _("Respond")
    ARRIVE = "arrive", _("Arrive")
    RESOLVE = "resolve", _("Resolve")


class HoldReason(models.TextChoices):
    """Why a matter may wait; a clause says which of these stop a clock."""

    WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
    WAITING_PARTS = "waiting_parts", _("Waiting for parts")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
    NO_ACCESS = "no_access", _("No access to the site")
    WEATHER = "weather", _("Weather or force majeure")
    INTERNAL = "internal", _("Own capacity")


class HoldParty(models.TextChoices):
    """Who is accountable for the waiting."""

    CUSTOMER = "customer", _("Customer")
    COMPANY = "company", _("Service company")
    SUPPLIER = "supplier", _("Supplier")
    THIRD_PARTY = "third_party", _("Third party")
    NOBODY = "nobody", _("Nobody (force majeure)")
