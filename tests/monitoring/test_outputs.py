"""The agenda of a day and its files: page, workbook, calendar feed, JSON; each is read back."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

# Where the engine of the monitor cannot be imported (Python 3.13 and later) there is nothing to show.
pytest.importorskip("durable", reason="needs durable-rules, which cannot be imported on this interpreter")

import icalendar
import openpyxl

import opendata_rules as odr
from opendata_rules.catalogue import BadOutput
from opendata_rules.formats.pages import template
from opendata_rules.monitoring.agenda import URGENCY_TERMS, agenda
from opendata_rules.monitoring.export import export
from opendata_rules.monitoring.page import TIMELINES
from opendata_rules.monitoring.timeline import NARROWEST, timeline

from ..laws import ROOT
from .city import city

D = dt.date
#: A Tuesday; the week ends on 15 March.
ON = D(2026, 3, 10)
SUFFIXES = (".html", ".xlsx", ".ics", ".json")
HOSTILE = (
    "<script>alert(1)</script>",
    "\"' onload=alert(1) x='",
    "</title></svg><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.com","x")',
    "@SUM(1,1)",
    "长" * 200,
    "甲;乙,丙\\n丁:戊",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;",
    "a]]>b",
)


@functools.cache
def law() -> odr.Law:
    return odr.load(ROOT).law("jining", on=ON)


def monitor(*events: dict[str, Any]) -> odr.Monitor:
    found = odr.monitor(law())
    told = [{"id": f"e{number}", **event} for number, event in enumerate(events)]
    assert found.ingest(told).rejected == 0
    return found


def happened(case: str, what: str, day: str, **facts: Any) -> dict[str, Any]:
    procedure, kind = what.split(".")
    return {"case": case, "procedure": procedure, "kind": kind, "date": day, **facts}


def busy() -> odr.Monitor:
    """One case for each thing that can be said on 10 March 2026."""
    return monitor(
        happened("过期", "objection.received", "2026-02-02", actor="市住建局/周涛"),
        # Ten and five working days: 24 February, 9 March were working days, 15 to 23 February were not.
        happened("今天", "conditional_access.received", "2026-03-03", actor="市大数据局/王敏"),
        happened("本周", "conditional_access.received", "2026-03-06", actor="市大数据局/王敏"),
        happened("以后", "unopened_request.received", "2026-03-02", actor="市大数据局/李强"),
        happened("以后", "unopened_request.form_review", "2026-03-06", form_review_passed=True),
        happened("公示", "delisting.posting", "2026-03-04", catalogue_level="city", delisting_applied=True),
        happened("擅自", "delisting.posting", "2026-02-24", catalogue_level="county", delisting_applied=True),
        happened("擅自", "delisting.delisting", "2026-03-05", approving_authorities=["county_department"]),
        happened("迟了", "objection.received", "2026-01-05"),
        happened("迟了", "objection.feedback", "2026-01-29"),
        happened("按期", "objection.received", "2026-01-05"),
        happened("按期", "objection.feedback", "2026-01-06"),
    )


def written(found: odr.Monitor, folder: Path, suffix: str, on: dt.date = ON) -> bytes:
    path = folder / f"报告{suffix}"
    export(found, path, on)
    return path.read_bytes()


class Page(HTMLParser):
    """What a browser sees: elements with their attributes, and the text of each."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(content.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def text(self) -> str:
        return "".join(text for tag, text in self.texts if tag != "style")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def cells(content: bytes, sheet: str) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def entries(content: bytes) -> dict[str, icalendar.Event]:
    events = icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in events}


# -- the agenda -------------------------------------------------------------------------------------------------------


def test_tasks_stand_by_urgency_and_least_lengths_apart() -> None:
    found = agenda(busy(), ON)
    names = {name: [task.case for task in group] for name, group in found.groups.items()}
    assert names == {"overdue": ["过期"], "today": ["今天"], "this_week": ["本周"], "later": ["以后"]}
    assert [task.case for task in found.running] == ["公示"]
    assert found.week_ends == D(2026, 3, 15)
    assert [(str(breach.kind), breach.case) for breach in found.breaches] == [
        ("prohibited", "擅自"),
        ("prohibited", "擅自"),
        ("late", "迟了"),
        ("overdue", "过期"),
    ]
    tasks = "逾期未办 1 件，今天到期 1 件，本周到期 1 件，以后到期 1 件"
    assert found.headline == f"{tasks}，不得为而为 2 处，逾期完成 1 处。"


def test_counts_by_body_and_by_person_are_of_all_tasks_and_of_nothing_else() -> None:
    found = agenda(busy(), ON)
    assert [(load.name, load.counts) for load in found.departments] == [
        ("公共数据开放主体", (1, 0, 0, 1)),
        ("县级以上公共数据开放主管部门", (0, 1, 1, 0)),
    ]
    assert [(load.name, load.counts) for load in found.officers] == [
        ("市住建局/周涛", (1, 0, 0, 0)),
        ("市大数据局/王敏", (0, 1, 1, 0)),
        ("市大数据局/李强", (0, 0, 0, 1)),
    ]


@pytest.mark.parametrize(("on", "group"), [(D(2026, 3, 8), "later"), (D(2026, 3, 9), "this_week")])
def test_a_week_ends_on_its_sunday(on: dt.date, group: str) -> None:
    # Received on Friday 6 March, due on Friday 13 March; 8 March is a Sunday.
    found = agenda(monitor(happened("a", "conditional_access.received", "2026-03-06")), on)
    assert [name for name, tasks in found.groups.items() if tasks] == [group]


def test_the_week_of_the_last_day_there_is() -> None:
    assert agenda(monitor(), dt.date.max).week_ends == dt.date.max


def test_the_agenda_as_json_is_plain_and_complete(tmp_path: Path) -> None:
    told = json.loads(written(busy(), tmp_path, ".json"))
    assert (told["place"], told["on"], told["week_ends"]) == ("jining", "2026-03-10", "2026-03-15")
    assert [len(told[name]) for name in (*URGENCY_TERMS, "running", "breaches")] == [1, 1, 1, 1, 1, 4]
    assert told["officers"][0] == {"name": "市住建局/周涛", "overdue": 1, "today": 0, "this_week": 0, "later": 0}
    assert told["overdue"][0]["deadline"]["due"] == "2026-02-14"


def test_a_day_is_a_plain_date(tmp_path: Path) -> None:
    for on in ("2026-03-10", dt.datetime(2026, 3, 10)):
        with pytest.raises(TypeError):
            agenda(busy(), on)  # type: ignore[arg-type]


# -- the workbook -----------------------------------------------------------------------------------------------------


def test_the_workbook_has_every_task_and_breach_with_real_days(tmp_path: Path) -> None:
    content = written(busy(), tmp_path, ".xlsx")
    tasks = {row["案件"]: row for row in cells(content, "待办")}
    assert {case: row["紧急程度"] for case, row in tasks.items()} == {
        "过期": "逾期未办",
        "今天": "今天到期",
        "本周": "本周到期",
        "以后": "以后到期",
        "公示": "进行中",
    }
    assert tasks["今天"]["最后一天"] == dt.datetime(2026, 3, 10)
    assert tasks["今天"]["起算"] == dt.datetime(2026, 3, 3)
    assert tasks["以后"]["效力"] == "原则上"
    assert tasks["公示"]["经办"] == "（未写明）"
    breaches = {(row["类型"], row["案件"]): row for row in cells(content, "违规")}
    assert breaches["逾期完成", "迟了"]["发生"] == dt.datetime(2026, 1, 29)
    assert breaches["逾期完成", "迟了"]["最后一天"] == dt.datetime(2026, 1, 19)
    assert breaches["不得为而为", "擅自"]["发生"] == dt.datetime(2026, 3, 5)
    assert breaches["逾期未办", "过期"]["事件"] == "e0"
    assert len(cells(content, "违规")) == 4


def test_the_workbook_counts_and_can_be_filtered(tmp_path: Path) -> None:
    content = written(busy(), tmp_path, ".xlsx")
    counted = {(row["分组"], row["名称"]): row["合计"] for row in cells(content, "概要") if row["合计"] is not None}
    assert counted["全部", "济宁市"] == 4
    assert counted["责任单位", "公共数据开放主体"] == 2
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["概要", "待办", "违规"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    assert book["待办"].auto_filter.ref == "A1:L6"


# -- the feed ---------------------------------------------------------------------------------------------------------


def test_the_feed_has_a_day_for_each_task_with_alarms_before_it(tmp_path: Path) -> None:
    content = written(busy(), tmp_path, ".ics")
    found = entries(content)
    assert {name: event["DTSTART"].dt for name, event in found.items()} == {
        "【逾期】反馈处理结果：过期": D(2026, 2, 14),
        "形式审核：今天": D(2026, 3, 10),
        "形式审核：本周": D(2026, 3, 13),
        "需求论证并反馈：以后": D(2026, 3, 20),
    }
    assert all(event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(days=1) for event in found.values())
    alarms = {name: [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")] for name, event in found.items()}
    # 原则上 is no hard term.
    assert alarms["需求论证并反馈：以后"] == [-1]
    assert alarms["形式审核：本周"] == [-3, -1]
    told = str(found["形式审核：本周"]["DESCRIPTION"])
    assert "县级以上公共数据开放主管部门" in told
    assert "经办：市大数据局/王敏" in told
    assert "第十七条第（二）项" in told


def test_a_feed_of_the_next_day_shows_no_change_where_there_is_none(tmp_path: Path) -> None:
    found = busy()
    first, second = (entries(written(found, tmp_path, ".ics", on)) for on in (ON, D(2026, 3, 11)))
    same = [name for name in first if name != "形式审核：今天"]
    assert len(same) == 3
    assert all(first[name].to_ical() == second[name].to_ical() for name in same)
    # What became overdue is the same entry, with another summary.
    assert first["形式审核：今天"]["UID"] == second["【逾期】形式审核：今天"]["UID"]
    assert len({str(event["UID"]) for event in first.values()}) == 4


# -- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_everything_in_parts_with_headings(tmp_path: Path) -> None:
    page = Page(written(busy(), tmp_path, ".html"))
    headings = [text for tag, text in page.texts if tag in ("h1", "h2")]
    assert headings == [
        "案件待办与违规",
        "按责任单位",
        "按经办",
        "逾期未办：1 件",
        "今天到期：1 件",
        "本周到期：1 件",
        "以后到期：1 件",
        "期限未满：1 件",
        "违反规定：4 处",
        "案件时间轴：7 个",
    ]
    text = page.text()
    assert "次日起才可以下架" in text
    assert "已逾期 24 天" in text
    assert "不得为而为：下架（2026-03-05）" in text
    assert "逾期完成：反馈处理结果，2026-01-05 起算，最晚 2026-01-19，2026-01-29 完成" in text
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th"))


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = Page(written(busy(), tmp_path, ".html"))
    assert {tag for tag, _ in page.elements} & {"script", "img", "link", "iframe", "object"} == set()
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    links = {str(attrs["href"]) for attrs in page.all("a") if "href" in attrs}
    assert links
    assert {link.removeprefix("#") for link in links} <= ids


def test_the_worst_cases_are_drawn_first_each_with_words(tmp_path: Path) -> None:
    page = Page(written(busy(), tmp_path, ".html"))
    titles = [text for tag, text in page.texts if tag == "title"][1:]
    assert [re.match("案件 (.*?)，", title)[1] for title in titles] == [  # type: ignore[index]
        "过期",
        "擅自",
        "迟了",
        "今天",
        "本周",
        "公示",
        "以后",
    ]
    pictures = page.all("svg")
    assert all(picture["role"] == "img" for picture in pictures)
    ids = {attrs.get("id") for _, attrs in page.elements}
    assert all(set(str(picture["aria-labelledby"]).split()) <= ids for picture in pictures)
    words = [text for tag, text in page.texts if tag == "desc"]
    assert "（不得为而为）下架 2026-03-05" in words[1]
    assert "反馈处理结果，2026-01-29 完成，逾期 10 天，最晚 2026-01-19" in words[2]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_cases_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    assert written(busy(), tmp_path, suffix) == written(busy(), tmp_path, suffix)


# -- pictures ---------------------------------------------------------------------------------------------------------


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
    # From 2 February to 14 February of 36 days.
    assert float(wide) / (float(now) - float(begin)) == pytest.approx(12 / 36, abs=0.01)


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


# -- hard cases -------------------------------------------------------------------------------------------------------


def hostile() -> odr.Monitor:
    return monitor(
        *(happened(name, "objection.received", "2026-02-02", actor=name) for name in HOSTILE),
        *(happened(f"{name[:150]}下", "delisting.posting", "2026-02-24", actor=name) for name in HOSTILE),
        *(happened(f"{name[:150]}下", "delisting.delisting", "2026-02-25", actor=name) for name in HOSTILE),
    )


def test_a_name_is_text_on_the_page_whatever_it_looks_like(tmp_path: Path) -> None:
    page = Page(written(hostile(), tmp_path, ".html"))
    assert {tag for tag, _ in page.elements} & {"script", "img", "b"} <= {"b"}
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    titles = {attrs.get("title") for attrs in page.all("h3")}
    assert set(HOSTILE) <= titles
    assert all(name in page.text() for name in HOSTILE)


def test_a_name_is_text_in_the_workbook(tmp_path: Path) -> None:
    content = written(hostile(), tmp_path, ".xlsx")
    assert {row["案件"] for row in cells(content, "待办")} == set(HOSTILE)
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        assert not any(cell.data_type == "f" or cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_a_name_is_text_in_the_feed(tmp_path: Path) -> None:
    content = written(hostile(), tmp_path, ".ics")
    assert set(entries(content)) == {f"【逾期】反馈处理结果：{name}" for name in HOSTILE}
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize("on", [ON, D.min, D.max])
def test_nothing_to_do(tmp_path: Path, on: dt.date) -> None:
    found = monitor()
    page = Page(written(found, tmp_path, ".html", on))
    assert "没有待办的事项，也没有发现违反规定。" in page.text()
    assert page.all("svg") == []
    content = written(found, tmp_path, ".xlsx", on)
    assert cells(content, "待办") == cells(content, "违规") == []
    assert entries(written(found, tmp_path, ".ics", on)) == {}
    assert json.loads(written(found, tmp_path, ".json", on))["breaches"] == []


def test_a_last_day_that_nobody_can_know_is_shown_as_such(tmp_path: Path) -> None:
    on = D(2026, 12, 24)
    found = monitor(happened("跨年", "objection.received", "2026-12-22"))
    [task] = agenda(found, on).later
    term = task.deadline
    assert term.due is None
    assert term.earliest is not None
    assert term.latest is not None
    told = f"推定 {term.earliest} 至 {term.latest}" if term.earliest < term.latest else f"推定 {term.earliest}"
    page = Page(written(found, tmp_path, ".html", on))
    assert told in page.text()
    [row] = cells(written(found, tmp_path, ".xlsx", on), "待办")
    assert (row["说明"], row["最后一天"].date()) == (told, term.earliest)
    [event] = entries(written(found, tmp_path, ".ics", on)).values()
    assert event["DTSTART"].dt == term.earliest
    assert event["DTEND"].dt == term.latest + dt.timedelta(days=1)
    assert told in str(event["DESCRIPTION"])


def test_what_may_be_due_already_is_due_today() -> None:
    # Twenty working days; how the Spring Festival of 2027 is arranged is not known.
    found = monitor(
        happened("跨年", "unopened_request.received", "2026-12-22"),
        happened("跨年", "unopened_request.form_review", "2026-12-23"),
        happened("跨年", "unopened_request.assessment", "2027-01-20", assessed_openable=True),
    )
    [task] = found.due(D(2027, 1, 25))
    first, last = task.deadline.earliest, task.deadline.latest
    assert first is not None
    assert last is not None
    assert first < last
    days = {
        first - dt.timedelta(days=14): "later",
        first: "today",
        last: "today",
        last + dt.timedelta(days=1): "overdue",
    }
    for on, group in days.items():
        assert [name for name, tasks in agenda(found, on).groups.items() if tasks] == [group]


def test_of_many_cases_the_worst_are_drawn_and_the_rest_counted(tmp_path: Path) -> None:
    later = [happened(f"新{number:03}", "objection.received", "2026-03-06") for number in range(399)]
    found = monitor(*later, happened("最要紧", "objection.received", "2026-01-05"))
    page = Page(written(found, tmp_path, ".html"))
    assert len(page.all("svg")) == TIMELINES == 300
    assert "另有 100 个案件没有画时间轴" in page.text()
    assert next(attrs["title"] for attrs in page.all("h3") if "title" in attrs) == "最要紧"
    # All of them are in the tables all the same.
    assert {f"新{number:03}" for number in range(399)} <= {text for tag, text in page.texts if tag in ("a", "span")}


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["报告.pdf", "报告", "报告.csv", ".html"])
def test_another_suffix_is_refused_before_anything_is_asked(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadOutput, match=r"\.html、\.xlsx、\.ics、\.json") as caught:
        export(busy(), tmp_path / name, ON)
    assert name in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_path_may_be_text_and_its_suffix_large(tmp_path: Path) -> None:
    export(busy(), str(tmp_path / "a.JSON"), ON)
    assert json.loads((tmp_path / "a.JSON").read_bytes())["place"] == "jining"


@pytest.mark.parametrize(("suffix", "needs"), [(".html", "jinja2"), (".xlsx", "xlsxwriter")])
def test_what_a_form_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, needs: str) -> None:
    template.cache_clear()
    monkeypatch.setitem(sys.modules, needs, None)
    with pytest.raises(odr.MissingExtra, match=r"opendata-rules\[catalogue\]"):
        export(busy(), tmp_path / f"a{suffix}", ON)
    export(busy(), tmp_path / "a.ics", ON)
    export(busy(), tmp_path / "a.json", ON)
