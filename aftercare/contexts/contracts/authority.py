"""What an engineer may decide on site about a matter, up to which amount, and who is asked about the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aftercare.contexts.contracts.models import OnSite, ServiceContract
from aftercare.contexts.contracts.queries import terms_for
from aftercare.contexts.people import public as people
from aftercare.platform.actor import Role

MOST_NAMES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAuthority:
    """The limits of the contract that binds, by what is decided, in the order of the list."""

    contract_id: int | None = None
    contract: str = ""
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    asks: str = ""


def site_authority(
    *,
    customer_id: int | None,
    project_id: int | None = None,
    equipment_id: int | None = None,
    region_id: int | None,
    on: date,
) -> SiteAuthority:
    """
    Return what may be decided on site by the contract that binds a matter of a day; no limits where none binds.

    `asks` names who decides the rest: whoever answers for the contract, else the service managers of the region.
    """
    terms = terms_for(customer_id=customer_id, project_id=project_id, equipment_id=equipment_id, on=on)
    if terms is None:
        return SiteAuthority(asks=_managers(region_id))
    row = ServiceContract.objects.select_related("responsible").get(pk=terms.contract_id)
    found = dict(row.limits.values_list("decision", "amount"))
    return SiteAuthority(
        contract_id=row.pk,
        contract=f"{row.label} {row.name}",
        limits={kind: found[kind] for kind in OnSite.values if kind in found},
        asks=str(row.responsible) if row.responsible is not None else _managers(region_id),
    )


def _managers(region_id: int | None) -> str:
    """Return the service managers of a region by name."""
    ids = people.users_with(Role.SERVICE_MANAGER, region_id=region_id)[:MOST_NAMES]
    names = [str(user) for user in get_user_model().objects.filter(pk__in=ids).order_by("pk")]
    return pgettext("between names", ", ").join(names) or _("the service manager")
