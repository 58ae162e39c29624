"""Who wants to know: the table from events to reactions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from aftercare.platform.actor import Actor

Reaction = Callable[[Any, Actor], None]
F = TypeVar("F", bound=Reaction)

_reactions: dict[str, dict[str, Reaction]] = defaultdict(dict)
_events: dict[str, type] = {}


def when(*events: type) -> Callable[[F], F]:
    """Run the function, in a job of its own, for each event of the named kinds: `reaction(event, by)`."""

    def register(reaction: F) -> F:
        name = f"{reaction.__module__.removesuffix('.reactions').rsplit('.', 1)[-1]}.{reaction.__name__}"
        for event in events:
            known = _reactions[event.__name__].get(name)
            if known is not None and known.__module__ != reaction.__module__:
                raise ValueError(f"two reactions are called {name}")
            _reactions[event.__name__][name] = reaction
            _events[event.__name__] = event
        return reaction

    return register


def reactions_to(event_name: str) -> dict[str, Reaction]:
    """Return the reactions to an event by name, in the order they were registered."""
    return dict(_reactions.get(event_name, {}))


def event_type(event_name: str) -> type | None:
    """Return the dataclass of an event somebody reacts to."""
    return _events.get(event_name)
