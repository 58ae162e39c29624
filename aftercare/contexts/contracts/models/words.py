"""The words of contracts: how minutes count, what is promised, why a matter may wait."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Counting(models.TextChoices):
    """How minutes are counted."""

    WORKING = "working", _("Working time")
    CALENDAR = "calendar", _("Around the clock")


class Promise(models.TextChoices):
    """The moments a service level may name."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    RESPOND = "respond", _("Respond")
    ARRIVE = "arrive", _("Arrive")
    RESTORE = "restore", _("Restore")
    RESOLVE = "resolve", _("Resolve")
    REPORT = "report", _("Report")


class Moment(models.TextChoices):
    """What happens to a matter, in its usual order; a clause counts from one of them to another."""

    RECEIVED = "received", pgettext_lazy("moment", "reported")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("moment", "taken on")
    ANSWERED = "answered", pgettext_lazy("moment", "answered by a qualified person")
    BOOKED = "booked", pgettext_lazy("moment", "appointment made")
    ARRIVED = "arrived", pgettext_lazy("moment", "engineer on site")
    RESTORED = "restored", pgettext_lazy("moment", "usable again")
    WORK_DONE = "work_done", pgettext_lazy("moment", "work finished")
    SIGNED = "signed", pgettext_lazy("moment", "signed by the customer")
    REPORTED = "reported", pgettext_lazy("moment", "report handed over")
    RESOLVED = "resolved", pgettext_lazy("moment", "resolved")
    CLOSED = "closed", pgettext_lazy("moment", "closed")


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
