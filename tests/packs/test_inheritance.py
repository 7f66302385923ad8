"""What a later version has of the one before, entry by entry, and how its articles are numbered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.packs.files import read_pack
from opendata_rules.packs.inheritance import versions_in

from ..amendments import ROOT

HEAD = """\
标题: 测试市数据办法
英文: Measures of a City on Data
制定机关: 测试市人民政府
效力层级: 行政规范性文件
施行日期: 2024-01-01
有效期至: 2030-12-31
收录: 已收录
来源: 正式文本
"""
RULES = """\
开放属性:
  依据:
    - {编号: a-1, 条文: "1", 要旨: 甲, 英文: a, 效力: 应当, 结论: 不予开放, 条件: {国家秘密: 是}}
    - {编号: a-2, 条文: "2(一)", 另见: ["3"], 要旨: 乙, 英文: b, 效力: 应当, 结论: 有条件开放, 条件: {涉及个人隐私: 是}}
  兜底: {编号: a-3, 条文: "3", 要旨: 丙, 英文: c, 效力: 应当, 结论: 无条件开放}
"""
DEADLINES = """\
期限:
  - {编号: a-4, 步骤: objection.feedback, 条文: "4", 要旨: 丁, 英文: d, 主体: 单位, 效力: 应当, 长度: 8, 单位: 工作日,
     责任: ["2"]}
计算规则:
  - {编号: a-5, 条文: "4", 单位: 工作日, 要旨: 戊, 英文: e}
"""
ARTICLES = "条文表:\n" + "".join(f'  - {{条文: "{n}", 状态: 已编码, 指纹: {str(n) * 64}}}\n' for n in (1, 2, 3, 4))
BASE = {"instrument.yaml": HEAD, "rules.yaml": RULES, "deadlines.yaml": DEADLINES, "articles.yaml": ARTICLES}
PLACE = '名称: 测试市\n代码: "379900"\n级别: 市级\n主管部门: 测试市大数据局\n文件: [{}]\n'
ON = dt.date(2026, 3, 10)


def folder(tmp_path: Path, bound: str, **packs: dict[str, str]) -> Path:
    """A folder of packs; those of later versions by what follows ``a``."""
    (tmp_path / "jurisdictions").mkdir()
    (tmp_path / "jurisdictions" / "ceshi.yaml").write_text(PLACE.format(bound), encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "calendar").symlink_to(ROOT / "rules" / "calendar", target_is_directory=True)
    for name, files in {"a": BASE, **packs}.items():
        (tmp_path / "rules" / name).mkdir()
        for file, text in files.items():
            (tmp_path / "rules" / name / file).write_text(text, encoding="utf-8")
    return tmp_path


def version(more: str = "", before: str = "a", on: str = "2025-01-01") -> dict[str, str]:
    return {"instrument.yaml": f"修订自: {before}\n施行日期: {on}\n{more}"}


def rules_of(root: Path, name: str) -> dict[str, str]:
    pack, problems = read_pack(root / "rules" / name, f"rules/{name}")
    assert pack is not None, problems
    return {rule.id: rule.citation.ref for rule in pack.provisions()}


def test_what_is_not_written_is_inherited(tmp_path: Path) -> None:
    root = folder(tmp_path, "b", b=version())
    pack, problems = read_pack(root / "rules" / "b", "rules/b")
    base, _ = read_pack(root / "rules" / "a", "rules/a")
    assert pack is not None
    assert base is not None
    assert not problems
    one, old = pack.instrument, base.instrument
    assert (one.title, one.english, one.expires, one.collected) == (old.title, old.english, old.expires, old.collected)
    assert (one.amends, one.effective) == ("a", dt.date(2025, 1, 1))
    assert pack.meaning.rules == base.meaning.rules
    assert [(row.ref, row.fingerprint) for row in pack.articles] == [
        (row.ref, row.fingerprint) for row in base.articles
    ]
    assert pack.digest != base.digest


def test_an_entry_is_replaced_as_a_whole_and_new_ones_stand_where_they_are_written(tmp_path: Path) -> None:
    rules = """\
开放属性:
  依据:
    - {编号: b-1, 条文: "1", 要旨: 新, 英文: n, 效力: 应当, 结论: 不予开放, 条件: {涉及商业秘密: 是}}
    - {编号: a-2, 条文: "2", 要旨: 改, 英文: r, 效力: 应当, 结论: 不予开放, 条件: {涉及个人隐私: 是}}
"""
    root = folder(tmp_path, "b", b={**version(), "rules.yaml": rules})
    assert list(rules_of(root, "b"))[:4] == ["a-1", "b-1", "a-2", "a-3"]
    pack, _ = read_pack(root / "rules" / "b", "rules/b")
    assert pack is not None
    [changed] = [rule for rule in pack.provisions() if rule.id == "a-2"]
    assert changed.gist == "改"
    assert changed.see_also == ()
    assert pack.written == {"b-1", "a-2"}


def test_articles_are_renumbered_everywhere(tmp_path: Path) -> None:
    more = '条文改号: {"2": "3", "3": "4", "4": "5"}\n'
    rows = {"articles.yaml": '条文表:\n  - {条文: "2", 状态: 原则, 说明: 新增}\n'}
    root = folder(tmp_path, "b", b={**version(more), **rows})
    assert rules_of(root, "b") == {"a-1": "1", "a-2": "3(一)", "a-3": "4", "a-4": "5", "a-5": "5"}
    pack, _ = read_pack(root / "rules" / "b", "rules/b")
    assert pack is not None
    assert [str(also.ref) for rule in pack.provisions() for also in rule.see_also] == ["4"]
    assert [cited.ref for rule in pack.terms for cited in rule.consequences] == ["3"]
    marks = {row.ref: row.fingerprint for row in pack.articles}
    assert marks == {"1": "1" * 64, "2": None, "3": "2" * 64, "4": "3" * 64, "5": "4" * 64}
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]


def test_what_is_abolished_is_gone_with_its_article(tmp_path: Path) -> None:
    more = '废止: [a-4, a-5, "4"]\n'
    root = folder(tmp_path, "b", b=version(more))
    assert set(rules_of(root, "b")) == {"a-1", "a-2", "a-3"}
    law = odr.load(root).law("ceshi", on=ON)
    assert law.deadline("objection.feedback", trigger=ON).status == "not_regulated"
    before = odr.load(root).law("ceshi", on=dt.date(2024, 3, 11))
    assert before.deadline("objection.feedback", trigger=before.on).status == "final"


def test_three_versions_in_a_row(tmp_path: Path) -> None:
    longer = {"deadlines.yaml": DEADLINES.partition("计算规则")[0].replace("长度: 8", "长度: 9").replace('"4"', '"5"')}
    second = {**version('条文改号: {"4": "5"}\n'), **longer}
    third = version('条文改号: {"5": "6"}\n', "b", "2026-01-01")
    root = folder(tmp_path, "c", b=second, c=third)
    assert rules_of(root, "c")["a-4"] == "6"
    library = odr.load(root)
    for year, number, ref, name in ((2024, 8, "4", "a"), (2025, 9, "5", "b"), (2026, 9, "6", "c")):
        day = dt.date(year, 3, 10)
        found = library.law("ceshi", on=day).deadline("objection.feedback", trigger=day)
        assert found.citation is not None
        assert (found.length, found.citation.ref, found.citation.instrument) == (number, ref, name)
    # Only what really changes between trigger and end is for a human.
    straddling = library.law("ceshi", on=ON).deadline("objection.feedback", trigger=dt.date(2025, 12, 29))
    assert (straddling.status, straddling.due) == ("final", dt.date(2026, 1, 12))
    changed = library.law("ceshi", on=ON).deadline("objection.feedback", trigger=dt.date(2024, 12, 27))
    assert changed.status == "human_review"
    assert "修订" in changed.note
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]


@pytest.mark.parametrize("bound", ["b", "a, b", "b, a"])
def test_a_place_names_the_newest_or_several_in_any_order(tmp_path: Path, bound: str) -> None:
    root = folder(tmp_path, bound, b=version())
    library = odr.load(root)
    for day, name in ((dt.date(2024, 12, 31), "a"), (dt.date(2025, 1, 1), "b")):
        law = library.law("ceshi", on=day)
        found = law.classify({}, unlisted="false")
        assert [ground.citation.instrument for ground in found.grounds] == [name]
        assert found.warnings == ()
        assert {one.id for one in law.instruments} == {"a", "b"}
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]


def test_two_versions_of_one_are_refused(tmp_path: Path) -> None:
    root = folder(tmp_path, "b, c", b=version(), c=version(on="2026-01-01"))
    with pytest.raises(odr.BadPack) as error:
        odr.load(root).law("ceshi", on=ON)
    assert [problem.code for problem in error.value.diagnostics] == ["amended_twice"]


def test_a_broken_version_takes_no_other_place_down(tmp_path: Path) -> None:
    root = folder(tmp_path, "b", b=version("废止: [a-9]\n"))
    (root / "jurisdictions" / "other.yaml").write_text(
        PLACE.format("a").replace("测试", "别处").replace("379900", "379901"), encoding="utf-8"
    )
    library = odr.load(root)
    with pytest.raises(odr.BadPack):
        library.law("ceshi", on=ON)
    assert library.law("other", on=ON).classify({}, unlisted="false").attribute == "open"


def test_facts_of_its_own_are_added_to(tmp_path: Path) -> None:
    fact = "  - {{编号: ces__{0}, 标签: {1}, 类型: 是非, 问句: 是吗？, 含义: 以公布的为准}}\n"
    facts = "前缀: ces\n本地事实:\n" + fact.format("site", "文物点位")
    rules = RULES.replace("{国家秘密: 是}", "{文物点位: 是}")
    more = "前缀: ces\n本地事实:\n" + fact.format("route", "公交线路")
    added = """\
开放属性:
  依据:
    - {编号: b-1, 条文: "1", 要旨: 新, 英文: n, 效力: 应当, 结论: 不予开放, 条件: {公交线路: 是}}
"""
    root = folder(
        tmp_path,
        "b",
        a={**BASE, "facts.yaml": facts, "rules.yaml": rules},
        b={**version(), "facts.yaml": more, "rules.yaml": added},
    )
    library = odr.load(root)
    law = library.law("ceshi", on=ON)
    assert law.classify({"公交线路": True}).attribute == law.classify({"文物点位": True}).attribute == "closed"
    before = library.law("ceshi", on=dt.date(2024, 3, 10))
    assert before.classify({"公交线路": True, "文物点位": False}, unlisted="false").attribute == "open"
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]


def test_a_draft_version_speaks_only_where_it_is_asked_for(tmp_path: Path) -> None:
    draft = {"instrument.yaml": "修订自: a\n草案: 是\n废止: [a-2]\n"}
    library = odr.load(folder(tmp_path, "b", b=draft))
    facts = {"涉及个人隐私": True}
    assert library.law("ceshi", on=ON).classify(facts, unlisted="false").attribute == "conditional"
    found = library.law("ceshi", on=ON, drafts=True).classify(facts, unlisted="false")
    assert found.attribute == "open"
    assert [one.code for one in found.warnings] == ["draft"]


def test_versions_are_found_without_reading_what_amends_nothing(tmp_path: Path) -> None:
    root = folder(tmp_path, "b", b=version())
    assert versions_in((root / "rules").iterdir()) == {"b": "a"}
    assert versions_in((ROOT / "rules").iterdir()) == {}


def test_one_file_of_a_version_is_checked_with_what_it_inherits(tmp_path: Path) -> None:
    deadlines = DEADLINES.partition("计算规则")[0]
    root = folder(tmp_path, "b", b={**version(), "deadlines.yaml": deadlines})
    for file in ("instrument.yaml", "deadlines.yaml"):
        assert odr.lint(root / "rules" / "b" / file) == ()
    (root / "rules" / "b" / "deadlines.yaml").write_text(deadlines.replace("a-4", "a-1"), encoding="utf-8")
    assert [one.code for one in odr.lint(root / "rules" / "b" / "deadlines.yaml")] == ["another_kind"]


def test_names_that_a_catalogue_is_asked_about_are_inherited_one_by_one(tmp_path: Path) -> None:
    entry = "  - {{编号: {0}, 事实: 涉及个人隐私, 理由: 如此, 来源: [某通知], 数据项: [{1}]}}\n"
    listed = "可疑名称:\n" + entry.format("s-1", "身份证号") + entry.format("s-2", "家庭住址")
    own = "可疑名称:\n" + entry.format("s-3", "手机号码")
    base, later = {**BASE, "suspicions.yaml": listed}, {**version("废止: [s-1]\n"), "suspicions.yaml": own}
    pack, problems = read_pack(folder(tmp_path, "b", a=base, b=later) / "rules" / "b", "rules/b")
    assert pack is not None, problems
    assert pack.suspicions is not None
    assert [one.items for one in pack.suspicions.suspicions] == [("家庭住址",), ("手机号码",)]


@pytest.mark.parametrize("before", ["[a]", '""', "{a: 1}", ""])
def test_a_wrong_word_for_what_is_amended_is_all_that_is_told(tmp_path: Path, before: str) -> None:
    """What a version does not write it has of the one before: nothing is missing of its own."""
    root = folder(tmp_path, "b", b=version(before=before))
    found = [one for one in odr.lint(root) if one.path == "rules/b/instrument.yaml"]
    assert [(one.code in ("wrong_type", "empty_text"), one.line) for one in found] == [(True, 1)], found
    assert [one.code for one in odr.lint(root / "rules" / "b" / "instrument.yaml")] == [one.code for one in found]


def test_where_all_rules_of_a_scheme_are_abolished_another_instrument_answers(tmp_path: Path) -> None:
    root = folder(tmp_path, "b", b=version("废止: [a-1, a-2, a-3]\n"))
    higher = {"instrument.yaml": HEAD.replace("测试市", "测试省"), "articles.yaml": ARTICLES, "rules.yaml": RULES}
    (root / "rules" / "p").mkdir()
    for name, text in higher.items():
        (root / "rules" / "p" / name).write_text(text.replace("a-", "p-"), encoding="utf-8")
    place = PLACE.format("p").replace("测试", "上级").replace("379900", "370000").replace("市级", "省级")
    (root / "jurisdictions" / "above.yaml").write_text(place, encoding="utf-8")
    of_city = root / "jurisdictions" / "ceshi.yaml"
    of_city.write_text(of_city.read_text(encoding="utf-8") + "上级: above\n", encoding="utf-8")
    library = odr.load(root)
    for day, instrument in ((dt.date(2024, 12, 31), "a"), (ON, "p")):
        found = library.law("ceshi", on=day).classify({"涉及个人隐私": True}, unlisted="false")
        assert [(one.citation.instrument, found.attribute) for one in found.grounds] == [(instrument, "conditional")]


def test_of_two_versions_of_one_the_later_is_told(tmp_path: Path) -> None:
    """Whatever their names: the later is to amend the earlier."""
    root = folder(tmp_path, "b, c", b=version(on="2026-01-01"), c=version())
    found = [one for one in odr.lint(root) if one.code == "amended_twice"]
    assert [(one.path, "“c”" in one.message) for one in found] == [("rules/b/instrument.yaml", True)]
    with pytest.raises(odr.BadPack) as error:
        odr.load(root).law("ceshi", on=ON)
    assert [(one.path, one.message) for one in error.value.diagnostics] == [(one.path, one.message) for one in found]


def test_what_amends_a_draft_is_the_law_from_its_own_first_day(tmp_path: Path) -> None:
    duties = """\
职责:
  - {编号: a-7, 事项: 异议处理, 条文: "4", 要旨: 己, 英文: g, 主体: 单位, 效力: 应当, 要求: 反馈,
     须: {按期: {步骤: objection.feedback, 起算: 收到异议日期, 完成: [反馈日期, 已反馈处理结果]}}}
"""
    files = {**BASE, "duties.yaml": duties}
    draft = {**files, "instrument.yaml": HEAD.replace("施行日期: 2024-01-01", "草案: 是")}
    (tmp_path / "draft").mkdir()
    (tmp_path / "alone").mkdir()
    amending = odr.load(folder(tmp_path / "draft", "b", a=draft, b=version()))
    alone = odr.load(
        folder(tmp_path / "alone", "a", a={**files, "instrument.yaml": HEAD.replace("2024-01-01", "2025-01-01")})
    )
    received = {"收到异议日期": dt.date(2024, 6, 3), "已反馈处理结果": False}
    for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 3, 1)):
        for facts in ({}, received, {**received, "收到异议日期": dt.date(2024, 12, 30)}):
            found, expected = (one.law("ceshi", on=day).check("异议处理", facts) for one in (amending, alone))
            assert (found.verdict, found.possible) == (expected.verdict, expected.possible)


def test_an_article_is_put_in_without_renumbering_those_behind_it(tmp_path: Path) -> None:
    rules = """\
开放属性:
  依据:
    - {编号: b-1, 条文: "2之一(一)", 要旨: 新, 英文: n, 效力: 应当, 结论: 不予开放, 条件: {涉及商业秘密: 是}}
"""
    rows = '条文表:\n  - {条文: "2之一", 状态: 已编码}\n'
    later = version('条文改号: {"2之一": "3", "3": "2之一"}\n', "b", "2026-01-01")
    root = folder(tmp_path, "c", b={**version(), "rules.yaml": rules, "articles.yaml": rows}, c=later)
    library = odr.load(root)
    assert [row.ref for row in library.articles("ceshi", dt.date(2025, 3, 10))] == ["1", "2", "2之一", "3", "4"]
    for day, ref, text in (
        (dt.date(2025, 3, 10), "2之一(一)", "第二条之一第（一）项"),
        (ON, "3(一)", "第三条第（一）项"),
    ):
        [ground] = library.law("ceshi", on=day).classify({"涉及商业秘密": True}, unlisted="false").grounds
        assert ground.citation.ref == ref
        assert str(ground.citation).endswith(text)
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]


def test_how_many_articles_there_are_each_version_says_of_itself(tmp_path: Path) -> None:
    counted = {**BASE, "articles.yaml": f"条数: 4\n{ARTICLES}"}
    root = folder(tmp_path, "b", a=counted, b=version('废止: [a-4, a-5, "4"]\n'))
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]
    own = root / "rules" / "b" / "articles.yaml"
    own.write_text('条数: 4\n条文表:\n  - {条文: "3之一", 状态: 原则, 说明: 新增}\n', encoding="utf-8")
    assert not [problem for problem in odr.lint(root) if problem.code not in ("no_case_for_rule", "mutation_not_run")]
    own.write_text(own.read_text(encoding="utf-8").replace("条数: 4", "条数: 5"), encoding="utf-8")
    [told] = [problem for problem in odr.lint(root) if problem.code == "article_count_differs"]
    assert (told.path, told.line) == ("rules/b/articles.yaml", 1)
