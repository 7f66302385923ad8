"""``ledger verify``: whether a ledger is what was written to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ....errors import LedgerBroken
from ....formats.lines import fill_tree
from ....ledgers.export.lines import verify_lines
from ... import exit_status
from ...options import Json, Lang, language_of, native
from ...output import complain, say, say_json, text_width
from .store import Store, opened, text_of


def command(
    store: Store,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint", metavar="文件", parser=native, help="另存的检查点；没有它，截去尾部和整本重写看不出来。"
        ),
    ] = None,
    public_key: Annotated[
        str | None,
        typer.Option("--public-key", metavar="公钥", help="检查点要有这个公钥的签名（ledger key 打印的一行）。"),
    ] = None,
    as_json: Json = False,
    lang: Lang = "zh",
) -> int:
    """核对台账（或者导出的 .jsonl）：逐条算摘要，看有没有改动、缺失；说明能保证什么，不能保证什么。

    例：
      opendata-rules ledger verify 台账.sqlite
      opendata-rules ledger verify 台账.sqlite --checkpoint 检查点.txt --public-key "市局+1a2b3c4d+AQ…"
      opendata-rules ledger verify 台账.jsonl --checkpoint 检查点.txt

    退出码：1 对不上；2 用法或者输入有误；0 相符。
    """
    language = language_of(lang)
    held = None if checkpoint is None else text_of(checkpoint)
    if public_key is not None and held is None:
        raise typer.BadParameter("--public-key 要与 --checkpoint 一起写。")
    try:
        if store.endswith(".jsonl"):
            found = verify_lines(native(store), held, public_key=public_key)
        else:
            with opened(store) as kept:
                found = kept.verify(held, public_key=public_key)
    except LedgerBroken as error:
        if as_json:
            say_json(error.to_dict())
        complain(error.english if language == "en" else str(error), error.code)
        return exit_status.FOUND
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(language), text_width()))
    return exit_status.OK
