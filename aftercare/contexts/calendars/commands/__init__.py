"""The business acts on calendars."""

from aftercare.contexts.calendars.commands.change import change
from aftercare.contexts.calendars.commands.create import create
from aftercare.contexts.calendars.commands.make_default import make_default
from aftercare.contexts.calendars.commands.open_table import open_table
from aftercare.contexts.calendars.commands.publish_year import NewDay, publish_year
from aftercare.contexts.calendars.commands.remove_day import remove_day
from aftercare.contexts.calendars.commands.set_day import set_day
from aftercare.contexts.calendars.commands.set_own_day import remove_own_day, set_own_day
from aftercare.contexts.calendars.commands.set_week import set_week

__all__ = [
    "NewDay",
    "change",
    "create",
    "make_default",
    "open_table",
    "publish_year",
    "remove_day",
    "remove_own_day",
    "set_day",
    "set_own_day",
    "set_week",
]
