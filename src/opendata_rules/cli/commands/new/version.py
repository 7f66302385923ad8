"""``new version``: a later version of an instrument."""

from __future__ import annotations

from typing import Annotated

import typer

from ...options import date_of
from .made import Rules, Text, shelf_of, tell_made


def command(
    old: Annotated[str, typer.Argument(metavar="文件", help="被修订的文件的编号。")],
    on: Annotated[str, typer.Option("--on", metavar="日期", help="修订以后从哪一天起施行。")],
    name: Annotated[
        str | None, typer.Option("--id", metavar="编号", help="新版本的编号；不写为旧编号换上年份。")
    ] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="文号", help="修订文件的文号。")] = None,
    issued: Annotated[str | None, typer.Option("--issued", metavar="日期", help="修订文件的成文日期。")] = None,
    text: Text = None,
    rules: Rules = None,
) -> None:
    """写出一个文件修订以后的版本：只写改动的，没有写到的都沿用旧的版本。

    例：
      opendata-rules new version taian-open-data-measures-2025 --on 2027-01-01

    退出码：2 用法或者输入有误，或者文件已经有了；0 其他。
    """
    from ....authoring.scaffold import new_version

    day = None if issued is None else date_of(issued, "--issued")
    shelf = shelf_of(rules)
    made = new_version(shelf, old, date_of(on), name=name, number=number, issued=day, text=text)
    tell_made(made, shelf)
