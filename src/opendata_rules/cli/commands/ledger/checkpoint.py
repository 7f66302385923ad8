"""``ledger checkpoint``: size and root of a ledger, to be kept elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ....formats.files import write_file
from ....ledgers.checkpoints import key_of
from ...options import Json, native, shown
from ...output import say, say_json
from .store import Store, opened


def command(
    store: Store,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", parser=native, help="写到哪里；不写就打印出来。")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="文件", parser=native, help="用这个密钥签名（ledger key --new 做的）。"),
    ] = None,
    as_json: Json = False,
) -> None:
    """做检查点：台账有多少条，它们的根。请存到台账以外的地方：另一个部门、邮件、纸上。

    例：
      opendata-rules ledger checkpoint 台账.sqlite -o 检查点.txt
      opendata-rules ledger checkpoint 台账.sqlite --key 密钥.pem

    退出码：1 对不上；2 用法或者输入有误；0 其他。
    """
    signer = None if key is None else key_of(key.read_bytes())
    with opened(store) as kept:
        made = kept.checkpoint(signer)
    if output is not None:
        write_file(output, made.text.encode("utf-8"))
    if as_json:
        say_json(made.to_dict())
    elif output is not None:
        say(f"检查点已写入 {shown(output)}：{made.size} 条。请存到台账以外的地方。")
    else:
        say(made.text.rstrip("\n"))
