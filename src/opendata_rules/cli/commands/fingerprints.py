"""``fingerprints``: those of the article table, from the texts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ...authoring.editing.fingerprinting import Fingerprints, fingerprints
from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.rendering import render
from ...reading.folders import is_folder
from .. import exit_status
from ..options import Json, native, shown
from ..output import say, say_items, tell


def command(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="路径", parser=native, help="整套规则，或者一个规则文件夹；不写为当前文件夹。"),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="文件夹", parser=native, help="必须写：条文正文所在的文件夹，文件名是 <文件编号>.txt。"
        ),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="写入条文表；不写这一项只列出哪些条变了。")] = False,
    as_json: Json = False,
) -> int:
    """由条文正文算出指纹。

    列出哪些条变了、哪些还没有指纹；加 --write 写入条文表（articles.yaml）。
    只改指纹，别的一个字也不动。先对照新的正文逐条复核规则，再写入：不要为了消除提示而写入。
    正文是纯文本、UTF-8，一条一行起头“第一条”；款另起一行，项写“（一）”。

    例：
      opendata-rules fingerprints --texts 条文
      opendata-rules fingerprints --texts 条文 --write

    退出码：1 有变化，还没有写入，或者正文与条文表对不上；2 用法或者输入有误；0 其他。
    """
    path = Path() if path is None else path
    if not os.path.lexists(path):
        raise typer.BadParameter(f"没有 {shown(path)} 这个文件夹。")
    if texts is None:
        raise typer.BadParameter("要写 --texts 条文文件夹。")
    if not is_folder(texts):
        raise typer.BadParameter(f"没有 {shown(texts)} 这个条文文件夹。")
    found = list(fingerprints(path, texts))
    tables = [one for one in found if isinstance(one, Fingerprints)]
    problems = [one for one in found if isinstance(one, Diagnostic)]
    different = [one for one in tables if one.changed or one.added]
    if write:
        for one in different:
            one.change.write()
    if as_json:
        say_items(tables)
    else:
        for one in tables:
            say(_told(one))
        if not found:
            say("条文文件夹里没有一份正文与条文表同名；正文的文件名是 <文件编号>.txt。")
        elif different:
            say("已经写入。" if write else "复核以后，加 --write 写入。")
    if problems:
        tell(render(problems))
    unmatched = any(one.without_row or one.without_text for one in tables)
    waiting = bool(different) and not write
    return exit_status.FOUND if waiting or problems or unmatched or not found else exit_status.OK


def _told(one: Fingerprints) -> str:
    parts = [
        f"{said}第 {'、'.join(refs)} 条"
        for said, refs in (
            ("与指纹不同的：", one.changed),
            ("还没有指纹的：", one.added),
            ("条文表没有登记的：", one.without_row),
            ("正文中没有的：", one.without_text),
        )
        if refs
    ]
    return f"{one.instrument}：{'；'.join(parts) or '全部相符'}。"
