"""The product as an operator runs it: one command, several processes, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress

import psutil
import pytest
from django.db import connection

from tests.serving import served, until

pytestmark = pytest.mark.django_db(transaction=True)


def status(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def web_processes(supervisor):
    """Return the living processes that answer pages: granian's own and its workers."""
    found = []
    for child in psutil.Process(supervisor.pid).children(recursive=True):
        with suppress(psutil.Error):
            if "wsgi" in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
    return found


def busy(process):
    """Return whether a process has begun to answer; until then it has one thread, which loads the product."""
    with suppress(psutil.Error):
        return process.num_threads() > 1
    return False


@pytest.mark.slow
class TestServe:
    def test_answers_survives_a_killed_process_and_leaves_nothing_behind(self, transactional_db, tmp_path):
        with served(tmp_path) as (process, port):
            self.live_through_a_day(process, port)

    @staticmethod
    def live_through_a_day(process, port):
        assert (status(port, "/livez"), status(port, "/readyz"), status(port, "/")) == (200, 200, 200)
        assert (status(port + 1, "/livez"), status(port + 1, "/live/?topic=user:1")) == (200, 401)
        victim = web_processes(process)[-1]
        victim.kill()
        victim.wait(10)
        # Both workers again, whether granian or the supervisor brought the second back; both answer, for one that
        # is still loading does not hear that it shall end.
        assert until(lambda: sum(map(busy, web_processes(process))) == 3 and status(port, "/readyz") == 200, 60)
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        assert process.wait(25) == 0
        assert not [child for child in family if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]

    def test_says_which_port_is_taken(self, transactional_db):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            named = {"AFTERCARE_DATABASE": connection.settings_dict["NAME"]}
            command = [sys.executable, "-m", "aftercare.config.cli", "serve", "--port", str(port)]
            done = subprocess.run(command, env=os.environ | named, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1
        assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
