"""What words mean, and where they lead."""

from __future__ import annotations

import pytest

from opendata_rules.authoring.language_server.reading_on import definitions, hover
from opendata_rules.authoring.language_server.texts import Position, units
from opendata_rules.vocabulary.keywords import KEYWORDS

from .conftest import TAIAN, Bench

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

RULES = f"{TAIAN}/rules.yaml"


def told(bench: Bench, name: str, old: str, new: str) -> str:
    found = hover(bench.desk, *bench.typed(name, old, new))
    return "" if found is None else found.text


def led(bench: Bench, name: str, old: str, new: str) -> list[str]:
    found = definitions(bench.desk, *bench.typed(name, old, new))
    for one in found:
        assert bench.desk.lines(one.path)[one.line][one.start : one.end]
    return [
        f"{one.path.relative_to(bench.root).as_posix()}: {bench.desk.lines(one.path)[one.line].strip()}"
        for one in found
    ]


def test_every_keyword_of_a_file_is_explained(bench: Bench) -> None:
    known = dict(KEYWORDS.values())
    buffer = bench.open(RULES)
    seen = set()
    for row, line in enumerate(buffer.lines):
        word = line.strip().removeprefix("- ").partition(":")[0]
        if word in known and not line.strip().startswith("#"):
            at = Position(row, units(line, line.index(word) + 1))
            found = hover(bench.desk, buffer, at)
            assert found is not None, line
            assert found.text.startswith(f"**{word}**"), line
            assert found.span.start.character == line.index(word)
            seen.add(word)
    assert {"开放属性", "依据", "锚词", "条件", "全部满足", "要件", "兜底", "转致"} <= seen


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        (RULES, "效力: 应当", "效|力: 应当", ["**效力**", "应当或者可以", "可以写：应当、可以"]),
        (RULES, "结论: 不予开放", "结论: 不|予开放", ["符合条件时的属性"]),
        (RULES, "{国家秘密: 是}", "{国家|秘密: 是}", ["state_secret", "该数据是否依法确定为国家秘密？"]),
        (RULES, "{国家秘密: 是}", "{国家|秘密: 是", ["该数据是否依法确定为国家秘密？"]),
        (RULES, '条文: "12(四)"', '条文: "12(|四)"', ["已编码", "articles.yaml"]),
        (f"{TAIAN}/cases.yaml", "地方: taian", "地方: tai|an", ["泰安市"]),
        ("jurisdictions/taian.yaml", "文件: [taian", "文件: [tai|an", ["泰安市公共数据开放办法（试行）"]),
        (f"{TAIAN}/deadlines.yaml", "步骤: update", "步骤: up|date", ["更新"]),
    ],
)
def test_hover(bench: Bench, name: str, old: str, new: str, parts: list[str]) -> None:
    text = told(bench, name, old, new)
    for part in parts:
        assert part in text


def test_a_passage_leads_to_its_row_and_the_row_back(bench: Bench) -> None:
    assert led(bench, RULES, '条文: "12(四)"', '条文: "12|(四)"')[0].startswith(
        f'{TAIAN}/articles.yaml: - {{条文: "12"'
    )
    back = led(bench, f"{TAIAN}/articles.yaml", '条文: "12"', '条文: "1|2"')
    assert f'{RULES}: 条文: "12(四)"' in back
    assert not [one for one in back if '"13' in one]


def test_a_rule_leads_to_its_cases_and_a_case_to_its_rule(bench: Bench) -> None:
    assert any(
        one.startswith(f"{TAIAN}/cases.yaml") for one in led(bench, RULES, "编号: taian-12-4", "编号: taian|-12-4")
    )
    assert led(bench, f"{TAIAN}/duty_cases.yaml", "结论: ", "因: taian-1|2-4\n    结论: ") == [
        f"{RULES}: - 编号: taian-12-4"
    ]
    assert f'{RULES}: 条文: "12(四)"' in led(bench, f"{TAIAN}/cases.yaml", "依据条文: [", '依据条文: ["12(四|)", ')


def test_what_a_place_brings_leads_to_where_it_does(city: Bench) -> None:
    folder = next((city.root / "rules").iterdir()).relative_to(city.root).as_posix()
    found = led(city, f"{folder}/duties.yaml", "当: {涉海观测数据", "当: {涉海|观测数据")
    assert [one.partition(":")[0] for one in found] == [f"{folder}/facts.yaml"]


def test_nothing_is_told_of_plain_words(bench: Bench) -> None:
    assert told(bench, RULES, "要旨: ", "要旨: 甲|乙") == ""
    assert led(bench, RULES, "要旨: ", "要旨: 甲|乙") == []
