"""How findings are shown: every one of them, one a line."""

from __future__ import annotations

from collections.abc import Iterable


def expect_none(found: Iterable[object]) -> None:
    """Fail with all findings unless there are none."""
    listed = [str(one) for one in found]
    if listed:
        raise AssertionError("\n".join(["", *listed]))
