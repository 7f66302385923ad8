"""``new place``: a place, with the places above it."""

from __future__ import annotations

from typing import Annotated

import typer

from .made import Rules, shelf_of, tell_made


def command(
    name: Annotated[str, typer.Argument(metavar="编号", help="英文小写，例如 ceshi。")],
    title: Annotated[str, typer.Argument(metavar="名称", help="地方全称，例如测试市。")],
    code: Annotated[str, typer.Argument(metavar="代码", help="六位行政区划代码。")],
    level: Annotated[str, typer.Argument(metavar="级别", help="省级、市级、县级。")],
    department: Annotated[str, typer.Argument(metavar="部门", help="本级大数据工作主管部门。")],
    parent: Annotated[str | None, typer.Option("--parent", metavar="上级", help="上一级地方；省级不写。")] = None,
    instruments: Annotated[
        list[str] | None,
        typer.Option("--instrument", metavar="文件", help="约束本地的文件编号，近的在前；可以写几次。"),
    ] = None,
    rules: Rules = None,
) -> None:
    """写出一个新的地方，列出它的上级和一并适用的上级文件。

    例：
      opendata-rules new place ceshi 测试市 379900 市级 测试市大数据局 --parent 山东

    退出码：2 用法或者输入有误，或者文件已经有了；0 其他。
    """
    from ....authoring.scaffold import new_place

    shelf = shelf_of(rules)
    made = new_place(
        shelf,
        name,
        title=title,
        code=code,
        level=level,
        department=department,
        parent=parent,
        instruments=instruments or (),
    )
    tell_made(made, shelf)
