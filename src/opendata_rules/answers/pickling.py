"""How an answer pickles: as the question that was asked. It is asked again where the answer arrives.

So an answer weighs no more than its facts, and cannot arrive with another outcome than that process would give: the
order of the place is found again by where its packs come from and by their digests, and where the answer rests on the
calendar, that has to be the same too.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import ReceiptMismatch
from ..norms.order import LegalOrder
from ..vocabulary.facts import FactValue
from .result import plain

#: From so many facts on they are compressed; below, that takes longer and saves little.
_MANY = 32


def sent(
    ask: Callable[..., Any],
    order: LegalOrder,
    question: tuple[Any, ...],
    facts: Mapping[str, FactValue],
    *,
    calendar: bool = False,
) -> tuple[Any, ...]:
    """What ``__reduce__`` of an answer returns.

    Args:
        ask: gives the answer again; takes the order, the question and, by the name ``facts``, the facts.
        order: what the answer rests on.
        question: what was asked, but for the facts.
        facts: the facts as stated, by id.
        calendar: whether the answer rests on the calendar.
    """
    return _arrived, (ask, order, question, _packed(facts), order.calendar.digest if calendar else None)


def _arrived(
    ask: Callable[..., Any],
    order: LegalOrder,
    question: tuple[Any, ...],
    facts: Mapping[str, FactValue] | bytes,
    calendar: str | None,
) -> Any:
    if calendar is not None and calendar != order.calendar.digest:
        raise ReceiptMismatch(
            f"结果是依据别的工作日历得出的：这里的工作日历与当时不同（{order.place.id}，{order.on}）。",
            english="The calendar of this process is not that which the answer rests on.",
            argument="calendar",
        )
    return ask(order, *question, facts=_unpacked(facts))


def _packed(facts: Mapping[str, FactValue]) -> Mapping[str, FactValue] | bytes:
    if len(facts) < _MANY:
        return dict(facts)
    text = json.dumps(plain(facts), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _unpacked(facts: Mapping[str, FactValue] | bytes) -> Mapping[str, Any]:
    if not isinstance(facts, bytes):
        return facts
    found: dict[str, Any] = json.loads(zlib.decompress(facts).decode("utf-8", "surrogatepass"))
    return found
