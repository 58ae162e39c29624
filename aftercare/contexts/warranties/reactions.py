"""What follows for warranties from what happens to projects."""

from __future__ import annotations

from aftercare.contexts.warranties import commands
from aftercare.contexts.warranties.jobs import follow_season
from aftercare.platform.actor import Actor
from aftercare.platform.outbox import when
from aftercare.published.installed_base import ProjectChanged
from aftercare.published.warranties import SeasonChanged


@when(ProjectChanged)
def follow_acceptance(event: ProjectChanged, by: Actor) -> None:
    """Reckon the parts anew when the day of the acceptance is another."""
    if "completion_accepted_on" in event.changed:
        commands.settle(event.project_id)


@when(SeasonChanged)
def follow_changed_season(event: SeasonChanged, by: Actor) -> None:
    """Reckon the parts that rest on the season anew, batch by batch."""
    follow_season.defer(city=event.city, kind=event.kind)
