"""Keep the consequences in this process for a while: for loaders that draw them themselves, many together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Order = dict[str, object]

_gathered: ContextVar[list[Order] | None] = ContextVar("gathered_reactions", default=None)


@contextmanager
def gathering() -> Iterator[list[Order]]:
    """
    Give the list into which `publish` puts the reactions meant for the queue, each as the arguments of its job.

    Whoever gathers must run them; the process must not die with some left.
    """
    token = _gathered.set([])
    try:
        found = _gathered.get()
        assert found is not None
        yield found
    finally:
        _gathered.reset(token)


def gathered() -> list[Order] | None:
    """Return the list of whoever gathers; None when jobs are queued as usual."""
    return _gathered.get()
