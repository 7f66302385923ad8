"""Packs made up for one test each: small laws in which a single thing can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import opendata_rules as odr

Yaml = dict[str, Any]

COUNTING = [
    {"编号": f"count-{unit}", "条文": "9", "单位": term, "要旨": f"按{term}计算", "英文": f"counted in {unit}s"}
    for unit, term in (
        ("working-day", "工作日"),
        ("day", "日"),
        ("month", "月"),
        ("year", "年"),
        ("cadence", "更新频率"),
    )
]


def duty(name: str, must: Yaml, *, matter: str = "下架", **more: Any) -> Yaml:
    """A duty; further keys by their Chinese keyword."""
    return {
        "事项": matter,
        "编号": name,
        "条文": "1",
        "要旨": f"要旨 {name}",
        "英文": f"gist {name}",
        "主体": "提供单位",
        "效力": "应当",
        "须": must,
        "要求": f"办理 {name}",
        **more,
    }


def term(name: str, step: str, **more: Any) -> Yaml:
    """A term of five working days, unless further keys say otherwise."""
    written = {
        "步骤": step,
        "编号": name,
        "条文": "2",
        "要旨": f"要旨 {name}",
        "英文": f"gist {name}",
        "主体": "主管部门",
        "效力": "应当",
        "长度": "5",
        "单位": "工作日",
        **more,
    }
    return {key: value for key, value in written.items() if value is not None}


def extension(condition: Yaml, decided_on: str, total: str | None = None) -> Yaml:
    """A longer term."""
    written = {"要旨": "可以延长", "英文": "may be longer", "条件": condition, "决定日期": decided_on, "至": total}
    return {key: value for key, value in written.items() if value is not None}


def recurring(name: str, day: str, matter: str = "数据质量", **more: Any) -> Yaml:
    """A duty of every year."""
    return {
        "事项": matter,
        "编号": name,
        "条文": "3",
        "要旨": f"要旨 {name}",
        "英文": f"gist {name}",
        "主体": "主管部门",
        "效力": "应当",
        "每年": day,
        **more,
    }


def instrument(
    *,
    duties: Sequence[Yaml] = (),
    terms: Sequence[Yaml] = (),
    recurring: Sequence[Yaml] = (),
    rules: Yaml | None = None,
    **more: Any,
) -> dict[str, Yaml]:
    """The files of an instrument in force from 2020, unless further keys say otherwise."""
    files: dict[str, Yaml] = {
        "instrument.yaml": {
            "标题": "示例市公共数据办法",
            "制定机关": "示例市人民政府",
            "效力层级": "行政规范性文件",
            "施行日期": "2020-01-01",
            "收录": "已收录",
            "来源": "正式文本",
            **more,
        }
    }
    if more.get("收录") == "未收录":
        del files["instrument.yaml"]["来源"]
    else:
        rows = [{"条文": str(number), "状态": "部分编码"} for number in range(1, 10)]
        files["articles.yaml"] = {"条文表": rows}
    if duties:
        files["duties.yaml"] = {"职责": list(duties)}
    if terms or recurring:
        files["deadlines.yaml"] = {"计算规则": COUNTING, "期限": list(terms), "周期职责": list(recurring)}
    if rules:
        files["rules.yaml"] = rules
    return files


def library(root: Path, here: Mapping[str, Any], above: Mapping[str, Any] | None = None) -> odr.Library:
    """A folder with the place ``here`` below the place ``above``, each with instruments by id, nearest first."""
    places: dict[str, Mapping[str, Any]] = {"above": above or {}, "here": here}
    (root / "jurisdictions").mkdir(parents=True, exist_ok=True)
    (root / "rules").mkdir(exist_ok=True)
    for number, (place, instruments) in enumerate(places.items()):
        written = {
            "名称": f"示例{place}",
            "代码": f"37990{number}",
            "级别": "市级" if place == "above" else "县级",
            "主管部门": "示例主管部门",
            "文件": list(instruments),
        }
        if place == "here":
            written["上级"] = "above"
        _write(root / "jurisdictions" / f"{place}.yaml", written)
        for name, files in instruments.items():
            (root / "rules" / name).mkdir(exist_ok=True)
            for file, content in files.items():
                _write(root / "rules" / name / file, content)
    return odr.load(root)


def _write(path: Path, content: Yaml) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
