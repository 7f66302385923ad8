"""An editor that follows the schemas of pack files and the reader of the library say the same."""

from __future__ import annotations

import copy
import functools
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from opendata_rules import schemas
from opendata_rules.authoring.lint import lint
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.packs.files import words_in
from opendata_rules.reading.document import read, read_bytes
from opendata_rules.schemas.generate import generated
from opendata_rules.values import schema_names
from opendata_rules.vocabulary.citations import Ref
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.keywords import KEYWORDS
from tests.schemas.test_shipped import ANSWERS

ROOT = Path(__file__).parent.parent.parent.parent
#: What programs write is no file to be edited: the stamp of a pack has no schema.
FILES = sorted(path for path in ROOT.glob("rules/*/*.yaml") if path.name != "mutation.yaml")
FILES += sorted(ROOT.glob("jurisdictions/*.yaml"))


def kind(path: Path) -> str:
    if path.parent.name == "calendar" and path.stem.isdecimal():
        return "notice"
    if path.parent.name == "profiles":
        return "profile"
    return "jurisdiction" if path.parent.name == "jurisdictions" else path.stem


@functools.cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas.schema(name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_pack_file_of_the_project_is_valid(path: Path) -> None:
    document = read(path)
    errors = [
        f"{list(error.absolute_path)}: {error.message}" for error in validator(kind(path)).iter_errors(document.data)
    ]
    assert not errors


def test_a_later_version_writes_what_it_changes() -> None:
    version = {"修订自": "ceshi-measures-2026", "施行日期": "2027-01-01", "条文改号": {"12": "13"}}
    assert validator("instrument").is_valid(version)
    assert not validator("instrument").is_valid({"施行日期": "2027-01-01"})
    differences = {
        "修订后": [{"情形": "最后一天", "到期日": "2026-03-09", "差一点": [{"情形": "平常", "不再适用": "是"}]}]
    }
    assert not validator("duty_cases").is_valid(differences)
    del differences["修订后"][0]["差一点"]
    assert validator("duty_cases").is_valid(differences)
    assert not validator("cases").is_valid({})
    assert validator("rules").is_valid({"开放属性": {"暂缓": sample("rules")["开放属性"]["暂缓"]}})


def test_what_is_missing_is_told_once() -> None:
    rules = sample("rules")
    del rules["开放属性"]["依据"][0]["效力"], rules["开放属性"]["依据"][0]["可选"]
    assert [error.message for error in validator("rules").iter_errors(rules)] == ["'效力' is a required property"]
    told = {error.message for error in validator("instrument").iter_errors({"施行日期": "2027-01-01"})}
    assert told == {f"'{key}' is a required property" for key in ("标题", "制定机关", "效力层级", "收录")}


def parts_of(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts_of(value)


def test_an_editor_shows_no_pattern_and_no_list_that_is_too_long() -> None:
    for name in SAMPLES | {"profile": "", "statutory": "", "assumptions": "", "suspicions": ""}:
        for part in parts_of(schemas.schema(name)):
            if isinstance(part.get("pattern"), str):
                assert re.search("[\u4e00-\u9fff]", part["patternErrorMessage"])
                assert len(part["patternErrorMessage"]) < 100
            if "enum" in part or "const" in part:
                assert len(part["errorMessage"]) < 100


def test_an_editor_heads_what_it_says_of_a_key_with_that_key() -> None:
    for name in SAMPLES | {"profile": "", "statutory": "", "assumptions": "", "suspicions": ""}:
        for part in parts_of(schemas.schema(name)):
            named = part.get("properties", {})
            if part.get("additionalProperties") is False and "pattern" not in named:
                assert {word: value.get("title") for word, value in named.items()} == {word: word for word in named}


def test_the_settings_in_the_guide_name_every_schema_and_every_file() -> None:
    guide = (ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")
    settings = json.loads(re.findall(r"```json\n(.*?)```", guide, re.DOTALL)[-1])["yaml.schemas"]
    named = {
        Path(schema).stem: {
            path for one in ([patterns] if isinstance(patterns, str) else patterns) for path in ROOT.glob(one)
        }
        for schema, patterns in settings.items()
    }
    expected: dict[str, set[Path]] = {}
    for path in FILES:
        expected.setdefault(kind(path), set()).add(path)
    # No shipped pack brings words of its own, or names to ask about.
    assert named == expected | {"facts": set(), "procedures": set(), "suspicions": set()}
    assert set(named) == set(schema_names()) - set(ANSWERS)


# -- what an editor must refuse -------------------------------------------------------------------------------------

INSTRUMENT = """
标题: 某市公共数据开放办法
文号: 某政发〔2025〕1号
制定机关: 某市人民政府
效力层级: 政府规章
草案: 否
施行日期: 2025-09-01
收录: 已收录
来源: 正式文本
"""
PLACE = """
名称: 某市
别名: [某]
代码: "370000"
级别: 市级
上级: shandong
主管部门: 某市大数据局
文件: [some-measures]
"""
ARTICLES = """
条文表:
  - {条文: "12", 状态: 已编码}
  - {条文: 25bis, 状态: 定义, 说明: 无}
"""
FACTS = """
前缀: donghai
说明: 本市的事实
本地事实:
  - 编号: donghai__sea_data
    标签: 涉海观测数据
    类型: 是非
    事项: 开放属性判定
    问句: 是否涉海？
    含义: 观测设施直接产生的
    可以办到: [是]
    可消除: [脱敏, 同意]
    出处: 第五条
  - 编号: donghai__grade
    标签: 观测数据等级
    类型: 选项
    取值: {basic: 基础级, fine: 精细级}
    问句: 哪一级？
    含义: 按国家分级
补充取值:
  同意（审核）机关: {donghai__officers: 首席数据官联席会议}
"""
PROCEDURES = """
本地程序:
  - 编号: donghai__reuse
    标签: 再利用评估
    告知: {国家秘密: 否, donghai__grade: fine}
    另有事件: [举行听证]
    步骤表:
      - {编号: donghai__one, 标签: 受理, 起算事件: received, 代以: 形式审核, 仅当: {国家秘密: 否}, 持续: 否,
         期满才可: 下架}
补充步骤:
  - 程序: 有条件开放数据获取
    步骤表: [{编号: donghai__two, 标签: 会商, 起算事件: 形式审核}]
本地事件:
  - {编号: donghai__hearing, 标签: 举行听证, 告知日期: 同意日期, 行为: 是}
"""
RULES = """
开放属性:
  依据:
    - 编号: a-1
      条文: "12(四)"
      另见: ["18(3)(四)"]
      要旨: 要旨
      英文: gist
      锚词: [商业秘密, "30"]
      效力: 可以
      结论: 不予开放
      可选: [不予开放, 无条件开放]
      条件: {第三方意见: [不同意, 曾同意后撤回]}
      除非:
        任一满足:
          - {涉及商业秘密: 是}
          - 都不满足: [{国家秘密: 否}]
      存疑: {读法: [一, 二], 采用: 一, 理由: 从严, 情形: {国家秘密: 是}}
  暂缓:
    - {编号: a-2, 条文: "", 要旨: 要旨, 英文: gist, 条件: {国家秘密: 是}, 要求: 先做}
  兜底: {编号: a-3, 条文: annex3, 要旨: 要旨, 英文: gist, 效力: 应当, 结论: 无条件开放}
共享属性:
  依据:
    - 编号: a-4
      条文: "12"
      要旨: 要旨
      英文: gist
      效力: 应当
      结论: 不予共享
      条件: {可共享范围: 不宜提供给其他任何机构}
属性变更:
  - 编号: a-5
    条文: "15"
    要旨: 要旨
    英文: gist
    变更: [{由: 不予开放, 到: 无条件开放}]
    要件:
      - {编号: b, 要旨: 要旨, 英文: gist, 硬性: 否, 条件: {早于: [同意日期, 变更日期, 先同意后变更]}}
    人工判断:
      - {编号: a-6, 条文: "15", 要旨: 要旨, 英文: gist, 条件: {早于: [同意日期, 变更日期]}}
    同意机关: [省级大数据主管部门]
措施:
  - {编号: a-7, 条文: "18", 要旨: 要旨, 英文: gist, 事项: 公布, 适用: [有条件开放], 要求: 公布}
"""
CASES = """
用例:
  - 情形: 例
    地方: taian
    日期: 2026-03-10
    判定: 开放属性
    基准: {国家秘密: 是, 第三方意见: 未知, 同意日期: 2026-03-10, 申请人拟收到日期: 否}
    其余为否: 是
    申报: 无条件开放
    状态: 已定
    可能: []
    依据条文: ["12(四)"]
    提示: [secrecy_law]
    要回答: [国家秘密]
    差一点:
      - {改: {国家秘密: 否}, 属性: 无条件开放, 提示: []}
      - {情形: 申报, 申报: 不予开放, 日期: 2026-03-11, 其余为否: 否, 申报成立: 是}
  - 情形: 变更
    地方: taian
    日期: 2026-03-10
    由: 无条件开放
    到: 不予开放
    结论: 禁止
    缺少: ["15"]
    差一点:
      - {改: {国家秘密: 未知}, 到: 有条件开放, 要件: {b: 未知}}
""".replace(", 申请人拟收到日期: 否", "")
DUTIES = """
职责:
  - 事项: 下架
    编号: d-1
    条文: "20(2)"
    要旨: 要旨
    英文: gist
    主体: 机构
    效力: 原则上
    当: {涉及商业秘密: 是}
    须:
      全部满足:
        - {目录要素: {包含: [元数据, 共享属性]}}
        - {目录要素: {不含: 安全级别}}
        - {最近更新日期: 已过}
        - {按期: {步骤: catalogue_change.submission, 起算: 目录调整事由发生日期, 完成: 目录变更提交日期}}
        - {期满后: {长度: 1, 单位: 年, 起算: 目录调整事由发生日期}}
        - {按期: {长度: 1, 单位: 月, 起算: 变更日期, 完成: [最近更新日期, 国家秘密]}}
        - {早于: [同意日期, 变更日期]}
    须人工判断: {国家秘密: 是}
    要求: 先做
    责任: ["35"]
    存疑: {读法: [一, 二], 采用: 一, 理由: 从严, 情形: {最近更新日期: 已过}}
"""
DEADLINES = """
计算规则:
  - {编号: t-1, 条文: "19", 要旨: 要旨, 英文: gist, 单位: 工作日, 通则: [民法典]}
期限:
  - 步骤: objection.feedback
    编号: t-2
    条文: "19"
    要旨: 要旨
    英文: gist
    主体: 机构
    效力: 应当
    条件: {目录变更起因: [法律修改, 法规修改]}
    长度: 15
    单位: 工作日
    延长: {要旨: 要旨, 英文: gist, 条件: {情况复杂: 是}, 决定日期: 延长批准日期, 至: 30}
周期职责:
  - {编号: t-3, 条文: "21", 要旨: 要旨, 英文: gist, 主体: 机构, 效力: 应当, 事项: 年度开放计划, 每年: 05-31}
"""
DUTY_CASES = """
职责用例:
  - 情形: 例
    地方: tengzhou
    日期: 2026-03-10
    事项: 下架
    基准: {国家秘密: 是}
    结论: 符合
    因: [d-1, d-2]
    差一点:
      - {改: {国家秘密: 未知}, 结论: 未定, 因: d-1, 缺: [国家秘密]}
      - {情形: 甲, 地方: taian, 事项: 数据质量, 含草案: 是, 各条: {d-1: 不适用}, 各条缺少: {d-1: [元数据]}}
期限用例:
  - 情形: 例
    地方: tengzhou
    步骤: objection.feedback
    起算日: 2026-03-10
    收到日: 下一个工作日
    状态: 确定
    到期日: 2026-03-20
    差一点:
      - {起算日: 2026-03-11, 到期日: 2026-03-23, 依据条文: "12(2)"}
进度用例:
  - 情形: 例
    地方: tengzhou
    程序: unopened_request
    起算日: 2026-03-10
    已办: {form_review: 2026-03-11}
    截至: 2026-04-01
    各步: {form_review: 按期完成}
    差一点:
      - {已办: {form_review: 2026-03-12}, 截至: 2026-04-02, 各到期日: {form_review: 2026-03-12}}
周期用例:
  - 情形: 例
    地方: tengzhou
    日期: 2026-03-10
    年度: 2026
    各到期日: {t-3: 2026-05-31}
    差一点:
      - {年度: 2027, 各到期日: {}}
"""
NOTICE = """
年份: 2026
标题: 通知
安排:
  - {节日: [元旦], 放假: [2026-01-01 至 2026-01-03], 上班: [2026-01-04]}
"""
SAMPLES = {
    "instrument": INSTRUMENT,
    "jurisdiction": PLACE,
    "articles": ARTICLES,
    "facts": FACTS,
    "procedures": PROCEDURES,
    "rules": RULES,
    "duties": DUTIES,
    "deadlines": DEADLINES,
    "cases": CASES,
    "duty_cases": DUTY_CASES,
    "notice": NOTICE,
}


def sample(name: str) -> Any:
    document = read_bytes(SAMPLES[name].encode(), f"{name}.yaml")
    assert not document.diagnostics, [problem.message for problem in document.diagnostics]
    return document.data


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_good(name: str) -> None:
    assert not [error.message for error in validator(name).iter_errors(sample(name))]


GROUND, CHANGE, CASE, DUTY = ("开放属性", "依据", 0), ("属性变更", 0), ("用例", 0), ("职责", 0)
DELETE = object()
REFUSED: list[tuple[str, tuple[Any, ...], Any]] = [
    ("instrument", ("标题",), DELETE),
    ("instrument", ("标题",), ""),
    ("instrument", ("标题",), " \u3000"),
    ("instrument", ("标题",), None),
    ("instrument", ("标题",), ["甲"]),
    ("instrument", ("名称",), "甲"),
    ("instrument", ("title",), "甲"),
    ("instrument", ("效力层级",), "法律"),
    ("instrument", ("草案",), "yes"),
    ("instrument", ("草案",), True),
    ("instrument", ("施行日期",), "2025-9-1"),
    ("instrument", ("施行日期",), "2025-13-01"),
    ("instrument", ("施行日期",), "２０２５-０９-０１"),
    ("instrument", ("收录",), "收录"),
    ("jurisdiction", ("代码",), "3709"),
    ("jurisdiction", ("级别",), "市"),
    ("jurisdiction", ("文件",), "some-measures"),
    ("articles", ("条文表", 0, "条文"), "12(四)"),
    ("articles", ("条文表", 0, "条文"), "第十二条"),
    ("articles", ("条文表", 0, "状态"), "完成"),
    ("articles", ("条文表", 0, "指纹"), "abc"),
    ("facts", ("前缀",), DELETE),
    ("facts", ("前缀",), "dong_hai"),
    ("facts", ("本地事实", 0, "编号"), "Donghai__sea"),
    ("facts", ("本地事实", 0, "标签"), ""),
    ("facts", ("本地事实", 0, "类型"), "布尔"),
    ("facts", ("本地事实", 0, "事项"), "国家秘密"),
    ("facts", ("本地事实", 0, "可消除"), ["许可"]),
    ("facts", ("本地事实", 1, "取值"), {"基础": "基础级"}),
    ("facts", ("补充取值", "同意（审核）机关"), "首席数据官"),
    ("procedures", ("本地程序", 0, "步骤表"), []),
    ("procedures", ("本地程序", 0, "告知"), {"国家机密": "是"}),
    ("procedures", ("本地程序", 0, "步骤表", 0, "期满才可"), "交付"),
    ("procedures", ("补充步骤", 0, "程序"), "有条件数据获取"),
    ("procedures", ("本地事件", 0, "告知日期"), "国家秘密"),
    ("rules", (*GROUND, "条件"), {"donghai_sea": "是"}),
    ("rules", (*GROUND, "条件"), {"donghai__sea": ""}),
    ("rules", ("开放",), {}),
    ("rules", (*GROUND, "编号"), "A_1"),
    ("rules", (*GROUND, "条文"), "第十二条第（四）项"),
    ("rules", (*GROUND, "条文"), "12（四）"),
    ("rules", (*GROUND, "条文"), "12(4)(5)"),
    ("rules", (*GROUND, "条文"), "12(一十二)"),
    ("rules", (*GROUND, "条文"), DELETE),
    ("rules", (*GROUND, "另见"), ["十二"]),
    ("rules", (*GROUND, "锚词"), [""]),
    ("rules", (*GROUND, "效力"), "不得"),
    ("rules", (*GROUND, "效力"), "应当"),
    ("rules", (*GROUND, "可选"), DELETE),
    ("rules", (*GROUND, "可选"), []),
    ("rules", (*GROUND, "可选"), ["无条件共享"]),
    ("rules", (*GROUND, "结论"), "不予共享"),
    ("rules", ("共享属性", "依据", 0, "结论"), "不予开放"),
    ("rules", ("开放属性", "兜底", "结论"), "无条件共享"),
    ("rules", (*GROUND, "条件"), {}),
    ("rules", (*GROUND, "条件"), "国家秘密"),
    ("rules", (*GROUND, "条件"), {"国家秘密": "是", "涉及商业秘密": "是"}),
    ("rules", (*GROUND, "条件"), {"国家机密": "是"}),
    ("rules", (*GROUND, "条件"), {"国家秘密": "有"}),
    ("rules", (*GROUND, "条件"), {"国家秘密": True}),
    ("rules", (*GROUND, "条件"), {"国家秘密": []}),
    ("rules", (*GROUND, "条件"), {"第三方意见": "拒绝"}),
    ("rules", (*GROUND, "条件"), {"第三方意见": ["不同意", "拒绝"]}),
    ("rules", (*GROUND, "条件"), {"全部满足": []}),
    ("rules", (*GROUND, "条件"), {"全部满足": {"国家秘密": "是"}}),
    ("rules", (*GROUND, "条件"), {"全部": [{"国家秘密": "是"}]}),
    ("rules", (*GROUND, "条件"), {"全部满足": [{"国家秘密": "是"}, {"任一满足": [{"国家秘密": "大概"}]}]}),
    ("rules", (*GROUND, "条件"), {"早于": ["同意日期", "变更日期"]}),
    ("rules", (*GROUND, "条件"), {"同意日期": "2026-03-10"}),
    ("rules", (*GROUND, "条件"), {"不予开放理由": "是"}),
    ("rules", (*GROUND, "存疑", "读法"), ["一"]),
    ("rules", (*GROUND, "存疑", "情形"), {"早于": ["同意日期", "变更日期"]}),
    ("rules", (*CHANGE, "要件", 0, "条件"), {"早于": ["同意日期"]}),
    ("rules", (*CHANGE, "要件", 0, "条件"), {"早于": ["同意日期", "先同意后变更"]}),
    ("rules", (*CHANGE, "要件", 0, "条件"), {"早于": ["同意日期", "变更日期", "变更日期"]}),
    ("rules", (*CHANGE, "要件", 0, "条件"), {"早于": ["同意日期", "变更日期", "先同意后变更", "国家秘密"]}),
    ("rules", (*CHANGE, "要件", 0, "条件"), {"同意日期": "2026-03-10"}),
    ("rules", (*CHANGE, "要件", 0, "硬性"), "不"),
    ("rules", (*CHANGE, "变更", 0, "由"), "不予共享"),
    ("rules", (*CHANGE, "条件变化"), ["加强"]),
    ("rules", (*CHANGE, "同意机关"), ["省大数据局"]),
    ("rules", (*CHANGE, "责任"), ["三十"]),
    ("rules", ("措施", 0, "适用"), []),
    ("rules", ("措施", 0, "适用"), ["有条件开放", "有条件共享"]),
    ("duties", (*DUTY, "事项"), "国家秘密"),
    ("duties", (*DUTY, "事项"), "开放属性判定"),
    ("duties", (*DUTY, "效力"), "可以"),
    ("duties", (*DUTY, "须"), {"目录要素": "元数据"}),
    ("duties", (*DUTY, "须"), {"目录要素": {"包含": []}}),
    ("duties", (*DUTY, "须"), {"目录要素": {"包含": ["数据"]}}),
    ("duties", (*DUTY, "须"), {"目录要素": {"包含": "元数据", "不含": "安全级别"}}),
    ("duties", (*DUTY, "须"), {"最近更新日期": "是"}),
    ("duties", (*DUTY, "须"), {"按期": {"步骤": "objection.reply", "起算": "最近更新日期"}}),
    ("duties", (*DUTY, "须"), {"按期": {"步骤": "objection.feedback"}}),
    ("duties", (*DUTY, "须"), {"按期": {"步骤": "objection.feedback", "起算": "国家秘密"}}),
    ("duties", (*DUTY, "须"), {"按期": {"步骤": "objection.feedback", "长度": "1", "起算": "最近更新日期"}}),
    ("duties", (*DUTY, "须"), {"按期": {"长度": "1", "起算": "最近更新日期"}}),
    ("duties", (*DUTY, "须"), {"按期": {"长度": "0", "单位": "月", "起算": "最近更新日期"}}),
    ("duties", (*DUTY, "须"), {"按期": {"长度": "1", "单位": "工作日", "起算": "最近更新日期"}}),
    (
        "duties",
        (*DUTY, "须"),
        {"按期": {"步骤": "objection.feedback", "长度": "1", "单位": "月", "起算": "最近更新日期"}},
    ),
    ("duties", (*DUTY, "须"), {"按期": {"长度": "1", "单位": "月", "起算": "最近更新日期", "完成": ["变更日期"]}}),
    ("duties", (*DUTY, "须"), {"按期": {"长度": "1", "单位": "月", "起算": "最近更新日期", "完成": "国家秘密"}}),
    ("duties", (*DUTY, "存疑"), {"读法": ["一", "二"], "采用": "一", "理由": "无", "情形": {"最近更新日期": "是"}}),
    ("deadlines", ("期限", 0, "步骤"), "objection"),
    ("deadlines", ("期限", 0, "长度"), "0"),
    ("deadlines", ("期限", 0, "长度"), "十五"),
    ("deadlines", ("期限", 0, "单位"), "天"),
    ("deadlines", ("期限", 0, "延长", "决定日期"), "情况复杂"),
    ("deadlines", ("期限", 0, "延长", "条件"), {"情况复杂": "对"}),
    ("deadlines", ("周期职责", 0, "每年"), "5-31"),
    ("duty_cases", ("职责用例", 0, "结论"), "合规"),
    ("duty_cases", ("职责用例", 0, "基准"), {"国家机密": "是"}),
    ("duty_cases", ("职责用例", 0, "事实"), {"国家秘密": "是"}),
    ("duty_cases", ("职责用例", 0, "情形"), ""),
    ("duty_cases", ("进度用例", 0, "各步"), DELETE),
    ("duty_cases", ("职责用例", 0, "情形"), DELETE),
    ("duty_cases", ("职责用例", 0, "因"), []),
    ("duty_cases", ("职责用例", 0, "因"), "D_1"),
    ("duty_cases", ("职责用例", 0, "差一点"), {"改": {"国家秘密": "是"}}),
    ("duty_cases", ("职责用例", 0, "差一点", 0, "改"), {"国家机密": "是"}),
    ("duty_cases", ("职责用例", 0, "差一点", 0, "改"), {"国家秘密": "有"}),
    ("duty_cases", ("职责用例", 0, "差一点", 0, "结论"), "合规"),
    ("duty_cases", ("职责用例", 0, "差一点", 0, "缺"), "国家秘密"),
    ("duty_cases", ("职责用例", 0, "差一点", 0, "到期日"), "2026-03-10"),
    ("duty_cases", ("职责用例", 0, "差一点", 1, "情形"), ""),
    ("duty_cases", ("职责用例", 0, "差一点", 1, "事项"), "国家秘密"),
    ("duty_cases", ("期限用例", 0, "差一点", 0, "起算日"), "3月11日"),
    ("duty_cases", ("期限用例", 0, "差一点", 0, "依据条文"), "十二"),
    ("duty_cases", ("进度用例", 0, "差一点", 0, "已办"), {"form_review": "已办"}),
    ("duty_cases", ("周期用例", 0, "差一点", 0, "改"), {"国家秘密": "是"}),
    ("duty_cases", ("期限用例", 0, "收到日"), "次日"),
    ("duty_cases", ("进度用例", 0, "程序"), "unopened"),
    ("duty_cases", ("进度用例", 0, "各步"), {"form_review": "完成"}),
    ("duty_cases", ("周期用例", 0, "年度"), "今年"),
    ("notice", ("年份",), "二〇二六"),
    ("notice", ("安排",), []),
    ("notice", ("安排", 0, "放假"), []),
    ("notice", ("安排", 0, "上班"), ["1月4日"]),
    ("cases", (*CASE, "日期"), "2026/03/10"),
    ("cases", (*CASE, "判定"), "开放"),
    ("cases", (*CASE, "申报"), "开放"),
    ("cases", (*CASE, "基准"), {"国家机密": "是"}),
    ("cases", (*CASE, "基准"), {"国家秘密": "有"}),
    ("cases", (*CASE, "基准"), {"第三方意见": "拒绝"}),
    ("cases", (*CASE, "基准"), {"同意日期": "去年"}),
    ("cases", (*CASE, "其余为否"), "对"),
    ("cases", (*CASE, "状态"), "决定"),
    ("cases", (*CASE, "可能"), ["开放"]),
    ("cases", (*CASE, "提示"), ["secrecy"]),
    ("cases", (*CASE, "要回答"), ["国家机密"]),
    ("cases", (*CASE, "依据条文"), ["十二"]),
    ("cases", ("用例", 1, "结论"), "不行"),
    ("cases", ("用例", 1, "差一点", 0, "结论"), "符合"),
    ("cases", (*CASE, "差一点", 0, "属性"), "开放"),
    ("cases", ("用例", 1, "由"), "开放"),
]


@pytest.mark.parametrize(("name", "at", "value"), REFUSED, ids=lambda part: None)
def test_every_bad_choice_is_refused(name: str, at: tuple[Any, ...], value: Any) -> None:
    data = sample(name)
    *way, last = at
    inner = data
    for part in way:
        inner = inner[part]
    if value is DELETE:
        del inner[last]
    else:
        inner[last] = value
    assert not validator(name).is_valid(data)


def test_what_a_place_brings_is_known_by_its_id() -> None:
    for name, at, value in [
        ("rules", (*GROUND, "条件"), {"donghai__sea_data": "是"}),
        ("rules", (*GROUND, "条件"), {"donghai__grade": ["精细级", "基础级"]}),
        ("rules", (*CHANGE, "要件", 0, "条件"), {"早于": ["donghai__heard_on", "变更日期", "donghai__heard_first"]}),
        ("rules", (*CHANGE, "同意机关"), ["donghai__officers"]),
        ("cases", (*CASE, "基准"), {"donghai__sea_data": "未知", "donghai__stations": ["北站"]}),
        ("duties", (*DUTY, "须"), {"donghai__stations": {"包含": ["北站"]}}),
        ("duties", (*DUTY, "须"), {"按期": {"步骤": "donghai__reuse.donghai__one", "起算": "donghai__heard_on"}}),
        ("duties", (*DUTY, "先于"), "donghai__handover"),
        ("deadlines", ("期限", 0, "步骤"), "conditional_access.donghai__harbour_talk"),
    ]:
        data = inner = sample(name)
        for part in at[:-1]:
            inner = inner[part]
        inner[at[-1]] = value
        assert not [error.message for error in validator(name).iter_errors(data)], (name, value)


def test_schemas_made_for_a_folder_know_its_labels() -> None:
    city = ROOT / "tests" / "places" / "donghai" / "rules"
    made = generated(words_in(city.iterdir()))
    for path in sorted(city.glob("*/*.yaml")):
        errors = Draft202012Validator(made[path.stem]).iter_errors(read(path).data)
        assert [error.message for error in errors] == [], path.name
    wrong = {"涉海测观数据": "是"}
    condition = {"$ref": "#/$defs/Condition", "$defs": made["rules"]["$defs"]}
    assert not Draft202012Validator(condition).is_valid(wrong)
    assert Draft202012Validator(condition).is_valid({"涉海观测数据": "是"})


def test_conditions_offer_every_fact_they_may_ask_about_with_its_values() -> None:
    rules = schemas.schema("rules")
    offered = rules["$defs"]["Condition"]["properties"]
    for fact in vocabulary().facts.values():
        asked = fact.type in (FactType.BOOL, FactType.ENUM)
        assert (fact.label in offered) is asked
        if asked:
            assert offered[fact.label]["description"] == fact.question
        if fact.type is FactType.ENUM:
            one, _ = rules["$defs"][fact.id]["anyOf"]
            known, _ = one["anyOf"]
            assert known["enum"] == [term for _, term in fact.values]


@given(st.integers(0, 1200), st.booleans(), st.integers(-1, 1001), st.integers(0, 1000))
def test_citations_are_those_the_library_reads(article: int, bis: bool, paragraph: int, item: int) -> None:
    from opendata_rules.vocabulary.citations import chinese_numeral

    text = f"{article}{'bis' if bis else ''}"
    text += f"({paragraph})" if paragraph >= 0 else ""
    text += f"({chinese_numeral(item)})" if 1 <= item <= 999 else ""
    _same_as_the_library(text)


@given(st.text(alphabet="0123bisanex()（）一二十百零第条款项之 ", max_size=10))
def test_other_texts_are_citations_only_where_the_library_reads_them(text: str) -> None:
    _same_as_the_library(text)


def _same_as_the_library(text: str) -> None:
    try:
        Ref.parse(text)
        known = True
    except ValueError:
        known = False
    whole = {"用例": [{"情形": "例", "地方": "taian", "日期": "2026-03-10", "依据条文": [text]}]}
    assert validator("cases").is_valid(whole) is known


# -- against the reader ---------------------------------------------------------------------------------------------

#: What a schema can know of a single file. The other kinds speak of other files, of order, or of the calendar.
KNOWABLE = {
    "unknown_key",
    "missing_key",
    "wrong_type",
    "bad_choice",
    "bad_boolean",
    "bad_format",
    "empty_text",
    "empty_list",
    "bad_choice_for_scheme",
    "bad_citation",
    "unknown_fact",
    "unknown_value",
    "wrong_fact_type",
    "condition_shape",
    "comparison_shape",
    "unknown_step",
    "unknown_topic",
    "empty_condition",
}
WORDS = [
    *(word for word, _ in KEYWORDS.values()),
    *(
        "是",
        "否",
        "应当",
        "可以",
        "不予开放",
        "无条件开放",
        "无条件共享",
        "有条件共享",
        "2026-03-10",
        "12",
        "12(四)",
        "",
    ),
    *(
        "国家秘密",
        "第三方意见",
        "同意日期",
        "先同意后变更",
        "不同意",
        "省级大数据主管部门",
        "错",
        "a-1",
        "已编码",
        "政府规章",
        "元数据",
        "objection.feedback",
        "最近更新日期",
    ),
    *(
        "已过",
        "05-31",
        "02-30",
        "工作日",
        "月",
        "1",
        "15",
        "objection",
        "符合",
        "unopened_request",
        "下架",
        "延长批准日期",
    ),
]
VALUES: list[Any] = [
    *WORDS,
    [],
    {},
    ["是"],
    ["不予开放"],
    ["12"],
    {"国家秘密": "是"},
    {"第三方意见": ["不同意"]},
    {"同意日期": "是"},
    {"早于": ["同意日期", "变更日期"]},
    {"都不满足": [{"国家秘密": "是"}]},
    {"目录要素": {"包含": "元数据"}},
    {"最近更新日期": "已过"},
    {"按期": {"步骤": "objection.feedback", "起算": "最近更新日期"}},
    {"按期": {"长度": "1", "单位": "月", "起算": "最近更新日期", "完成": ["变更日期", "国家秘密"]}},
    {"期满": {"长度": "1", "单位": "月", "起算": "最近更新日期"}},
    [{"国家秘密": "是"}],
]


@st.composite
def spoiled(draw: st.DrawFn, name: str) -> Any:
    """A good sample with one or two things in it changed at random."""
    data = sample(name)
    for _ in range(draw(st.integers(1, 2))):
        places: list[tuple[Any, Any]] = []

        def collect(node: Any, places: list[tuple[Any, Any]] = places) -> None:
            inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
            for key, value in list(inner):
                places.append((node, key))
                collect(value)

        collect(data)
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        change = draw(st.sampled_from(("replace", "delete", "rename", "add")))
        if change == "replace":
            holder[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        elif change == "delete":
            del holder[key]
        elif isinstance(holder, dict):
            word = draw(st.sampled_from(WORDS))
            holder[word or "空"] = holder.pop(key) if change == "rename" else draw(st.sampled_from(WORDS))
    return data


def told(name: str, data: Any) -> set[str]:
    """Codes of the errors that the library finds in a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        checked = Path(folder)
        if name in ("jurisdiction", "notice"):
            checked = _file(checked, "2026" if name == "notice" else "place", data)
        else:
            for other in PACK:
                _file(checked, other, data if other == name else sample(other))
        errors = [problem for problem in lint(checked) if problem.severity is Severity.ERROR]
        # That there are grounds is asked of a first version alone, which a schema of one file cannot know.
        return {one.code for one in errors if one.code != "missing_key" or "“依据”" not in one.message}


def _file(folder: Path, name: str, content: Any) -> Path:
    text = yaml.dump(content, allow_unicode=True, default_style='"', sort_keys=False, width=10**6)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


#: Files of one instrument. What the facts of cases are is told only when the cases are run.
PACK = ("instrument", "rules", "duties", "deadlines", "articles")


@pytest.mark.parametrize("name", [*PACK, "jurisdiction", "notice"])
def test_the_schema_and_the_reader_agree_on_spoiled_files(name: str) -> None:
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(spoiled(name))
    def agree(data: Any) -> None:
        errors = [f"{list(error.absolute_path)}: {error.message}" for error in validator(name).iter_errors(data)]
        codes = told(name, data)
        if errors:
            assert codes, errors
        else:
            assert not codes & KNOWABLE

    agree()
