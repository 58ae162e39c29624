"""`aftercare database`: the embedded PostgreSQL by hand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aftercare.platform import database
from aftercare.platform.embedded import ServerTrouble


class Command(BaseCommand):
    """Start, stop, examine or empty the embedded database."""

    help = (
        "start: keep the embedded PostgreSQL running between commands. stop: stop it. status: say where it is. "
        "reset: delete the database and the files of this home for good."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to do."""
        parser.add_argument("act", choices=["start", "stop", "status", "reset"])
        parser.add_argument("--yes", action="store_true", help="do not ask before deleting")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if database.external():
            raise CommandError("DATABASE_URL names a server of yours: this command is for the embedded one.")
        try:
            getattr(self, f"_{options['act']}")(options)
        except ServerTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _start(self, options: dict[str, Any]) -> None:
        database.ensure(keep=True)
        self._status(options)

    def _stop(self, options: dict[str, Any]) -> None:
        stopped = database.server().stop()
        self.stdout.write("Stopped." if stopped else "It was not running.")

    def _status(self, options: dict[str, Any]) -> None:
        server = database.server()
        state = "running" if server.data.exists() and server.running else "not running"
        self.stdout.write(f"{state}: {server.data}")
        if state == "running":
            self.stdout.write(f"postgresql:///{database.name()}?host={server.socket}&user=postgres")

    def _reset(self, options: dict[str, Any]) -> None:
        home = database.home()
        if not home.exists():
            self.stdout.write(f"Nothing to empty: {home} does not exist.")
            return
        ours = [home / name for name in _OURS if (home / name).exists()]
        if not options["yes"] and input(f"Delete the database and all files in {home}? (yes/no) ") != "yes":
            raise CommandError("Nothing was deleted.")
        database.server().destroy()
        for path in ours:
            _delete(path)
        if not any(home.iterdir()):
            home.rmdir()
        self.stdout.write(f"Emptied {home}.")


# Only what the product made: a home shared with other things keeps them.
_OURS = [
    "postgres",
    "postgres.gate",
    "postgres.users",
    "postgres.on-demand",
    "files",
    "log",
    "mail",
    "test",
    "secret-key",
    "template.gate",
]


def _delete(path: Path) -> None:
    if not path.exists():
        return
    if path.name == "test":
        _stop_inner(path)
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _stop_inner(home: Path) -> None:
    from aftercare.platform.embedded import Server

    Server(home).stop()
