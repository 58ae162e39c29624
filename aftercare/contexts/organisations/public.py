"""What neighbours may ask of organisations: who calls, who a customer is, whose records a login sees."""

from __future__ import annotations

from aftercare.contexts.organisations.models import Organisation
from aftercare.contexts.organisations.policies import visible_to
from aftercare.contexts.organisations.queries import (
    Caller,
    ContactCard,
    OrganisationCard,
    contact_card,
    find_caller,
    labels,
    options,
    organisation_card,
    organisation_names,
    organisations_of,
    portal_logins,
    search_organisations,
)
from aftercare.contexts.organisations.rules import phone_digits

Industry, CustomerType = Organisation.Industry, Organisation.CustomerType

__all__ = [
    "Caller",
    "ContactCard",
    "CustomerType",
    "Industry",
    "OrganisationCard",
    "contact_card",
    "find_caller",
    "labels",
    "options",
    "organisation_card",
    "organisation_names",
    "organisations_of",
    "phone_digits",
    "portal_logins",
    "search_organisations",
    "visible_to",
]
