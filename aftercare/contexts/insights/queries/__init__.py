"""Reads of the facts."""

from aftercare.contexts.insights.queries.asking import Question, sources
from aftercare.contexts.insights.queries.breakdowns import (
    Categories,
    CategoryRow,
    SliceRow,
    by_month,
    by_region,
    top_categories,
)
from aftercare.contexts.insights.queries.targets import targets
from aftercare.contexts.insights.queries.totals import Figures, PauseRow, PromiseRow, figures

__all__ = [
    "Categories",
    "CategoryRow",
    "Figures",
    "PauseRow",
    "PromiseRow",
    "Question",
    "SliceRow",
    "by_month",
    "by_region",
    "figures",
    "sources",
    "targets",
    "top_categories",
]
