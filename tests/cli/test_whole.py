"""Commands that ask about whole laws, and the interview."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import yaml

import opendata_rules as odr
from opendata_rules.authoring.rule_cases.written import CasesModel
from opendata_rules.vocabulary.facts import FactType, vocabulary
from tests import hostile

from .conftest import Run

ON = ("--on", "2026-03-10")


def answers(skip: int = 0) -> bytes:
    """Lines for every question of Tai'an: 否 where that is an answer, otherwise 不知道."""
    interview = odr.Interview(odr.load().law("taian", on=dt.date(2026, 3, 10)))
    lines = []
    while (question := interview.question) is not None:
        lines.append("否" if vocabulary().facts[question.fact].type is FactType.BOOL else "不知道")
        interview.answer(lines[-1])
    return "".join(f"{line}\n" for line in lines[skip:]).encode()


class TestAnalyse:
    def test_findings_in_words_with_their_examples(self, run: Run) -> None:
        done = run("analyse", "滕州", *ON)
        assert done.status == 0
        assert "涉及个人隐私＝是" in done.out

    def test_several_places_and_dates(self, run: Run) -> None:
        items = run("analyse", "泰安", "tengzhou@2026-03-10", *ON, "--json").json["items"]
        assert [item["place"] for item in items] == ["taian", "tengzhou"]

    def test_a_place_without_rules_cannot_tell(self, run: Run) -> None:
        assert run("analyse", "泰安@2020-01-01").status == 4

    def test_what_was_not_covered_is_told_and_cannot_be_told(self, run: Run, tmp_path: Path) -> None:
        hostile.library(tmp_path, "grounds that leave a choice")
        done = run("analyse", "here", *ON, "--rules", str(tmp_path))
        assert done.status == 4
        assert "组合太多，没有查完：开放属性：不影响结果的事实" in done.out

    def test_rules_that_cannot_be_worked_out_are_named(self, run: Run, tmp_path: Path) -> None:
        hostile.library(tmp_path, "exceptions")
        done = run("analyse", "here", *ON, "--rules", str(tmp_path))
        assert done.status == 2
        assert "“hostile-0”" in done.err

    def test_examples_are_saved_as_cases_that_can_be_read(self, run: Run, folder: Path) -> None:
        run("analyse", "滕州", *ON, "--save", "例.yaml")
        data = yaml.load((folder / "例.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert CasesModel.model_validate(data).cases


class TestCompare:
    def test_a_table_and_every_difference_with_its_example(self, run: Run) -> None:
        done = run("compare", "taian", "tengzhou", "qingdao", "jining", *ON)
        assert done.status == 1
        assert "泰安 与 滕州：互有宽严" in done.out
        assert "例：" in done.out

    def test_no_difference_is_no_finding(self, run: Run) -> None:
        assert run("compare", "泰安@2026-03-10", "泰安@2026-03-11").status == 0

    @pytest.mark.parametrize("topic", ["classification", "sharing_classification", "change", "procedures", "duties"])
    def test_every_topic_as_json(self, run: Run, topic: str) -> None:
        done = run("compare", "tengzhou", "qingdao", *ON, "--topic", topic, "--json")
        [item] = done.json["items"]
        assert item["topic"] == topic
        assert done.status == (1 if item["items"][0]["differences"] else 0)

    def test_the_report_is_one_page_with_the_picture(self, run: Run, folder: Path) -> None:
        topics = ("--topic", "classification", "--topic", "procedures")
        run("compare", "泰安", "滕州", "青岛", *ON, *topics, "-o", "比较.html")
        page = (folder / "比较.html").read_text(encoding="utf-8")
        assert "<svg" in page
        assert "有条件开放数据获取" in page
        assert "https:" not in page
        assert "http:" not in page.replace("http://www.w3.org/2000/svg", "")

    def test_it_begins_with_who_is_stricter(self, run: Run) -> None:
        assert run("compare", "青岛", "滕州", *ON).out.splitlines()[1].startswith("  青岛比滕州严。差别 5 处：")

    def test_a_report_that_cannot_be_written_is_told(self, run: Run, folder: Path) -> None:
        done = run("compare", "泰安", "滕州", *ON, "-o", str(folder / "没有" / "比较.html"))
        assert done.status == 2
        assert "bad_output" in done.err

    @pytest.mark.parametrize(
        "words",
        [("泰安",), ("泰安", "滕州", "--topic", "weather"), ("泰安", "滕州", "-o", "a.txt"), ("泰安@x", "滕州")],
    )
    def test_misuse_is_told(self, run: Run, words: tuple[str, ...]) -> None:
        done = run("compare", *words)
        assert done.status == 2
        assert done.err


class TestAsk:
    def test_a_few_answers_end_in_a_decision(self, run: Run) -> None:
        done = run("ask", "泰安", *ON, stdin=answers())
        assert done.status == 0
        assert "无条件开放" in done.out
        assert "1. " in done.err

    def test_words_numbers_mistakes_and_going_back(self, run: Run) -> None:
        done = run("ask", "泰安", *ON, stdin="也许\n上一题\n2\n上一题\n1\n".encode())
        assert done.status == 0
        assert "不予开放" in done.out
        assert "也许" in done.err

    def test_it_can_be_left_and_taken_up_again_and_replayed(self, run: Run, folder: Path) -> None:
        first = run("ask", "泰安", *ON, "--save", "问答.json", stdin="否\n否\n停\n".encode())
        assert first.status == 4
        assert len(json.loads((folder / "问答.json").read_text(encoding="utf-8"))["answers"]) == 2
        second = run("ask", "泰安", "--save", "问答.json", stdin=answers(2))
        assert second.status == 0
        assert "已经回答 2 个" in second.err
        replayed = run("ask", "泰安", "--replay", "问答.json", "--json")
        assert replayed.json["attribute"] == "open"

    def test_duties_are_asked_about_too(self, run: Run, folder: Path) -> None:
        done = run("ask", "济宁", *ON, "--topic", "开放清单", "--save", "清单.json", stdin="也许\n停\n".encode())
        assert done.status == 4
        assert "开放清单" in done.out
        saved = json.loads((folder / "清单.json").read_text(encoding="utf-8"))
        assert saved["topic"] == "list"
        facts = ({"fact": "list_published", "value": False}, {"fact": "list_published_on", "value": None})
        (folder / "清单.json").write_text(json.dumps({**saved, "answers": facts}), encoding="utf-8")
        replayed = run("ask", "济宁", "--replay", "清单.json", "--json")
        assert replayed.json["topic"] == "list"
        assert replayed.status == (1 if replayed.json["verdict"] == "noncompliant" else 4)

    def test_days_and_lists_are_answers(self, run: Run) -> None:
        done = run("ask", "泰安", *ON, "--topic", "数据更新", stdin="否\n否\n不知道\n不知道\n不知道\n停\n".encode())
        assert "答日期" in done.err
        done = run("ask", "济宁", *ON, "--topic", "目录迁移", stdin="是\n否\n".encode())
        assert done.status == 1

    def test_a_change_is_asked_about_too(self, run: Run) -> None:
        done = run("ask", "泰安", *ON, "--change", "不予开放", "无条件开放", stdin="停\n".encode())
        assert done.status == 4
        assert "不予开放→无条件开放" in done.out
        assert run("ask", "泰安", *ON, "--change", "不予开放", "无条件开放", "--topic", "下架").status == 2

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": 3}', "不是"])
    def test_what_is_no_transcript_is_told(self, run: Run, folder: Path, text: str) -> None:
        (folder / "x.json").write_text(text, encoding="utf-8")
        done = run("ask", "泰安", "--replay", "x.json")
        assert done.status == 2
        assert "问答记录" in done.err

    def test_one_place_at_a_time(self, run: Run) -> None:
        assert run("ask", "泰安", "滕州").status == 2
