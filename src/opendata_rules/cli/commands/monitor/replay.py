"""``monitor replay``: which deadlines have moved."""

from __future__ import annotations

import datetime as dt

from ....formats.lines import fill
from ... import exit_status
from ...options import Drafts, Json, Place, Rules, Strict
from ...output import say, say_items, styled, text_width
from .store import FILE, Engine, Store, counting, opened


def command(
    jurisdiction: Place,
    store: Store = FILE,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
    engine: Engine = None,
) -> int:
    """按现在的规则和放假安排重新计算全部案件，列出因此移动的期限。

    新的放假通知公布以后，或者规则文件改过以后，运行一次。

    例：
      opendata-rules monitor replay -j 济宁
      opendata-rules monitor replay -j jining --json

    退出码：1 有期限移动；2 用法或者输入有误；0 其他。
    """
    with (
        opened(jurisdiction, store, None, drafts, strict, rules, engine) as found,
        counting("已计算", "个案件") as step,
    ):
        moves = found.replay(progress=step)
    if as_json:
        say_items(moves)
    else:
        say(styled(f"移动的期限：{len(moves)} 个", bold=True))
        for move in moves:
            text = f"{move.case}　{move.label}：原来{_span(move.before)}，现在{_span(move.after)}"
            say(fill(text, text_width(), "  ", "    "))
    return exit_status.of_moves(moves)


def _span(days: tuple[dt.date, ...]) -> str:
    if not days:
        return "没有确定的期限"
    return f" {days[0]}" if len(days) == 1 else f"推定 {days[0]} 至 {days[-1]}"
