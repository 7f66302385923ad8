"""``lint``: checking files of rules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ...authoring.lint import lint
from ...diagnostics.kind import Severity
from ...diagnostics.rendering import render
from ...reading.folders import is_folder
from .. import exit_status
from ..laws import library_of
from ..options import Json, native, shown
from ..output import say, say_items


def command(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="路径", parser=native, help="一个文件、一个规则文件夹，或者整套规则；不写为自带的规则。"
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="文件夹", parser=native, help="条文原文所在的文件夹；写了就核对锚词和指纹。"),
    ] = None,
    as_json: Json = False,
) -> int:
    """检查规则文件，一次列出全部错误：在哪里，为什么，可以怎么写。

    例：
      opendata-rules lint
      opendata-rules lint rules/taian-open-data-measures-2025
      opendata-rules lint . --texts 条文

    退出码：1 有错误（只有警告的不算）；2 用法或者输入有误；0 其他。
    """
    if path is not None and not os.path.lexists(path):
        raise typer.BadParameter(f"没有 {shown(path)} 这个文件或者文件夹。")
    if texts is not None and not is_folder(texts):
        raise typer.BadParameter(f"没有 {shown(texts)} 这个条文文件夹。")
    problems = library_of(None).lint(texts) if path is None else lint(path, texts)
    if as_json:
        say_items(problems)
    elif problems:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        say(render(problems))
        say(f"\n共 {errors} 处错误，{len(problems) - errors} 处警告。")
    else:
        say("没有发现问题。" if path is not None else "没有发现问题。没有写路径，检查的是程序自带的规则。")
    return exit_status.of_diagnostics(problems)
