"""What follows for retention money when something happens."""

from __future__ import annotations

from aftercare.contexts.settlement import notices, queries
from aftercare.contexts.settlement.commands import follow_acceptance
from aftercare.contexts.settlement.models import Retention
from aftercare.platform.actor import Actor
from aftercare.platform.money import Money
from aftercare.platform.outbox import when
from aftercare.published.installed_base import ProjectChanged
from aftercare.published.settlement import ReleaseVerified


@when(ProjectChanged)
def follow_completion_acceptance(event: ProjectChanged, by: Actor) -> None:
    """Let the defect-liability periods of the project begin with the day that is known now."""
    if "completion_accepted_on" in event.changed:
        for retention_id in queries.waiting_for_acceptance(event.project_id):
            follow_acceptance(retention_id=retention_id, by=Actor.system("settlement"), at=event.at)


@when(ReleaseVerified)
def tell_that_silence_counted(event: ReleaseVerified, by: Actor) -> None:
    """Tell the managers of a release nobody agreed to in words."""
    if event.by_silence:
        row = Retention.objects.select_related("project").get(pk=event.retention_id)
        notices.silence_counted(row, amount=Money(event.amount), at=event.at)
