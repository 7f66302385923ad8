"""``new instrument``: a legal instrument, with its table of articles."""

from __future__ import annotations

from typing import Annotated

import typer

from ...options import date_of
from .made import Rules, Text, shelf_of, tell_made


def command(
    name: Annotated[str, typer.Argument(metavar="编号", help="英文小写，例如 ceshi-measures-2026。")],
    title: Annotated[str, typer.Argument(metavar="标题", help="文件全称，不带书名号。")],
    authority: Annotated[str, typer.Argument(metavar="机关", help="制定机关。")],
    rank: Annotated[
        str, typer.Option("--rank", metavar="层级", help="政府规章或者行政规范性文件。")
    ] = "行政规范性文件",
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="施行日期；不知道的不写。")] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="文号", help="文号；没有的不写。")] = None,
    text: Text = None,
    rules: Rules = None,
) -> None:
    """写出一个新的法律文件的开头；有正文的，逐条登记条文表，每一条都是待处理。

    例：
      opendata-rules new instrument ceshi-2026 测试市数据办法 测试市人民政府

    退出码：2 用法或者输入有误，或者文件已经有了；0 其他。
    """
    from ....authoring.scaffold import new_instrument

    day = None if on is None else date_of(on)
    shelf = shelf_of(rules)
    made = new_instrument(shelf, name, title=title, authority=authority, rank=rank, on=day, number=number, text=text)
    tell_made(made, shelf)
