"""
Runs the engine in a process of its own: the worker stays quick, memory is given back, killing it kills no job.

Down goes a pickled order, up come lines: `progress {…}` as often as there is news, then `done` or `broken` with the
answer behind it. A termination signal asks for the best plan so far.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, TYPE_CHECKING, Any

from aftercare.contexts.dispatch.solver.plan import Plan
from aftercare.contexts.dispatch.solver.problem import BadProblem, Problem

if TYPE_CHECKING:
    from aftercare.contexts.dispatch.solver.engine import Planned
    from aftercare.contexts.dispatch.solver.search import Progress

NEWS_EVERY_SECONDS = 0.5
# Mending tries at most four times, and a little is needed around the tries: all of it within what was asked.
TRIES = 6


class PlannerDied(RuntimeError):
    """The planning process ended without an answer: killed, or out of memory."""


class NoPlan(RuntimeError):
    """The engine made no plan that could be shown, and says why."""


class CalledOff(RuntimeError):
    """Nobody wants the plan any more."""


class Wish(Enum):
    """What is wished of a process that has news."""

    GO_ON = "go on"
    ENOUGH = "enough"  # the best so far will do
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Answer:
    """The plan, and for what is newly placed who else could go, cheapest first: resource and seconds dearer."""

    planned: Planned
    others: dict[int, tuple[tuple[int, int], ...]]
    # The same for crews: two resources and seconds dearer.
    pairs: dict[int, tuple[tuple[int, int, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """What the process is asked for."""

    problem: Problem
    begin_with: Plan
    seconds: float
    seed: int = 1
    rounds: int = 0
    # These tours and those near them are mended, all others stay.
    touched: tuple[int, ...] = ()


def run(order: Order, heard: Callable[[dict[str, Any]], Wish] = lambda _news: Wish.GO_ON) -> Answer:
    """
    Plan in a process of its own; `heard` gets the news and says whether to go on.

    :raises PlannerDied: when the process ends without an answer.
    :raises CalledOff: when `heard` wished for a stop.
    :raises NoPlan: when the engine refuses the problem, or its plan does not stand the check.
    """
    command = [sys.executable, "-m", __name__]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    try:
        return _listen(process, order, heard)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What the dead one never read is nobody's loss.
            with suppress(BrokenPipeError):
                pipe.close()


def _listen(process: subprocess.Popen[bytes], order: Order, heard: Callable[[dict[str, Any]], Wish]) -> Answer:
    assert process.stdin and process.stdout
    try:
        pickle.dump(order, process.stdin)
        process.stdin.flush()
    except BrokenPipeError as gone:
        raise PlannerDied("the planning process ended before it began") from gone
    for line in process.stdout:
        kind, _, rest = line.partition(b" ")
        if kind == b"progress":
            wish = heard(json.loads(rest))
            if wish is Wish.STOP:
                raise CalledOff
            if wish is Wish.ENOUGH:
                process.terminate()
        elif kind == b"done":
            return Answer(*pickle.loads(process.stdout.read()))  # noqa: S301
        elif kind == b"broken":
            raise NoPlan(rest.decode())
    raise PlannerDied(f"the planning process ended with {process.wait()}")


class _Reporter:
    """Passes on the engine's progress, and ends it when asked to."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._said_at, self._is_enough = out, 0.0, False
        signal.signal(signal.SIGTERM, self._enough)

    def _enough(self, _number: int, _frame: object) -> None:
        self._is_enough = True

    def __call__(self, progress: Progress) -> bool:
        now = time.monotonic()
        if now - self._said_at >= NEWS_EVERY_SECONDS:
            self._said_at = now
            news = {"share": round(progress.share, 3), "rounds": progress.rounds, "cost": progress.cost}
            self._out.write(b"progress " + json.dumps(news).encode() + b"\n")
            self._out.flush()
        return not self._is_enough


def main() -> None:
    """Read an order, plan, answer."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    reporter = _Reporter(out)
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301
    from aftercare.contexts.dispatch.planning.crews import alternatives
    from aftercare.contexts.dispatch.solver import engine, explaining, keeping
    from aftercare.contexts.dispatch.solver.search import Budget

    try:
        begin_with = keeping.keepable(order.problem, order.begin_with)
        if order.touched:
            made = _mended(order, begin_with)
        else:
            budget = Budget(seconds=order.seconds, rounds=order.rounds)
            made = engine.plan(order.problem, budget, seed=order.seed, begin_with=begin_with, go_on=reporter)
        others = explaining.others(order.problem, made.plan, begin_with)
        pairs = alternatives.pairs(order.problem, made.plan, begin_with) if len(order.problem.links) else {}
        out.write(b"done \n" + pickle.dumps((made, others, pairs)))
    except (BadProblem, engine.BrokenPlan) as refused:
        out.write(b"broken " + str(refused).replace("\n", " ").encode() + b"\n")
    out.flush()


def _mended(order: Order, begin_with: Plan) -> Planned:
    """Return the plan with the touched tours and those near them better, if they can be."""
    from aftercare.contexts.dispatch.solver import engine
    from aftercare.contexts.dispatch.solver.checker import check
    from aftercare.contexts.dispatch.solver.live import Live
    from aftercare.contexts.dispatch.solver.search import Budget

    live = Live(order.problem, begin_with, room=0)
    began = time.perf_counter()
    found = live.reoptimise(order.touched, budget=Budget(seconds=order.seconds / TRIES, rounds=order.rounds))
    spent = time.perf_counter() - began
    verdict = check(order.problem, found.plan)
    if verdict.violations:
        raise engine.BrokenPlan(verdict.violations)
    out = tuple(found.plan.left_out(len(order.problem.visits)))
    return engine.Planned(found.plan, verdict.cost, 0, out, {}, engine.OWN, spent)


if __name__ == "__main__":
    # Pages and phones come first.
    os.nice(5)
    main()
