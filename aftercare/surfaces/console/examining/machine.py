"""This machine: room, the front-end bundle, fonts, translations, secrets."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator

from django.conf import settings

from aftercare.platform import health
from aftercare.surfaces.console import translations
from aftercare.surfaces.console.examining import Finding, bad, fine, poor

COMFORTABLE_BYTES = 2 * 1024**3
FONTS = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")


def disk() -> Iterator[Finding]:
    """Look at the room left for files and the embedded database."""
    free = health.free_bytes()
    told = f"{free / 1024**3:.1f} GB free for {settings.HOME}"
    if free < health.LEAST_FREE_BYTES:
        yield bad("disk", told, "Make room now: nothing can be saved on a full disk.")
    elif free < COMFORTABLE_BYTES:
        yield poor("disk", told, "Make room soon.")
    else:
        yield fine("disk", told)


def bundle() -> Iterator[Finding]:
    """Look for the front-end bundle and the files it names."""
    folder = settings.ROOT / "frontend/dist"
    manifest = folder / ".vite/manifest.json"
    if not manifest.exists():
        yield bad("front end", "not bundled", "Run `make setup`.")
        return
    files = [entry["file"] for entry in json.loads(manifest.read_text()).values()]
    lost = [name for name in files if not (folder / name).exists()]
    if lost:
        yield bad("front end", f"{len(lost)} files are lost ({lost[0]} …)", "Run `make setup`.")
    else:
        yield fine("front end", f"{len(files)} files")


def fonts() -> Iterator[Finding]:
    """Look for the font that reports are set in."""
    lost = [name for name in FONTS if not (settings.ROOT / "frontend/fonts" / name).exists()]
    if lost:
        yield bad("fonts", f"{', '.join(lost)} not there: reports cannot be set", "Run `make setup`.")
    else:
        yield fine("fonts", "Noto Sans SC, two weights")


def languages() -> Iterator[Finding]:
    """Look for translations that were not compiled."""
    stale = [domain.name for domain in translations.domains() if translations.is_stale(domain)]
    if stale:
        yield poor("translations", f"not compiled: {', '.join(stale)}", "Run `aftercare translations compile`.")
    else:
        yield fine("translations", "compiled")


def secrets() -> Iterator[Finding]:
    """Look at who may read the signing key, and whether the product is spoken to in the clear."""
    key = settings.HOME / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield bad("signing key", f"others may read {key}", f"chmod 600 {key}")
    else:
        yield fine("signing key", "kept beside the data" if key.exists() else "from the environment")
    local = any(host in settings.PUBLIC_URL for host in ("127.0.0.1", "localhost"))
    if not settings.HTTPS and not local:
        yield bad("address", settings.PUBLIC_URL, "Serve it behind HTTPS and set AFTERCARE_PUBLIC_URL=https://…")
