"""``ledger recheck``: all of it answered again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ....formats.lines import fill_tree
from ... import exit_status
from ...laws import library_of
from ...options import Json, Lang, Rules, date_of, language_of, native, whole
from ...output import say, say_json, text_width
from ..monitor.store import counting
from .store import Store, opened


def command(
    store: Store,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="按哪一天的法律；不写的，每一条按它自己的日期、今天的规则文件。"),
    ] = None,
    after: Annotated[int | None, typer.Option("--after", metavar="编号", parser=whole, help="只要编号更大的。")] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="文件", parser=native, help="边做边记的文件；断了以后同样再运行，接着做。"),
    ] = None,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> int:
    """把台账里的问题全部重新作答，列出结果不同的，按造成不同的规定分组。

    没有留下的事实作未知：余下的事实怎样补全结果都相同的，才算相同。

    例：
      opendata-rules ledger recheck 台账.sqlite
      opendata-rules ledger recheck 台账.sqlite --rules 新规则 --state 进度.jsonl
      opendata-rules ledger recheck 台账.sqlite --on 2026-12-01 --json

    退出码：1 有结果不同的，或者台账对不上；4 有不能定的；2 用法或者输入有误；0 其他。
    """
    language = language_of(lang)
    library = library_of(rules)
    day = None if on is None else date_of(on)
    with opened(store) as kept, counting("已重新作答", "条") as step:
        reached = [after or 0]

        def progress(number: int) -> None:
            step(number - reached[0])
            reached[0] = number

        found = kept.recheck(library, on=day, after=after or 0, state=state, progress=progress)
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(language), text_width()))
    return exit_status.of_ledger(found)
