"""The product served as an operator serves it, on the test's own database."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection


def free_port() -> int:
    """
    Return a port that is free together with the next one, where the event streams go.

    Not one of those the system hands out by itself: it may give it away before the product has begun.
    """
    while True:
        port = random.randrange(15_000, 30_000, 2)
        with socket.socket() as one, socket.socket() as two, suppress(OSError):
            one.bind(("127.0.0.1", port))
            two.bind(("127.0.0.1", port + 1))
            return port


def until(condition: Callable[[], object], seconds: float) -> object:
    """Wait until the condition holds, at most so long; return what it says then."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run `aftercare serve` with two web processes and a worker; gives the supervisor's process and its port."""
    port, log = free_port(), folder / "serve.log"
    named = {"AFTERCARE_DATABASE": connection.settings_dict["NAME"], "AFTERCARE_LOG_LEVEL": "INFO"}
    program = [sys.executable, "-m", "aftercare.config.cli", "serve", "--port", str(port), "--workers", "2"]
    with log.open("wb") as words:
        process = subprocess.Popen(
            [*program, "--with-worker", *options], env=os.environ | named, stdout=words, stderr=words
        )
    try:
        assert until(lambda: b"Serving on" in log.read_bytes() or process.poll() is not None, 60)
        assert process.poll() is None, log.read_text()
        yield process, port
    except BaseException:
        print(log.read_text())
        raise
    finally:
        process.terminate()
        process.wait(30)
