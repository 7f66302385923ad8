"""``monitor ingest``: events in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from ....formats.lines import fill
from ....monitoring.log.lines import events_in, holds_rejects, write_rejects
from ....monitoring.results.answer import Reject
from ....quoting import quoted
from ... import exit_status
from ...options import Drafts, Json, Place, Rules, Strict, native, shown
from ...output import say, say_json, styled, text_width
from .store import FILE, POSTGRES, Engine, Store, counting, opened

#: Rejected events and moved days shown in the terminal; JSON has them all.
_SHOWN = 10


def command(
    feed: Annotated[str, typer.Argument(metavar="事件文件", help="每行一个事件（JSON）；写 - 从标准输入读。")],
    jurisdiction: Place,
    store: Store = FILE,
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="文件",
            parser=native,
            help="搁置的事件连同原因写到哪里，每行一个；不写为存储旁边的文件，例如 cases.rejects.jsonl；"
            "存在 PostgreSQL 的，为当前文件夹的 opendata-rules.rejects.jsonl。",
        ),
    ] = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
    engine: Engine = None,
) -> int:
    """收进事件。

    事件可以不按次序报来，可以重复报来；已经收进的同一事件不重复计算。有误的事件连同原因另外存放，不影响其余的。

    例：
      opendata-rules monitor ingest 事件.jsonl -j 济宁
      opendata-rules monitor ingest - -j jining --json < 事件.jsonl

    退出码：1 有事件被搁置；2 用法或者输入有误；0 其他。
    """
    aside = rejects if rejects is not None else _beside(store)
    _check_aside(aside, feed, store)
    with (
        _stream(feed) as stream,
        opened(jurisdiction, store, None, drafts, strict, rules, engine, new=True) as found,
        counting("已收进", "个事件") as step,
    ):
        before = set(found.rejects())
        counts = found.ingest(events_in(stream), progress=step)
        kept = found.rejects()
    written = write_rejects(aside, kept)
    if as_json:
        say_json(counts.to_dict())
    else:
        told = f"收进 {counts.accepted} 个事件，重复 {counts.repeated} 个，搁置 {counts.rejected} 个。"
        say(styled(told, bold=True))
        if counts.rejected:
            _aside([reject for reject in kept if reject not in before][:_SHOWN])
        if written:
            say(f"搁置的事件共 {written} 个，在 {shown(aside)}。")
    return exit_status.of_intake(counts)


def _check_aside(path: Path, feed: str, store: str) -> None:
    """That writing rejected events there destroys nothing.

    Raises:
        BadParameter: it would.
    """
    if not path.exists():
        return
    others = [feed] if feed != "-" else []
    others += [store] if not store.startswith(POSTGRES) else []
    if not path.is_file():
        problem = "不是普通文件"
    elif any(native(other).exists() and path.samefile(native(other)) for other in others):
        problem = "就是事件文件或者案件存储"
    elif not holds_rejects(path):
        problem = "里面不是搁置的事件，写上去会毁掉它"
    else:
        return
    raise typer.BadParameter(f"搁置的事件不能写到 {shown(path)}：{problem}。请换一个文件名。")


def _aside(rejects: Iterable[Reject]) -> None:
    for reject in rejects:
        name = reject.event.get("id", "（没有编号）") if not isinstance(reject.event, str) else reject.event
        say(fill(f"{quoted(name)}：{reject.reason}", text_width(), "  ", "    "))


def _beside(store: str) -> Path:
    """Where rejected events go by default: a file named after the store."""
    if store.startswith(POSTGRES):
        return Path("opendata-rules.rejects.jsonl")
    path = native(store)
    return path.with_name(f"{path.stem}.rejects.jsonl")


@contextmanager
def _stream(feed: str) -> Iterator[BinaryIO]:
    if feed == "-":
        if sys.stdin is None:
            raise typer.BadParameter("没有标准输入，读不了事件。")
        yield sys.stdin.buffer
        return
    with native(feed).open("rb") as stream:
        yield stream
