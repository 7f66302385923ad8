"""The agenda of a day: what is overdue, due today, this week, later, and whose it is."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.reports.agenda import URGENCY_TERMS, agenda

from .shown import ON, D, busy, happened, monitor, written


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
    urgent = "逾期未办 1 件，今天到期 1 件，不得为而为 2 处，本周到期 1 件"
    assert found.headline == f"{urgent}，逾期完成 1 处，以后到期 1 件。"


def test_what_can_wait_is_told_last() -> None:
    found = agenda(
        monitor(
            happened("以后", "unopened_request.received", "2026-03-10"),
            happened("迟了", "objection.received", "2026-01-05"),
            happened("迟了", "objection.feedback", "2026-01-29"),
        ),
        ON,
    )
    assert found.headline == "逾期完成 1 处，以后到期 1 件。"
    assert found.explain("en").splitlines()[0] == f"jining {ON}: 1 breaches, 1 due later"


def test_an_agenda_explains_itself_counts_first_then_every_task_and_breach() -> None:
    found = agenda(busy(), ON)
    chinese, english = found.explain(), found.explain("en")
    assert chinese.splitlines()[0] == f"济宁市 {ON}：{found.headline}"
    counts = "1 overdue, 1 due today, 1 due this week, 4 breaches, 1 due later"
    assert english.splitlines()[0] == f"jining {ON}: {counts}"
    for owed in (*found.tasks, *found.running):
        assert f"案件 {owed.case}：{owed.label}" in chinese
        assert f"case {owed.case}: {owed.english}" in english
    for one in found.breaches:
        assert str(one.citation) in chinese
        assert one.citation.english in english
    assert agenda(monitor(), ON).explain("en").splitlines()[0].endswith(": nothing to do and no breach found")
    with pytest.raises(odr.BadArgument, match="lang"):
        found.explain("fr")  # type: ignore[arg-type]


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


def test_the_agenda_as_json_is_plain_and_complete(tmp_path: Path) -> None:
    told = json.loads(written(busy(), tmp_path, ".json"))
    assert (told["place"], told["on"], told["week_ends"]) == ("jining", "2026-03-10", "2026-03-15")
    assert [len(told[name]) for name in (*URGENCY_TERMS, "running", "breaches")] == [1, 1, 1, 1, 1, 4]
    assert told["officers"][0] == {
        "name": "市住建局/周涛",
        "english": "",
        "overdue": 1,
        "today": 0,
        "this_week": 0,
        "later": 0,
    }
    assert told["overdue"][0]["deadline"]["due"] == "2026-02-14"


def test_a_day_is_a_plain_date(tmp_path: Path) -> None:
    for on in ("2026-03-10", dt.datetime(2026, 3, 10)):
        with pytest.raises(TypeError):
            agenda(busy(), on)  # type: ignore[arg-type]
