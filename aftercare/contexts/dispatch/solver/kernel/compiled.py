"""How the kernel's functions are compiled, and where the machine code is kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

try:
    import numba
except ImportError:  # pragma: no cover - the plain functions are right as well, only slow
    numba = None  # type: ignore[assignment]

HERE = Path(__file__).parent


def _shelf() -> str:
    """
    Return a folder for the machine code of exactly these sources.

    A function's code holds that of the functions it calls, and numba looks at the function's own file alone to see
    whether it is still good.
    """
    texts = b"".join(path.read_bytes() for path in sorted(HERE.glob("*.py")))
    shelf = HERE / "__pycache__"
    if not os.access(shelf if shelf.exists() else HERE, os.W_OK):
        # Never a folder everybody may write to: what lies there is run.
        shelf = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aftercare"
    return str(shelf / f"kernel-{hashlib.sha256(texts).hexdigest()[:12]}")


IS_COMPILED = numba is not None

if IS_COMPILED:
    numba.config.CACHE_DIR = _shelf()  # type: ignore[attr-defined]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """
    Let one process at a time load the kernel, or compile and keep it; the next finds it ready.

    Two that write the same shelf at once leave machine code in it that ends the process which runs it.
    """
    shelf = Path(_shelf())
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """
    Return the decorator.

    No function of the kernel makes an array, so none needs to count references to those it is handed; counting them
    took most of the time, of compiling too.
    """
    if not IS_COMPILED:
        return lambda function: function
    return partial(numba.njit, cache=True, error_model="numpy", no_cfunc_wrapper=True, _nrt=False, **options)


entry = _compiled()
"""Called from Python."""
inner = _compiled(no_cpython_wrapper=True)
"""Called by the kernel alone: leaves out the way in from Python, which is half of the compiling."""
woven = _compiled(no_cpython_wrapper=True, forceinline=True)
"""Called at every stop: becomes part of its caller, as handing over all the arrays takes longer than the sum itself."""
