"""``law.classify_frame``: which way a table is answered."""

from __future__ import annotations

from typing import Any

from ..answers.classification.computation import known_scheme, known_unlisted
from ..norms.order import LegalOrder
from .frames import classified
from .relations import of_frame
from .spark import classify as classify_spark
from .spark import is_spark


def classify_frame(order: LegalOrder, frame: Any, *, scheme: str = "opening", unlisted: str = "unknown") -> Any:
    """Classify every row of a table. See ``law.classify_frame``."""
    asked, read = known_scheme(scheme), known_unlisted(unlisted)
    if is_spark(frame):
        return classify_spark(order, frame, scheme=scheme, unlisted=unlisted)
    return of_frame(frame, lambda table, first: classified(order, table, asked, read, first))
