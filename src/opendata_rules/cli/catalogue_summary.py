"""What the command line shows of a catalogue report: what to do, a table of departments, and a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ..catalogue.summary import Summary
from ..formats.lines import fill

#: Departments shown in the terminal; the report has them all.
_SHOWN = 15
#: Narrower than this, a table of departments cannot be read.
_NARROWEST = 60
#: Names that make narrow columns; the others are short as they are.
_SHORT = {"human_review": "须人判断", "not_recognised": "未识别", "no_rule": "无规则"}


@contextmanager
def progress(console: Console, what: str, *, of_bytes: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A progress bar that vanishes when done; nothing where there is no terminal.

    Args:
        console: where it is drawn.
        what: what is being done, in Chinese.
        of_bytes: whether bytes are counted, and not datasets.
    """
    if not console.is_terminal:
        yield lambda done, total: None
        return
    count = DownloadColumn() if of_bytes else MofNCompleteColumn()
    columns = (TextColumn(what), BarColumn(), count, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def summary(report: Summary, console: Console) -> None:
    """Headline, what to do now, departments worst first, and what was not recognised."""
    from ..catalogue.reports.advice import grouped, headline, profile_example, steps, untimed
    from ..catalogue.reports.since import compared

    def show(text: str, *, first: str = "", style: str = "") -> None:
        for number, row in enumerate(fill(text, console.width - cell_len(first)).split("\n")):
            lead = first if number == 0 else " " * cell_len(first)
            console.print(Text(lead).append(row, style), soft_wrap=True)

    show(f"{report.file} · {report.place_name} · 按 {report.on} 的规定")
    show(headline(report), style="bold")
    for text in compared(report.findings):
        show(f"{text}。", first="· ")
    for number, step in enumerate(steps(report), 1):
        console.print()
        show(step.text, first=f"{number}. ", style="bold")
        show(f"{step.detail}。", first="   ")
    console.print()
    if console.width >= _NARROWEST:
        console.print(_departments(report), soft_wrap=False)
    if len(report.departments) > _SHOWN:
        show(f"还有 {len(report.departments) - _SHOWN} 个单位，见报告。")
    for text in untimed(report):
        show(f"{text}。", first="· ")
    for warning in (*report.warnings, *report.update_warnings):
        show(f"{warning.text}〔{warning.code}〕", first="提示 ")
    found = grouped(report.problems)
    for where, text in found:
        if not where:
            show(text, first="· ")
    rows = sum(bool(where) for where, _ in found)
    if rows:
        show(f"另有 {rows} 种问题在个别的行里，见报告。", first="· ")
    profile = profile_example(report)
    if profile:
        show("没有认出的，可以写一份平台说明，例如 平台.yaml，再加上 --profile 平台.yaml：")
        for row in profile.splitlines():
            console.print(Text(f"  {row}"), soft_wrap=True)


def _departments(report: Summary) -> Table:
    from ..catalogue.results import VERDICTS
    from ..catalogue.text import shortened

    shown = [verdict for verdict in VERDICTS if report.counts[verdict]]
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("提供单位", overflow="fold")
    for name in ("数据集", *(_SHORT.get(verdict, VERDICTS[verdict][0]) for verdict in shown), "名称可疑", "更新逾期"):
        table.add_column(name, justify="right", no_wrap=True)
    for department in report.departments[:_SHOWN]:
        numbers = [department.total, *(department.counts[verdict] for verdict in shown)]
        numbers += [department.suspected, department.overdue]
        table.add_row(Text(shortened(department.name, 60) or "（没有填）"), *map(str, numbers))
    return table
