"""``ledger key``: keys that sign checkpoints."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ....formats.files import unwritable
from ....ledgers.checkpoints import key_of, new_key
from ...options import native, shown
from ...output import say, tell


def command(
    file: Annotated[Path, typer.Argument(metavar="密钥文件", parser=native, help="签名的密钥（PEM）。")],
    new: Annotated[
        str | None, typer.Option("--new", metavar="名称", help="做一个新的，写到这个文件；名称里不能有空格和加号。")
    ] = None,
) -> None:
    """打印密钥的公钥，核对签名用；--new 先做一个新的密钥。

    密钥文件没有加密，只有自己能读；谁有它，谁就能签名。公钥可以公开。

    例：
      opendata-rules ledger key 密钥.pem --new 市大数据局
      opendata-rules ledger key 密钥.pem

    退出码：2 用法或者输入有误；0 其他。
    """
    if new is not None:
        key = new_key(new)
        try:
            # Nobody else may read it, not even for a moment, and no key that is there is lost.
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(key.pem())
        except FileExistsError:
            raise typer.BadParameter(f"{shown(file)} 已经有了，不覆盖它。") from None
        except OSError as error:
            raise unwritable(file, error) from error
        tell(f"密钥已写入 {shown(file)}；公钥：")
    else:
        key = key_of(file.read_bytes())
    say(key.public)
