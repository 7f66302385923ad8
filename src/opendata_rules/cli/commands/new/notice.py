"""``new notice``: the holiday notice of a year."""

from __future__ import annotations

from typing import Annotated

import typer

from ...options import whole
from .made import Rules, shelf_of, tell_made


def command(
    year: Annotated[int, typer.Argument(metavar="年", parser=whole, help="哪一年，例如 2027。")],
    rules: Rules = None,
) -> None:
    """写出一年放假通知的开头，填好法定节假日；放假的起止和调休，等通知公布以后照着填。

    例：
      opendata-rules new notice 2027

    退出码：2 用法或者输入有误，或者文件已经有了；0 其他。
    """
    from ....authoring.scaffold import new_notice

    shelf = shelf_of(rules)
    made = new_notice(shelf, year)
    tell_made(made, shelf)
