"""``calendar``: which days are worked."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from ...errors import BeyondHorizon
from ...quoting import quoted
from ...working_days.calendars import Calendar
from ...working_days.days import CalendarDay, DayKind
from .. import exit_status
from ..laws import library_of
from ..options import Json, Rules, date_of, today, whole
from ..output import Styled, say, say_json, styled


def command(
    period: Annotated[str, typer.Argument(metavar="月份或年份", help="例如 2026-02，或者 2026；不写为本月。")] = "",
    start: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="从这一天起数工作日，这一天不计。")
    ] = None,
    number: Annotated[int | None, typer.Option("--days", metavar="数", parser=whole, help="数多少个工作日。")] = None,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """显示工作日历：哪些天上班、放假、调休，依据哪一份通知；也可以从某一天起数工作日。

    例：
      opendata-rules calendar 2026-02
      opendata-rules calendar 2026
      opendata-rules calendar --from 2026-02-11 --days 5
      opendata-rules calendar 2025-10 --json

    退出码：4 所问的日期，放假安排还没有公布；2 用法或者输入有误；0 其他。
    """
    found = library_of(rules).calendar
    if (start is None) != (number is None):
        raise typer.BadParameter("--from 和 --days 要一起写。")
    if start is not None and number is not None:
        return _counted(found, date_of(start, "--from"), number, as_json)
    first, last = _period(period)
    known = [found.day(day) for day in _between(first, last) if found.first <= day <= found.horizon]
    if as_json:
        say_json({"items": [day.to_dict() for day in known]})
    else:
        by_date = {day.date: day for day in known}
        for begin, end in _months(first, last):
            if begin <= found.horizon or begin == first:
                _drawn(begin, end, by_date, {})
        _named(known)
    untold = len(known) <= (last - first).days
    if untold and not as_json:
        say(f"放假安排公布到 {found.horizon}，以后的日期还不知道。" if last > found.horizon else "")
    return exit_status.first(untold=untold)


def _counted(found: Calendar, start: dt.date, number: int, as_json: bool) -> int:
    if number < 0:
        raise typer.BadParameter("--days 不能是负数。")
    try:
        due = found.add(start, number)
    except BeyondHorizon as error:
        earliest, latest = found.bounds(start, number)
        if as_json:
            say_json({"due": None, "earliest": earliest.isoformat(), "latest": latest.isoformat(), "items": []})
        else:
            say(f"{error}\n推定在 {earliest} 至 {latest} 之间。")
        return exit_status.CANNOT_TELL
    days = found.explain(start, due)
    if as_json:
        items = [day.to_dict() for day in days]
        say_json({"due": due.isoformat(), "earliest": due.isoformat(), "latest": due.isoformat(), "items": items})
        return exit_status.OK
    say(styled(f"{start} 起第 {number} 个工作日：{due}（{_weekday(due)}）", bold=True))
    numbers: dict[dt.date, int] = {}
    for day in days[1:]:
        if day.working:
            numbers[day.date] = len(numbers) + 1
    for first, last in _months(start, due):
        shown_days = [found.day(day) for day in _between(first, last) if day <= found.horizon]
        _drawn(first, last, {day.date: day for day in shown_days}, numbers)
    _named([day for day in days if day.kind in (DayKind.HOLIDAY, DayKind.MAKEUP)])
    return exit_status.OK


def _period(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a month or a year."""
    try:
        if len(text) == 4:
            return dt.date.fromisoformat(f"{text}-01-01"), dt.date.fromisoformat(f"{text}-12-31")
        if len(text) not in (0, 7):
            raise ValueError
        first = dt.date.fromisoformat(f"{text}-01") if text else today().replace(day=1)
    except ValueError:
        raise typer.BadParameter(f"月份写成 2026-02 这样，年份写成 2026 这样，得到的是“{quoted(text)}”。") from None
    return next(_months(first, first))


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of every month between two days."""
    for year, month in dict.fromkeys((day.year, day.month) for day in _between(first, last)):
        yield dt.date(year, month, 1), dt.date(year, month, months.monthrange(year, month)[1])


def _between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _weekday(day: dt.date) -> str:
    return "星期" + "一二三四五六日"[day.weekday()]


def _drawn(first: dt.date, last: dt.date, days: dict[dt.date, CalendarDay], numbers: dict[dt.date, int]) -> None:
    """A month: 休 for a rest day by notice, 班 for a make-up working day, the count behind a day that counts."""
    say("\n", styled(f"{first.year} 年 {first.month} 月", bold=True))
    say("  一      二      三      四      五      六      日")
    cells = ["        "] * first.weekday()
    for day in _between(first, last):
        told = days.get(day)
        mark = "？" if told is None else {DayKind.HOLIDAY: "休", DayKind.MAKEUP: "班"}.get(told.kind, "　")
        count = f"({numbers[day]})" if day in numbers else ""
        cell = f"{day.day:>2}{mark}{count:<4}"
        resting = told is not None and not told.working
        cells.append(styled(cell, fg="red") if resting else styled(cell, bold=True) if count else cell)
    for start in range(0, len(cells), 7):
        # Days, numbers and marks, nothing from outside.
        say(Styled("  " + "".join(cells[start : start + 7]).rstrip()))


def _named(days: Iterable[CalendarDay]) -> None:
    lines = [
        f"{day.date}（{_weekday(day.date)}）{day.reason}"
        for day in days
        if day.kind in (DayKind.HOLIDAY, DayKind.MAKEUP)
    ]
    if lines:
        say("")
    for line in lines:
        say("  " + line)
