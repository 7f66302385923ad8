"""``fix``: slips of the hand put right."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ...authoring.editing.fixing import fixes
from .. import exit_status
from ..options import Json, native, shown
from ..output import say, say_items


def command(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="路径", parser=native, help="一个文件，或者一个文件夹；不写为当前文件夹。"),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="写回文件；不写这一项只列出改动。")] = False,
    as_json: Json = False,
) -> int:
    """改正手误：全角标点、全角空格、少的空格、Tab、繁体的关键词、扩展名、文件编码。先列出改动，加 --write 才写回。

    只改只有一种改法的；要旨、锚词、标题和条文正文一个字也不动。改完再用 lint 检查。

    例：
      opendata-rules fix .
      opendata-rules fix rules/taian-open-data-measures-2025
      opendata-rules fix rules/taian-open-data-measures-2025/rules.yaml --write

    退出码：1 有可以改正的，还没有写回；2 用法或者输入有误；0 其他。
    """
    path = Path() if path is None else path
    if not os.path.lexists(path):
        raise typer.BadParameter(f"没有 {shown(path)} 这个文件或者文件夹。")
    changes = list(fixes(path))
    if write:
        for change in changes:
            change.write()
    if as_json:
        say_items(changes)
    else:
        for change in changes:
            named = change.shown if change.target == change.shown else f"{change.shown} → {change.target}"
            say(f"{named}：{'、'.join(change.reasons)}")
            for line in change.diff():
                say("  ", line)
        if not changes:
            say("没有要改正的手误。")
        else:
            say(f"改好了 {len(changes)} 个文件。" if write else f"{len(changes)} 个文件可以改正；加 --write 写回。")
    return exit_status.OK if write or not changes else exit_status.FOUND
