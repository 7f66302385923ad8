"""``new``: files of rules to start from; one module for each of its commands."""

from __future__ import annotations

from typing import ClassVar

import typer

from ... import exit_status
from ...groups import CONTEXT, Group


class Beginnings(Group):
    """The commands that begin files of rules."""

    home = __name__
    panels: ClassVar = {"命令": ("version", "instrument", "place", "notice", "editor")}


command = typer.Typer(
    name="new",
    cls=Beginnings,
    add_completion=False,
    context_settings=CONTEXT,
    help="""
写出新的规则文件的开头：修订以后的版本、新的法律文件、新的地方、新一年的放假通知；编辑器要用的文件。
已有的规则文件不会被覆盖。

例：
  opendata-rules new version taian-open-data-measures-2025 --on 2027-01-01
  opendata-rules new notice 2027

退出码：2 用法或者输入有误，或者文件已经有了；0 其他。
""",
)


@command.callback(invoke_without_command=True)
def _main(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        from ...help import show_help

        show_help(ctx)
        raise typer.Exit(exit_status.MISUSE)
