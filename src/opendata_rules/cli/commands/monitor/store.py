"""What the commands on cases share: the store, the day, the monitor on both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console

from ....monitoring.monitors import Monitor, monitor
from ....monitoring.results.counts import EngineName
from ...laws import law_of
from ...options import native, shown, today

FILE = "cases.sqlite"
POSTGRES = ("postgresql://", "postgres://")
Store = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="存储",
        help=f"案件存在哪里：SQLite 文件（不写为当前文件夹的 {FILE}），或者 postgresql:// 开头的地址。",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="引擎",
        help="用哪个规则引擎，结果相同；不写为 durable-rules，装不了的用自带的 builtin。",
    ),
]
AsOf = Annotated[str | None, typer.Option("--on", metavar="日期", help="看哪一天的情况，例如 2026-03-10；不写为今天。")]


@contextmanager
def opened(
    place: str,
    store: str,
    on: dt.date | None,
    drafts: bool,
    strict: bool,
    rules: Path | None,
    engine: str | None,
    *,
    new: bool = False,
) -> Iterator[Monitor]:
    """The monitor of a place on a store; only ``new`` makes one that is not there yet."""
    law = law_of(place, today() if on is None else on, drafts=drafts, strict=strict, rules=rules)
    kept: str | Path = store
    if not store.startswith(POSTGRES):
        kept = native(store)
        if not new and not kept.exists():
            raise typer.BadParameter(
                f"没有 {shown(kept)} 这个存储；先用 monitor ingest 收进事件，或者用 --store 指明。"
            )
        if not kept.parent.is_dir():
            raise typer.BadParameter(f"没有 {shown(kept.parent)} 这个文件夹，存储没有地方放。")
    with monitor(law, kept, engine=cast(EngineName | None, engine)) as found:  # it says itself what it may be
        yield found


@contextmanager
def counting(before: str, after: str) -> Iterator[Callable[[int], None]]:
    """Count on standard error what is done, where somebody looks at it."""
    shown_on = Console(stderr=True)
    done = 0

    def step(number: int) -> None:
        nonlocal done
        done += number
        if shown_on.is_terminal:
            shown_on.print(f"{before} {done} {after}", end="\r", highlight=False)

    yield step
    if shown_on.is_terminal:
        shown_on.print(" " * 40, end="\r")
