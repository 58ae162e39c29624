"""Runs several programs as one: starts them, keeps them running, and stops all of them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

PATIENCE_SECONDS = 20
POLL_SECONDS = 0.2
TEND_SECONDS = 2
# More deaths than this within a minute mean that starting again does not help.
MOST_DEATHS = 5
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """One program to keep running; its words go to `log`, or to this terminal when there is none."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the program in a group of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            list(self.command),
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=self._words(),
            stderr=subprocess.STDOUT if self.log else None,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def _words(self) -> IO[bytes] | None:
        if self.log is None:
            return None
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.open("ab")

    @property
    def has_died(self) -> bool:
        """Return whether the program was started and is no longer there."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        """Return the end of the program's log."""
        if self.log is None or not self.log.exists():
            return ""
        return self.log.read_text(errors="replace")[-2000:].strip()


class Supervisor:
    """
    Keeps the programs running until told to stop by Ctrl-C, SIGTERM or SIGHUP.

    `tend` is called every two seconds, for what is kept running in another way.
    """

    def __init__(
        self, programs: Sequence[Program], say: Callable[[str], None], tend: Callable[[], None] | None = None
    ) -> None:
        self.programs = list(programs)
        self.say = say
        self.tend = tend
        self.stopping = False

    def run(self, on_start: Callable[[], None] | None = None) -> int:
        """Start everything, call `on_start`, wait; return the exit code: 0 when told to stop."""
        told = {number: signal.signal(number, self._told) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            for program in self.programs:
                program.start()
            if on_start is not None:
                on_start()
            return self._watch()
        finally:
            self._stop_all()
            for number, before in told.items():
                signal.signal(number, before)

    def check_alive(self) -> None:
        """
        Look after programs that died while others were starting.

        :raises RuntimeError: with the program's last words when one cannot be kept running.
        """
        for program in self.programs:
            if program.has_died and not self.stopping:
                raise RuntimeError(f"{program.name} stopped while starting.\n{program.last_words()}")

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _watch(self) -> int:
        tended = time.monotonic()
        while not self.stopping:
            if self.tend is not None and time.monotonic() - tended > TEND_SECONDS:
                self.tend()
                tended = time.monotonic()
            for program in self.programs:
                if program.has_died and not self._start_again(program):
                    return 1
            time.sleep(POLL_SECONDS)
        return 0

    def _start_again(self, program: Program) -> bool:
        assert program.process is not None
        now = time.monotonic()
        program.deaths = [*(death for death in program.deaths if now - death < 60), now]
        self.say(f"{program.name} ended with code {program.process.returncode}. {program.last_words()}")
        if len(program.deaths) > MOST_DEATHS:
            self.say(f"{program.name} keeps ending; stopping everything.")
            return False
        time.sleep(0.2 * len(program.deaths))
        program.start()
        return True

    def _stop_all(self) -> None:
        running = [program.process for program in self.programs if program.process and program.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _die_with_parent() -> None:
    """Ask the kernel to end the program when the supervisor is killed without a chance to stop it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
