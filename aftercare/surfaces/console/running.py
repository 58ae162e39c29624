"""What runs when the product runs: pages and API, event streams, and the worker."""

from __future__ import annotations

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aftercare.platform import database
from aftercare.platform.embedded import ServerTrouble
from aftercare.surfaces.console.supervisor import Program, Supervisor

START_SECONDS = 60
WEB_STATEMENT_TIMEOUT = "15s"
WEB_LOCK_TIMEOUT = "5s"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where and how wide to serve."""

    host: str = "127.0.0.1"
    port: int = 8000
    live_port: int = 0
    workers: int = 2
    threads: int = 4
    worker_too: bool = False
    log_folder: Path | None = None

    @property
    def stream_port(self) -> int:
        """Return the port of the event streams: the one after the pages' unless another was chosen."""
        return self.live_port or self.port + 1

    @property
    def address(self) -> str:
        """Return the address a person on this machine types."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return f"http://{host}:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return what the web processes must know."""
        return {
            "AFTERCARE_PUBLIC_URL": os.environ.get("AFTERCARE_PUBLIC_URL", self.address),
            # Behind a proxy that passes /live/ on, AFTERCARE_LIVE_PORT=0 keeps pages on their own address.
            "AFTERCARE_LIVE_PORT": os.environ.get("AFTERCARE_LIVE_PORT", str(self.stream_port)),
            "AFTERCARE_STATEMENT_TIMEOUT": os.environ.get("AFTERCARE_STATEMENT_TIMEOUT", WEB_STATEMENT_TIMEOUT),
            "AFTERCARE_LOCK_TIMEOUT": os.environ.get("AFTERCARE_LOCK_TIMEOUT", WEB_LOCK_TIMEOUT),
        }


def programs(plan: Plan) -> list[Program]:
    """Return the programs of a plan."""

    def logged(name: str) -> Path | None:
        return plan.log_folder / f"{name}.log" if plan.log_folder else None

    web = _granian("wsgi", "aftercare.config.wsgi:application", plan.host, plan.port)
    web += ["--workers", str(plan.workers), "--blocking-threads", str(plan.threads)]
    web += ["--respawn-failed-workers", "--backpressure", str(plan.threads * 8)]
    streams = _granian("asginl", "aftercare.config.asgi:application", plan.host, plan.stream_port)
    pooled = {"AFTERCARE_POOLED": "1", "AFTERCARE_POOL": str(plan.threads + 2), "AFTERCARE_PROCESS": "aftercare web"}
    found = [
        Program("web", web, {**plan.environment(), **pooled}, logged("web")),
        Program("live", streams, {**plan.environment(), "AFTERCARE_PROCESS": "aftercare live"}, logged("live")),
    ]
    if plan.worker_too:
        told = {"AFTERCARE_PUBLIC_URL": plan.environment()["AFTERCARE_PUBLIC_URL"]}
        found.append(Program("worker", [*_aftercare(), "worker"], told, logged("worker")))
    return found


def run(plan: Plan, say: Callable[[str], None], on_ready: Callable[[], None] | None = None) -> int:
    """
    Run the product until told to stop; return the exit code.

    :raises RuntimeError: when a port is taken or a program does not come up.
    """
    check_ports(plan)
    supervisor = Supervisor(programs(plan), say, lambda: _tend_database(say))

    def started() -> None:
        _wait_until_ready(plan, supervisor)
        if on_ready is not None and not supervisor.stopping:
            on_ready()

    return supervisor.run(started)


def _tend_database(say: Callable[[str], None]) -> None:
    try:
        if database.tend():
            say("The embedded PostgreSQL was gone and has been started again.")
    except ServerTrouble as trouble:
        say(str(trouble))


def check_ports(plan: Plan) -> None:
    """
    Make sure that both ports are free, before anything slow begins.

    :raises RuntimeError: naming the port that is taken.
    """
    for port in (plan.port, plan.stream_port):
        _must_be_free(plan.host, port)


def _wait_until_ready(plan: Plan, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + START_SECONDS
    waiting = {f"{plan.address}/readyz", f"{plan.address.rsplit(':', 1)[0]}:{plan.stream_port}/livez"}
    while waiting and not supervisor.stopping:
        supervisor.check_alive()
        waiting = {url for url in waiting if not _answers(url)}
        if time.monotonic() > deadline:
            raise RuntimeError(f"No answer from {', '.join(sorted(waiting))} within {START_SECONDS} s.")
        time.sleep(0.1 if waiting else 0)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:  # noqa: S310 - an address made here
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RuntimeError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port."
            ) from error


def _granian(interface: str, application: str, host: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", interface, "--host", host, "--port", str(port)]
    # Streams never end by themselves and have nothing to finish; a page gets its time.
    grace = "1" if interface == "asginl" else "10"
    return [*command, "--no-ws", "--log-level", "warning", "--workers-kill-timeout", grace, application]


def _aftercare() -> list[str]:
    return [sys.executable, "-m", "aftercare.config.cli"]
