"""Very many dates at once, with numpy, which is imported only here and only when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, Protocol, TypeVar

from ..errors import MissingExtra
from ..quoting import type_name

#: Ordinal of the day from which numpy counts.
_EPOCH = dt.date(1970, 1, 1).toordinal()


class DayArray(Protocol):
    """An array of days, as numpy has it; said by what it can do, so that hints resolve where numpy is not installed."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its length in each dimension."""

    @property
    def dtype(self) -> object:
        """What it holds: ``datetime64[D]`` or integers."""

    @property
    def size(self) -> int:
        """How many days it holds."""


#: The array given and the array returned are of one kind.
Days = TypeVar("Days", bound=DayArray)


class Bulk:
    """The table of a calendar as arrays.

    Args:
        first: ordinal of the first day.
        ranks: for each day, the place in the list of working days of the last one on or before it; -1 for none.
        working: ordinals of the working days.
        refuse: raises for a day, given by its ordinal, that lies outside or whose result does.

    Raises:
        MissingExtra: numpy is not installed.
    """

    __slots__ = ("_first", "_numpy", "_ranks", "_refuse", "_stamps", "_working")

    def __init__(
        self, first: int, ranks: Sequence[int], working: Sequence[int], refuse: Callable[[int, int], NoReturn]
    ) -> None:
        try:
            import numpy
        except ImportError as error:
            raise MissingExtra.of("arrays", "成批计算日期", "counting days in bulk") from error
        self._numpy: Any = numpy
        self._first = first
        self._ranks = numpy.asarray(ranks, dtype=numpy.int64)
        self._working = numpy.asarray(working, dtype=numpy.int64)
        self._stamps = self._working - _EPOCH
        self._refuse = refuse

    def add(self, dates: Days, n: int) -> Days:
        """The n-th working day strictly after each date; n is not negative.

        Args:
            dates: array of ``datetime64[D]``, or of ordinals as ``date.toordinal()`` gives them.
            n: working days, not negative.

        Returns:
            An array of the same kind and shape.

        Raises:
            TypeError: the array holds neither.
            BeyondHorizon: a date, or a result, lies outside the calendar; ``NaT`` does.
        """
        numpy = self._numpy
        if not isinstance(dates, numpy.ndarray):
            raise TypeError(f"dates 应当是 numpy 数组，得到的是 {type_name(dates)}。 (dates must be a numpy array)")
        given: Any = dates
        stamps = given.dtype == numpy.dtype("datetime64[D]")
        if not stamps and given.dtype.kind not in "iu":
            raise TypeError(
                f"dates 应当是 datetime64[D] 或者日序号（整数）的数组，得到的是 {given.dtype}。"
                " (an array of datetime64[D] or of ordinals)"
            )
        found: Days
        if not given.size:
            found = given.copy()
            return found
        first = self._first - _EPOCH if stamps else self._first
        places = given.astype(numpy.int64) - first
        for place in (int(places.min()), int(places.max())):
            if not 0 <= place < len(self._ranks):
                self._refuse(place + self._first, 0)
        if n == 0:
            found = given.copy()
            return found
        ranks = self._ranks.take(places)
        # More working days than there are need no exact number to be refused.
        ranks += min(n, len(self._working))
        if int(ranks.max()) >= len(self._working):
            self._refuse(int(places.flat[int(ranks.argmax())]) + self._first, n)
        days = (self._stamps if stamps else self._working).take(ranks)
        found = days.view("datetime64[D]") if stamps else days.astype(given.dtype, copy=False)
        return found
