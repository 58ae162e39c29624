"""Where the picture sprite is: the bundle writes it, with only the pictures the sources name."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static


@cache
def manifest() -> dict[str, Any]:
    """Return what the front-end bundle wrote about its files; empty when nothing is bundled."""
    path = settings.ROOT / "frontend/dist/.vite/manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def bundled(source: str) -> dict[str, Any]:
    """Return the entry of one source file (`desk/desk.ts`) in the bundle, or an empty one."""
    return manifest().get(source, {})


@cache
def sprite_url() -> str:
    """Return the address of the sprite."""
    entry = bundled("icons.svg")
    return static(f"bundle/{entry['file']}") if entry else static("bundle/icons.svg")
