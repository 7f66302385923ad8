"""``fmt``: the layout of files of rules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ...authoring.editing.change import Change
from ...authoring.editing.formatting import layouts
from ...diagnostics.rendering import render
from .. import exit_status
from ..options import Json, native, shown
from ..output import say, say_items, tell


def command(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="路径", parser=native, help="一个文件，或者一个文件夹；不写为当前文件夹。"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="只检查，列出改动，不写回。")] = False,
    as_json: Json = False,
) -> int:
    """排版规则文件：缩进两格，标点后面一个空格，行末没有空格，空行只留一行。

    注释、引号、换行和各项的次序都不动，意思也不变：排版前后读出的内容完全相同才写回。再排版一次，一个字节也不变。
    读不出来的文件不动，列出错误；先用 fix、lint 改正。

    例：
      opendata-rules fmt .
      opendata-rules fmt rules/taian-open-data-measures-2025/rules.yaml
      opendata-rules fmt . --check

    退出码：1 有读不出来的文件，或者（--check）有没有排好的；2 用法或者输入有误；0 其他。
    """
    path = Path() if path is None else path
    if not os.path.lexists(path):
        raise typer.BadParameter(f"没有 {shown(path)} 这个文件或者文件夹。")
    found = list(layouts(path))
    changes = [one for one in found if isinstance(one, Change)]
    unread = [problem for one in found if not isinstance(one, Change) for problem in one.diagnostics]
    if not check:
        for change in changes:
            change.write()
    if as_json:
        say_items(changes)
    else:
        for change in changes if check else ():
            say(change.shown)
            for line in change.diff():
                say("  ", line)
        if not changes:
            say("都排好了。" if not unread else "没有要排版的。")
        else:
            say(f"{len(changes)} 个文件没有排好。" if check else f"排好了 {len(changes)} 个文件。")
    if unread:
        tell(render(unread))
    return exit_status.FOUND if unread or (check and changes) else exit_status.OK
