"""Where the bundle's files are, the picture sprite among them, which holds only the pictures the sources name."""

from __future__ import annotations

import json
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

# A bundle made anew is noticed after a second; asking the disk for every picture of a page would cost more.
LOOK_AGAIN_SECONDS = 1.0
_looked: list[tuple[float, int]] = [(-LOOK_AGAIN_SECONDS, 0)]


def manifest() -> dict[str, Any]:
    """Return what the front-end bundle wrote about its files; empty when nothing is bundled."""
    return _read(_path(), made())


def bundled(source: str) -> dict[str, Any]:
    """Return the entry of one source file (`desk/desk.ts`) in the bundle, or an empty one."""
    entry: dict[str, Any] = manifest().get(source, {})
    return entry


def sprite_url() -> str:
    """Return the address of the sprite."""
    return _sprite(made())


def _path() -> Path:
    path: Path = settings.ROOT / "frontend/dist/.vite/manifest.json"
    return path


def made() -> int:
    """Return when the bundle was made, in ns since 1970; 0 when there is none."""
    looked, made = _looked[0]
    now = time.monotonic()
    if now - looked >= LOOK_AGAIN_SECONDS:
        path = _path()
        made = path.stat().st_mtime_ns if path.exists() else 0
        _looked[0] = (now, made)
    return made


@lru_cache(maxsize=2)
def _read(path: Path, made: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text()) if made else {}
    return found


@lru_cache(maxsize=2)
def _sprite(made: int) -> str:
    entry = bundled("icons.svg")
    return static(f"bundle/{entry['file']}") if entry else static("bundle/icons.svg")
