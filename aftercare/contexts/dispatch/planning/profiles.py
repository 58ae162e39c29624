"""What a plan strives for: named weights, in seconds behind the wheel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from aftercare.platform.refusal import Text

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each thing costs; by priority the first entry is an emergency, the last a low one."""

    late: tuple[int, int, int, int] = (8, 4, 2, 1)  # for each second after the promise
    left_out: tuple[int, int, int, int] = (50 * HOUR, 16 * HOUR, 8 * HOUR, 4 * HOUR)
    # What is booked already was promised to somebody.
    taken_off: int = 3  # times as much as being left out
    due_later: float = 0.5  # of it, when the promise lies beyond the days planned
    overtime: int = 2  # for each second
    unfair: int = 0  # for each second of work above an even share of the day's work
    stranger: int = 10 * MINUTE  # somebody who was not there the last time
    not_preferred: int = 20 * MINUTE  # somebody else than the customer would rather have
    moved: int = 5 * MINUTE  # another engineer than booked
    told_moved: int = 60 * MINUTE  # when that engineer has been told
    keeps_times: bool = False  # a booked time counts like a promise


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights with a name people choose by."""

    key: str
    label: Text
    hint: Text
    weights: Weights


_USUAL = Weights()
BALANCED = "balanced"
PROFILES = {
    profile.key: profile
    for profile in (
        Profile(BALANCED, _("Balanced"), _("Short ways, promises kept, everybody busy."), replace(_USUAL, unfair=1)),
        Profile(
            "fewest_km", _("Fewest kilometres"), _("Short tours first; a promise broken by minutes is borne."),
            replace(_USUAL, late=(4, 2, 1, 1), stranger=0, not_preferred=5 * MINUTE, moved=2 * MINUTE),
        ),
        Profile(
            "promises_first", _("Promises first"), _("No promise is broken to save a way."),
            replace(_USUAL, late=(40, 24, 16, 8), overtime=1),
        ),
        Profile(
            "fair_load", _("Fair load"), _("The day's work is shared evenly, at the price of some kilometres."),
            replace(_USUAL, unfair=4),
        ),
        Profile(
            "few_changes", _("Few changes"), _("What is booked stays where it is, as far as it can."),
            replace(_USUAL, moved=2 * HOUR, told_moved=4 * HOUR, keeps_times=True),
        ),
    )
}  # fmt: skip
