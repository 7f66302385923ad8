"""A case as a picture: nothing meets another, and every class says how a step stands."""

from __future__ import annotations

import datetime as dt
import re

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.reports.timeline import NARROWEST, timeline

from ..city import city
from .shown import ON, D, busy, happened, law, monitor


def boxes(svg: str, width: float) -> list[tuple[float, float, float]]:
    """Line, left and right edge of each text in a picture, were it so wide; letters are taken as wide as they get."""
    found = []
    for match in re.finditer(r"<text ([^>]*)>(.*?)</text>", svg):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', match[1]))
        spaces = sum(float(space) for space in re.findall(r'<tspan [^>]*dx="(\d+)"', match[2]))
        text = re.sub("<[^>]*>", "", match[2])
        wide = sum(12 if ord(sign) > 0x2000 else 7 for sign in text) + spaces
        x = attributes["x"]
        at = float(x[:-1]) * width / 100 if x.endswith("%") else float(x)
        at += float(attributes.get("dx", 0))
        left = at - {"start": 0, "middle": wide / 2, "end": wide}[attributes.get("text-anchor", "start")]
        found.append((float(attributes["y"]), left, left + wide))
    return found


def overlaps(svg: str, width: float) -> list[object]:
    found = boxes(svg, width)
    return [
        (one, other)
        for number, one in enumerate(found)
        for other in found[:number]
        if abs(one[0] - other[0]) < 11 and one[1] < other[2] and other[1] < one[2]
    ]


def drawn(found: odr.Monitor, case: str, on: dt.date = ON) -> str:
    return timeline(found.status(case, on=on), 1).svg


def crowded(first: str, days: int, many: int) -> odr.Monitor:
    began = D.fromisoformat(first)
    spread = [began + dt.timedelta(days=number * days // many) for number in range(1, many)]
    return monitor(
        happened("c", "unopened_request.received", first),
        *(happened("c", "unopened_request.statement", day.isoformat(), actor=f"甲{day}") for day in spread),
    )


@pytest.mark.parametrize("width", [NARROWEST, 450, 1000])
@pytest.mark.parametrize(
    ("first", "days", "many"),
    [("2026-03-02", 0, 1), ("2026-03-05", 3, 4), ("2026-02-10", 26, 12), ("2024-04-02", 700, 12), ("2026-03-10", 0, 1)],
)
def test_no_text_of_a_picture_meets_another(first: str, days: int, many: int, width: float) -> None:
    svg = drawn(crowded(first, days, many), "c")
    assert overlaps(svg, width) == []
    assert all(left >= -1 and right <= width + 1 for _, left, right in boxes(svg, width))


@pytest.mark.parametrize("width", [NARROWEST, 520])
def test_no_text_meets_another_in_the_cases_of_a_year(width: float) -> None:
    year = city("jining", 2026, 400, 5)
    on = D(2026, 8, 18)
    found = odr.monitor(law())
    found.ingest(year.events)
    cases = {task.case for task in found.due(on)} | {breach.case for breach in found.breaches(on)}
    assert len(cases) > 40
    for case in cases:
        assert overlaps(drawn(found, case, on), width) == []


def test_bars_say_by_their_class_how_a_step_stands() -> None:
    found = busy()
    assert 'class="bar overdue"' in drawn(found, "过期")
    assert 'class="bar pending"' in drawn(found, "本周")
    assert 'class="bar least"' in drawn(found, "公示")
    assert 'class="bar late"' in drawn(found, "迟了")
    assert 'class="bar met"' in drawn(found, "按期")
    assert 'class="cross"' in drawn(found, "擅自")
    assert 'class="cross"' not in drawn(found, "公示")
    # On the day before, it was no breach yet.
    assert 'class="cross"' not in drawn(found, "擅自", D(2026, 3, 4))


def test_days_stand_in_their_order_and_the_line_on_the_day() -> None:
    svg = drawn(busy(), "过期")
    [(begin, wide)] = re.findall(r'class="bar term" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', svg)
    [now] = re.findall(r'<line class="now" x1="([\d.]+)%"', svg)
    assert re.findall(r'<line class="foot" x1="([\d.]+)%"', svg) == [now]
    # From 2 February to 14 February of 36 days.
    assert float(wide) / (float(now) - float(begin)) == pytest.approx(12 / 36, abs=0.01)


def test_the_line_on_the_day_stands_only_where_there_is_no_text() -> None:
    found = monitor(
        happened("a", "unopened_request.received", "2026-03-02"),
        happened("a", "unopened_request.form_review", "2026-03-06", form_review_passed=True),
    )
    svg = drawn(found, "a")
    lines = re.findall(r'<line class="now" [^>]*y1="(\d+)" y2="(\d+)"', svg)
    bars = {int(y) for y in re.findall(r'<rect class="bar [^>]* y="(\d+)"', svg)}
    assert {int(top) for top, _ in lines} == bars
    assert len(lines) == 2
    # A letter of a line of text reaches 11 pixels up and 3 down.
    for y in {float(y) for y in re.findall(r'<text [^>]*y="([\d.]+)"', svg)}:
        assert not any(int(top) < y + 3 and y - 11 < int(bottom) for top, bottom in lines)


def test_a_case_closed_long_ago_is_not_squeezed_by_the_day_asked_about() -> None:
    svg = drawn(busy(), "迟了", D(2026, 12, 1))
    assert '<line class="now"' not in svg
    assert "截至 2026-12-01 →" in svg


def test_an_act_told_by_a_later_event_stands_on_its_own_day() -> None:
    found = monitor(
        happened("a", "delisting.posting", "2026-02-24", catalogue_level="city", delisting_applied=True),
        happened("a", "delisting.statement", "2026-03-09", delisted_on="2026-03-03"),
    )
    words = timeline(found.status("a", on=ON), 1).text
    assert "（不得为而为）下架 2026-03-03" in words
    assert "；补充事实 2026-03-09" in words


def test_many_events_are_cut_with_a_sentence() -> None:
    found = crowded("2026-01-02", 60, 60)
    assert "另有 36 个事件没有画出" in drawn(found, "c")
    assert overlaps(drawn(found, "c"), NARROWEST) == []
