"""
What changed, who did it, in which request: database triggers write a copy of every version.

The triggers catch bulk updates and raw SQL too; the acting party is handed to them through the
connection's context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pghistory

from aftercare.platform.actor import Actor

if TYPE_CHECKING:
    from django.db.models import Model

M = TypeVar("M", bound="type[Model]")

# Derived from other columns of the same row: a copy would say nothing.
DERIVED = {"search"}


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Keep every version of the model's rows; `exclude` names columns that must not be copied."""

    def decorate(model: M) -> M:
        left_out = [*exclude, *(f.name for f in model._meta.local_fields if f.name in DERIVED)]
        decorator = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=left_out or None,
            append_only=True,
        )
        return decorator(model)

    return decorate


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Write the actor and the request beside every change made inside."""
    with pghistory.context(actor=actor.id, name=actor.name, via=actor.via, request_id=actor.request_id):
        yield
