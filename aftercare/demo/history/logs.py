"""A log with a line for each event, read as one line for each matter and the states it went through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from aftercare.contexts.clocks.public import Held
from aftercare.demo.history import moments, reading
from aftercare.demo.history.declaring import Log
from aftercare.demo.history.mapping import Mapping
from aftercare.demo.history.parsing import Fault

Span = tuple[datetime, datetime]


@dataclass(slots=True)
class Story:
    """The states a matter went through, each with the moment it began."""

    states: list[tuple[datetime, str]] = field(default_factory=list)

    def ended_at(self, log: Log) -> datetime | None:
        """Return when the matter was solved for good; None while it is not."""
        ended = None
        for at, state in reversed(self.states):
            if state not in log.solved:
                break
            ended = at
        return ended

    def held(self, log: Log) -> list[Held]:
        """Return the holds, each state's until the next; the last one may have no end."""
        return [
            Held(reason=log.pauses[state][0], party=log.pauses[state][1], since=since, until=until)
            for state, since, until in self._stretches()
            if state in log.pauses and since != until
        ]

    def solved(self, log: Log) -> list[Span]:
        """Return the stretches in which the matter was solved and was opened again later."""
        ended = self.ended_at(log)
        stretches = ((s, since, until) for s, since, until in self._stretches() if s in log.solved and until)
        return [(since, until) for _s, since, until in stretches if ended is None or since < ended]

    def _stretches(self) -> Iterator[tuple[str, datetime, datetime | None]]:
        """Yield each state with its beginning and end; equal states that follow each other are one."""
        kept = [(at, s) for n, (at, s) in enumerate(self.states) if n == 0 or s != self.states[n - 1][1]]
        ends = [at for at, _state in kept[1:]]
        for (at, state), until in zip(kept, [*ends, None], strict=True):
            yield state, at, until


def folded(
    lines: Iterator[reading.Line], mapping: Mapping, stories: dict[str, Story], faults: list[Fault]
) -> Iterator[reading.Line]:
    """Yield the heading and the last line of each matter; its states go into `stories` by the matter's key."""
    log = mapping.log
    heading = next(lines, None)
    if heading is None:
        return
    yield heading
    names = [title.strip() for title in heading[1]]
    wanted = (mapping.columns["key"], log.at, log.state) if log else ()
    if log is None or not set(wanted) <= set(names):
        yield from lines
        return
    key, at, state = (names.index(name) for name in wanted)
    last: dict[str, reading.Line] = {}
    for number, cells in lines:
        if len(cells) <= max(key, at, state):
            faults.append(Fault(number, "", "", "the line is too short"))
            continue
        try:
            moment = moments.parse(cells[at].strip(), mapping.time_formats, mapping.zone)
        except moments.Unreadable:
            faults.append(Fault(number, log.at, cells[at][:200], "it is not a date and time the mapping can read"))
            continue
        stories.setdefault(cells[key].strip(), Story()).states.append((moment, cells[state].strip()))
        last[cells[key].strip()] = (number, cells)
    for story in stories.values():
        story.states.sort(key=lambda event: event[0])
    closed = names.index(mapping.columns["closed_at"]) if mapping.columns.get("closed_at") in names else None
    for name, (number, cells) in last.items():
        ended = stories[name].ended_at(log)
        if closed is not None and ended is not None and cells[closed].strip().casefold() in {"", *mapping.empty}:
            # The matter does not say itself when it ended; its states do.
            cells[closed] = ended.isoformat()
        yield number, cells
