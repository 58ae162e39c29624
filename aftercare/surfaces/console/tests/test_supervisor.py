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


def tell_soon(seconds, act):
    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


class TestSupervisor:
    def test_stops_all_when_told_to(self, tmp_path):
        programs = [sleeper("one", tmp_path), sleeper("two", tmp_path)]
        tell_soon(0.5, lambda: os.kill(os.getpid(), signal.SIGINT))
        assert Supervisor(programs, print).run() == 0
        assert all(program.process.poll() is not None for program in programs)

    def test_tends_what_is_kept_running_in_another_way(self, tmp_path, monkeypatch):
        monkeypatch.setattr(supervisor, "TEND_SECONDS", 0.1)
        tended = []
        tell_soon(1, lambda: os.kill(os.getpid(), signal.SIGINT))
        Supervisor([sleeper("one", tmp_path)], print, lambda: tended.append(1)).run()
        assert len(tended) >= 2

    def test_starts_a_program_again_that_was_killed(self, tmp_path):
        program, said = sleeper("one", tmp_path), []
        watched = Supervisor([program], said.append)
        tell_soon(0.4, lambda: program.process.kill())
        tell_soon(2.0, lambda: os.kill(os.getpid(), signal.SIGTERM))
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
        deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
        program = Program("deaf", [sys.executable, "-c", deaf], log=tmp_path / "deaf.log")
        tell_soon(1, lambda: os.kill(os.getpid(), signal.SIGINT))
        began = time.monotonic()
        assert Supervisor([program], print).run() == 0
        assert time.monotonic() - began < 10
