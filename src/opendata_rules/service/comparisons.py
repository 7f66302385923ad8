"""Comparisons of laws that were asked for last: pages come back to them, and a large one costs most of a second."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import cast

from ..analysis.comparison.results import Comparison
from ..law import Law
from ..vocabulary.arguments import ComparisonTopicName

_Key = tuple[Law, Law, str]


class Comparisons:
    """Comparisons by what they are of. Laws of the same place, date, options and packs are one law, whoever made them.

    Args:
        most: comparisons kept; of more, those asked for longest ago are dropped. The largest page needs 276.
    """

    def __init__(self, most: int = 600) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, Comparison] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, a: Law, b: Law, topic: str) -> Comparison | None:
        """How one law stands to another, where that is known already."""
        key = (a, b, str(topic))
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def of(self, a: Law, b: Law, topic: str) -> Comparison:
        """How one law stands to another. Blocks; see :func:`opendata_rules.analysis.comparison.pair.compare`.

        Raises:
            UnknownTopic: there is no such topic.
            BadPack: both places have a fact of one id, and not of one type; or a law is too large to be compared.
        """
        from ..analysis.comparison.pair import compare

        found = self.known(a, b, topic)
        if found is None:
            found = compare(a, b, topic=cast(ComparisonTopicName, topic))
            with self._lock:
                self._kept[a, b, str(topic)] = found
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found
