"""Make a table of holidays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.contexts.calendars import policies
from aftercare.contexts.calendars.models import HolidayTable
from aftercare.platform import wording
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused


@transaction.atomic
def open_table(*, code: str, name: str, by: Actor, at: datetime) -> HolidayTable:
    """
    Make an empty table of holidays, of a country or of one customer.

    :raises Refused: `not_allowed`, `conflict` for a known code.
    """
    policies.may_change(by=by).or_refuse()
    code = wording.line(code, field="code", limit=32, required=True)
    if HolidayTable.objects.filter(code=code).exists():
        raise Refused("conflict", _("There is already a table with this code."), field="code")
    return HolidayTable.objects.create(code=code, name=wording.line(name, field="name", limit=80, required=True))
