"""Every kind of change of a rule is made, told in Chinese at its place, and can be read as a pack."""

from __future__ import annotations

import pytest

import opendata_rules as odr
from opendata_rules.authoring.mutation.workshop import Workshop

from .conftest import NAME

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


@pytest.fixture
def shop(library: odr.Library) -> Workshop:
    return Workshop(library, NAME)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("shili-1", "去掉这一条规则"),
        ("shili-1", "“条文”1(一)改为1(二)"),
        ("shili-1", "“结论”不予开放改为有条件开放"),
        ("shili-1", "“效力”应当改为可以，可以选有条件开放"),
        ("shili-1", "“全部满足”改为“任一满足”"),
        ("shili-1", "“任一满足”改为“全部满足”"),
        ("shili-1", "去掉“任一满足”中的“涉及商业秘密: 是”"),
        ("shili-1", "“涉及商业秘密”是改为否"),
        ("shili-1", "“第三方意见”去掉“不同意”"),
        ("shili-1", "“第三方意见: [不同意, 曾同意后撤回]”改为否定"),
        ("shili-1", "增加例外“国家秘密: 是”"),
        ("shili-2", "“都不满足”改为“任一满足”"),
        ("shili-3", "“结论”无条件开放改为不予开放"),
        ("shili-4", "“变更”去掉“由无条件开放到不予开放”"),
        ("shili-4", "去掉“要件”before"),
        ("shili-4", "“要件”before的“硬性”是改为否"),
        ("shili-4", "“早于”的两个日期对调：变更日期早于同意日期"),
        ("shili-4", "“同意机关”去掉“市级大数据主管部门（设区的市）”"),
        ("shili-4", "“责任”去掉“8”"),
        ("shili-4", "“责任”8改为9"),
        ("shili-5", "“主体”提供单位改为主管部门"),
        ("shili-5", "“效力”应当改为最低"),
        ("shili-5", "“不少于”5改为6"),
        ("shili-5", "“不少于”5改为4"),
        ("shili-5", "去掉“当”"),
        ("shili-5", "去掉“先于”"),
        ("shili-5", "“先于”下架改为开通使用权限"),
        ("shili-5", "“及时”否改为是"),
        ("shili-6", "“期满”改为“期满后”"),
        ("shili-7", "“长度”5改为4"),
        ("shili-7", "“单位”工作日改为日"),
        ("shili-7", "去掉“延长”"),
        ("shili-7", "“至”10改为9"),
        ("shili-7", "去掉“延长”的“至”"),
        ("shili-7", "“情况复杂”是改为否"),
        ("shili-9", "“每年”12-31改为12-30"),
    ],
)
def test_made(shop: Workshop, rule: str, said: str) -> None:
    [found] = [one for one in shop.mutants if one.rule.id == rule and one.said == said]
    pack = shop.rebuilt(found)
    assert pack is not None
    assert pack.meaning.whole != shop.pack.meaning.whole


def test_each_changes_one_rule_only(shop: Workshop) -> None:
    before = dict(shop.pack.meaning.rules)
    for mutant in shop.mutants:
        pack = shop.rebuilt(mutant)
        assert pack is not None
        after = dict(pack.meaning.rules)
        changed = {name for name in before if after.get(name) != before[name]}
        # A review within a change is a rule too.
        assert mutant.rule.id in changed
        assert len(changed) == 1


def test_none_twice(shop: Workshop) -> None:
    meanings = [shop.rebuilt(mutant) for mutant in shop.mutants]
    assert len({pack.meaning.whole for pack in meanings if pack}) == len(meanings)


def test_placed_where_the_change_is(shop: Workshop) -> None:
    lines = {file: document.lines for file, document in shop.documents.items()}
    for mutant in shop.mutants:
        source = lines[mutant.rule.file][mutant.line - 1][mutant.column - 1 :]
        if mutant.said.startswith("“长度”"):
            assert source.startswith("长度:")
        if mutant.said.startswith("“早于”"):
            assert source.startswith(("早于:", "-"))
