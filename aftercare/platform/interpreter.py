"""What the interpreter needs to be told to be quick with a program of this size."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

# Words of 8 bytes; a frame of just over half a chunk makes the interpreter take a chunk of 512 KiB and leaves half.
_WIDE = 2**15 + 1
_YOUNG_OBJECTS = 10_000

_loads: list[Callable[[], None]] = []


def beforehand(load: Callable[[], None]) -> None:
    """Have something slow loaded when pages begin to be served, which else the first who needs it would wait for."""
    if load not in _loads:
        _loads.append(load)


def load_aside() -> threading.Thread:
    """Load what was asked for, one after the other, beside the first requests."""

    def all_of_it() -> None:
        for load in _loads:
            load()

    thread = threading.Thread(target=all_of_it, name="load-aside", daemon=True)
    thread.start()
    return thread


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
