"""What stands between retention money and its release, in words, each defect with its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.contexts.service_requests import public as service_requests
from aftercare.contexts.settlement.models import Retention

NOT_ACCEPTED = gettext_lazy(
    "The project has no day of completion acceptance: the defect-liability period has not begun."
)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """`code` names the first of them for programs; `defects` are the open warranty matters of the project."""

    code: str
    why: tuple[str | Promise, ...]
    defects: tuple[service_requests.Brief, ...]

    @property
    def words(self) -> str:
        """Return all of them in one text."""
        return " ".join(str(one) for one in self.why)


def of(row: Retention, *, on: date) -> Obstacles:
    """Return what blocks the release on a day. One query."""
    code = ""
    why: list[str | Promise] = []
    if row.liable_until is None:
        code, why = "not_accepted", [NOT_ACCEPTED]
    elif row.project.completion_accepted_on and row.project.completion_accepted_on > on:
        code, why = "not_accepted", [_("The day of completion acceptance lies in the future; correct the project.")]
    elif on <= row.liable_until:
        words = _("The defect-liability period runs until %(day)s; the release can be requested after that day.")
        code, why = "too_early", [words % {"day": row.liable_until}]
    defects = tuple(service_requests.open_warranty_matters(row.project_id))
    if defects:
        code, why = code or "open_defects", [*why, _of(defects)]
    return Obstacles(code, tuple(why), defects)


def _of(defects: tuple[service_requests.Brief, ...]) -> str:
    words = ngettext(
        "%(n)d warranty matter of the project is still open: %(numbers)s.",
        "%(n)d warranty matters of the project are still open: %(numbers)s.",
        len(defects),
    )
    numbers = "、".join(one.number for one in defects[:5]) + ("…" if len(defects) > 5 else "")
    return words % {"n": len(defects), "numbers": numbers}
