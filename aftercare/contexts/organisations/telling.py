"""How organisations look and how their events read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.organisations.models import Contact, Organisation
from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import organisations as told

signs.statuses(
    "customer_grade",
    {
        "A": Sign(Tone.RUNNING, pgettext_lazy("customer", "Key account"), "crown"),
        "B": Sign(Tone.NEW, pgettext_lazy("customer", "Important"), "star"),
        "C": Sign(Tone.CANCELLED, pgettext_lazy("customer", "Normal"), "circle"),
    },
)
TAG_COLOURS = [
    ("blue", gettext_lazy("blue")),
    ("green", gettext_lazy("green")),
    ("indigo", gettext_lazy("indigo")),
    ("amber", gettext_lazy("amber")),
    ("red", gettext_lazy("red")),
    ("grey", gettext_lazy("grey")),
]


def _columns(names: list[str], model: type[Any]) -> str:
    return "、".join(str(model._meta.get_field(name).verbose_name) for name in names)


def _changed(e: Mapping[str, Any]) -> str:
    return _("Changed: %(what)s") % {"what": _columns(e["changed"], Organisation)}


def _contact_changed(e: Mapping[str, Any]) -> str:
    return _("Contact %(name)s changed: %(what)s") % {"name": e["name"], "what": _columns(e["changed"], Contact)}


timeline.tells(told.OrganisationRegistered, lambda e: _("Registered"), tone=Tone.NEW, icon="building")
timeline.tells(told.OrganisationChanged, _changed, icon="pencil")
timeline.tells(
    told.OrganisationTagged, lambda e: _("Tags: %(tags)s") % {"tags": "、".join(e["tags"]) or "–"}, icon="tags"
)
timeline.tells(told.ContactAdded, lambda e: _("Contact added: %(name)s") % e, icon="user-plus")
timeline.tells(told.ContactChanged, _contact_changed, icon="user-edit")
timeline.tells(told.PortalLoginOpened, lambda e: _("%(name)s may sign in") % e, tone=Tone.DONE, icon="key")
