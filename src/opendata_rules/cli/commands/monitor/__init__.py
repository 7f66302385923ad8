"""``monitor``: cases followed by their events; one module for each of its commands."""

from __future__ import annotations

from typing import ClassVar

import typer

from ... import exit_status
from ...groups import CONTEXT, Group


class Cases(Group):
    """The commands on cases."""

    home = __name__
    panels: ClassVar = {"命令": ("ingest", "status", "due", "replay", "export")}


command = typer.Typer(
    name="monitor",
    cls=Cases,
    add_completion=False,
    context_settings=CONTEXT,
    help="""
跟踪案件：平台报来申请、异议、变更、下架等事件，随时看出谁在哪一天之前要办什么，哪些逾期，哪些不该做而做了。

例：
  opendata-rules monitor ingest 事件.jsonl -j 济宁
  opendata-rules monitor due -j 济宁 --on 2026-03-10
  opendata-rules monitor status A-001 -j 济宁 --on 2026-03-10
  opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.html

退出码，先符合的为准：2 用法或者输入有误；1 有逾期、违规、搁置的事件或者移动的期限；4 有期限不能确定，
或者没有有效的规定；0 其他。
""",
)


@command.callback(invoke_without_command=True)
def _main(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        from ...help import show_help

        show_help(ctx)
        raise typer.Exit(exit_status.MISUSE)
