"""What can be done to a visit."""

from aftercare.contexts.visits.commands.accept import accept
from aftercare.contexts.visits.commands.add_photo import add_photo, show_photo
from aftercare.contexts.visits.commands.add_reading import add_reading, remove_reading
from aftercare.contexts.visits.commands.answer import answer, answer_rest_ok
from aftercare.contexts.visits.commands.arrive import arrive
from aftercare.contexts.visits.commands.cannot_complete import cannot_complete
from aftercare.contexts.visits.commands.decide_on_site import decide_on_site
from aftercare.contexts.visits.commands.diagnose import diagnose
from aftercare.contexts.visits.commands.finish import finish
from aftercare.contexts.visits.commands.help_done import help_done
from aftercare.contexts.visits.commands.record_work import record_work
from aftercare.contexts.visits.commands.refuse import refuse
from aftercare.contexts.visits.commands.refuse_signature import refuse_signature
from aftercare.contexts.visits.commands.set_out import set_out
from aftercare.contexts.visits.commands.sign import sign

__all__ = [
    "accept",
    "add_photo",
    "add_reading",
    "answer",
    "answer_rest_ok",
    "arrive",
    "cannot_complete",
    "decide_on_site",
    "diagnose",
    "finish",
    "help_done",
    "record_work",
    "refuse",
    "refuse_signature",
    "remove_reading",
    "set_out",
    "show_photo",
    "sign",
]
