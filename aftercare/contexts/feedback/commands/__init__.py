"""What can be done to surveys and follow-ups."""

from aftercare.contexts.feedback.commands.answer import answer
from aftercare.contexts.feedback.commands.ask import open_survey, pass_on, send
from aftercare.contexts.feedback.commands.trace import complete, take

__all__ = ["answer", "complete", "open_survey", "pass_on", "send", "take"]
