"""What ``test --coverage`` tells: each thing that no case exercises, where it is written, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules import cli
from opendata_rules.authoring.coverage.measured import Measured
from opendata_rules.authoring.coverage.report import Gap, PackCoverage, Sort, covered
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.packs.files import CASES, DUTY_CASES
from tests import laws

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

PACK = "ceshi-banfa"
INSTRUMENT = """\
标题: 测试办法
英文: Test measures
制定机关: 测试市人民政府
效力层级: 行政规范性文件
成文日期: 2025-01-01
施行日期: 2025-02-01
收录: 已收录
来源: 正式文本
"""
PLACE = """\
名称: 测试市
英文: Ceshi
代码: "990000"
级别: 省级
主管部门: 测试市大数据局
文件: [ceshi-banfa]
"""
RULES = """\
开放属性:
  依据:
    - 编号: ceshi-1
      条文: "1"
      要旨: 涉及个人隐私，第三方不同意或者没有答复
      英文: personal privacy without consent
      效力: 应当
      结论: 不予开放
      条件:
        全部满足:
          - {涉及个人隐私: 是}
          - {第三方意见: [不同意, 已征询未答复]}
      除非: {评估安全风险较低: 是}
  兜底: {编号: ceshi-2, 条文: "2", 要旨: 其余无条件开放, 英文: all else is open, 效力: 应当, 结论: 无条件开放}
"""
DUTIES = """\
职责:
  - 事项: 下架
    编号: ceshi-3
    条文: "3"
    要旨: 公示不少于5个工作日
    英文: five working days of notice
    主体: 公共数据提供单位
    效力: 应当
    须: {公示工作日数: {不少于: 5}}
    要求: 公示
"""
DEADLINES = """\
期限:
  - 步骤: objection.feedback
    编号: ceshi-4
    条文: "4"
    要旨: 8个工作日内反馈
    英文: answered within 8 working days
    主体: 公共数据提供单位
    效力: 应当
    长度: 8
    单位: 工作日
计算规则:
  - {编号: ceshi-5, 单位: 工作日, 条文: "", 要旨: 开始的当日不计入, 英文: the first day does not count}
"""
ARTICLES = """\
条文表:
  - {条文: "1", 状态: 已编码}
  - {条文: "2", 状态: 已编码}
  - {条文: "3", 状态: 已编码}
  - {条文: "4", 状态: 已编码}
"""
FILES = {"instrument": INSTRUMENT, "rules": RULES, "duties": DUTIES, "deadlines": DEADLINES, "articles": ARTICLES}
ASKED = "地方: ceshi, 日期: 2026-03-10"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "rules" / PACK
    folder.mkdir(parents=True)
    shutil.copytree(laws.ROOT / "rules" / "calendar", tmp_path / "rules" / "calendar")
    (tmp_path / "jurisdictions").mkdir()
    (tmp_path / "jurisdictions" / "ceshi.yaml").write_text(PLACE, encoding="utf-8")
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def measure(packs: Path, cases: str = "", duty_cases: str = "") -> PackCoverage:
    folder = packs / "rules" / PACK
    for name, text in ((CASES, cases), (DUTY_CASES, duty_cases)):
        (folder / name).unlink(missing_ok=True)
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    library = odr.load(packs)
    measured = Measured(library, [PACK])
    problems = [one for one in run_cases(library, PACK, observe=measured) if isinstance(one, odr.Diagnostic)]
    assert problems == []
    [found] = covered(library, measured)
    return found


def of(found: PackCoverage, sort: Sort) -> list[Gap]:
    return [gap for gap in found.gaps if gap.sort is sort]


def case(facts: str, expected: str, name: str = "甲") -> str:
    return f"  - {{情形: {name}, {ASKED}, 其余为否: 是, 基准: {{{facts}}}, {expected}}}\n"


def test_without_cases_each_rule_is_told_once_where_its_id_stands(packs: Path) -> None:
    found = measure(packs)
    assert [(gap.sort, gap.rule, Path(gap.path).name, gap.line) for gap in found.gaps if gap.sort is Sort.RULE] == [
        (Sort.RULE, "ceshi-4", "deadlines.yaml", 3),
        (Sort.RULE, "ceshi-5", "deadlines.yaml", 12),
        (Sort.RULE, "ceshi-3", "duties.yaml", 3),
        (Sort.RULE, "ceshi-1", "rules.yaml", 3),
        (Sort.RULE, "ceshi-2", "rules.yaml", 14),
    ]
    # What hangs on a rule that is never reached is counted, and not told beside it.
    assert {gap.sort for gap in found.gaps} == {Sort.RULE, Sort.ARTICLE}
    counts = {sort: (shown, there) for sort, shown, there in found.counts}
    assert counts == {Sort.RULE: (0, 5), Sort.LEAF: (0, 5), Sort.NUMBER: (0, 2), Sort.ARTICLE: (0, 4)}


def test_an_article_is_told_in_its_row(packs: Path) -> None:
    told = [(gap.line, gap.message) for gap in of(measure(packs), Sort.ARTICLE)]
    assert told[0] == (2, "第一条：没有用例用到它的规则（ceshi-1）")
    assert len(told) == 4


def test_a_leaf_is_told_until_a_case_shows_each_of_its_sides_deciding(packs: Path) -> None:
    holds = case("涉及个人隐私: 是, 第三方意见: 不同意", "属性: 不予开放")
    told = {(gap.line, gap.column): gap.message for gap in of(measure(packs, f"用例:\n{holds}"), Sort.LEAF)}
    assert told == {
        (11, 14): "规则 ceshi-1：没有用例表明“涉及个人隐私”为是不成立时改变结果",
        (12, 22): "规则 ceshi-1：没有用例表明“第三方意见”为不同意不成立时改变结果",
        (12, 27): "规则 ceshi-1：没有用例表明“第三方意见”为已征询未答复成立、不成立时改变结果",
        (13, 12): "规则 ceshi-1：没有用例表明“评估安全风险较低”为是成立时改变结果",
    }
    more = holds + case("涉及个人隐私: 是, 第三方意见: 已征询未答复", "属性: 不予开放", "乙")
    more += case("涉及个人隐私: 是, 第三方意见: 同意", "属性: 无条件开放", "丙")
    more += case("涉及个人隐私: 否, 第三方意见: 不同意", "属性: 无条件开放", "丁")
    more += case("涉及个人隐私: 是, 第三方意见: 不同意, 评估安全风险较低: 是", "属性: 无条件开放", "戊")
    assert of(measure(packs, f"用例:\n{more}"), Sort.LEAF) == []


def test_a_leaf_that_is_masked_is_not_shown(packs: Path) -> None:
    # Without privacy the opinion does not matter, whatever it is.
    masked = case("涉及个人隐私: 否, 第三方意见: 同意", "属性: 无条件开放")
    masked += case("涉及个人隐私: 是, 第三方意见: 不同意, 评估安全风险较低: 是", "属性: 无条件开放", "乙")
    masked += case("涉及个人隐私: 是, 第三方意见: 不同意", "属性: 不予开放", "丙")
    told = {gap.message for gap in of(measure(packs, f"用例:\n{masked}"), Sort.LEAF)}
    assert "规则 ceshi-1：没有用例表明“第三方意见”为不同意不成立时改变结果" in told


def test_a_number_asks_for_itself_and_one_less(packs: Path) -> None:
    def duty(number: int) -> str:
        verdict = "符合" if number > 4 else "不符合"
        return f"  - {{情形: {number}日, {ASKED}, 事项: 下架, 基准: {{公示工作日数: {number}}}, 结论: {verdict}}}\n"

    def told(*numbers: int) -> list[str]:
        found = measure(packs, "", "职责用例:\n" + "".join(map(duty, numbers)))
        assert of(found, Sort.LEAF) == []
        return [gap.message for gap in of(found, Sort.NUMBER) if gap.rule == "ceshi-3"]

    asked = "规则 ceshi-3：没有用例恰好在界限上：“公示工作日数”不少于5刚好"
    assert told(1, 9) == [f"{asked}成立、不成立"]
    assert told(1, 5) == [f"{asked}不成立"]
    assert told(4, 5) == []


def test_the_length_of_a_term_asks_for_a_last_day(packs: Path) -> None:
    text = "期限用例:\n  - {情形: 甲, 地方: ceshi, 步骤: objection.feedback, 起算日: 2026-03-02, 到期日: 2026-03-12}\n"
    found = measure(packs, "", text)
    assert not [gap for gap in found.gaps if gap.rule in ("ceshi-4", "ceshi-5")]
    assert (Sort.NUMBER, 1, 2) in found.counts


def test_what_nothing_can_show_is_left_out(packs: Path) -> None:
    # One of two answers is always so: neither is ever false while it decides.
    path = packs / "rules" / PACK / "duties.yaml"
    both = "须: {任一满足: [{已提交下架申请: 是}, {已提交下架申请: 否}]}"
    path.write_text(DUTIES.replace("须: {公示工作日数: {不少于: 5}}", both), encoding="utf-8")
    text = f"  - {{情形: 甲, {ASKED}, 事项: 下架, 基准: {{已提交下架申请: VALUE}}, 结论: 符合}}\n"
    cases = text.replace("VALUE", "是") + text.replace("VALUE", "否").replace("甲", "乙")
    assert of(measure(packs, "", f"职责用例:\n{cases}"), Sort.LEAF) == []


def test_the_command_tells_gaps_and_a_line_for_each_pack(
    packs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(packs)
    assert cli.run(["test", "--coverage"]) == 1
    out = capsys.readouterr().out
    assert f"rules/{PACK}/rules.yaml:3:11: 规则 ceshi-1：没有用例用到它\n" in out
    assert out.endswith(f"{PACK}：规则 0/5，条件 0/5，数和日期 0/2，条文 0/4\n")
    # No English word but ids and names of files.
    told = re.sub(rf"rules/{PACK}/[a-z]+\.yaml|{PACK}|ceshi-\d", "", out)
    assert not re.search("[A-Za-z]{2,}", told)
    assert cli.run(["test", PACK, "--coverage", "--json"]) == 1
    [told_pack] = json.loads(capsys.readouterr().out)["items"]
    assert told_pack["counts"]["rule"] == {"exercised": 0, "all": 5}
    assert told_pack["gaps"][0].keys() == {"sort", "rule", "path", "line", "column", "message"}


def test_the_shipped_cases_reach_every_rule_and_article() -> None:
    library = laws.library()
    measured = Measured(library, [name for name in library.instrument_ids() if "tengzhou" in name])
    for name in measured.packs:
        list(run_cases(library, name, observe=measured))
    [found] = covered(library, measured)
    assert {gap.sort for gap in found.gaps} <= {Sort.LEAF, Sort.NUMBER}
    for sort, shown, there in found.counts:
        assert there > 0
        assert shown >= 0.9 * there, sort
