"""What the command line shows of a catalogue report: a summary and a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from .catalogue import Report

#: Departments shown in the terminal; the report has them all.
_SHOWN = 15


@contextmanager
def progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A progress bar that vanishes when done; nothing where there is no terminal."""
    columns = (TextColumn("正在检查"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def summary(report: Report, console: Console) -> None:
    """Headline, departments worst first, and what was not recognised."""
    from .catalogue.report import VERDICTS

    shown = {verdict: name for verdict, (name, _) in VERDICTS.items() if report.counts[verdict]}
    counted = "，".join(f"{name} {report.counts[verdict]}" for verdict, name in shown.items())
    console.print(f"[bold]{escape(report.file)}[/] · {report.place_name} · 按 {report.on} 的规定")
    console.print(f"{len(report.rows)} 个数据集：{counted}。")
    console.print(f"更新逾期 {report.overdue}（可判断 {report.computable}），名称可疑 {report.suspected}。")
    for code, text in report.warnings:
        console.print(f"[yellow]提示[/] {escape(text)}〔{code}〕")
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("提供单位", overflow="fold")
    for name in ("数据集", *shown.values(), "更新逾期", "名称可疑"):
        table.add_column(name, justify="right")
    for department in report.departments[:_SHOWN]:
        numbers = [department.total, *(department.counts[verdict] for verdict in shown)]
        numbers += [department.overdue, department.suspected]
        table.add_row(escape(department.name or "（没有填）"), *map(str, numbers))
    console.print(table)
    if len(report.departments) > _SHOWN:
        console.print(f"还有 {len(report.departments) - _SHOWN} 个单位，见报告。")
    whole = [text for row, text in report.problems if row == 0]
    for text in whole:
        console.print(f"· {escape(text)}")
    rows = len(report.problems) - len(whole)
    if rows:
        console.print(f"· 另有 {rows} 行读取时有问题，见报告。")
