"""Whose matter it is and where: checked against the registers, and filled in from the most exact thing named."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from aftercare.contexts.installed_base import public as installed_base
from aftercare.contexts.organisations import public as organisations
from aftercare.contexts.people import public as people
from aftercare.contexts.service_requests import rules
from aftercare.platform import wording, zones
from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused, not_found


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The customer, the thing and the place of a matter; `words` are the names to find it by."""

    customer_id: int | None = None
    contact_id: int | None = None
    project_id: int | None = None
    equipment_id: int | None = None
    region_id: int | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    zone: str = ""
    words: tuple[str, ...] = ()


def locate(asked: Whereabouts, *, by: Actor) -> Whereabouts:
    """
    Return the whereabouts with everything the named equipment, project and customer tell.

    :raises Refused: `not_found` for what the actor may not see, `elsewhere` when the named things contradict
        each other, `bad_position`, `too_long`, `bad_zone`.
    """
    lat, lon = rules.place_on_earth(asked.lat, asked.lon)
    place = wording.line(asked.place, field="place", limit=200)
    if asked.zone and asked.zone not in zones.known():
        raise Refused("bad_zone", _("Nobody knows this time zone."), field="zone")
    known = replace(asked, lat=lat, lon=lon, place=place)
    if asked.region_id is not None:
        _check_region(asked.region_id, by)
    known = _by_equipment(known, by)
    known = _by_project(known, by)
    known = _by_contact(known)
    known = _by_customer(known, by)
    return replace(known, zone=known.zone or "Asia/Shanghai")


def _by_equipment(known: Whereabouts, by: Actor) -> Whereabouts:
    if known.equipment_id is None:
        return known
    card = installed_base.equipment_card(known.equipment_id)
    if card is None or not _reachable(card.customer_id, card.region_id, by):
        raise not_found(_("There is no such equipment."))
    _same("equipment_id", known.customer_id, card.customer_id, _("This equipment belongs to another customer."))
    _same("equipment_id", known.project_id, card.project_id, _("This equipment belongs to another project."))
    return replace(
        known,
        customer_id=card.customer_id,
        project_id=card.project_id,
        region_id=card.region_id,
        place=known.place or " ".join(filter(None, (card.address, card.location_path)))[:200],
        lat=known.lat if known.lat is not None else card.lat,
        lon=known.lon if known.lon is not None else card.lon,
        zone=known.zone or card.zone,
        words=(*known.words, card.number, card.name, card.serial, card.project_name, card.customer_name),
    )


def _by_project(known: Whereabouts, by: Actor) -> Whereabouts:
    if known.project_id is None or known.equipment_id is not None:
        return known
    card = installed_base.project_card(known.project_id)
    if card is None or not _reachable(card.customer_id, card.region_id, by):
        raise not_found(_("There is no such project."))
    _same("project_id", known.customer_id, card.customer_id, _("This project belongs to another customer."))
    return replace(
        known,
        customer_id=card.customer_id,
        region_id=card.region_id,
        place=known.place or card.address,
        lat=known.lat if known.lat is not None else card.lat,
        lon=known.lon if known.lon is not None else card.lon,
        zone=known.zone or card.zone,
        words=(*known.words, card.name, card.number, card.customer_name),
    )


def _by_contact(known: Whereabouts) -> Whereabouts:
    """Check the named contact; alone, it tells the customer."""
    if known.contact_id is None:
        return known
    contact = organisations.contact_card(known.contact_id)
    if contact is None or known.customer_id not in {None, contact.organisation_id}:
        raise Refused("elsewhere", _("This contact belongs to another customer."), field="contact_id")
    return replace(known, customer_id=contact.organisation_id)


def _by_customer(known: Whereabouts, by: Actor) -> Whereabouts:
    if known.customer_id is None:
        return known
    if known.project_id is not None:
        return known
    card = organisations.organisation_card(known.customer_id)
    region_id = known.region_id if known.region_id is not None or card is None else card.region_id
    if card is None or not _reachable(card.id, region_id, by):
        raise not_found(_("There is no such customer."))
    return replace(known, region_id=region_id, words=(*known.words, card.name, card.number))


def _check_region(region_id: int, by: Actor) -> None:
    if not by.works_in(region_id) and not by.has(Role.CUSTOMER):
        raise not_found(_("There is no such region."))
    if people.region_card(region_id) is None:
        raise Refused("unknown", _("There is no such region."), field="region_id")


def _reachable(customer_id: int | None, region_id: int | None, by: Actor) -> bool:
    """Tell whether the actor may name this party's things: staff in their regions, customers their own."""
    if by.is_staff:
        return by.works_in(region_id)
    return customer_id is not None and customer_id in by.organisation_ids


def _same(field: str, given: int | None, known: int | None, words: object) -> None:
    if given is not None and given != known:
        raise Refused("elsewhere", str(words), field=field)
