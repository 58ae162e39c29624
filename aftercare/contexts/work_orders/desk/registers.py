"""Reference data of orders: standard procedures with their steps, and failure codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.work_orders import policies
from aftercare.contexts.work_orders.models import FailureCode
from aftercare.platform.actor import OFFICE, Role
from aftercare.platform.web.registers import Register

READERS = (*sorted(OFFICE), Role.SYSTEM_ADMIN)

FAILURE_CODES = Register(
    name="failure_codes",
    model=FailureCode,
    title=_("Failure codes"),
    one=_("New failure code"),
    fields=["facet", "code", "name"],
    key=("facet", "code"),
    readers=READERS,
    writers=(Role.QUALITY_MANAGER, *policies.REGISTER_WRITERS),
    section="settings",
    icon="binary-tree",
    help_text=_("After ISO 14224: how a failure shows, the process behind it, and where it came from."),
)
