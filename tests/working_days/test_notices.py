"""Notices in YAML: what legal staff may write, what is refused, and where the message points."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from holidays.countries.china import ChinaStaticHolidays

import opendata_rules as odr
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.diagnostics.kinds import KINDS
from opendata_rules.diagnostics.rendering import render
from opendata_rules.working_days import base
from opendata_rules.working_days.checks import check_calendar
from opendata_rules.working_days.loading import read_calendar

from .conftest import HERE, ROOT

Put = Callable[[Path], Path]
GOOD = HERE / "good" / "2027.yaml"
#: ``bad/<stage>/<code>/<what>.yaml``
BAD = sorted((HERE / "bad").glob("*/*/*.yaml"))
#: Found only by comparing a folder with `holidays`, with the file missing.
WITHOUT_FILE = {"notice_not_filed"}
WARNINGS = {"calendar_drift", "outside_assumptions"}
D = dt.date


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check_calendar(folder, "rules/calendar")]


def test_the_shipped_notices_are_clean() -> None:
    assert list(check_calendar(ROOT / "rules" / "calendar", "rules/calendar")) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.parent.name)
def test_each_bad_notice_is_told_apart(path: Path, folder: Path, file_notice: Put) -> None:
    code = path.parent.name
    file_notice(path)
    problems = list(check_calendar(folder, "rules/calendar"))
    assert {problem.code for problem in problems} == {code}, render(problems)
    problem = problems[0]
    assert KINDS[problem.code].severity == problem.severity
    assert problem.path.startswith("rules/calendar/")
    if code != "calendar_gap":
        assert problem.line > 1
        assert problem.source.strip()
    if code in WARNINGS:
        assert problem.severity is Severity.WARNING
        assert read_calendar(folder, "rules/calendar").horizon.year in (2026, 2027)
    else:
        with pytest.raises(odr.BadPack) as caught:
            read_calendar(folder, "rules/calendar")
        assert [found.code for found in caught.value.diagnostics] == [code]


def test_every_kind_of_the_calendar_has_a_bad_notice() -> None:
    used = {code for code, kind in KINDS.items() if kind.stage.name == "calendar"}
    assert {path.parent.name for path in BAD} == used - WITHOUT_FILE
    assert {path.parent.parent.name for path in BAD} == {"calendar"}


def test_a_notice_extends_the_calendar(folder: Path, file_notice: Put) -> None:
    file_notice(GOOD)
    assert codes(folder) == []
    calendar = read_calendar(folder, "rules/calendar")
    assert calendar.horizon == D(2027, 12, 25)
    # The last days of December 2026 are settled now, so that there is no gap between two known years.
    assert calendar.add(D(2026, 12, 25), 4) == D(2026, 12, 31)
    assert calendar.add(D(2026, 12, 31), 1) == D(2027, 1, 4)
    assert calendar.day(D(2027, 2, 14)).reason == "调休上班（春节）"
    assert calendar.known_until(2026) == odr.calendar()


def test_a_day_of_work_that_was_copied_wrongly_is_told_with_the_likely_one(folder: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    for right, typed in (("2027-05-08", "2027-05-15"), ("2027-02-14", "2027-02-28")):
        (folder / "2027.yaml").write_text(text.replace(right, typed), encoding="utf-8")
        [found] = [one for one in check_calendar(folder, "calendar") if one.code == "outside_assumptions"]
        assert typed in found.source
        assert typed in found.message
        assert found.help is not None
        assert right in found.help
    # Where no other day would do, the assumptions are what may be too narrow.
    off = text.replace("2027-05-01 至 2027-05-05", "2027-05-01 至 2027-05-07")
    off = off.replace("上班: [2027-05-08]", "上班: [2027-05-08, 2027-05-15, 2027-05-16]")
    (folder / "2027.yaml").write_text(off, encoding="utf-8")
    told = [one for one in check_calendar(folder, "calendar") if one.code == "outside_assumptions"]
    assert [one.help for one in told] == [KINDS["outside_assumptions"].help]


def test_a_later_notice_lies_between_the_bounds_given_before(folder: Path, file_notice: Put) -> None:
    file_notice(GOOD)
    after = read_calendar(folder, "rules/calendar")
    before = odr.calendar()
    for start in (D(2026, 12, 20), D(2027, 1, 29), D(2027, 4, 28), D(2027, 9, 20)):
        for n in (1, 3, 5, 10, 20, 40):
            earliest, latest = before.bounds(start, n)
            assert earliest <= after.add(start, n) <= latest


def test_library_reads_its_own_notices(tmp_path: Path) -> None:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(GOOD, tmp_path / "rules" / "calendar")
    library = odr.load(tmp_path)
    assert library.calendar.horizon == D(2027, 12, 25)
    assert library.calendar is library.calendar
    assert odr.calendar().horizon == D(2026, 12, 25)
    assert not [problem for problem in library.lint() if problem.path.startswith("rules/calendar")]
    shutil.copy(
        HERE / "bad" / "calendar" / "makeup_on_weekday" / "plain.yaml", tmp_path / "rules" / "calendar" / "2027.yaml"
    )
    broken = odr.load(tmp_path)
    with pytest.raises(odr.BadPack, match=r"rules/calendar/2027\.yaml"):
        broken.calendar  # noqa: B018 - asking for it is what raises
    assert "makeup_on_weekday" in {problem.code for problem in broken.lint()}
    # No other answer suffers.
    assert broken.law("taian", on=D(2026, 3, 10)).classify({"state_secret": True}).attribute == "closed"


def test_without_a_folder_the_shipped_notices_hold(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "jurisdictions").mkdir()
    assert odr.load(tmp_path).calendar == odr.calendar()


@pytest.mark.parametrize(
    "path",
    [path for path in BAD if path.parent.name not in {*WARNINGS, "calendar_gap", "calendar_incomplete"}],
    ids=lambda path: path.parent.name,
)
def test_a_single_file_is_checked_too(path: Path) -> None:
    assert [problem.code for problem in odr.lint(path)] == [path.parent.name]


def test_other_mistakes_have_the_usual_messages(folder: Path, file_notice: Put) -> None:
    target = file_notice(GOOD)
    text = target.read_text(encoding="utf-8")
    for wrong, code in (
        (text.replace("年份: 2027", "年份：2027"), "full_width_punctuation"),
        (text.replace("年份: 2027\n", ""), "missing_key"),
        (text.replace("上班: [2027-05-08]", "补班: [2027-05-08]"), "unknown_key"),
        (text.replace("[2027-05-08]", "[2027-05-32]"), "bad_date"),
        (text.replace("2027-05-01 至 2027-05-05", "2027-05-05 至 2027-05-01"), "date_order"),
        (text.replace("成文日期: 2026-11-05", "成文日期: 2016-11-05"), "year_mismatch"),
        (text.replace("[2027-01-01 至 2027-01-03]", "[2027-01-01 至 2027-02-31]"), "bad_date_range"),
    ):
        target.write_text(wrong, encoding="utf-8")
        assert code in codes(folder)
        with pytest.raises(odr.BadPack):
            read_calendar(folder, "rules/calendar")
    shutil.move(target, folder / "2025.yaml")
    (folder / "2025.yaml").write_text(text, encoding="utf-8")
    assert "year_mismatch" in codes(folder)


def test_stray_and_missing_files_are_told(folder: Path) -> None:
    (folder / "2027年.yaml").write_text("年份: 2027\n", encoding="utf-8")
    assert codes(folder) == ["unexpected_file"]
    (folder / "2027年.yaml").unlink()
    (folder / "assumptions.yaml").unlink()
    assert codes(folder) == ["missing_file"]


class TestHolidays:
    """A file wins for its year; `holidays` fills in what has no file, and never what comes after the last one."""

    def test_a_wrong_release_is_corrected_and_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Releases before 0.92 do not have the change of Labour Day 2019."""
        original = ChinaStaticHolidays.special_public_holidays
        old = {**original, 2019: tuple(entry for entry in original[2019] if entry[0] != 5)}
        monkeypatch.setattr(ChinaStaticHolidays, "special_public_holidays", old)
        problems = list(check_calendar(ROOT / "rules" / "calendar", "rules/calendar"))
        assert {problem.code for problem in problems} == {"calendar_drift"}
        assert [problem.message[:10] for problem in problems] == [
            "2019-04-28",
            "2019-05-02",
            "2019-05-03",
            "2019-05-05",
        ]
        assert all(problem.path == "rules/calendar/2019.yaml" and problem.line > 10 for problem in problems)
        assert read_calendar(ROOT / "rules" / "calendar", "rules/calendar") == odr.calendar()

    @pytest.mark.parametrize("years", [range(2001, 2025), range(2001, 2030)], ids=["older", "newer"])
    def test_the_shipped_calendar_is_the_same_with_any_release(
        self, years: range, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = ChinaStaticHolidays.special_public_holidays
        held = {year: original.get(year, original[2026]) for year in years}
        monkeypatch.setattr(ChinaStaticHolidays, "special_public_holidays", held)
        folder = ROOT / "rules" / "calendar"
        assert read_calendar(folder, "rules/calendar").digest == odr.calendar().digest
        told = [problem.path for problem in check_calendar(folder, "rules/calendar")]
        assert told == [f"rules/calendar/{year}.yaml" for year in years if year > 2026]

    def test_it_fills_years_without_a_file(self, folder: Path, file_notice: Put) -> None:
        shipped = odr.calendar()
        for year in (2008, 2015, 2025):
            (folder / f"{year}.yaml").unlink()
        file_notice(GOOD)
        calendar = read_calendar(folder, "rules/calendar")
        assert calendar.horizon == D(2027, 12, 25)
        day = shipped.first
        while day <= shipped.horizon:
            assert calendar.is_working_day(day) is shipped.is_working_day(day), day
            day += dt.timedelta(days=1)
        assert "holidays" in str(calendar.day(D(2025, 10, 1)).notice)
        assert calendar.day(D(2025, 10, 6)).reason == "法定节假日（中秋节）"
        assert calendar.day(D(2025, 10, 11)).reason == "调休上班"

    def test_a_folder_without_notices_takes_all_it_holds(self, folder: Path) -> None:
        for path in folder.glob("2*.yaml"):
            path.unlink()
        calendar = read_calendar(folder, "rules/calendar")
        assert calendar.horizon.year == max(base.held_years())
        assert calendar.working_days[: len(odr.calendar().working_days)] == odr.calendar().working_days

    def test_it_never_goes_beyond_the_last_file(self, folder: Path) -> None:
        (folder / "2026.yaml").unlink()
        assert read_calendar(folder, "rules/calendar").horizon == D(2025, 12, 25)
        assert codes(folder) == ["notice_not_filed"]
        assert Severity.WARNING is KINDS["notice_not_filed"].severity

    def test_festivals_of_the_lunar_calendar(self) -> None:
        assert base.festival_dates(2027) == {
            "正月初一": D(2027, 2, 6),
            "清明当日": D(2027, 4, 5),
            "端午当日": D(2027, 6, 9),
            "中秋当日": D(2027, 9, 15),
        }
        # The festival itself, not the day off that was owed for it.
        assert base.festival_dates(2015)["中秋当日"] == D(2015, 9, 27)
        assert base.festival_dates(2020)["中秋当日"] == D(2020, 10, 1)
        assert base.festival_dates(2012)["端午当日"] == D(2012, 6, 23)


def test_the_two_other_files_are_checked_for_what_they_must_settle(folder: Path) -> None:
    statutory, assumptions = folder / "statutory.yaml", folder / "assumptions.yaml"
    statutes, ranges = statutory.read_text(encoding="utf-8"), assumptions.read_text(encoding="utf-8")
    for path, wrong, code in (
        (statutory, statutes.replace("1999-09-18", "2009-09-18"), "calendar_incomplete"),
        (statutory, statutes.replace("5月2日, 5月3日", "清明当日"), "calendar_incomplete"),
        (statutory, statutes.replace("5月2日, 5月3日", "2月30日"), "bad_value"),
        (statutory, statutes.replace("5月2日, 5月3日", "五月二日"), "bad_format"),
        (assumptions, ranges.replace("起始年: 2025", "起始年: 2014"), "calendar_incomplete"),
        (
            assumptions,
            ranges.replace("最少天数: 8\n    最多天数: 8", "最少天数: 3\n    最多天数: 3"),
            "calendar_incomplete",
        ),
        (assumptions, ranges.replace("最远: 5", "最远: 五"), "bad_value"),
        (assumptions, ranges.replace("最远: 5", "最远: 50"), "bad_value"),
    ):
        path.write_text(wrong, encoding="utf-8")
        assert code in codes(folder), wrong
        with pytest.raises(odr.BadPack):
            read_calendar(folder, "rules/calendar")
        statutory.write_text(statutes, encoding="utf-8")
        assumptions.write_text(ranges, encoding="utf-8")
    assert codes(folder) == []
