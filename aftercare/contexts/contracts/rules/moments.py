"""From which moment to which a promise may count; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Fitting(NamedTuple):
    """The moments a promise may begin and end with; the first of each is the usual one."""

    begins: tuple[str, ...]
    ends: tuple[str, ...]


MOMENTS: Mapping[str, Fitting] = {
    "acknowledge": Fitting(("received",), ("acknowledged",)),
    "respond": Fitting(("received", "acknowledged"), ("answered", "booked")),
    "arrive": Fitting(("received", "acknowledged", "answered", "booked"), ("arrived",)),
    "restore": Fitting(("received", "answered", "arrived"), ("restored",)),
    "resolve": Fitting(("received", "answered", "arrived"), ("resolved", "signed", "work_done", "closed")),
    "report": Fitting(("work_done", "signed"), ("reported",)),
}


def usual(promise: str) -> tuple[str, str]:
    """Return the moments a promise counts from and to where the clause says nothing else."""
    fitting = MOMENTS[promise]
    return fitting.begins[0], fitting.ends[0]


def fits(promise: str, begins: str, ends: str) -> bool:
    """Tell whether a promise can be counted between two moments."""
    fitting = MOMENTS[promise]
    return begins in fitting.begins and ends in fitting.ends
