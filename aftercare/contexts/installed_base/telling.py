"""How projects and equipment look and how their events read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aftercare.contexts.installed_base.models import Equipment, Project, ProjectParty
from aftercare.platform.web import signs, timeline
from aftercare.platform.web.signs import Sign, Tone
from aftercare.published import installed_base as told

signs.statuses(
    "equipment",
    {
        "in_service": Sign(Tone.DONE, gettext_lazy("In service")),
        "stopped": Sign(Tone.WAITING, gettext_lazy("Stopped"), "player-pause"),
        "scrapped": Sign(Tone.CANCELLED, gettext_lazy("Scrapped")),
    },
)
signs.statuses(
    "warranty",
    {
        "running": Sign(Tone.DONE, pgettext_lazy("warranty", "In warranty"), "shield-check"),
        "ending": Sign(Tone.WAITING, pgettext_lazy("warranty", "Ends soon"), "shield-half"),
        "over": Sign(Tone.CANCELLED, pgettext_lazy("warranty", "Out of warranty"), "shield-off"),
    },
)
Payload = Mapping[str, Any]


def _columns(names: list[str], model: type[Any]) -> str:
    return "、".join(str(model._meta.get_field(name).verbose_name) for name in names)


def _party(e: Payload) -> dict[str, Any]:
    return {"name": e["organisation"], "part": ProjectParty.Part(e["part"]).label}


def _moved(e: Payload) -> str:
    return _("Place moved: %(old_path)s → %(path)s") % e


timeline.tells(told.ProjectRegistered, lambda e: _("Registered"), tone=Tone.NEW, icon="building-community")
timeline.tells(
    told.ProjectChanged, lambda e: _("Changed: %(what)s") % {"what": _columns(e["changed"], Project)}, icon="pencil"
)
timeline.tells(told.PartyAdded, lambda e: _("Party added: %(name)s (%(part)s)") % _party(e), icon="users-plus")
timeline.tells(told.PartyRemoved, lambda e: _("Party removed: %(name)s (%(part)s)") % _party(e), icon="users-minus")
timeline.tells(told.LocationAdded, lambda e: _("Place added: %(path)s") % e, icon="map-pin-plus")
timeline.tells(told.LocationMoved, _moved, icon="map-pin")
timeline.tells(told.LocationRemoved, lambda e: _("Place removed: %(path)s") % e, icon="map-pin-off")
timeline.tells(told.EquipmentRegistered, lambda e: _("Registered"), tone=Tone.NEW, icon="engine")
timeline.tells(
    told.EquipmentChanged,
    lambda e: _("Changed: %(what)s") % {"what": _columns(e["changed"], Equipment)},
    icon="pencil",
)
timeline.tells(
    told.EquipmentScrapped, lambda e: _("Scrapped"), body=lambda e: e["reason"], tone=Tone.BROKEN, icon="trash"
)
timeline.tells(told.LabelRenewed, lambda e: _("New label"), body=lambda e: e["reason"], icon="qrcode")
