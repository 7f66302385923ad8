"""``ledger show``: one entry."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from ....formats.trees import Node
from ....quoting import quoted
from ...options import Json, in_china
from ...output import say, say_json
from .store import Number, Store, opened


def command(
    store: Store,
    number: Number,
    receipt: Annotated[bool, typer.Option("--receipt", help="打印它的凭据（JSON），可以交给 replay 核对。")] = False,
    as_json: Json = False,
) -> None:
    """看一条：谁在什么时候问的什么，答了什么，依据哪些规定和事实。

    例：
      opendata-rules ledger show 台账.sqlite 12
      opendata-rules ledger show 台账.sqlite 12 --receipt > 凭据.json

    退出码：1 台账对不上；2 用法或者输入有误；0 其他。
    """
    with opened(store) as kept:
        if receipt:
            say_json(kept.receipt(number))
            return
        entry = kept.entry(number)
    if as_json:
        say_json(entry.to_dict())
        return
    tree = Node(f"第 {entry.number} 条 {in_china(entry.time)} {entry.kind} {entry.place} {entry.on}".rstrip())
    for label, text in (
        ("询问者", entry.asker),
        ("部门", entry.department),
        ("数据集", entry.dataset),
        ("请求", entry.request),
    ):
        if text:
            tree.add(f"{label}：{quoted(text)}")
    if entry.verdict:
        tree.add(f"结论：{entry.verdict}")
    tree.add(f"结果：{_json(entry.outcome)}")
    if entry.provisions:
        tree.add("规定", [f"{one.rule} {one.instrument} {one.ref}".rstrip() for one in entry.provisions])
    if entry.facts:
        tree.add("事实", [f"{quoted(name)}：{_json(value)}" for name, value in entry.facts.items()])
    if entry.withheld:
        tree.add(f"没有留下的事实：{'、'.join(map(quoted, entry.withheld))}")
    if entry.erased:
        tree.add(f"抹去的项数：{entry.erased}（事实和能用来试出事实的摘要）")
    tree.add(f"摘要：{entry.digest}")
    say(str(tree))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
