"""What a deadline in working days costs, as ratios to the plainest code and to other packages, in one run.

    pip install chinesecalendar numpy
    python benchmarks/working_days.py [--repeats 31] [--pool 20000] [--many 1000000]

The floor is written by hand: two look-ups in lists, by ordinal, with no check of anything; its source is printed. Start
dates are random and drawn anew for each repeat; in each repeat every function sees the same dates, in an order that
changes, and the median over the repeats is reported. `holidays` and `chinesecalendar` are asked for what they offer for
the same purpose, filled with all years beforehand; they walk day by day, so fewer dates are drawn for them.
`numpy.busday_offset` knows no weekend days that are worked, so its dates are wrong in China; it is here for its speed.

Limits: ``add`` at most 1.5 times the floor for every n; a million dates at most 15 ns each.
"""

from __future__ import annotations

import argparse
import inspect
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import opendata_rules as odr

NUMBERS = (1, 5, 20, 250)
CALENDAR = odr.calendar()
FIRST = CALENDAR.first.toordinal()
#: Starts are drawn up to here, so that every result is known.
LAST = date(2025, 11, 30).toordinal()
WORKING = list(CALENDAR.working_days)
RANKS: list[int] = []


def floor_add(d: date, n: int) -> date:
    """The n-th working day after a day, by hand: two list look-ups on the ordinal and nothing else."""
    return WORKING[RANKS[d.toordinal() - FIRST] + n]


def fill_ranks() -> None:
    """For each day, the place in the list of working days of the last one on or before it."""
    rank = -1
    for ordinal in range(FIRST, CALENDAR.horizon.toordinal() + 1):
        rank += CALENDAR.is_working_day(date.fromordinal(ordinal))
        RANKS.append(rank)


def timed(function: Callable[..., object], pool: Sequence[date], *rest: object) -> float:
    """Nanoseconds of one call."""
    start = time.perf_counter_ns()
    for day in pool:
        function(day, *rest)
    return (time.perf_counter_ns() - start) / len(pool)


def compare(
    functions: dict[str, Callable[..., object]], repeats: int, pool: int, *rest: object
) -> dict[str, tuple[float, float]]:
    """Median nanoseconds of a call, and median ratio to the first function, interleaved."""
    names = list(functions)
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(repeats):
        days = [date.fromordinal(random.randrange(FIRST, LAST)) for _ in range(pool)]
        for day in days:
            # A date keeps its hash once it was asked for; no function should pay for the others.
            hash(day)
        for name in random.sample(names, len(names)):
            times[name].append(timed(functions[name], days, *rest))
    first = times[names[0]]
    return {
        name: (
            statistics.median(found),
            statistics.median(own / base for own, base in zip(found, first, strict=True)),
        )
        for name, found in times.items()
    }


def show(title: str, found: dict[str, tuple[float, float]]) -> None:
    """Print one comparison."""
    base = next(iter(found))
    print(f"\n{title}")
    for name, (nanoseconds, ratio) in found.items():
        note = "" if name == base else f"  {ratio:10.2f} times {base}"
        print(f"  {name:<42}{nanoseconds:12.1f} ns{note}")


def scalar(options: argparse.Namespace) -> None:
    """``add`` against the floor, for several n: the cost should not grow with n."""
    for n in (0, *NUMBERS):
        functions = {"floor": floor_add, "calendar.add": CALENDAR.add}
        show(f"add, n = {n} (limit 1.5)", compare(functions, options.repeats, options.pool, n))


def packages(options: argparse.Namespace) -> None:
    """Against what `holidays` and `chinesecalendar` offer."""
    nth: dict[str, Callable[..., object]] = {"calendar.add": CALENDAR.add}
    working: dict[str, Callable[..., object]] = {"calendar.is_working_day": CALENDAR.is_working_day}
    try:
        import holidays

        china = holidays.country_holidays("CN", years=range(2006, 2028), language="zh_CN")
        nth["holidays.get_nth_working_day"] = china.get_nth_working_day
        working["holidays.is_working_day"] = china.is_working_day
    except ImportError:
        print("holidays is not installed")
    try:
        import chinese_calendar

        nth["chinese_calendar.find_workday"] = lambda d, n: chinese_calendar.find_workday(n, d)
        working["chinese_calendar.is_workday"] = chinese_calendar.is_workday
    except ImportError:
        print("chinesecalendar is not installed")
    few = max(200, options.pool // 100)
    for n in (5, 20):
        show(f"the {n}th working day", compare(nth, max(5, options.repeats // 3), few, n))
    show("is it a working day", compare(working, max(5, options.repeats // 3), few * 10))


def many(options: argparse.Namespace) -> None:
    """A million dates with numpy."""
    try:
        import numpy
    except ImportError:
        print("\nnumpy is not installed")
        return
    off = [day.date for day in CALENDAR.explain(CALENDAR.first, CALENDAR.horizon) if day.kind == "holiday"]
    business = numpy.busdaycalendar(holidays=off)
    functions: dict[str, Callable[[Any], object]] = {
        "calendar.add_many, datetime64[D]": lambda stamps: CALENDAR.add_many(stamps, 5),
        "calendar.add_many, ordinals": lambda stamps: CALENDAR.add_many(ordinals, 5),
        "numpy.busday_offset": lambda stamps: numpy.busday_offset(stamps, 5, roll="backward", busdaycal=business),
    }
    times: dict[str, list[float]] = {name: [] for name in functions}
    generator = numpy.random.default_rng()
    for _ in range(max(5, options.repeats // 3)):
        ordinals = generator.integers(FIRST, LAST, options.many)
        stamps = (ordinals - date(1970, 1, 1).toordinal()).view("datetime64[D]")
        for name in random.sample(list(functions), len(functions)):
            start = time.perf_counter_ns()
            functions[name](stamps)
            times[name].append((time.perf_counter_ns() - start) / options.many)
    base = next(iter(times.values()))
    found = {
        name: (statistics.median(own), statistics.median(a / b for a, b in zip(own, base, strict=True)))
        for name, own in times.items()
    }
    show(f"{options.many} dates at once, n = 5 (limit 15 ns each)", found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=31)
    parser.add_argument("--pool", type=int, default=20_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    options = parser.parse_args()
    fill_ranks()
    print(inspect.getsource(floor_add))
    start = time.perf_counter()
    CALENDAR.known_until(2025)
    made = time.perf_counter() - start
    start = time.perf_counter()
    CALENDAR.bounds(date(2026, 12, 1), 60)
    estimated = time.perf_counter() - start
    again = timed(CALENDAR.bounds, [date(2026, 12, 1)] * 200, 60)
    print(f"table made from notices read: {made * 1000:.0f} ms; first bounds {estimated * 1000:.0f} ms, ", end="")
    print(f"later ones {again / 1000:.0f} µs")
    scalar(options)
    packages(options)
    many(options)


if __name__ == "__main__":
    main()
