"""Equipment from a sheet: each line is registered by the command, or changes what it was registered as before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from aftercare.contexts.installed_base import policies
from aftercare.contexts.installed_base.commands.change_equipment import change_equipment
from aftercare.contexts.installed_base.commands.register_equipment import register_equipment
from aftercare.contexts.installed_base.models import Equipment, EquipmentKind, Location
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.platform.web import sheets
from aftercare.platform.web.sheets import Report, Row, RowError

# The columns in the order of the template; each is the label of the model's field.
COLUMNS = (
    "number", "name", "kind", "project", "location", "maker", "model", "serial", "installed_on", "warranty_until",
)  # fmt: skip
OPTIONAL = ("number", "location", "installed_on", "warranty_until")
# One file is one transaction that holds the counter of the numbers: half a minute at most.
MOST_ROWS = 2000
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$", re.ASCII)


def heads() -> dict[str, tuple[str, ...]]:
    """Return the heads each column is known by, in both languages; the last one is in the reader's own."""
    return sheets.heads_of({name: _named(name) for name in COLUMNS})


def _named(name: str) -> Any:
    """Return the name of a column, in whatever language it is read."""
    return Equipment._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _label(name: str) -> str:
    return force_str(_named(name))


class Importing:
    """
    One sheet being imported for somebody: remembers what it looked up, and which equipment it met.

    Equipment is known by its number, else by maker, model and serial number, else by project, place and name: so the
    same sheet twice changes nothing. An empty cell leaves what is there.
    """

    def __init__(self, *, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        self._met: dict[int, int] = {}
        self.kind_id = cache(self._kind_id)
        self.project_id = cache(self._project_id)

    def one(self, row: Row, report: Report) -> None:
        """Register or change the equipment of one line, or note what is wrong with it and in which column."""
        try:
            numbered = self._numbered(row.values.get("number", ""))
            facts = self._facts(row.values, numbered.project_id if numbered else None)
            known = numbered or _alike(policies.visible_to(self.by), facts)
            if known is None:
                self._meet(self._register(facts), row)
                report.added += 1
                return
            self._meet(known, row)
            changes = _differing(known, facts)
            if changes:
                change_equipment(equipment_id=known.pk, changes=changes, by=self.by, at=self.at)
                report.changed += 1
        except Refused as refused:
            column = (refused.field or "").removesuffix("_id")
            label = _label(column) if column in COLUMNS else ""
            report.errors.append(RowError(row.number, label, str(refused.message)))

    def _register(self, facts: Mapping[str, Any]) -> Equipment:
        for name in ("name", "kind_id", "project_id"):
            if not facts.get(name):
                raise Refused("missing", _("This must be filled in."), field=name)
        return register_equipment(**facts, by=self.by, at=self.at)

    def _facts(self, cells: Mapping[str, str], project_id: int | None) -> dict[str, Any]:
        """Return what the line says; what it leaves empty is left out, and the place lies in the project known."""
        tidy = {name: " ".join(cells.get(name, "").split()) for name in ("name", "maker", "model", "serial")}
        facts: dict[str, Any] = {name: text for name, text in tidy.items() if text}
        facts |= {n: typed_day(cells[n], n) for n in ("installed_on", "warranty_until") if cells.get(n)}
        if cells.get("kind"):
            facts["kind_id"] = self.kind_id(cells["kind"])
        if cells.get("project"):
            facts["project_id"] = self.project_id(cells["project"])
        if cells.get("location"):
            facts["location_id"] = _place_id(facts.get("project_id", project_id), cells["location"])
        return facts

    def _numbered(self, number: str) -> Equipment | None:
        if not number:
            return None
        row = policies.visible_to(self.by).filter(number=number).first()
        if row is None:
            words = _("There is no equipment with this number; leave the cell empty to register it.")
            raise Refused("invalid", words, field="number")
        return row

    def _meet(self, equipment: Equipment, row: Row) -> None:
        """Refuse a second line about the same equipment."""
        earlier = self._met.setdefault(equipment.pk, row.number)
        if earlier != row.number:
            words = _("Line %(line)d is about the same equipment already.") % {"line": earlier}
            raise Refused("conflict", words, field="serial" if equipment.serial else "name")

    def _kind_id(self, text: str) -> int:
        found = list(EquipmentKind.objects.filter(code=text).values_list("pk", flat=True))
        found = found or list(EquipmentKind.objects.filter(name=text).values_list("pk", flat=True)[:2])
        if not found:
            raise Refused("invalid", _("There is no such kind; write its code or its name."), field="kind")
        if len(found) > 1:
            raise Refused("invalid", _("Several kinds have this name; write the code."), field="kind")
        return found[0]

    def _project_id(self, text: str) -> int:
        seen = policies.projects_visible_to(self.by)
        found = list(seen.filter(number=text).values_list("pk", flat=True))
        found = found or list(seen.filter(name=text).values_list("pk", flat=True)[:2])
        if not found:
            words = _("There is no such project; write its number or its whole name.")
            raise Refused("invalid", words, field="project")
        if len(found) > 1:
            raise Refused("invalid", _("Several projects have this name; write the number."), field="project")
        return found[0]


def _alike(rows: QuerySet[Equipment], facts: dict[str, Any]) -> Equipment | None:
    """Return the equipment with the same serial number, or without any the one of the same name at the same place."""
    if facts.get("serial"):
        return rows.filter(maker=facts.get("maker", ""), model=facts.get("model", ""), serial=facts["serial"]).first()
    if not (facts.get("project_id") and facts.get("name")):
        return None
    rows = rows.filter(project_id=facts["project_id"], name=facts["name"]).exclude(status=Equipment.Status.SCRAPPED)
    place = facts.get("location_id")
    found = list((rows.filter(location_id=place) if place else rows.filter(location__isnull=True))[:2])
    if len(found) > 1:
        words = _("Several pieces of equipment have this name there; write the number or the serial number.")
        raise Refused("invalid", words, field="name")
    return found[0] if found else None


def _differing(known: Equipment, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that say something else than what is registered."""
    return {name: value for name, value in facts.items() if getattr(known, name) != value}


def _place_id(project_id: int | None, text: str) -> int:
    """Return the place of the project with this path; parts may be set off by `/` or `／`."""
    path = " / ".join(part.strip() for part in text.replace("／", "/").split("/") if part.strip())
    places = Location.objects.filter(project_id=project_id or 0, path=path)
    found = places.values_list("pk", flat=True).first()
    if found is None:
        words = _("The project has no such place; write its path as the site tree shows it.")
        raise Refused("invalid", words, field="location")
    return found


def typed_day(text: str, field: str) -> date:
    """Return the day, written as 2026-05-31, 2026/5/31 or 2026年5月31日."""
    found = _DAY.match(text.strip())
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Refused("invalid", _("Write the day as 2026-05-31."), field=field)
