"""What holds of every deadline, whatever its day, its length and the holidays."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from tests import laws, samples
from tests.samples import instrument, term

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2007, 1, 1), dt.date(2029, 6, 1)
STEPS = {
    1: "sharing_unconditional.form_review",
    2: "sharing_conditional.provider_review",
    5: "conditional_access.form_review",
    10: "conditional_access.substantive_review",
    15: "unopened_request.assessment",
    30: "objection.feedback",
}
UNITS = {"工作日": "working days", "日": "days", "月": "months"}
POLICIES = ("receipt_instant", "next_working_day")
#: The first example of each builds its packs and its calendar.
unhurried = settings(deadline=None)
triggers = st.dates(FIRST, LAST)
lengths = st.sampled_from(sorted(STEPS))


@functools.cache
def law(unit: str, calendar: str = "shipped") -> odr.Law:
    """A law with a term of each length."""
    root = Path(tempfile.mkdtemp())
    terms = [term(f"t{length}", step, 长度=str(length), 单位=unit) for length, step in STEPS.items()]
    library = samples.library(root, {"sample": instrument(terms=terms, 施行日期="2000-01-01")})
    if calendar != "shipped":
        folder = root / "rules" / "calendar"
        shutil.copytree(laws.ROOT / "rules" / "calendar", folder)
        CALENDARS[calendar](folder)
        library = odr.load(root)
    return library.law("here", on=laws.ON)


def _with_another_notice(folder: Path) -> None:
    (folder / "2027.yaml").write_text(NOTICE, encoding="utf-8")


CALENDARS = {"another": _with_another_notice}
#: An arrangement as it could be; no notice for this year was known when it was made up.
NOTICE = """\
年份: 2027
标题: 关于2027年部分节假日安排的通知（虚构，用于测试）
文号: 测试
成文日期: 2026-11-10
网址: https://example.org/2027
安排:
  - {节日: [元旦], 放假: [2027-01-01 至 2027-01-03]}
  - {节日: [春节], 放假: [2027-02-05 至 2027-02-12], 上班: [2027-01-31, 2027-02-14]}
  - {节日: [清明节], 放假: [2027-04-03 至 2027-04-05]}
  - {节日: [劳动节], 放假: [2027-05-01 至 2027-05-05], 上班: [2027-05-08]}
  - {节日: [端午节], 放假: [2027-06-09]}
  - {节日: [中秋节], 放假: [2027-09-15]}
  - {节日: [国庆节], 放假: [2027-10-01 至 2027-10-07], 上班: [2027-09-26, 2027-10-09]}
"""


def ask(made: odr.Law, length: int, trigger: dt.date, receipt: str = POLICIES[0]) -> odr.Deadline:
    return made.deadline(STEPS[length], trigger=trigger, receipt=receipt)


@unhurried
@given(triggers, lengths, st.sampled_from(sorted(UNITS)), st.sampled_from(POLICIES))
def test_a_term_never_ends_before_it_begins_nor_on_a_rest_day(
    trigger: dt.date, length: int, unit: str, receipt: str
) -> None:
    made = law(unit)
    found = ask(made, length, trigger, receipt)
    assert found.status in ("final", "provisional")
    assert found.earliest is not None
    assert found.latest is not None
    assert trigger < found.earliest <= found.latest
    if found.due is not None:
        assert made.calendar.is_working_day(found.due)


@unhurried
@given(triggers, st.integers(0, 40), lengths, st.sampled_from(sorted(UNITS)), st.sampled_from(POLICIES))
@example(LAST, 40, 30, "月", POLICIES[0])
def test_a_later_trigger_never_ends_earlier(trigger: dt.date, later: int, length: int, unit: str, receipt: str) -> None:
    made = law(unit)
    first, second = (ask(made, length, day, receipt) for day in (trigger, trigger + DAY * later))
    if second.status == "undetermined":
        # Bounds reach five years beyond the last notice, and no farther.
        assert second.earliest is None
        assert trigger + DAY * later + relativedelta(months=length) > dt.date(made.calendar.horizon.year + 5, 12, 1)
        return
    assert first.earliest is not None
    assert second.earliest is not None
    assert first.latest is not None
    assert second.latest is not None
    assert first.earliest <= second.earliest
    assert first.latest <= second.latest


@unhurried
@given(triggers, lengths, lengths, st.sampled_from(sorted(UNITS)), st.sampled_from(POLICIES))
def test_a_longer_term_never_ends_earlier(trigger: dt.date, one: int, other: int, unit: str, receipt: str) -> None:
    made = law(unit)
    first, second = (ask(made, length, trigger, receipt) for length in sorted((one, other)))
    assert first.earliest is not None
    assert second.earliest is not None
    assert first.latest is not None
    assert second.latest is not None
    assert first.earliest <= second.earliest
    assert first.latest <= second.latest


@unhurried
@given(triggers, lengths, st.sampled_from(sorted(UNITS)))
def test_taking_the_next_working_day_for_the_receipt_never_shortens(trigger: dt.date, length: int, unit: str) -> None:
    instant, later = (ask(law(unit), length, trigger, receipt) for receipt in POLICIES)
    assert instant.latest is not None
    assert later.latest is not None
    assert instant.latest <= later.latest


class OneMoreHoliday:
    """The shipped calendar with one more day off; notices must add up, and so cannot say it."""

    def __init__(self, holiday: dt.date) -> None:
        shipped = odr.calendar()
        self.horizon, self.first = shipped.horizon, shipped.first
        self._days = [day for day in shipped.working_days if day != holiday]

    def add(self, day: dt.date, number: int) -> dt.date:
        return self._days[bisect.bisect_right(self._days, day) + number - 1] if number else day

    def next_working_day(self, day: dt.date) -> dt.date:
        return self.add(day - DAY, 1)


@unhurried
@given(
    st.dates(dt.date(2025, 9, 1), dt.date(2026, 3, 1)),
    st.integers(0, 40),
    lengths,
    st.sampled_from(["工作日", "日"]),
    st.sampled_from(POLICIES),
)
def test_another_holiday_never_shortens(trigger: dt.date, after: int, length: int, unit: str, receipt: str) -> None:
    made = law(unit)
    stub: Any = OneMoreHoliday(trigger + DAY * after)
    more = odr.Law(made.chain, lambda: stub)
    before, later = (ask(one, length, trigger, receipt) for one in (made, more))
    assert before.due is not None
    assert later.due is not None
    assert before.due <= later.due
    if unit == "工作日" and receipt == POLICIES[0]:
        within = made.calendar.is_working_day(trigger + DAY * after) and 0 < after <= (before.due - trigger).days
        assert (later.due > before.due) == within


@unhurried
@given(
    st.dates(dt.date(2026, 11, 1), dt.date(2027, 11, 1)),
    lengths,
    st.sampled_from(["工作日", "日"]),
    st.sampled_from(POLICIES),
)
def test_what_a_notice_settles_lies_within_the_bounds_given_before(
    trigger: dt.date, length: int, unit: str, receipt: str
) -> None:
    before, after = (ask(law(unit, calendar), length, trigger, receipt) for calendar in ("shipped", "another"))
    assert before.earliest is not None
    assert before.latest is not None
    assert after.due is not None
    assert before.earliest <= after.due <= before.latest
    if before.due is not None:
        assert after.due == before.due


@unhurried
@given(triggers, lengths, st.sampled_from(["工作日", "日"]), st.sampled_from(POLICIES))
def test_days_are_whole_and_add_up_to_the_length(trigger: dt.date, length: int, unit: str, receipt: str) -> None:
    found = ask(law(unit), length, trigger, receipt)
    if found.due is None:
        assert found.days == ()
        return
    assert [day.date for day in found.days] == [trigger + DAY * n for n in range((found.due - trigger).days + 1)]
    assert sum(day.counted for day in found.days) == length
