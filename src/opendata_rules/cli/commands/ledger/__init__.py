"""``ledger``: what was answered, proven and answered again; one module for each of its commands."""

from __future__ import annotations

from typing import ClassVar

import typer

from ... import exit_status
from ...groups import CONTEXT, Group


class Entries(Group):
    """The commands on a ledger."""

    home = __name__
    panels: ClassVar = {
        "核对": ("verify", "checkpoint", "key"),
        "查阅": ("find", "show", "export"),
        "重新作答": ("recheck",),
        "抹去": ("erase",),
    }


command = typer.Typer(
    name="ledger",
    cls=Entries,
    context_settings=CONTEXT,
    help="""
台账：答过的每一个结果，依据哪些规则、哪些事实，谁问的；改动过就看得出来；规则变了，全部重新作答。

存储是 SQLite 文件，或者 postgresql:// 开头的地址。

例：
  opendata-rules classify -j 泰安 --fact 国家秘密=是 --ledger 台账.sqlite --dataset D-001
  opendata-rules ledger checkpoint 台账.sqlite -o 检查点.txt
  opendata-rules ledger verify 台账.sqlite --checkpoint 检查点.txt
  opendata-rules ledger recheck 台账.sqlite --on 2026-12-01

退出码，先符合的为准：2 用法或者输入有误；1 对不上，或者有结果不同的；4 有不能定的；0 其他。
""",
)


@command.callback(invoke_without_command=True)
def _main(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        from ...help import show_help

        show_help(ctx)
        raise typer.Exit(exit_status.MISUSE)
