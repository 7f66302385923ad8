"""``law.duties`` and ``odr.to_ics``: what comes back every year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from tests import samples
from tests.samples import instrument, recurring

D = dt.date
ON = D(2026, 3, 10)


def due(law: odr.Law, year: int) -> dict[str, dt.date]:
    return {duty.id: duty.due for duty in law.duties(year)}


def test_yearly_duties_come_by_date_and_do_not_move_off_a_rest_day(tmp_path: Path) -> None:
    rules = [recurring("late", "12-31"), recurring("early", "05-31", "年度开放计划")]
    law = samples.library(tmp_path, {"sample": instrument(recurring=rules)}).law("here", on=ON)
    # 31 May 2026 is a Sunday.
    assert list(due(law, 2026).items()) == [("early", D(2026, 5, 31)), ("late", D(2026, 12, 31))]
    [first, _] = law.duties(2026)
    assert (first.topic, first.force, first.place, first.citation.ref) == ("annual_plan", "hard", "here", "3")


@pytest.mark.parametrize(("year", "there"), [(2024, False), (2025, True), (2027, True), (2028, False)])
def test_the_law_in_force_on_the_last_day_sets_the_duty(tmp_path: Path, year: int, there: bool) -> None:
    ending = instrument(recurring=[recurring("r", "05-31")], 施行日期="2025-05-31", 有效期至="2027-05-31")
    law = samples.library(tmp_path, {"ending": ending}).law("here", on=ON)
    assert due(law, year) == ({"r": D(year, 5, 31)} if there else {})


def test_a_higher_law_fills_only_the_topics_no_nearer_one_regulates(tmp_path: Path) -> None:
    near = instrument(recurring=[recurring("near", "03-31")])
    far = instrument(recurring=[recurring("far", "06-30"), recurring("far-plan", "01-31", "年度开放计划")])
    law = samples.library(tmp_path, {"near": near}, {"far": far}).law("here", on=ON)
    assert due(law, 2026) == {"far-plan": D(2026, 1, 31), "near": D(2026, 3, 31)}


def test_drafts_only_where_asked_for(tmp_path: Path) -> None:
    library = samples.library(tmp_path, {"sample": instrument(recurring=[recurring("r", "05-31")], 草案="是")})
    assert due(library.law("here", on=ON), 2026) == {}
    assert due(library.law("here", on=ON, drafts=True), 2026) == {"r": D(2026, 5, 31)}


def test_the_last_of_february(tmp_path: Path) -> None:
    law = samples.library(tmp_path, {"sample": instrument(recurring=[recurring("r", "02-29")])}).law("here", on=ON)
    assert (due(law, 2028), due(law, 2026)) == ({"r": D(2028, 2, 29)}, {"r": D(2026, 2, 28)})


def test_years_at_both_ends(tmp_path: Path) -> None:
    law = samples.library(tmp_path, {"sample": instrument(recurring=[recurring("r", "12-31")])}).law("here", on=ON)
    assert due(law, 9999) == {"r": D(9999, 12, 31)}
    assert due(law, 1) == {}


def test_a_feed_is_the_same_for_the_same_duties_and_reads_back(tmp_path: Path) -> None:
    import icalendar

    rules = [recurring("a", "05-31"), recurring("b", "12-31", 效力="原则上")]
    law = samples.library(tmp_path, {"sample": instrument(recurring=rules)}).law("here", on=ON)
    text = odr.to_ics(law.duties(2026))
    assert text == odr.to_ics(law.duties(2026))
    assert text.endswith("END:VCALENDAR\r\n")
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [D(2026, 5, 31), D(2026, 12, 31)]
    assert [event["DTEND"].dt - event["DTSTART"].dt for event in events] == [dt.timedelta(days=1)] * 2
    assert len({str(event["UID"]) for event in events}) == 2
    assert "原则上" in str(events[1]["DESCRIPTION"])
    assert odr.to_ics([]).startswith("BEGIN:VCALENDAR")


def test_a_duty_keeps_its_entry_in_a_later_version_and_is_newer(tmp_path: Path) -> None:
    """The same rule with another day, in a text that took effect later."""
    import icalendar

    found = []
    for day, since in (("05-31", "2024-01-01"), ("06-30", "2026-02-01")):
        folder = tmp_path / day
        text = instrument(recurring=[recurring("r", day)], 施行日期=since)
        law = samples.library(folder, {"sample": text}).law("here", on=ON)
        [event] = icalendar.Calendar.from_ical(odr.to_ics(law.duties(2026))).walk("VEVENT")
        found.append(event)
    old, new = found
    assert old["UID"] == new["UID"]
    assert (old["DTSTART"].dt, new["DTSTART"].dt) == (D(2026, 5, 31), D(2026, 6, 30))
    assert old["SEQUENCE"] < new["SEQUENCE"]
    assert old["DTSTAMP"].dt < new["DTSTAMP"].dt


def test_alarms_of_duties_are_on_working_days_and_can_be_set(tmp_path: Path) -> None:
    import icalendar

    def moments(**options: Any) -> list[dt.datetime]:
        [event] = icalendar.Calendar.from_ical(odr.to_ics(law.duties(2026), **options)).walk("VEVENT")
        begins = dt.datetime.combine(event["DTSTART"].dt, dt.time())
        return [begins + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]

    # A Sunday in the holiday of May; 30 April is the last working day before it.
    law = samples.library(tmp_path, {"sample": instrument(recurring=[recurring("r", "05-03")])}).law("here", on=ON)
    assert moments() == [dt.datetime(2026, 4, 24, 9)]
    assert moments(alarms=[(0, dt.time(16)), (1, dt.time(9))]) == [
        dt.datetime(2026, 4, 30, 9),
        dt.datetime(2026, 4, 30, 16),
    ]
    assert moments(alarms=(), calendar=odr.calendar()) == []


def test_what_is_no_duty_is_told() -> None:
    wrong: Any
    for wrong in ("abc", ["abc"], 5, None, b"x"):
        with pytest.raises(TypeError, match=r"law\.duties"):
            odr.to_ics(wrong)
    with pytest.raises(TypeError, match="calendar"):
        odr.to_ics([], calendar="x")  # type: ignore[arg-type]


def test_the_last_day_there_is_can_be_in_a_feed(tmp_path: Path) -> None:
    law = samples.library(tmp_path, {"sample": instrument(recurring=[recurring("r", "12-31")])}).law("here", on=ON)
    assert "DTSTART;VALUE=DATE:99991231" in odr.to_ics(law.duties(9999))
