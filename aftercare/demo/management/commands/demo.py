"""`aftercare demo`: the whole product with a company in it, on this machine."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.demo import company, replaying
from aftercare.platform import health
from aftercare.platform.refusal import Refused
from aftercare.surfaces.console import running
from aftercare.surfaces.console.management.commands.serve import add_place, plan_from

TO_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    """Load the demo company once, then run everything until Ctrl-C."""

    help = (
        "Load the demo company (the first time) and run pages, API, event streams and a worker until Ctrl-C. "
        "AFTERCARE_HOME chooses the folder of the data, DATABASE_URL a server of yours."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where to serve."""
        add_place(parser)
        parser.add_argument("--no-serve", action="store_true", help="only prepare the data")
        replaying.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, run, tell where it is."""
        self.began = time.monotonic()
        if options["replay"]:
            self._replay(options)
            return
        plan = plan_from(options, worker_too=True, log_folder=settings.HOME / "log")
        # Mail of an invented company must not reach anybody; people can read it in the folder.
        settings.EMAIL_BACKEND = os.environ.setdefault("AFTERCARE_EMAIL_BACKEND", TO_FOLDER)
        try:
            running.check_ports(plan)
            self._prepare()
            if not options["no_serve"]:
                self._run(plan)
        except RuntimeError as trouble:
            raise CommandError(str(trouble)) from trouble

    def _run(self, plan: running.Plan) -> None:
        if plan.host not in LOOPBACK:
            os.environ.setdefault("AFTERCARE_HOSTS", "*")
        self._say("Starting")
        code = running.run(plan, self.stderr.write, lambda: self._welcome(plan))
        self.stdout.write("\nStopped.")
        if code:
            sys.exit(code)

    def _replay(self, options: dict[str, Any]) -> None:
        """Live imported days again; progress goes to the error stream, so that programs can read the rest."""
        if health.troubles().get("migrations"):
            call_command("migrate", interactive=False, verbosity=0)
        try:
            replaying.run(options, self.stderr.write, self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused

    def _prepare(self) -> None:
        if health.troubles().get("migrations"):
            self._say("Database")
            call_command("migrate", interactive=False, verbosity=0)
        company.load(self._say)

    def _welcome(self, plan: running.Plan) -> None:
        self.stdout.write(f"\nAftercare is at {plan.address} after {time.monotonic() - self.began:.0f} s.\n")
        for label, username, password in company.logins():
            self.stdout.write(f"  {username:<18} {password:<16} {label}")
        self.stdout.write(f"\nData, logs and mail: {settings.HOME}\nCtrl-C stops everything.\n")
        self.stdout.flush()

    def _say(self, text: str) -> None:
        self.stdout.write(f"[demo {time.monotonic() - self.began:5.1f} s] {text}")
        self.stdout.flush()
