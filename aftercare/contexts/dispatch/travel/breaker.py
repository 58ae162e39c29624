"""Who does not answer is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES, REST_SECONDS = 3, 60.0


class Breaker:
    """
    Opens after a few failures in a row; after a rest one caller may try again.

    Meant for all threads of a process.
    """

    def __init__(
        self,
        failures: int = FAILURES,
        rest_seconds: float = REST_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.failures, self.rest_seconds, self.now = failures, rest_seconds, now
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until = 0.0

    def lets_through(self) -> bool:
        """Tell whether to try; after a rest only the first that asks may, until it is known how that went."""
        with self._lock:
            if self._in_a_row < self.failures:
                return True
            if self.now() < self._open_until:
                return False
            self._open_until = self.now() + self.rest_seconds
            return True

    def went_well(self) -> None:
        """Close it."""
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> None:
        """Count a failure; the last one that is borne opens it."""
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self.failures:
                self._open_until = self.now() + self.rest_seconds
