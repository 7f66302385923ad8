"""As much work as a moment allows, and at least one piece of it: so a page comes soon, and comes to an end."""

from __future__ import annotations

import time

from ....analysis.comparison.results import Comparison
from ....law import Law
from ....vocabulary.terms import ComparisonTopic
from ...comparisons import Comparisons

#: Seconds of work, after which what is done by then is shown.
MOMENT = 0.4


class Moment:
    """Compares laws until its time is over; then it only knows what was compared before.

    Args:
        known: comparisons that are known already.
        seconds: its time, counted from now.
    """

    def __init__(self, known: Comparisons, seconds: float) -> None:
        self._known = known
        self._end = time.monotonic() + seconds
        self._worked = False

    def compared(self, a: Law, b: Law, topic: ComparisonTopic) -> Comparison | None:
        """How one law stands to another; ``None`` where there is no time for it. Blocks.

        Raises:
            BadPack: they cannot be compared.
        """
        found = self._known.known(a, b, topic)
        if found is None and (not self._worked or time.monotonic() < self._end):
            self._worked = True
            found = self._known.of(a, b, topic)
        return found
