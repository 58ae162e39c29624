"""The stand: a home of its own, as durable as a real one, served with two web processes."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

WEB_PROCESSES = 2
VISITORS = 4
SECONDS = float(os.environ.get("AFTERCARE_BENCH_SECONDS", "15"))
WARM_UP_SECONDS = 3.0
START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Stand:
    """The served product."""

    port: int

    def measure(self, asks: list[dict[str, Any]], *, expect: int = 200) -> dict[str, Any]:
        """
        Let visitors in another process ask these in turn; return p50, p95, p99 and answers a second.

        :raises RuntimeError: when an answer had another status than expected.
        """
        plan = {"host": "127.0.0.1", "port": self.port, "visitors": VISITORS, "asks": asks}
        plan |= {"seconds": SECONDS, "warm_up": WARM_UP_SECONDS}
        command = [sys.executable, "-m", "benchmarks.rig.visitors"]
        done = subprocess.run(command, input=json.dumps(plan), capture_output=True, text=True, check=True)
        told: dict[str, Any] = json.loads(done.stdout)
        statuses = told.pop("statuses")
        if set(statuses) != {str(expect)}:
            raise RuntimeError(f"expected only {expect}, got {statuses}")
        return told


@contextmanager
def prepared() -> Iterator[None]:
    """Make a home with a migrated database for this process and all it starts; delete it afterwards."""
    os.environ.pop("DATABASE_URL", None)
    home = os.environ["AFTERCARE_HOME"] = tempfile.mkdtemp(prefix="bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "aftercare.config.settings"
    os.environ["AFTERCARE_LOG_LEVEL"] = "WARNING"
    from aftercare.platform import database

    database.ensure()
    try:
        import django
        from django.core.management import call_command

        django.setup()
        tell("migrating")
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        database.server().release()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def served() -> Iterator[Stand]:
    """Serve the prepared home."""
    port = _free_port()
    command = [sys.executable, "-m", "aftercare.config.cli", "serve", "--port", str(port)]
    command += ["--workers", str(WEB_PROCESSES), "--threads", "4"]
    # The answers count, not the log lines.
    quiet = {**os.environ, "AFTERCARE_LOG_LEVEL": "ERROR"}
    server = subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", server)
        yield Stand(port)
    finally:
        server.terminate()
        server.wait(30)


def tell(text: str) -> None:
    """Say on the error output what is being done."""
    print(f"[bench] {text}", file=sys.stderr, flush=True)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - an address made here
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the product did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
