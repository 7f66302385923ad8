"""What may be written: in files that are half typed, in the words of the folder."""

from __future__ import annotations

import pytest

from opendata_rules.authoring.language_server.completing import Offer, offers
from opendata_rules.authoring.language_server.texts import applied
from opendata_rules.vocabulary.facts import FactType, vocabulary

from .conftest import TAIAN, Bench

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

RULES, CASES = f"{TAIAN}/rules.yaml", f"{TAIAN}/cases.yaml"
CONDITION = "条件: {法定不予开放: 是}"


def labels(found: list[Offer]) -> list[str]:
    return [one.label for one in found]


def test_keywords_with_what_they_mean_where_they_stand(bench: Bench) -> None:
    found = offers(bench.desk, *bench.typed(RULES, CONDITION, f"{CONDITION}\n      |"))
    by_label = {one.label: one for one in found}
    assert {"除非", "可选", "存疑"} == by_label.keys()  # all others are there already
    assert by_label["除非"].about == "出现这些情况就不适用"
    assert by_label["可选"].edit.text == "可选:"
    assert labels(offers(bench.desk, *bench.at(RULES, "|"))) == ["开放属性", "共享属性", "属性变更", "措施", "转致"]


def test_facts_go_by_label_and_id_with_their_question(bench: Bench) -> None:
    found = {one.label: one for one in offers(bench.desk, *bench.typed(RULES, CONDITION, "条件: {国家|"))}
    fact = vocabulary().facts["state_secret"]
    offer = found[fact.label]
    assert (offer.also, offer.sort) == ("state_secret", "fact")
    assert "state_secret" in offer.detail
    assert fact.question in offer.about
    asked = {one.label for one in vocabulary().facts.values() if one.type in (FactType.BOOL, FactType.ENUM)}
    assert asked | {"全部满足", "任一满足", "都不满足"} == set(found)
    assert offer.edit.text == "国家秘密: "


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("rules", CONDITION, "条件: {国家秘密: |", ["是", "否"]),
        ("rules", CONDITION, "条件:\n        国家秘密: |", ["是", "否"]),
        ("rules", "效力: 应当", "效力: |", ["应当", "可以"]),
        ("rules", "结论: 不予开放", "结论: |不予", ["不予开放", "有条件开放", "无条件开放"]),
        ("instrument", "收录: 已收录", "收录： |", ["已收录", "部分收录", "未收录"]),
    ],
)
def test_values(bench: Bench, file: str, old: str, new: str, expected: list[str]) -> None:
    assert labels(offers(bench.desk, *bench.typed(f"{TAIAN}/{file}.yaml", old, new))) == expected


def test_steps_with_their_names(bench: Bench) -> None:
    found = offers(bench.desk, *bench.typed(f"{TAIAN}/deadlines.yaml", "步骤: update.refresh", "步骤: |"))
    by_label = {one.label: one for one in found}
    assert "形式审核" in by_label["unopened_request.form_review"].about


def test_names_that_the_packs_define(bench: Bench) -> None:
    rules = labels(offers(bench.desk, *bench.typed(f"{TAIAN}/duty_cases.yaml", "结论: ", "因: |\n    结论: ")))
    assert rules[0].startswith("taian-")
    assert "taian-12-4" in rules
    articles = labels(offers(bench.desk, *bench.typed(RULES, '条文: "12(一)"', "条文: |")))
    assert {"12", "12(二)", "12(四)"} <= set(articles)
    instruments = labels(offers(bench.desk, *bench.typed("jurisdictions/taian.yaml", "文件: [", "文件: [|")))
    assert "taian-open-data-measures-2025" in instruments
    places = offers(bench.desk, *bench.typed("jurisdictions/taian.yaml", "上级: shandong", "上级: |"))
    assert {"shandong": "山东省"}.items() <= {one.label: one.about for one in places}.items()


def test_what_is_written_and_not_saved_counts(city: Bench) -> None:
    folder = next((city.root / "rules").iterdir()).relative_to(city.root).as_posix()
    city.typed(f"{folder}/facts.yaml", "标签: 涉海观测数据", "标签: 临海观测数据|")
    found = labels(offers(city.desk, *city.typed(f"{folder}/duties.yaml", "当: {涉海观测数据: 是}", "当: {|")))
    assert "临海观测数据" in found
    assert "涉海观测数据" not in found


def test_an_offer_replaces_the_word_and_keeps_its_colon(bench: Bench) -> None:
    buffer, position = bench.typed(RULES, "要旨:", "要|点:")
    chosen = next(one for one in offers(bench.desk, buffer, position) if one.label == "要旨")
    assert applied(buffer.text, [chosen.edit]) == (bench.root / RULES).read_text(encoding="utf-8")


def test_nothing_is_offered_in_a_comment_or_in_other_files(bench: Bench) -> None:
    assert offers(bench.desk, *bench.at(RULES, "# 说|明\n")) == []
    assert offers(bench.desk, *bench.at("docs/a.yaml", "|")) == []
    assert offers(bench.desk, *bench.at(f"{TAIAN}/notes.yaml", "|")) == []
