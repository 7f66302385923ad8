"""``catalogue``: a whole catalogue file, and the report on it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ...catalogue.changes.answer import CatalogueChanges
from ...catalogue.changes.check import check_changes
from ...catalogue.changes.writing import renderer
from ...catalogue.check import opened
from ...catalogue.register import registered
from ...catalogue.reports.annotation.annotate import refuse
from ...catalogue.reports.writing import beside, form_of
from ...catalogue.summary import Summary
from ...formats.lines import fill_tree
from ...norms.order import LegalOrder
from .. import exit_status
from ..catalogue_summary import progress, summary
from ..kept import Department, Kept, keep, ledger_at
from ..laws import law_of
from ..options import Drafts, Json, On, Place, Rules, Strict, Unlisted, day_of, native, scheme_of, shown, unlisted_of
from ..output import say, say_json, text_width
from ..tables import console

Output = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        parser=native,
        help="报告写到哪里：.html、.xlsx、.csv、.json、.jsonl、.sarif 或者 .junit.xml；可以写多次。",
    ),
]
Scheme = Annotated[
    str, typer.Option("--scheme", metavar="opening|sharing", help="检查开放属性（不写时如此）还是共享属性。")
]
Known = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="文件", parser=native, help="上次的 JSON 报告，或者上次用 --write-baseline 写的文件。"
    ),
]
NewBaseline = Annotated[
    Path | None,
    typer.Option("--write-baseline", metavar="文件", parser=native, help="写下这次的问题编号，下次作 --baseline。"),
]
Waivers = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="文件", parser=native, help="豁免：哪些问题经谁批准、到哪一天可以不改。"),
]
Old = Annotated[
    Path | None,
    typer.Option("--changes", metavar="旧目录", parser=native, help="与旧的目录比较，逐个判断开放属性能不能这样变更。"),
]


Annotate = Annotated[
    Path | None,
    typer.Option(
        "--annotate",
        metavar="文件",
        parser=native,
        help="把意见写进目录的一份副本，写到哪里：原来的表加“检查意见”一列，有问题的单元格加批注，"
        "别的都不变。目录是 XLSX 或者 CSV，副本是同一种格式。",
    ),
]


def _list_profiles(wanted: bool) -> None:
    if not wanted:
        return
    for one in registered():
        how = "按内容认出" if one.shapes else "要用 --profile 点名"
        say(f"{one.label}（{'、'.join(one.called[:1] + one.names)}）：{how}。{one.source}")
    raise typer.Exit


OfThePlatform = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="名称或文件",
        parser=native,
        help="平台说明：列名、数字编码、日期写法；或者登记的平台格式的名称，例如 山东平台。",
    ),
]
Registered = Annotated[
    bool, typer.Option("--profiles", is_eager=True, callback=_list_profiles, help="列出登记的平台格式。")
]


def command(
    file: Annotated[Path, typer.Argument(metavar="目录文件", parser=native, help="表格、CSV、JSON 或者 RDF。")],
    jurisdiction: Place,
    on: On = None,
    output: Output = None,
    annotated: Annotate = None,
    baseline: Known = None,
    write_baseline: NewBaseline = None,
    waivers: Waivers = None,
    changes: Old = None,
    profile: OfThePlatform = None,
    profiles: Registered = False,
    scheme: Scheme = "opening",
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    ledger: Kept = None,
    department: Department = "",
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """检查整份目录：逐个数据集说明申报的开放属性（或者共享属性）能否成立，缺什么事实，依据哪一条；更新是否逾期。

    例：
      opendata-rules catalogue 目录.csv -j 泰安 -o report.html
      opendata-rules catalogue 目录.csv -j 泰安 --on 2026-03-10 -o a.xlsx -o b.csv
      opendata-rules catalogue 目录.csv -j 泰安 --annotate 目录-意见.csv
      opendata-rules catalogue 目录.csv -j 滕州 --unlisted --json
      opendata-rules catalogue 共享目录.csv -j 青岛 --scheme sharing
      opendata-rules catalogue 目录.csv -j 泰安 --baseline 上次.json --waivers 豁免.yaml
      opendata-rules catalogue -j 泰安 --changes 旧目录.csv 新目录.csv
      opendata-rules catalogue --profiles

    退出码：1 有申报的属性不成立，或者更新逾期（上次已有的和豁免的不算），或者有禁止的变更；
    4 有尚不能定的；2 用法或者输入有误；0 其他。
    """
    wanted = output or []
    ledger_at(ledger, department=department)
    if changes is not None:
        if baseline is not None or write_baseline is not None or waivers is not None or unlisted != "unknown":
            raise typer.BadParameter("--changes 不能与 --baseline、--write-baseline、--waivers、--unlisted 一起写。")
        if annotated is not None:
            raise typer.BadParameter("--changes 不能与 --annotate 一起写：意见写在一份目录的副本里。")
        if scheme != "opening":
            raise typer.BadParameter("--changes 只判断开放属性的变更，不能与 --scheme 一起写。")
        law = law_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
        found_changes = _changes(law, changes, file, profile, wanted, as_json)
        keep(found_changes, ledger, "", department)
        return exit_status.of_catalogue_changes(found_changes)
    _all_can_be_written(file, wanted, write_baseline, annotated)
    law = law_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    terminal = Console(stderr=True)
    with progress(terminal, "正在读取", of_bytes=True) as step:
        read = functools.partial(opened, law, file, profile=profile, progress=step)
        judged_by, words = scheme_of(scheme), unlisted_of(unlisted)
        catalogue = read(unlisted=words, scheme=judged_by, baseline=baseline, waivers=waivers)
    with progress(terminal, "正在检查") as step:
        # Printed as JSON, written into the catalogue or kept in a ledger, the report is held as a whole; written to
        # files it is not.
        report = catalogue.report(step) if as_json or annotated is not None or ledger is not None else None
        found = catalogue.write(wanted, file, step, write_baseline) if report is None else report
    if report is None:
        _tell(found, wanted)
        return exit_status.of_report(found)
    keep(report, ledger, "", department)
    for path in wanted:
        report.write(path)
    if write_baseline is not None:
        report.write_baseline(write_baseline)
    told = report.annotate(file, annotated) if annotated is not None else ()
    if as_json:
        say_json(report.to_dict())
    else:
        _tell(report, wanted, annotated, told)
    return exit_status.of_report(report)


def _tell(found: Summary, written: list[Path], annotated: Path | None = None, told: tuple[str, ...] = ()) -> None:
    """What was found, and where the reports are."""
    with console() as drawn:
        summary(found, drawn)
    for path in written:
        say(f"报告已写入 {shown(path)}")
        rest = beside(path, found.total)
        if rest is not None and rest not in written:
            say(f"全部数据集已写入 {shown(rest)}")
    if annotated is not None:
        say(f"意见已写入 {shown(annotated)}：")
        for text in told:
            say(f"· {text}。")
    if not written:
        say("要逐个数据集的报告，请加 -o report.html（或者 .xlsx、.csv、.json、.jsonl）。")


def _changes(
    law: LegalOrder, old: Path, new: Path, profile: Path | None, wanted: list[Path], as_json: bool
) -> CatalogueChanges:
    """How a catalogue changed."""
    for path in wanted:
        renderer(path)
        for file in (old, new):
            _can_be_written(path, file)
    found = check_changes(law, old, new, profile=profile)
    for path in wanted:
        found.write(path)
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(), text_width()))
        for path in wanted:
            say(f"结果已写入 {shown(path)}")
    return found


def _all_can_be_written(file: Path, wanted: list[Path], write_baseline: Path | None, annotated: Path | None) -> None:
    """Refuse before a long check what would fail after it: reports, a baseline, a copy of the catalogue."""
    for path in wanted:
        form_of(path)
        _can_be_written(path, file)
    if write_baseline is not None:
        _can_be_written(write_baseline, file)
    if write_baseline in wanted:
        raise typer.BadParameter("--write-baseline 和 -o 不能写到同一个文件。")
    if annotated is not None:
        refuse("", file, annotated)
        _can_be_written(annotated, file, *wanted, *([write_baseline] if write_baseline is not None else []))


def _can_be_written(path: Path, *others: Path) -> None:
    """Refuse before a long check what would fail after it.

    Args:
        path: what is to be written.
        others: files that must stay: the catalogue first, then what is written beside.
    """
    if not path.parent.is_dir():
        raise typer.BadParameter(f"没有 {shown(path.parent)} 这个文件夹，报告没有地方写。")
    if path.is_dir():
        raise typer.BadParameter(f"{shown(path)} 是一个文件夹，报告要写成文件。")
    if path.exists() and others[0].exists() and path.samefile(others[0]):
        raise typer.BadParameter("报告不能写在目录文件上，那样会盖掉目录。")
    if any(path.absolute() == other.absolute() for other in others[1:]):
        raise typer.BadParameter(f"{shown(path)} 写了两次：报告和写了意见的目录要分成两个文件。")
