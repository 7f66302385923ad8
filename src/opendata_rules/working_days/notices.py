"""Reading ``rules/calendar/<year>.yaml``: the State Council's notice on the holidays of one year.

Source: the annual notices of 国务院办公厅 since that for 2007, each with the later notices that changed it. A file
gives the final state. Checked on reading, so that a slip of the hand cannot move a deadline: the year is right
everywhere, no day is written twice, only Saturdays and Sundays are worked in exchange, every statutory day is off, and
the days off from Monday to Friday less the weekend days worked come to the number of statutory days. What a notice
leaves out (the plain weekend beside a festival) is not known from the file and is a weekend like any other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..reading.document import Document, Location
from ..reading.validation import validate
from ..vocabulary.keywords import chinese
from . import written
from .arrangements import FIRST_OF_NEXT, Arrangement, YearNotice, days_between
from .days import Notice
from .statutes import Statute

#: Days off beyond the statutory ones that notices of change have given in a year (2015: one, 2020: two), and one more.
_MOST_EXTRA = 3

#: The version of the measures in force in a year, and the days of each festival by it.
Owed = Callable[[int], tuple[Statute, Mapping[str, tuple[dt.date, ...]]]]

_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?: 至 (\d{4}-\d{2}-\d{2}))?")
_YEAR = re.compile(r"(\d{4})年")
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五")
_ARRANGEMENTS, _OFF, _WORKED = chinese("arrangements"), chinese("days_off"), chinese("days_worked")


def read_notice(
    document: Document,
    *,
    year: int | None,
    owed: Owed | None,
) -> tuple[YearNotice | None, tuple[Diagnostic, ...]]:
    """Read and check one notice.

    Args:
        document: the file.
        year: the year in its name; ``None`` where the name is no year.
        owed: gives the statutory days of a year; ``None`` where the measures are not at hand.

    Returns:
        The notice, or ``None`` where there are errors; and every problem found.
    """
    model, problems = validate(document, written.NoticeModel)
    if model is None:
        return None, problems
    checker = _Checker(document, model, year)
    found = checker.read()
    if found is not None and owed is not None:
        checker.statutory(found, *owed(model.year))
    problems += tuple(checker.problems)
    return (found if not checker.problems else None), problems


class _Checker:
    """Reads the arrangements of one file and notes what is wrong."""

    def __init__(self, document: Document, model: written.NoticeModel, named: int | None) -> None:
        self.document = document
        self.model = model
        self.named = named
        self.problems: list[Diagnostic] = []
        self.seen: dict[dt.date, str] = {}

    def read(self) -> YearNotice | None:
        model, year = self.model, self.model.year
        self._year()
        notice = Notice(year, model.title, model.number, model.issued, model.address)
        arrangements = []
        for index, item in enumerate(model.arrangements):
            at: Location = (_ARRANGEMENTS, index)
            changed = item.amended_by
            source = notice
            if changed is not None:
                source = Notice(year, changed.title, changed.number, changed.issued, changed.address)
            off = tuple(
                span
                for number, text in enumerate(item.days_off)
                if (span := self._span(text, (*at, _OFF, number))) is not None
            )
            for number, day in enumerate(item.days_worked):
                self._worked(day, (*at, _WORKED, number))
            arrangements.append(Arrangement("、".join(item.festivals), off, item.days_worked, source))
        return None if self.problems else YearNotice(year, notice, tuple(arrangements))

    def statutory(self, found: YearNotice, statute: Statute, owed: Mapping[str, tuple[dt.date, ...]]) -> None:
        """Whether every statutory day is off, and the days come to the number of the statute."""
        days = {day for arrangement in found.arrangements for day in arrangement.days_off()}
        for name, dates in owed.items():
            for day in dates:
                if day not in days:
                    at = (_ARRANGEMENTS,)
                    self._report("statutory_day_missing", at, key=True, date=day, name=name, statute=statute)
        if self.problems:
            # The sum could only say the same again.
            return
        off = sum(day.weekday() < 5 for day in days)
        worked = sum(len(arrangement.worked) for arrangement in found.arrangements)
        expected = sum(map(len, owed.values()))
        changed = any(item.amended_by is not None for item in self.model.arrangements)
        if not 0 <= off - worked - expected <= (_MOST_EXTRA if changed else 0):
            self._report(
                "implausible_total",
                (_ARRANGEMENTS,),
                key=True,
                off=off,
                worked=worked,
                net=off - worked,
                year=found.year,
                expected=expected,
            )

    def _year(self) -> None:
        model = self.model
        if self.named is not None and model.year != self.named:
            self._mismatch("文件名", f"{self.named}.yaml", ("year",))
        named = _YEAR.search(model.title)
        if named is not None and int(named[1]) != model.year:
            self._mismatch("标题", model.title, ("title",))
        if model.issued is not None and model.issued.year not in (model.year - 1, model.year):
            self._mismatch("成文日期", str(model.issued), ("issued",))
        for index, item in enumerate(model.arrangements):
            changed = item.amended_by
            if (
                changed is not None
                and changed.issued is not None
                and changed.issued.year
                not in (
                    model.year - 1,
                    model.year,
                )
            ):
                at = (_ARRANGEMENTS, index, chinese("amended_by"), chinese("issued"))
                self._report("year_mismatch", at, what="变更通知的成文日期", year=model.year, found=changed.issued)

    def _mismatch(self, what: str, found: str, at: tuple[str, ...]) -> None:
        self._report("year_mismatch", tuple(map(chinese, at)), what=what, year=self.model.year, found=found)

    def _span(self, text: str, at: Location) -> tuple[dt.date, dt.date] | None:
        match = _RANGE.fullmatch(text)
        try:
            if match is None:
                raise ValueError(text)
            first = dt.date.fromisoformat(match[1])
            last = dt.date.fromisoformat(match[2] or match[1])
        except ValueError:
            self._report("bad_date_range", at, value=text)
            return None
        if last < first:
            self._report("date_order", at, first=first, second=last)
            return None
        if self._inside(first, at) and (first == last or self._inside(last, at)):
            # One message for two stretches that overlap, however long.
            all(self._once(day, _OFF, at) for day in days_between(first, last))
        return first, last

    def _worked(self, day: dt.date, at: Location) -> None:
        if self._inside(day, at):
            self._once(day, _WORKED, at)
            if day.weekday() < 5:
                self._report("makeup_on_weekday", at, date=day, weekday=_WEEKDAYS[day.weekday()])

    def _inside(self, day: dt.date, at: Location) -> bool:
        year = self.model.year
        if dt.date(year - 1, *FIRST_OF_NEXT) <= day <= dt.date(year, 12, 31):
            return True
        self._report("date_outside_year", at, date=day, year=year)
        return False

    def _once(self, day: dt.date, word: str, at: Location) -> bool:
        if day in self.seen:
            self._report("overlapping_days", at, date=day, other=self.seen[day])
            return False
        self.seen[day] = word
        return True

    def _report(self, code: str, at: Location, **fields: Any) -> None:
        self.problems.append(self.document.diagnostic(code, at, **fields))
