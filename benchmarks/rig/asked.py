"""What is asked of a benchmark that measures instances in a folder."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which instances, for how long each."""

    data: Path | None
    seconds: float
    seed: int
    only: str  # part of the file's name


def of(words: list[str], *, seconds: float) -> Wishes:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    given = parser.parse_args(words)
    return Wishes(given.data, given.seconds, given.seed, given.only)
