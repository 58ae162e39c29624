"""
Makes a fresh clone ready: Python packages, front-end packages, bundle, translations, the compiled engine.

Runs on the system's Python with the standard library alone, does only what changed since the last time, and says
what to install when the machine lacks something it cannot bring itself.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
UV = "uv==0.13.8"
# A real map service for the tests. Its programs need no Python; the package is built for a newer one.
OSRM, OSRM_PYTHON = "osrm-bindings==26.10.0", "3.12"
OLDEST_PYTHON = (3, 11)
QUOTED = re.compile(rb"[\"'`]([a-z0-9][a-z0-9-]{1,40})[\"'`]")


def main() -> None:
    """Do what is asked, step by step."""
    parser = argparse.ArgumentParser(description="Install and bundle everything the product needs.")
    parser.add_argument("--dev", action="store_true", help="also what checks and tests need")
    parser.add_argument("--browser", action="store_true", help="also a browser and a Chinese font for the journeys")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    began = time.monotonic()
    done = [python_packages(dev=wanted.dev), frontend_packages(), bundle(), translations(), engine()]
    if wanted.dev:
        done.append(map_service())
    if wanted.browser:
        browser()
    if any(done):
        say(f"Ready after {time.monotonic() - began:.0f} s.")


def python_packages(*, dev: bool) -> bool:
    """Install the locked Python packages into `.venv`; return whether anything had to be done."""
    inputs = digest([ROOT / "uv.lock", ROOT / "pyproject.toml"])
    stamps = [VENV / ".ready-dev", VENV / ".ready"][: 1 if dev else 2]
    if any(read(stamp) == inputs for stamp in stamps):
        return False
    if sys.version_info < OLDEST_PYTHON:
        give_up(f"Python {sys.version.split()[0]} is too old: 3.11 or newer is needed.")
    say("Python packages")
    if not (VENV / "bin/python").exists():
        make_venv()
    if not (VENV / "bin/uv").exists():
        run(VENV / "bin/python", "-m", "ensurepip", quiet=True)
        run(VENV / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    run(VENV / "bin/uv", "sync", "--frozen", "--inexact", *([] if dev else ["--no-dev"]), quiet=True)
    stamps[0 if dev else -1].write_text(inputs)
    return True


def make_venv() -> None:
    """Make `.venv`, with Debian's package for it where root may install that."""
    try:
        run(sys.executable, "-m", "venv", VENV, quiet=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        apt_or_give_up([package], f"This Python cannot make virtual environments: install {package}.")
        run(sys.executable, "-m", "venv", VENV, quiet=True)


def map_service() -> bool:
    """Unpack the map service of the tests into `.venv/share/osrm`; return whether it was not there."""
    stamp = VENV / "share/osrm/.ready"
    if read(stamp) == OSRM:
        return False
    say("Map service for the tests")
    shutil.rmtree(stamp.parent, ignore_errors=True)
    where = ("--target", stamp.parent, "--python-version", OSRM_PYTHON, "--no-deps", "--only-binary", ":all:")
    run(VENV / "bin/uv", "pip", "install", "--quiet", *where, OSRM, quiet=True)
    stamp.write_text(OSRM)
    return True


def frontend_packages() -> bool:
    """Install the locked front-end packages; return whether anything had to be done."""
    inputs = digest([ROOT / "package-lock.json", ROOT / "package.json"])
    stamp = ROOT / "node_modules/.ready"
    if read(stamp) == inputs:
        return False
    say("Front-end packages")
    npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    stamp.write_text(inputs)
    return True


def bundle() -> bool:
    """Bundle the front end; return whether anything had to be done."""
    inputs = digest(bundle_sources(), icon_words(), read(ROOT / "node_modules/.ready"))
    stamp = ROOT / "frontend/dist/.ready"
    if read(stamp) == inputs:
        return False
    say("Front-end bundle")
    npm("run", "--silent", "build", "--", "--logLevel", "warn")
    stamp.write_text(inputs)
    return True


def bundle_sources() -> Iterable[Path]:
    """Return the files the bundle is made of."""
    left_out = {ROOT / "frontend/dist", ROOT / "frontend/fonts"}
    for path in sorted((ROOT / "frontend").rglob("*")):
        if path.is_file() and not left_out.intersection(path.parents):
            yield path


def icon_words() -> str:
    """Return the quoted words of the sources that are names of icons: the sprite holds exactly these."""
    icons = ROOT / "node_modules/@tabler/icons/icons/outline"
    words: set[bytes] = set()
    for pattern in ("*.py", "*.html"):
        for path in (ROOT / "aftercare").rglob(pattern):
            words.update(QUOTED.findall(path.read_bytes()))
    return " ".join(sorted(word.decode() for word in words if (icons / f"{word.decode()}.svg").exists()))


def translations() -> bool:
    """Compile the translations that changed; return whether any had."""
    stale = [
        source
        for source in (ROOT / "aftercare").rglob("locale/*/LC_MESSAGES/django.po")
        if not (made := source.with_suffix(".mo")).exists() or made.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        say("Translations")
        run(VENV / "bin/aftercare", "translations", "compile", quiet=True)
    return bool(stale)


def engine() -> bool:
    """Compile the planner's engine, so that nobody waits for it later; return whether anything had to be done."""
    sources = sorted((ROOT / "aftercare/contexts/dispatch/solver").rglob("*.py"))
    inputs = digest(sources, read(VENV / ".ready"), read(VENV / ".ready-dev"))
    stamp = ROOT / "aftercare/contexts/dispatch/solver/kernel/__pycache__/.ready"
    if read(stamp) == inputs:
        return False
    say("Planner's engine")
    run(VENV / "bin/python", "-m", "aftercare.contexts.dispatch.planning.warming", quiet=True)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(inputs)
    return True


def npm(*words: str) -> None:
    """Run npm: the system's where Node is new enough for the bundler, else the one from the Python registry."""
    found = shutil.which("npm") if node_is_new_enough() else None
    if found is None and not (VENV / "bin/npm").exists():
        run(VENV / "bin/uv", "sync", "--frozen", "--inexact", "--no-dev", "--only-group", "node", quiet=True)
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}" if found is None else os.environ["PATH"]
    run(found or VENV / "bin/npm", *words, quiet=True, env={**os.environ, "PATH": path})


def node_is_new_enough() -> bool:
    """Tell whether the system has a Node that the bundler supports: 20.19 or later, not 21, or 22.12 or later."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def browser() -> None:
    """Make sure that a Chromium and a font with Chinese characters are there."""
    missing = []
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        missing.append("chromium")
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True) if shutil.which("fc-list") else None
    if listed is None or not listed.stdout.strip():
        missing += ["fontconfig", "fonts-noto-cjk"]
    if missing:
        apt_or_give_up(missing, f"The browser journeys need {', '.join(missing)}.")


def apt_or_give_up(packages: list[str], why: str) -> None:
    """Install Debian packages as root; anybody else is told the one command that does it."""
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        give_up(f"{why}\nAs root: {command}")
    say(f"Debian packages: {', '.join(packages)}")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", quiet=True, env=quietly)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, quiet=True, env=quietly)


def run(*words: str | Path, quiet: bool = False, env: dict[str, str] | None = None) -> None:
    """Run a command; a quiet one shows its words only when it fails."""
    settings = env or dict(os.environ)
    settings.pop("VIRTUAL_ENV", None)
    settings["UV_PYTHON_DOWNLOADS"] = "never"
    said = subprocess.PIPE if quiet else None
    done = subprocess.run([str(word) for word in words], stdout=said, stderr=subprocess.STDOUT, env=settings)
    if done.returncode:
        if done.stdout:
            sys.stderr.write(done.stdout.decode(errors="replace"))
        raise subprocess.CalledProcessError(done.returncode, [str(word) for word in words])


def digest(files: Iterable[Path], *more: str) -> str:
    """Return what stands for the content of these files."""
    made = hashlib.sha256("\n".join(more).encode())
    for path in files:
        made.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return made.hexdigest()


def read(path: Path) -> str:
    """Return the text of a file, or nothing when it is not there."""
    return path.read_text() if path.exists() else ""


def say(text: str) -> None:
    """Tell the person what is being done."""
    print(f"[setup] {text}", flush=True)


def give_up(text: str) -> None:
    """Say what is missing and end."""
    sys.exit(f"[setup] {text}")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        give_up(f"This failed with code {failed.returncode}: {' '.join(failed.cmd)}")
    except KeyboardInterrupt:
        give_up("Interrupted.")
