"""The feedback context."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Registers the context's doors and reactions."""

    name = "aftercare.contexts.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Make the reactions and jobs known, and invite customers to rate."""
        from aftercare.contexts.feedback import jobs, links, reactions  # noqa: F401
        from aftercare.contexts.visits import public as visits

        visits.invite("survey", links.invitation)
