"""Where one is typing: the way in the tree, in files that are seldom whole at that moment."""

from __future__ import annotations

import pytest

from opendata_rules.authoring.language_server.places import Place, place_at
from opendata_rules.authoring.language_server.texts import lines_of

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

HEAD = '开放属性:\n  依据:\n    - 编号: a\n      条文: "12"\n'
GROUND = ("开放属性", "依据", 0)


def at(text: str) -> Place:
    """The place of the bar in a text."""
    before, _, after = text.partition("|")
    lines = lines_of(before + after)
    return place_at(lines, len(lines_of(before)) - 1, len(lines_of(before)[-1]))


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("|", ()),
        ("开|", ()),
        (f"{HEAD}      效|", GROUND),
        (f"{HEAD}    - 编号: b\n      |", ("开放属性", "依据", 1)),
        (f"{HEAD}      条件:\n        |", (*GROUND, "条件")),
        (f"{HEAD}      条件: {{国家|", (*GROUND, "条件")),
        (f"{HEAD}      条件: {{\n        国家|", (*GROUND, "条件")),
        (f"{HEAD}      条件:\n        全部满足:\n          - |", (*GROUND, "条件", "全部满足", 0)),
        (
            f"{HEAD}      条件:\n        全部满足:\n        - {{国家秘密: 是}}\n        - |",
            (*GROUND, "条件", "全部满足", 1),
        ),
        (f"{HEAD}      条件:\n        全部满足: [{{国家秘密: 是}},\n          {{涉|", (*GROUND, "条件", "全部满足", 1)),
        # A bracket that was never closed ends where something else begins.
        (f"{HEAD}      条件: {{国家秘密: 是\n    - 编号: b\n      效|", ("开放属性", "依据", 1)),
        # A full-width colon is meant as one; a quotation that was not closed spoils its line alone.
        (f'{HEAD}      要旨： 甲\n      英文: "gist\n      效|', GROUND),
        ("# 说明\n\n开放属性:\n\n  # 依据\n  依|", ("开放属性",)),
        ("a:\n- b:\n  - c: 1\n  - |", ("a", 0, "b", 1)),
        ("a:\n  - - 1\n    - |", ("a", 0, 1)),
    ],
)
def test_a_key_belongs_to_the_mapping_around_it(text: str, way: tuple[str | int, ...]) -> None:
    found = at(text)
    assert found.way == way
    assert found.is_key


@pytest.mark.parametrize(
    ("text", "way", "word"),
    [
        (f"{HEAD}      效力: |", (*GROUND, "效力"), ""),
        (f"{HEAD}      效力: 应|当  # 说明", (*GROUND, "效力"), "应当"),
        (f'{HEAD}      另见: ["1|0", "11"]', (*GROUND, "另见", 0), "10"),
        (f"{HEAD}      条件: {{国家秘密: |}}", (*GROUND, "条件", "国家秘密"), ""),
        (f"{HEAD}      条件: {{第三方意见: [不同意, 部|]}}", (*GROUND, "条件", "第三方意见", 1), "部"),
        ('条文表:\n  - {条文: "1|2", 状态: 已编码}', ("条文表", 0, "条文"), "12"),
    ],
)
def test_a_value_belongs_to_its_key(text: str, way: tuple[str | int, ...], word: str) -> None:
    found = at(text)
    assert (found.way, found.word) == (way, word)
    assert found.is_value
    assert not found.is_key


def test_keys_that_are_there_are_not_offered_again() -> None:
    assert at(f"{HEAD}      |\n      要旨: x\n\n  兜底:\n    效力: 应当\n").taken == {"编号", "条文", "要旨"}
    assert at("用例:\n  - {情形: x, |, 日期: 1}").taken == {"情形", "日期"}
    assert at("a:\n  - x: 1\n  - |\n    y: 2\n  - z: 3\n").taken == {"y"}


def test_a_word_is_replaced_whole_and_its_colon_stays() -> None:
    found = at("开放属性:\n  依|据:\n    - x\n")
    assert (found.start, found.end, found.word, found.colon) == (2, 4, "依据", True)
    assert not at("开放属性:\n  依|\n").colon
