"""States and which verb moves where, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aftercare.platform.refusal import Decision, allow, deny


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from any of `sources` to `target`."""

    verb: str
    sources: frozenset[str]
    target: str

    def __init__(self, verb: str, sources: Iterable[str], target: str) -> None:
        object.__setattr__(self, "verb", verb)
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)


class Lifecycle:
    """A table of moves with one starting state; a verb leads from one state to exactly one other."""

    def __init__(self, *, start: str, moves: Iterable[Move]) -> None:
        self.start = start
        self.moves = tuple(moves)
        self._target: dict[tuple[str, str], str] = {}
        for move in self.moves:
            for source in move.sources:
                if (source, move.verb) in self._target:
                    raise ValueError(f"{move.verb} leads twice out of {source}")
                self._target[source, move.verb] = move.target

    @property
    def states(self) -> frozenset[str]:
        """Return every state of the table."""
        return frozenset({self.start} | {m.target for m in self.moves} | {s for m in self.moves for s in m.sources})

    def after(self, status: str, verb: str) -> str:
        """
        Return the state the verb leads to.

        :raises Refused: `wrong_state` when the verb does not start here.
        """
        self.can(status, verb).or_refuse()
        return self._target[status, verb]

    def can(self, status: str, verb: str) -> Decision:
        """Tell whether the verb starts in this state."""
        if (status, verb) in self._target:
            return allow()
        return deny(_("This is not possible in the present status; reload to see what changed."), code="wrong_state")

    def verbs(self, status: str) -> list[str]:
        """Return the verbs possible in this state, in the table's order."""
        return [move.verb for move in self.moves if status in move.sources]

    def mermaid(self) -> str:
        """Return the state diagram for the context's README."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {s} --> {m.target}: {m.verb}" for m in self.moves for s in sorted(m.sources)]
        return "\n".join(lines)
