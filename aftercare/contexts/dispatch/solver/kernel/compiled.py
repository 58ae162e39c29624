"""How the kernel's functions are compiled."""

from __future__ import annotations

from functools import partial

from numba import njit

# No function of the kernel makes an array, so none needs to count references to those it is handed; counting them took
# most of the time, of compiling too.
_as_fast_as_can_be = partial(njit, cache=True, error_model="numpy", no_cfunc_wrapper=True, _nrt=False)

inner = _as_fast_as_can_be(no_cpython_wrapper=True)
"""Called by the kernel alone: leaves out the way in from Python, which is half of the compiling."""
entry = _as_fast_as_can_be()
"""Called from Python."""
