"""The one way to say no."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

STATUS = {
    "not_allowed": 403,
    "not_found": 404,
    "wrong_state": 409,
    "conflict": 409,
    "stale": 409,
    "gone": 410,
    "too_large": 413,
    "too_many": 429,
}


class Refused(Exception):
    """
    A command said no; nothing was changed.

    `code` is stable and for programs, `message` is for people, `field` names the input at fault.
    """

    def __init__(self, code: str, message: Text, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    @property
    def status(self) -> int:
        """Return the HTTP status that tells the same."""
        return STATUS.get(self.code, 422)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A yes, or a no with its reason: the same answer greys the button and guards the command."""

    ok: bool
    why: Text = ""
    code: str = "not_allowed"

    def __bool__(self) -> bool:
        return self.ok

    def or_refuse(self) -> None:
        """Do nothing on a yes, else refuse with the reason."""
        if not self.ok:
            raise Refused(self.code, self.why)


def allow() -> Decision:
    """Say yes."""
    return Decision(True)


def deny(why: Text, *, code: str = "not_allowed") -> Decision:
    """Say no, and why."""
    return Decision(False, why, code)


def not_found(what: Text = "") -> Refused:
    """Return the answer for what does not exist and for what is another party's: nobody can tell which."""
    return Refused("not_found", what or _("There is no such record."))
