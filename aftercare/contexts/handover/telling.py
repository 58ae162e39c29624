"""How hand-overs read on a timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from aftercare.platform.web import timeline
from aftercare.platform.web.signs import Tone
from aftercare.published.handover import ProjectTakenOver

timeline.tells(
    ProjectTakenOver, lambda e: _("Taken over from the hand-over workbook"), tone=Tone.DONE, icon="package-import"
)
