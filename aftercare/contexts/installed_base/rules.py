"""Pure decisions about what was delivered: label signatures and the paths of the site tree."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date

PATH_SEPARATOR = " / "
LONGEST_PATH = 500
DEEPEST = 8
ENDING_DAYS = 90
_CODE = re.compile(r"[A-Za-z0-9_-]{22}")
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]{16}")
_PURPOSE = b"aftercare equipment label"


def new_label_code() -> str:
    """Return a random code of 128 bits in 22 signs."""
    return secrets.token_urlsafe(16)


def sign(code: str, key: str) -> str:
    """Return the code's signature: the first 96 bits of an HMAC-SHA256, in 16 signs."""
    derived = hashlib.sha256(_PURPOSE + key.encode()).digest()
    digest = hmac.new(derived, code.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:12]).decode()


def is_signed(code: str, signature: str, keys: Iterable[str]) -> bool:
    """Tell, in the same time for every answer, whether one of the keys signed the code."""
    well_formed = bool(_CODE.fullmatch(code)) and bool(_SIGNATURE.fullmatch(signature))
    given = signature.encode() if well_formed else b"-" * 16
    tried = [hmac.compare_digest(sign(code if well_formed else "-" * 22, key).encode(), given) for key in keys]
    return well_formed and any(tried)


def split_label(text: str) -> tuple[str, str]:
    """Return code and signature of `code.signature`; the signature is empty when there is no dot."""
    code, _dot, signature = text.partition(".")
    return code, signature


def path_of(location_id: int, names: Mapping[int, tuple[int | None, str]]) -> str:
    """Return the names from the site down, given (parent, name) of each place of the project."""
    trail: list[str] = []
    at: int | None = location_id
    while at is not None and len(trail) <= DEEPEST:
        at, name = names[at]
        trail.append(name)
    return PATH_SEPARATOR.join(reversed(trail))


def branch_of(location_id: int, parents: Mapping[int, int | None]) -> set[int]:
    """Return the place and everything under it."""
    branch = {location_id}
    grew = True
    while grew:
        more = {pk for pk, parent in parents.items() if parent in branch} - branch
        branch |= more
        grew = bool(more)
    return branch


def depth_of(location_id: int | None, parents: Mapping[int, int | None]) -> int:
    """Return how many places lie from the site down to this one, itself included; 0 for none."""
    depth = 0
    while location_id is not None and depth <= DEEPEST:
        depth += 1
        location_id = parents[location_id]
    return depth


def warranty_state(until: date | None, today: date) -> str:
    """Return `running`, `ending` (within 90 days) or `over` for the last day of a warranty; empty when unknown."""
    if until is None:
        return ""
    if until < today:
        return "over"
    return "ending" if (until - today).days < ENDING_DAYS else "running"
