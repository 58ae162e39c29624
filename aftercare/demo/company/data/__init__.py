"""The invented company as declarations."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def read(name: str) -> dict[str, Any]:
    """Return one of the declarations: `reference`, `staff`, `customers`, `troubles` or `retentions`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
