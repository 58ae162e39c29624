"""`aftercare serve`: pages, API and event streams."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.platform import health
from aftercare.surfaces.console import running


class Command(BaseCommand):
    """Serve the product until Ctrl-C."""

    help = (
        "Serve pages, the API and event streams until Ctrl-C. Event streams answer on the port after the pages'; "
        "behind a proxy, pass /live/ to that port and set AFTERCARE_LIVE_PORT=0. Run `aftercare worker` beside it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where and how wide to serve."""
        add_place(parser)
        parser.add_argument("--with-worker", action="store_true", help="also run one worker")
        parser.add_argument("--migrate", action="store_true", help="apply waiting migrations first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        if options["migrate"]:
            from django.core.management import call_command

            call_command("migrate", interactive=False, verbosity=options["verbosity"])
        if trouble := health.troubles():
            told = "; ".join(f"{name}: {what}" for name, what in trouble.items())
            raise CommandError(f"Not ready to serve: {told}. `aftercare migrate` applies migrations.")
        plan = plan_from(options, worker_too=options["with_worker"])
        try:
            code = running.run(plan, self.stderr.write, lambda: self.stdout.write(f"Serving on {plan.address}"))
        except RuntimeError as trouble_starting:
            raise CommandError(str(trouble_starting)) from trouble_starting
        if code:
            sys.exit(code)


def add_place(parser: CommandParser) -> None:
    """Declare the options that say where and how wide to serve."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port of the pages (default 8000)")
    parser.add_argument("--live-port", type=int, default=0, help="port of the event streams (default: port + 1)")
    parser.add_argument("--workers", type=int, default=max(2, os.cpu_count() or 1), help="web processes")
    parser.add_argument("--threads", type=int, default=4, help="threads per web process (default 4)")


def plan_from(options: dict[str, Any], **more: Any) -> running.Plan:
    """
    Return the plan the options describe.

    :raises CommandError: naming the option that cannot be meant.
    """
    for name in ("port", "live_port"):
        if not 0 <= options[name] <= 65534 or (name == "port" and not options[name]):
            raise CommandError(f"--{name.replace('_', '-')}: {options[name]} is not a port between 1 and 65534.")
    for name in ("workers", "threads"):
        if not 1 <= options[name] <= 64:
            raise CommandError(f"--{name}: {options[name]} is not between 1 and 64.")
    wanted = {name: options[name] for name in ("host", "port", "live_port", "workers", "threads")}
    return running.Plan(**wanted, **more)
