"""How much a caller may ask: a bucket of requests for each, filled at its rate."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

#: Callers whose buckets are kept; a bucket that is full says nothing.
_KEPT = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Requests of callers, counted."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, caller: str, rate: int) -> float:
        """Take a request of a caller.

        Args:
            caller: who asks.
            rate: requests a minute; a tenth of them may come at once.

        Returns:
            0, or the seconds after which it would be taken.
        """
        now = self._clock()
        most = max(1.0, rate / 10)
        bucket = self._buckets.get(caller)
        if bucket is None:
            if len(self._buckets) >= _KEPT:
                self._buckets.pop(next(iter(self._buckets)))
            bucket = self._buckets[caller] = _Bucket(most, now)
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate / 60)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) * 60 / rate
        bucket.left -= 1
        return 0.0
