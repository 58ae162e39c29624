"""Chance that is the same for the same seed, wherever and in however many slices it is drawn (xorshift64*)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aftercare.contexts.dispatch.solver.kernel.compiled import woven

_A, _B, _C, _KEEP = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(11)
_MIX = np.uint64(0x2545F4914F6CDD1D)


def dice_of(seed: int) -> NDArray[np.uint64]:
    """Return dice for a seed."""
    return np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)


@woven
def chance(dice: NDArray[np.uint64]) -> float:
    """Return a number from 0 up to, not including, 1."""
    x = dice[0]
    x ^= x >> _A
    x ^= x << _B
    x ^= x >> _C
    dice[0] = x
    return float((x * _MIX) >> _KEEP) * (1.0 / 9007199254740992.0)


@woven
def below(dice: NDArray[np.uint64], limit: int) -> int:
    """Return a whole number from 0 up to, not including, the limit."""
    return int(chance(dice) * limit)
