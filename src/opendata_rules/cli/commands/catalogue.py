"""``catalogue``: a whole catalogue file, and the report on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ...catalogue.check import opened
from ...catalogue.register import registered
from ...catalogue.reports.writing import beside, form_of
from ...catalogue.summary import ReportSummary
from .. import exit_status
from ..catalogue_summary import progress, summary
from ..laws import law_of
from ..options import Drafts, Json, On, Place, Rules, Strict, Unlisted, day_of, native, shown, unlisted_of
from ..output import say, say_json
from ..tables import console


def _list_profiles(wanted: bool) -> None:
    if not wanted:
        return
    for one in registered():
        how = "按内容认出" if one.shapes else "要用 --profile 点名"
        say(f"{one.label}（{'、'.join(one.called[:1] + one.names)}）：{how}。{one.source}")
    raise typer.Exit


def command(
    file: Annotated[Path, typer.Argument(metavar="目录文件", parser=native, help="CSV、XLSX、JSON 或者 RDF。")],
    jurisdiction: Place,
    on: On = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=native,
            help="报告写到哪里：.html、.xlsx、.csv、.json 或者 .jsonl；可以写多次。",
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="名称或文件",
            parser=native,
            help="平台说明：列名、数字编码、日期写法；或者登记的平台格式的名称，例如 山东平台。",
        ),
    ] = None,
    profiles: Annotated[
        bool, typer.Option("--profiles", is_eager=True, callback=_list_profiles, help="列出登记的平台格式。")
    ] = False,
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """检查整份目录：逐个数据集说明申报的开放属性能否成立，缺什么事实，依据哪一条；更新是否逾期。

    例：
      opendata-rules catalogue 目录.csv -j 泰安 -o report.html
      opendata-rules catalogue 目录.csv -j 泰安 --on 2026-03-10 -o a.xlsx -o b.csv
      opendata-rules catalogue 目录.csv -j 滕州 --unlisted --json
      opendata-rules catalogue --profiles

    退出码：1 有申报的属性不成立，或者更新逾期；4 有数据集尚不能定；2 用法或者输入有误；0 其他。
    """
    wanted = output or []
    for path in wanted:
        _can_be_written(path, file)
    law = law_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    console_ = Console(stderr=True)
    with progress(console_, "正在读取", of_bytes=True) as step:
        catalogue = opened(law, file, profile=profile, unlisted=unlisted_of(unlisted), progress=step)
    with progress(console_, "正在检查") as step:
        # Printed as JSON, the report is held as a whole; written to files it is not.
        report = catalogue.report(step) if as_json else None
        if report is None:
            found: ReportSummary = catalogue.write(wanted, file, step)
        else:
            found = report
            for path in wanted:
                report.write(path)
    if report is not None:
        say_json(report.to_dict())
    else:
        with console() as drawn:
            summary(found, drawn)
        for path in wanted:
            say(f"报告已写入 {shown(path)}")
            rest = beside(path, found.total)
            if rest is not None and rest not in wanted:
                say(f"全部数据集已写入 {shown(rest)}")
        if not wanted:
            say("要逐个数据集的报告，请加 -o report.html（或者 .xlsx、.csv、.json、.jsonl）。")
    return exit_status.of_report(found)


def _can_be_written(path: Path, catalogue_file: Path) -> None:
    """Refuse before a long check what would fail after it."""
    form_of(path)
    if not path.parent.is_dir():
        raise typer.BadParameter(f"没有 {shown(path.parent)} 这个文件夹，报告没有地方写。")
    if path.is_dir():
        raise typer.BadParameter(f"{shown(path)} 是一个文件夹，报告要写成文件。")
    if path.exists() and catalogue_file.exists() and path.samefile(catalogue_file):
        raise typer.BadParameter("报告不能写在目录文件上，那样会盖掉目录。")
