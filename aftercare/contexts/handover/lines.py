"""What one line of each sheet does; what is wrong with it is refused naming the column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from aftercare.contexts.handover import book
from aftercare.contexts.handover.models import Paper, PaperKind
from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import PartKind, ProjectCard
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.service_requests import public as requests
from aftercare.contexts.warranties import public as warranties
from aftercare.platform import rows
from aftercare.platform.actor import Actor
from aftercare.platform.refusal import Refused
from aftercare.platform.web import sheets

YES = {"1", "yes", "y", "true", "是", "有", "已交", "已移交", "√"}
NO = {"", "0", "no", "n", "false", "否", "无", "未交", "未移交", "×"}
Cells = dict[str, str]
DONE, SAME = "added", "same"


class Lines:
    """The lines of one hand-over, carried out for somebody; each returns `added`, `changed` or `same`."""

    def __init__(self, project: ProjectCard, *, by: Actor, at: datetime) -> None:
        self.project, self.by = project, by
        self.act: dict[str, Any] = {"by": by, "at": at}
        self.organisation = cache(self._organisation)
        self._equipment = installed_base.EquipmentSheet(by=by, at=at)
        self.of: dict[str, Callable[[Cells], str]] = {
            book.PARTIES: self.party,
            book.PLACES: self.place,
            book.WARRANTIES: self.warranty,
            book.PAPERS: self.paper,
            book.SNAGS: self.snag,
        }

    def party(self, cells: Cells) -> str:
        """Give an organisation its part in the project."""
        organisation = self.organisation(_needed(cells, "organisation"), "organisation")
        part = _choice(installed_base.PARTS, _needed(cells, "part"), "part")
        if (organisation, part) in installed_base.parts_played(self.project.id):
            return SAME
        scope = cells.get("scope", "")
        installed_base.add_party(
            project_id=self.project.id, organisation_id=organisation, part=part, scope=scope, **self.act
        )
        return DONE

    def place(self, cells: Cells) -> str:
        """Add a place; what it lies in has to be there, in a line above or in the site tree."""
        names = [part.strip() for part in _needed(cells, "path").replace("／", "/").split("/") if part.strip()]
        known = {node.path: node.id for node in installed_base.site_tree(self.project.id)}
        if not names:
            raise Refused("missing", _("This must be filled in."), field="path")
        if " / ".join(names) in known:
            return SAME
        above = " / ".join(names[:-1])
        if above and above not in known:
            words = _("There is no place “%(path)s” yet; list it first.") % {"path": above}
            raise Refused("invalid", words, field="path")
        kind = _choice(installed_base.PLACE_KINDS, _needed(cells, "kind"), "kind")
        installed_base.add_location(
            project_id=self.project.id, name=names[-1], kind=kind, parent_id=known.get(above), **self.act
        )
        return DONE

    def equipment(self, row: sheets.Row, report: sheets.Report) -> None:
        """Register or change equipment of this project."""
        cells = {**row.values, "project": self.project.number}
        self._equipment.one(sheets.Row(row.number, cells), report)

    def warranty(self, cells: Cells) -> str:
        """Put a part of the project on file, or change its contract term, liable party and note."""
        kind = _choice(PartKind.choices, _needed(cells, "kind"), "kind")
        name = cells.get("name") or str(PartKind(kind).label)
        liable = self.organisation(cells["liable"], "liable") if cells.get("liable") else None
        said = cells.get("contract_until")
        until = installed_base.typed_day(said, "contract_until") if said else None
        facts: dict[str, Any] = {"liable_id": liable, "contract_until": until, "note": cells.get("note", "")}
        known = next((p for p in warranties.parts_of(self.project.id) if (p.kind, p.name) == (kind, name)), None)
        if known is None:
            warranties.write_part(project_id=self.project.id, kind=kind, name=name, **facts, **self.act)
            return DONE
        changes = {key: value for key, value in facts.items() if value and getattr(known, key) != value}
        if not changes:
            return SAME
        warranties.change_part(part_id=known.pk, changes=changes, **self.act)
        return "changed"

    def paper(self, cells: Cells) -> str:
        """Note a paper, and whether it was handed over."""
        kind = _choice(PaperKind.choices, _needed(cells, "kind"), "kind")
        row = Paper.objects.filter(project_id=self.project.id, kind=kind, title=_needed(cells, "title")).first()
        is_new = row is None
        row = row or Paper(project_id=self.project.id, kind=kind)
        facts = {"title": cells["title"], "is_delivered": _yes(cells.get("is_delivered", ""))}
        changed = rows.fill(row, facts | ({"number": cells["number"]} if cells.get("number") else {}))
        if changed:
            row.save()
        return DONE if is_new else "changed" if changed else SAME

    def snag(self, cells: Cells) -> str:
        """Register a defect found at the hand-over as a request, once for its number."""
        key = f"{self.project.number}:{_needed(cells, 'number')}"
        if requests.is_known(source_system="handover", source_key=key):
            return SAME
        said = [_needed(cells, "subject")]
        liable = self.party_of(cells["liable"], "liable") if cells.get("liable") else None
        if cells.get("found_on"):
            found = installed_base.typed_day(cells["found_on"], "found_on")
            said.append(_("Found at the hand-over on %(day)s") % {"day": found})
        requests.register(
            source=requests.Source.CAMPAIGN, subject=cells["subject"][:200], description="\n".join(said),
            customer_id=self.project.customer_id, project_id=self.project.id, place=cells.get("place", ""),
            liable_party_id=liable,
            source_system="handover", source_key=key, **self.act,
        )  # fmt: skip
        return DONE

    def party_of(self, text: str, field: str) -> int:
        """
        Return the organisation that has a part in this project, in its parties or in the lines above.

        :raises Refused: `invalid` for one that does not exist, or has no part in it.
        """
        found = self.organisation(text, field)
        if found not in installed_base.party_ids(self.project.id):
            words = _("“%(name)s” has no part in this project; list it in the sheet “%(sheet)s” first.")
            said = {"name": text, "sheet": book.TITLES[book.PARTIES]}
            raise Refused("invalid", words % said, field=field)
        return found

    def _organisation(self, text: str, field: str) -> int:
        seen = organisations.visible_to(self.by)
        found = list(seen.filter(number=text).values_list("pk", flat=True)[:1])
        found = found or list(seen.filter(name=text).values_list("pk", flat=True)[:2])
        if len(found) != 1:
            words = _("There is no such organisation; write its number or its whole name, or register it first.")
            raise Refused("invalid", words, field=field)
        return found[0]


def _needed(cells: Cells, name: str) -> str:
    if not cells.get(name):
        raise Refused("missing", _("This must be filled in."), field=name)
    return cells[name]


def _choice(choices: Any, text: str, field: str) -> str:
    """Return the value whose name, in any of the languages, was written."""
    for value, label in choices:
        if text in sheets.heads_of({str(value): label})[str(value)]:
            return str(value)
    known = "、".join(str(label) for _value, label in choices)
    raise Refused("unknown", _("Write one of these: %(names)s.") % {"names": known}, field=field)


def _yes(text: str) -> bool:
    said = text.strip().lower()
    if said in YES:
        return True
    if said in NO:
        return False
    raise Refused("invalid", _("Write yes or no."), field="is_delivered")
