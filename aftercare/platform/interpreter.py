"""What the interpreter needs to be told to be quick with a program of this size."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

# Words of 8 bytes; a frame of just over half a chunk makes the interpreter take a chunk of 512 KiB and leaves half.
_WIDE = 2**15 + 1
_YOUNG_OBJECTS = 10_000


def settle() -> None:
    """Let the collector pass over all that is loaded now and stays, and look after a page rather than within it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 50)


def roomy(call: Callable[P, R]) -> Callable[P, R]:
    """
    Return the call with 256 KiB of room for the calls beneath it.

    CPython before 3.14 keeps its calls in chunks of 16 KiB and asks the system for one, and gives it back, whenever a
    call crosses a boundary (python/cpython#142183). Templates are drawn deep enough for a page to do so a hundred
    times, an eighth of its time.
    """

    def within(*args: Any, **kwargs: Any) -> Any:
        return call(*args, **kwargs)

    wide = cast("FunctionType", within)
    wide.__code__ = wide.__code__.replace(co_stacksize=_WIDE)
    return wraps(call)(wide)
