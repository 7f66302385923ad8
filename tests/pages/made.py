"""Pages of every kind, with enough in them to be folded, printed over many sheets and too wide for a phone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import opendata_rules as odr
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.report import render_html
from opendata_rules.authoring.pack_diff.comparing import pack_diff
from opendata_rules.authoring.pack_diff.effects import Effect, Touched
from opendata_rules.authoring.pack_diff.report import render_html as render_edit
from opendata_rules.authoring.pack_diff.rules import broken as broken_packs
from opendata_rules.authoring.pack_diff.sides import sides_of
from opendata_rules.catalogue.report import Report
from opendata_rules.formats.pages import PRINTED
from opendata_rules.monitoring.reports.export import export
from opendata_rules.vocabulary.arguments import ComparisonTopicName

from ..amendments import copied
from ..catalogue.helpers import DATASET, report_of, write, write_csv
from ..catalogue.reports.hostile import hostile as hostile_catalogue
from ..examples import client
from ..laws import law
from ..monitoring.reports.shown import ON, busy, happened, hostile, monitor

#: Names of the last datasets of a list that is folded, and of one that is longer than what is printed.
LAST_SUSPECTED, LAST_UNDECIDED = "最后的低保金发放名单", f"名录{PRINTED + 99:04}"
#: The last case of a list that is folded.
LAST_CASE = "案件-099"
PLACES = ("taian", "tengzhou", "qingdao", "jining")


def make(folder: Path) -> None:
    """Write the pages into a folder."""
    _catalogue(folder)
    _comparisons(folder)
    _cases(folder)
    _example(folder)
    _edit(folder)


def _edit(folder: Path) -> None:
    """What an edit of the rules changes: answers of one place, datasets and cases, and a side with an error."""
    old, new = (copied(_folder(folder / "given" / name)) for name in ("old", "new"))
    path = new / "rules" / "taian-open-data-measures-2025" / "duties.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("效力: 应当", "效力: 原则上", 4), encoding="utf-8")
    broken = new / "rules" / "qingdao-public-data-measures-2023" / "rules.yaml"
    broken.write_text("开放属性：\n", encoding="utf-8")
    touched = tuple(Touched(f"A-{n}", "名册" * 20, ("属性：不予开放",), ("属性：有条件开放",)) for n in range(30))
    with sides_of(str(old), str(new), new) as (before, after):
        found = pack_diff(before, after, today=ON, on=ON, place="taian")
        problems = tuple((after.name, one) for one in broken_packs(after.shelf, "qingdao"))
    assert found.places
    assert problems
    whole = replace(
        found, problems=problems, catalogue=Effect("目录.csv", 90, touched), log=Effect("案件.sqlite", 3, ())
    )
    (folder / "edit.html").write_bytes(render_edit(whole))


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _catalogue(folder: Path) -> None:
    given = folder / "given"
    given.mkdir(exist_ok=True)
    wide = {"国家秘密": "否", "涉及商业秘密": "是", "一个平台自己的很长很长的列的名称甲乙丙丁": "内容" * 40}
    rows = [
        DATASET | {"数据集名称": f"第{n}类人员信息", "提供单位": f"市第{n % 80}局", "国家秘密": "是"} for n in range(20)
    ]
    rows += [
        DATASET
        | {
            "数据集名称": f"低保金发放名单{n:03}",
            "提供单位": f"市第{n % 30}局",
            "更新频率": "每月",
            "更新时间": "2025-10-01",
        }
        for n in range(90)
    ]
    rows += [
        DATASET | wide | {"数据集名称": f"名录{n:04}", "提供单位": f"局{n // 60:02}"} for n in range(PRINTED + 100)
    ]
    rows += [DATASET | {"数据集名称": "没有写的", "开放属性": "", "更新频率": "偶尔", "更新时间": "06/07/2023"}]
    # The last of its list: a department of its own with the only one.
    rows += [DATASET | {"数据集名称": LAST_SUSPECTED, "提供单位": "最后的单位", "更新时间": "2020-01-01"}]
    report_of(given, *rows).write(folder / "catalogue.html")
    report_of(given, DATASET).write(folder / "catalogue_small.html")
    hostile_catalogue(given).write(folder / "catalogue_hostile.html")
    _judged(given).write(folder / "catalogue_judged.html")
    _changes(given).write(folder / "changes.html")


def _judged(given: Path) -> Report:
    """Findings of last time, new ones, some gone, and waivers that hold, have expired or met nothing."""
    rows = [
        DATASET | {"编号": f"A-{n}", "数据集名称": f"名册{n}", "国家秘密": "是", "提供单位": "局" * 30}
        for n in range(9)
    ]
    law("taian").check_catalogue(write_csv(given, *rows[:6])).write_baseline(given / "上次.json")
    waived = [
        {"数据集": f"A-{n}", "问题": f"A-{n}:invalid:taian-12-2", "理由": "理由" * 30, "批准人": "某人", "到期": day}
        for n, day in ((3, "2026-12-31"), (4, "2026-03-01"), (20, "2026-12-31"))
    ]
    waivers = write(given, json.dumps(waived, ensure_ascii=False), "豁免.yaml")
    return law("taian").check_catalogue(write_csv(given, *rows[2:]), baseline=given / "上次.json", waivers=waivers)


def _changes(given: Path) -> odr.CatalogueChanges:
    """Datasets that changed, came, went and cannot be compared."""
    was = [DATASET | {"编号": f"A-{n}", "数据集名称": f"名册{n}" * (1 + 9 * (n % 2))} for n in range(30)]
    doubtful = DATASET | {"编号": "D-1", "数据集名称": "重号"}
    now = [one | {"开放属性": "不予开放" if n % 2 else "有条件开放"} for n, one in enumerate(was)]
    old = write_csv(given, *was, doubtful, doubtful, name="旧.csv")
    return law("taian").check_catalogue_changes(old, write_csv(given, *now[5:], now[0] | {"编号": "B"}, doubtful))


def _comparisons(folder: Path) -> None:
    laws = [law(place) for place in PLACES]
    topics: list[ComparisonTopicName] = ["classification", "sharing_classification", "procedures", "duties"]
    (folder / "comparison.html").write_bytes(render_html([order(laws, topic=topic) for topic in topics]))
    days = [dt.date(2026, 3, 10), dt.date(2025, 9, 1), dt.date(2025, 8, 31)]
    dated = [*(law("taian", day) for day in days), law("jining"), law("shandong"), law("jinan")]
    (folder / "comparison_dated.html").write_bytes(render_html([order(dated)]))
    (folder / "comparison_two.html").write_bytes(render_html([order(laws[:2])]))


def _cases(folder: Path) -> None:
    export(busy(), folder / "monitor.html", ON)
    export(hostile(), folder / "monitor_hostile.html", ON)
    export(odr.monitor(law("jining")), folder / "monitor_empty.html", ON)
    later = [
        happened(f"案件-{number:03}", "objection.received", "2026-03-09", actor=f"市第{number % 20}局/王某")
        for number in range(100)
    ]
    export(monitor(*later), folder / "monitor_many.html", ON)


def _example(folder: Path) -> None:
    """The page that a client to copy makes."""
    asked = law("taian").classify({"涉及个人隐私": True, "第三方意见": "不同意"}, declared="open")
    store = folder / "given" / "receipts.jsonl"
    store.write_text(json.dumps({"dataset": "名单" * 60, "receipt": asked.receipt}) + "\n{}\n", encoding="utf-8")
    client("receipt_dashboard").main([str(store), "-o", str(folder / "example_receipts.html")])
