"""The small language for names: what it takes, what it refuses, and that nothing in it can run away."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.catalogue.sensitive import shipped
from opendata_rules.packs.patterns import LONGEST, WAYS, BadPattern, pattern


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("花名册", {"花名册"}),
        ("(低保|特困).{0,8}(名单|发放)", {"低保", "特困"}),
        ("(人员.{0,4}信息|档案)", {"人员", "档案"}),
        ("残疾(?!人联合会).{0,12}名单", {"残疾"}),
        ("户口?登记", {"登记"}),
        ("^.{2,4}$", set()),
        ("低保…名单", {"低保"}),
        ("低保……名单", {"低保"}),
        ("[市县]低保", {"低保"}),
        ("（(个人|自然人)）", {"个人", "自然人"}),
        (r"\(个人\)", {"(个人)"}),
    ],
)
def test_what_is_written_is_understood(text: str, needed: set[str]) -> None:
    [(_, needs)] = pattern(text).branches
    assert frozenset(needed) in needs or not needed


def test_alternatives_need_different_words() -> None:
    assert pattern("人员…信息|低保(户|对象)").branches == (
        ("人员.{0,8}信息", (frozenset(["人员"]), frozenset(["信息"]))),
        ("低保(户|对象)", (frozenset(["低保"]), frozenset(["户", "对象"]))),
    )


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ("(.+)+$", 2, "不能用“+”"),
        ("低保.*名单", 3, "不能用“*”"),
        ("名单+", 2, "不能用“+”"),
        ("低保.{0,}名单", 3, "不能用“{”"),
        ("低保.{0,99}名单", 3, "最多 30 个字"),
        ("低保.{8,0}名单", 3, "从小到大"),
        ("(低保|特困){2}", 7, "后面可以写 {0,12}"),
        ("低保.{0,4}?名单", 8, "只能说明一次"),
        ("低保(名单", 2, "少了一个右括号"),
        ("低保名单)", 4, "多了一个右括号"),
        ("[市县低保", 0, "少了一个“]”"),
        ("?低保", 0, "前面没有可以说明的字"),
        ("(?P<name>低保)", 0, "后面只能是"),
        ("(?i)低保", 0, "后面只能是"),
        (r"\d低保", 0, "只能是一个标点"),
        (r"(低保)\1", 4, "只能是一个标点"),
        ("(?<!市|县区)低保", 0, "长短要一样"),
        ("", 0, "空的"),
        ("(低保)?", 0, "什么名称都符合"),
        (".{0,30}低.{0,30}保.{0,30}名", 0, "间隔太多"),
        ("(a|aa)" * 12, 0, "间隔太多"),
        ("(" * 30 + "低保" + ")" * 30, 21, "套得太深"),
        ("低" * (LONGEST + 1), LONGEST, "请分成几条"),
    ],
)
def test_what_could_run_away_or_is_broken_is_refused_at_its_place(text: str, at: int, why: str) -> None:
    with pytest.raises(BadPattern, match=re.escape(why)) as refused:
        pattern(text)
    assert refused.value.at == at


@given(st.text(alphabet="低保()|?.{0,8}[]^$…!<=:*+\\", max_size=24))
def test_whatever_is_written_is_understood_or_refused(text: str) -> None:
    """What is understood compiles, matches no empty name, and needs what it says."""
    try:
        found = pattern(text)
    except BadPattern:
        return
    compiled = re.compile(found.expression)
    assert found.ways <= WAYS
    for name in ("低保", "保低", "低", "保", "08", "低保低保", ":!<="):
        match = compiled.search(name)
        if match is not None:
            assert any(all(any(word in name for word in need) for need in needs) for _, needs in found.branches)


def test_every_shipped_expression_is_of_the_small_language_and_known_by_its_words() -> None:
    """No gap is unbounded and no bracket repeated, so the work on a name is its length times a constant."""
    listed = shipped()
    for entry in listed.suspicions:
        for text in entry.titles:
            found = pattern(text)
            assert found.ways <= WAYS
            for branch, needs in found.branches:
                assert any(min(map(len, need)) >= 2 for need in needs), branch
    for exemption in (*listed.unsuspected, *listed.offices):
        for text in exemption.titles:
            assert pattern(text).ways <= WAYS
