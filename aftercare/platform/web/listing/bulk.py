"""Doing one verb to many selected rows: each row through its own command, and each refusal told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from aftercare.platform.actor import Actor, Role
from aftercare.platform.refusal import Refused

MOST_ROWS = 200
One = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """
    A verb for selected rows. `one(pk, by=actor, at=moment, **fields of the form)` calls the command for one row;
    it runs in the command's own transaction, so one refusal does not undo the others.
    With `opens` the selection is taken to a page of that url name instead: `?ids=3,5,8`.
    """

    name: str
    label: Any
    one: One | None = None
    opens: str = ""
    icon: str = ""
    roles: tuple[Role, ...] = ()
    form: type[forms.Form] | None = None
    danger: bool = False

    def open_to(self, actor: Actor) -> bool:
        """Tell whether this person may use the action."""
        return not self.roles or actor.has(*self.roles)


@dataclass(slots=True)
class BulkResult:
    """What happened: how many rows were done, and which were refused with which words."""

    done: int = 0
    refused: list[tuple[int, Any]] = field(default_factory=list)


def run(action: BulkAction, ids: list[int], *, by: Actor, at: datetime, fields: dict[str, Any]) -> BulkResult:
    """Do the action to each row and return what happened."""
    result = BulkResult()
    if action.one is None:
        raise LookupError(f"the bulk action {action.name} neither does nor opens anything")
    for pk in ids:
        try:
            action.one(pk, by=by, at=at, **fields)
        except Refused as refused:
            result.refused.append((pk, refused.message))
        else:
            result.done += 1
    return result


def read_ids(values: list[str]) -> list[int]:
    """
    Return the selected ids in order, once each.

    :raises Refused: `bad_selection` when one is not an id, none is selected, or too many are.
    """
    if not all(value.isascii() and value.isdigit() and len(value) < 19 for value in values):
        raise Refused("bad_selection", _("The selection holds something that is not an id."), field="ids")
    ids = list(dict.fromkeys(int(value) for value in values))
    if not ids:
        raise Refused("bad_selection", _("Select at least one row first."), field="ids")
    if len(ids) > MOST_ROWS:
        words = _("Select at most %(most)d rows at a time.") % {"most": MOST_ROWS}
        raise Refused("bad_selection", words, field="ids")
    return ids
