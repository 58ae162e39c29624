"""Several programs run as one."""

import os
import signal
import sys
import threading
import time

from aftercare.surfaces.console import supervisor
from aftercare.surfaces.console.supervisor import Program, Supervisor


def sleeper(name, tmp_path):
    return Program(name, [sys.executable, "-c", "import time; time.sleep(60)"], log=tmp_path / f"{name}.log")


def tell_when(condition, act):
    """Act as soon as the condition holds, or after ten seconds in vain."""

    def wait():
        deadline = time.monotonic() + 10
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.02)
        act()

    threading.Thread(target=wait, daemon=True).start()


def signalled(number):
    """Return an act that sends this process a signal."""
    return lambda: os.kill(os.getpid(), number)


class TestSupervisor:
    def test_stops_all_when_told_to(self, tmp_path):
        programs = [sleeper("one", tmp_path), sleeper("two", tmp_path)]
        tell_when(lambda: all(program.process for program in programs), signalled(signal.SIGINT))
        assert Supervisor(programs, print).run() == 0
        assert all(program.process.poll() is not None for program in programs)

    def test_tends_what_is_kept_running_in_another_way(self, tmp_path, monkeypatch):
        monkeypatch.setattr(supervisor, "TEND_SECONDS", 0.1)
        tended = []
        tell_when(lambda: len(tended) >= 2, signalled(signal.SIGINT))
        Supervisor([sleeper("one", tmp_path)], print, lambda: tended.append(1)).run()
        assert len(tended) >= 2

    def test_starts_a_program_again_that_was_killed(self, tmp_path):
        program, said = sleeper("one", tmp_path), []
        watched = Supervisor([program], said.append)
        tell_when(lambda: program.process, lambda: program.process.kill())
        tell_when(lambda: said and program.process.poll() is None, signalled(signal.SIGTERM))
        assert watched.run() == 0
        assert len(program.deaths) == 1
        assert "one ended with code -9" in said[0]

    def test_gives_up_on_a_program_that_keeps_ending_and_stops_the_others(self, tmp_path, monkeypatch):
        monkeypatch.setattr(supervisor, "MOST_DEATHS", 2)
        broken = Program(
            "broken", [sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"], log=tmp_path / "b"
        )
        other, said = sleeper("other", tmp_path), []
        assert Supervisor([broken, other], said.append).run() == 1
        assert other.process.poll() is not None
        assert "no such thing" in said[0]

    def test_kills_a_program_that_will_not_stop(self, tmp_path, monkeypatch):
        monkeypatch.setattr(supervisor, "PATIENCE_SECONDS", 1)
        deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
        program = Program("deaf", [sys.executable, "-c", f"{deaf}; time.sleep(60)"], log=tmp_path / "deaf.log")
        tell_when(lambda: "deaf" in program.last_words(), signalled(signal.SIGINT))
        began = time.monotonic()
        assert Supervisor([program], print).run() == 0
        assert time.monotonic() - began < 10
