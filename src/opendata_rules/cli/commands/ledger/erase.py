"""``ledger erase``: facts forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from ....errors import UnknownFact
from ....vocabulary.facts import vocabulary
from ...options import Json
from ...output import say, say_json
from .store import Number, Store, opened


def command(
    store: Store,
    number: Number,
    fact: Annotated[
        list[str], typer.Option("--fact", metavar="名称", help="要抹去的事实，中文名或者编号；可以写多次。")
    ],
    asker: Annotated[str, typer.Option("--asker", metavar="谁", help="谁要求抹去的。")] = "",
    as_json: Json = False,
) -> None:
    """抹去一条里的事实：值和盐都销毁，台账仍然核对得上；抹去这件事本身记为新的一条。

    答了什么不会抹去，结论本身说明的仍然说明。备份和导出的文件不在这里，要另外删除。

    例：
      opendata-rules ledger erase 台账.sqlite 12 --fact 涉及个人隐私

    退出码：1 台账对不上；2 用法或者输入有误，或者没有这个事实；0 其他。
    """
    with opened(store) as kept:
        done = kept.erase(number, [_id(name) for name in fact], asker=asker)
    if as_json:
        say_json(done.to_dict())
    else:
        say(f"第 {number} 条的事实已抹去，记为第 {done.number} 条。")


def _id(name: str) -> str:
    """A fact of a place is not in the common vocabulary; the ledger knows its id."""
    try:
        return vocabulary().fact(name).id
    except UnknownFact:
        return name
