"""Arrays of dates give what single dates give."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

import opendata_rules as odr

numpy = pytest.importorskip("numpy")

CALENDAR = odr.calendar()
FIRST = CALENDAR.first.toordinal()
EVERY = range(FIRST, dt.date(2025, 12, 25).toordinal() + 1)


@pytest.mark.parametrize("n", [0, 1, 2, 5, 20, 200])
def test_every_day_is_as_if_asked_alone(n: int) -> None:
    due = [CALENDAR.add(dt.date.fromordinal(day), n).toordinal() for day in EVERY]
    ordinals = numpy.array(EVERY)
    found = CALENDAR.add_many(ordinals, n)
    assert found.tolist() == due
    assert found.dtype == ordinals.dtype
    stamps = numpy.array([dt.date.fromordinal(day) for day in EVERY], dtype="datetime64[D]")
    dates = CALENDAR.add_many(stamps, n)
    assert dates.dtype == stamps.dtype
    assert [day.toordinal() for day in dates.tolist()] == due


def test_shape_and_kind_are_kept() -> None:
    table = numpy.array([[739000, 739001], [739002, 739003]], dtype=numpy.int32)
    found = CALENDAR.add_many(table.T, 3)
    assert found.shape == (2, 2)
    assert found.dtype == numpy.int32
    assert found[0, 1] == CALENDAR.add(dt.date.fromordinal(739002), 3).toordinal()
    assert CALENDAR.add_many(numpy.array([], dtype="datetime64[D]"), 3).size == 0
    assert CALENDAR.add_many(table[:, ::2], 1).shape == (2, 1)


def test_the_array_given_is_left_alone() -> None:
    given = numpy.array([739000, 739001])
    found = CALENDAR.add_many(given, 0)
    found[0] = 0
    assert given.tolist() == [739000, 739001]


@pytest.mark.parametrize(
    "outside",
    [
        numpy.array(["2006-12-31", "2020-01-01"], dtype="datetime64[D]"),
        numpy.array(["2020-01-01", "2026-12-26"], dtype="datetime64[D]"),
        numpy.array(["2020-01-01", "NaT"], dtype="datetime64[D]"),
        numpy.array(["2026-12-25"], dtype="datetime64[D]"),
        numpy.array([5]),
        numpy.array([2**62]),
    ],
)
def test_outside_is_refused(outside: object) -> None:
    with pytest.raises(odr.BeyondHorizon):
        CALENDAR.add_many(outside, 1)  # type: ignore[arg-type]


def test_a_number_too_large_is_refused() -> None:
    with pytest.raises(odr.BeyondHorizon, match="2020-01-01"):
        CALENDAR.add_many(numpy.array(["2020-01-01"], dtype="datetime64[D]"), 10**15)


@pytest.mark.parametrize(
    "wrong",
    [[739000], dt.date(2020, 1, 1), numpy.array([1.0]), numpy.array(["2020-01-01"], dtype="datetime64[s]"), None],
    ids=["list", "date", "floats", "seconds", "none"],
)
def test_other_kinds_are_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="dates"):
        CALENDAR.add_many(wrong, 1)  # type: ignore[arg-type]


def test_numbers_are_checked() -> None:
    given = numpy.array([739000])
    with pytest.raises(TypeError, match="n must be an integer"):
        CALENDAR.add_many(given, True)
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add_many(given, -1)


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(odr.MissingExtra, match="arrays"):
        odr.calendar(until=2020).add_many(numpy.array([737000]), 1)
