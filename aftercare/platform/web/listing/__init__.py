"""Lists: declared once, and they page, filter, sort, search, save, select and export."""

from aftercare.platform.web.listing.bulk import BulkAction
from aftercare.platform.web.listing.columns import (
    Column,
    DateColumn,
    DurationColumn,
    FlagColumn,
    MoneyColumn,
    NumberColumn,
    PersonColumn,
    PhoneColumn,
    PriorityColumn,
    PromiseColumn,
    StatusColumn,
    TimeColumn,
)
from aftercare.platform.web.listing.filters import (
    ChoiceFilter,
    Filter,
    FlagFilter,
    NumberFilter,
    PeriodFilter,
    RelationFilter,
    TextFilter,
    status_filter,
)
from aftercare.platform.web.listing.listing import Create, Listing, Tab

__all__ = [
    "BulkAction",
    "ChoiceFilter",
    "Column",
    "Create",
    "DateColumn",
    "DurationColumn",
    "Filter",
    "FlagColumn",
    "FlagFilter",
    "Listing",
    "MoneyColumn",
    "NumberColumn",
    "NumberFilter",
    "PeriodFilter",
    "PersonColumn",
    "PhoneColumn",
    "PriorityColumn",
    "PromiseColumn",
    "RelationFilter",
    "StatusColumn",
    "Tab",
    "TextFilter",
    "TimeColumn",
    "status_filter",
]
