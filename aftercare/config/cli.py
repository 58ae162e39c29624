"""The one console command: starts the embedded database where it is needed, then Django's commands."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from aftercare.platform import database
from aftercare.platform.embedded import ServerTrouble

# These need no database, or bring it up themselves and say so.
WITHOUT_DATABASE = {"help", "version", "--version", "database", "translations", "bench", "clocks", "plan", "warranty"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `aftercare COMMAND …`."""
    words = list(arguments if arguments is not None else sys.argv)
    command = words[1] if len(words) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftercare.config.settings")
    os.environ.setdefault("AFTERCARE_PROCESS", f"aftercare {command}")
    # An ordinary end, so that the last user still stops the embedded server.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        if command not in WITHOUT_DATABASE and not {"-h", "--help"} & set(words):
            database.ensure()
    except (ServerTrouble, ValueError) as trouble:
        sys.exit(f"aftercare: {trouble}")

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["aftercare", *words[1:]])
    except ImproperlyConfigured as trouble:
        sys.exit(f"aftercare: {trouble}")
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
