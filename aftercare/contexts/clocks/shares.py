"""A clock has ended: what it stood still for is kept, so that a contract's results need not reckon it again."""

from __future__ import annotations

from aftercare.contexts.clocks import commands
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.clocks import ClockStopped


@when(ClockStopped)
def share_pauses(event: ClockStopped, by: Actor) -> None:
    """Keep the minutes by accountable party; news that restates the end restates them too."""
    commands.share_pauses(clock_id=event.clock_id)
