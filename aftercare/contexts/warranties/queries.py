"""Reads: what a project's warranties rest on, which one covers a thing, and how they lie in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.installed_base.public import EquipmentCard, PartKind
from aftercare.contexts.warranties.models import CitySeason, Repair, Section, Suspension, WarrantyFile, WarrantyPart
from aftercare.contexts.warranties.rules.jurisdictions import Jurisdiction, Minimum, jurisdiction
from aftercare.contexts.warranties.rules.warranty import HOME, Liability, Season, liability

UNKNOWN = Liability(until=None, basis="statutory", flag="acceptance_missing", statutory_until=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the warranties of one project rest on."""

    law: Jurisdiction
    city: str = ""
    design_life_years: int | None = None
    seasons: dict[str, Season]
    is_opened: bool = False

    def liability(self, kind: str, accepted_on: date | None, contract_until: date | None) -> Liability:
        """Return how long somebody is liable for a kind of part, suspensions left out."""
        if accepted_on is None:
            basis = "contract" if contract_until else "statutory"
            return Liability(until=contract_until, basis=basis, flag=UNKNOWN.flag, statutory_until=None)
        return liability(
            self.law.minimums[kind],
            accepted_on,
            design_life_years=self.design_life_years,
            season=self.seasons.get(kind),
            contract_until=contract_until,
        )


def known_of(project_id: int, kinds: Collection[str] = PartKind.values) -> Known:
    """
    Return what a project's warranties rest on: its file, or the home law where there is none.

    One query, and one more for the seasons where one of these kinds of part is counted in them.
    """
    file = WarrantyFile.objects.filter(project_id=project_id).order_by().first()
    law = jurisdiction(file.jurisdiction if file else HOME)
    if file is None:
        return Known(law=law, seasons={})
    seasonal = any(law.minimums[kind].term == "seasons" for kind in kinds)
    found = CitySeason.objects.filter(city=file.city) if file.city and seasonal else ()
    return Known(
        law=law,
        city=file.city,
        design_life_years=file.design_life_years,
        seasons={row.kind: Season(month_day(row.first), month_day(row.last)) for row in found},
        is_opened=True,
    )


def month_day(text: str) -> tuple[int, int]:
    """Return `11-15` as numbers."""
    month, _dash, day = text.partition("-")
    return int(month), int(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """
    The warranty of one thing: what it is counted as, since when, until when and by which rule.

    `is_standing` while it is suspended: then it covers, and nobody knows until when. `repair` is a repaired item
    whose own warranty may reach further.
    """

    kind: str
    part_id: int | None
    name: str
    section: str
    accepted_on: date | None
    until: date | None
    basis: str
    flag: str
    statutory_until: date | None
    contract_until: date | None
    minimum: Minimum
    liable: str
    is_standing: bool
    repair: tuple[str, date] | None

    def covers(self, on: date) -> bool:
        """Tell whether the warranty of the thing itself is in force on a day."""
        return self.is_standing or (self.until is not None and on <= self.until)

    def repair_covers(self, on: date) -> bool:
        """Tell whether a repair of it is still warranted."""
        return self.repair is not None and on <= self.repair[1]


def cover_of(*, project_id: int, kind: str = "", equipment: EquipmentCard | None = None) -> Cover | None:
    """
    Return the warranty of a piece of equipment, or of a kind of part of a project; None for an unknown project.

    Equipment is counted as the part its kind says, and belongs to the section its place lies in. Of several parts of
    a kind the one that is covered longest counts. At most five queries.
    """
    accepted = equipment.completion_accepted_on if equipment else None
    if equipment is None:
        card = installed_base.project_card(project_id)
        if card is None:
            return None
        accepted = card.completion_accepted_on
    kind = kind or (equipment.part_kind if equipment else PartKind.INSTALLATION)
    section = _section_of(project_id, equipment.location_path) if equipment and equipment.location_path else None
    known = known_of(project_id, [kind])
    part = _part_of(project_id, kind, section)
    own = equipment.warranty_until if equipment else None
    return _cover(known, section.accepted_on if section else accepted, kind, section, part, own)


def _section_of(project_id: int, path: str) -> Section | None:
    """Return the section a place lies in: of several, the one whose own place is nearest."""
    rows = Section.objects.filter(project_id=project_id, location__isnull=False).select_related("location")
    around = [row for row in rows if row.location and f"{path} / ".startswith(f"{row.location.path} / ")]
    return max(around, key=lambda row: len(row.location.path if row.location else ""), default=None)


def _part_of(project_id: int, kind: str, section: Section | None) -> WarrantyPart | None:
    """Return the part of the section, or else of the whole project, with its last repair beside it."""
    where = Q(section=None) | Q(section=section) if section else Q(section=None)
    last = Repair.objects.filter(part=OuterRef("pk")).order_by("-until")
    rows = WarrantyPart.objects.filter(where, project_id=project_id, kind=kind).select_related("liable").order_by()
    rows = rows.annotate(repair_item=Subquery(last.values("item")[:1]), repair_until=Subquery(last.values("until")[:1]))
    return max(
        rows, key=lambda row: (row.section_id is not None, row.flag == "suspended", row.until or date.min), default=None
    )


def _cover(
    known: Known, accepted: date | None, kind: str, section: Section | None, part: Any, own: date | None
) -> Cover:
    contract = max((day for day in (own, part.contract_until if part else None) if day), default=None)
    found = known.liability(kind, accepted, contract)
    until, standing = found.until, False
    if part is not None and part.accepted_on == accepted:
        # What suspensions added to the part is added to everything in it.
        standing = part.flag == "suspended"
        until = None if standing else max((day for day in (until, part.until) if day), default=None)
    return Cover(
        kind=kind,
        part_id=part.pk if part else None,
        name=part.name if part else str(PartKind(kind).label),
        section=section.name if section else "",
        accepted_on=accepted,
        until=until,
        basis=found.basis,
        flag="suspended" if standing else found.flag or "",
        statutory_until=found.statutory_until,
        contract_until=contract,
        minimum=known.law.minimums[kind],
        liable=part.liable.name if part and part.liable else "",
        is_standing=standing,
        repair=(part.repair_item, part.repair_until) if part and part.repair_until else None,
    )


def parts_of(project_id: int) -> list[WarrantyPart]:
    """Return the parts on file, by section and kind. One query, and one each for what happened to them."""
    rows = WarrantyPart.objects.filter(project_id=project_id).select_related("section", "liable")
    return list(rows.prefetch_related("suspensions", "repairs").order_by("section__accepted_on", "kind", "name")[:200])


def suspensions_of(part_id: int | None) -> tuple[tuple[date, date | None, str], ...]:
    """Return when a part's warranty stood still and why, in order. One query; none without a part."""
    if part_id is None:
        return ()
    return tuple(Suspension.objects.filter(part_id=part_id).values_list("since", "last", "reason"))


def sections_of(project_id: int) -> list[Section]:
    """Return the sections accepted on their own, in the order of their days."""
    return list(Section.objects.filter(project_id=project_id).select_related("location")[:100])


def cities() -> list[str]:
    """Return the cities whose seasons are known."""
    return list(CitySeason.objects.order_by("city").values_list("city", flat=True).distinct())


def projects_under(cities: Iterable[str]) -> list[int]:
    """Return the projects whose warranties rest on the seasons of these cities."""
    return list(WarrantyFile.objects.filter(city__in=list(cities)).values_list("project_id", flat=True))


def projects_with_season(city: str, kind: str, *, after: int, limit: int) -> list[int]:
    """Return the projects of a city with a part of this kind, in order of their ids, those after one of them."""
    parts = WarrantyPart.objects.filter(kind=kind, project_id=OuterRef("project_id"))
    rows = WarrantyFile.objects.filter(Exists(parts), city=city, project_id__gt=after).order_by("project_id")
    return list(rows.values_list("project_id", flat=True)[:limit])
