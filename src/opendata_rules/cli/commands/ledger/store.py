"""What the commands on a ledger share: the store, numbers, days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ....ledgers.ledger import Ledger, ledger
from ...options import native, shown, whole

POSTGRES = ("postgresql://", "postgres://")
Store = Annotated[str, typer.Argument(metavar="存储", help="台账的 SQLite 文件，或者 postgresql:// 开头的地址。")]
Number = Annotated[int, typer.Argument(metavar="编号", parser=whole, help="台账里的第几条。")]


@contextmanager
def opened(store: str) -> Iterator[Ledger]:
    """The ledger of a store that is there already."""
    kept: str | Path = store
    if not store.startswith(POSTGRES):
        kept = native(store)
        if not kept.is_file():
            raise typer.BadParameter(
                f"没有 {shown(kept)} 这个台账；先用 --ledger 写入，例如 classify … --ledger {shown(kept)}。"
            )
    with ledger(kept) as found:
        yield found


def text_of(path: Path) -> str:
    """A small text file."""
    with path.open("rb") as stream:
        data = stream.read(1_000_000)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{shown(path)} 不是 UTF-8 文本。") from None
