"""A command that is told to end leaves no server behind."""

import os
import signal
import subprocess
import sys

import pytest

from aftercare.platform.embedded import Server


@pytest.fixture(autouse=True)
def an_interrupt_is_heard():
    """Children of a shell's background job ignore the interrupt, and theirs would."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class TestCommand:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_told_to_end_stops_the_server_it_started(self, tmp_path, number):
        own = {"AFTERCARE_HOME": str(tmp_path), "DATABASE_URL": ""}
        command = [sys.executable, "-m", "aftercare.config.cli", "shell", "-c"]
        wait = "import time; print('here', flush=True); time.sleep(60)"
        with subprocess.Popen([*command, wait], env=os.environ | own, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            while "here" not in running.stdout.readline():
                assert running.poll() is None
            assert Server(tmp_path).alive
            running.send_signal(number)
            running.wait(30)
        assert not Server(tmp_path).alive
