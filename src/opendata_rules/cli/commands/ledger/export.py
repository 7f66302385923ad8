"""``ledger export``: a ledger as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ....ledgers.export.writing import export, writer
from ...options import native, shown
from ...output import say
from .store import Store, opened


def command(
    store: Store,
    output: Annotated[
        list[Path],
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=native,
            help="写到哪里：.jsonl（离开本库也能核对）、.parquet、.xlsx 工作簿；可以写多次。",
        ),
    ],
) -> None:
    """导出台账。

    .jsonl 可以用本库核对，也可以用随本库安装的 verify.mjs 在 Node 上核对，那个程序不用本库。

    例：
      opendata-rules ledger export 台账.sqlite -o 台账.jsonl -o 台账.xlsx

    退出码：1 台账对不上；2 用法或者输入有误；0 其他。
    """
    for path in output:
        writer(path)
    with opened(store) as kept:
        for path in output:
            export(kept, path)
            say(f"已写入 {shown(path)}")
