"""The desk of a door that stands alone: the rules of this machine, no ledger, the limits that the service has."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from ..asking.desk import Kept
from ..asking.questions import Body, Kind, Reply, Rules, answered
from ..errors import Error
from ..law import Law
from ..library import Library

T = TypeVar("T")

#: Most seconds of an answer and most bytes of a message, as by default on the service.
SECONDS, BYTES = 30.0, 1_000_000


class TooSlow(Error):
    """There was no answer in time."""

    code = "too_slow"


@dataclass(frozen=True, slots=True)
class Own:
    """The rules of a folder, or those that come with the package."""

    library: Library
    digest: str = ""

    def law(self, place: str, on: dt.date, drafts: bool, strict: bool) -> Law:
        """The law of a place on a date."""
        return self.library.law(place, on=on, drafts=drafts, strict=strict)


def warm(library: Library, on: dt.date) -> None:
    """Read what the first questions need, so that they wait for nothing; what has errors is told where it is asked.

    Args:
        library: the packs.
        on: a day about which questions are likely.
    """
    for place in library.jurisdictions:
        with suppress(Error):
            law = library.law(place, on=on)
            law.classify({}).to_dict()
            for procedure in law.procedures.all:
                with suppress(Error):
                    law.schedule(procedure, trigger=on).to_dict()


@dataclass(frozen=True, slots=True)
class LocalDesk:
    """Answers by the rules of this machine.

    Attributes:
        rules: those that answer.
        most: how many questions may be put at once.
        seconds: how long an answer may take.
    """

    rules: Rules
    most: int = 100
    seconds: float = SECONDS

    async def answer(self, kind: Kind, place: str, about: str, body: Body) -> tuple[Reply, Kept | None]:
        """The answer to a question.

        Raises:
            TooSlow: it took too long.
            Error: whatever the library says of facts, names and dates.
        """
        return await self.aside(lambda: answered(self.rules, kind, place, about, body)), None

    async def aside(self, work: Callable[[], T]) -> T:
        """What work in a thread comes to.

        Raises:
            TooSlow: it takes longer. The thread goes on to the end of its work, which the library bounds.
        """
        try:
            async with asyncio.timeout(self.seconds):
                return await asyncio.to_thread(work)
        except TimeoutError:
            raise TooSlow(
                f"{self.seconds:g} 秒内没有得出结果。", english=f"There was no answer within {self.seconds:g} seconds."
            ) from None
