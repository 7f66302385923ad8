"""``replay``: receipts replayed or rechecked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ...errors import ReceiptMismatch
from ...formats.lines import fill, fill_tree
from ...library import Library
from ...quoting import quoted
from ...replaying.results import Recheck, Source
from ...version import __version__
from .. import exit_status
from ..laws import library_of
from ..options import Json, Lang, Rules, language_of, native
from ..output import complain, say, say_json, tell, text_width

#: Most bytes read: some ten thousand receipts.
_SIZE_LIMIT = 200_000_000


def command(
    receipts: Annotated[
        str,
        typer.Argument(metavar="凭据文件", help="凭据，或者带有凭据的结果（JSON）；可以每行一份；写 - 从标准输入读。"),
    ],
    source: Annotated[
        list[Path] | None,
        typer.Option(
            "--source",
            metavar="文件",
            parser=native,
            help="结果是从文件读出的（目录检查报告）：当时的那个文件；目录变更写两次，旧的和新的。",
        ),
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="不核对，而是比较：当时的结果、今天的结果、这之间变了的规则。")
    ] = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> int:
    """按凭据重新得出结果，核对是不是同一个结果；不是的，说明是什么变了。

    每个结果都带有凭据（--json 输出中的 receipt），写明结果所依据的一切：地方、规则、词表、工作日历、事实、选项。
    规则改过以后，用当时的规则文件夹核对（--rules），或者用 --recheck 看今天的结果是否相同。

    例：
      opendata-rules classify -j 泰安 --fact 国家秘密=是 --json > 凭据.json
      opendata-rules replay 凭据.json
      opendata-rules replay 凭据.json --recheck --json

    退出码：1 有不符的（--recheck：有结果不同的）；4 尚不能定（--recheck：旧格式的凭据没有记下结果）；
    2 用法有误，或者不是凭据；0 其他。
    """
    lang = language_of(lang)
    library = library_of(rules)
    found = list(_receipts(_content(receipts)))
    ask = _rechecked if recheck else _replayed
    outcomes = [ask(library, receipt, _source(source or [])) for receipt in found]
    if as_json:
        told = [one.to_dict() for one in outcomes]
        say_json(told[0] if len(told) == 1 else {"items": told})
    for number, (receipt, one) in enumerate(zip(found, outcomes, strict=True), 1):
        which = f"第 {number} 份：" if len(found) > 1 else ""
        if isinstance(one, ReceiptMismatch):
            complain(f"{which}{one.english if lang == 'en' and one.english else one}", one.code)
        elif not as_json:
            _tell(which, one, lang)
        _note_engine(which, receipt)
    return exit_status.of_receipts(outcomes)


def _source(files: list[Path]) -> Source:
    """The file that an answer was read from, or both."""
    match files:
        case []:
            return None
        case [one]:
            return one
        case [old, new]:
            return old, new
    raise typer.BadParameter("--source 最多写两次。")


# -- in ---------------------------------------------------------------------------------------------------------------


def _content(name: str) -> str:
    if name != "-":
        with native(name).open("rb") as stream:
            data = stream.read(_SIZE_LIMIT + 1)
    elif sys.stdin is None:
        raise typer.BadParameter("没有标准输入，读不了凭据。")
    else:
        data = sys.stdin.buffer.read(_SIZE_LIMIT + 1)
    if len(data) > _SIZE_LIMIT:
        raise typer.BadParameter(f"凭据文件超过 {_SIZE_LIMIT // 1_000_000} MB；请分成几个文件。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise typer.BadParameter("凭据文件不是 UTF-8 文本。") from None


def _receipts(text: str) -> Iterator[Any]:
    """The receipts of a text: one value, or one in each line; bare, or each within its result."""
    try:
        values = [json.loads(text)]
    except (ValueError, RecursionError):
        values = [_line(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not values:
        raise typer.BadParameter("凭据文件是空的。")
    for value in values:
        items = value.get("items") if isinstance(value, dict) and set(value) == {"items"} else value
        yield from map(_bare, items if isinstance(items, list) and items else [value])


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise typer.BadParameter(f"凭据文件第 {number} 行不是 JSON：{quoted(line)}") from None


def _bare(value: Any) -> Any:
    """The receipt of a result, or the value itself."""
    within = value.get("receipt") if isinstance(value, dict) else None
    return within if isinstance(within, dict) else value


# -- out --------------------------------------------------------------------------------------------------------------


def _replayed(library: Library, receipt: Any, source: Source) -> Any:
    try:
        return library.replay(receipt, source=source)
    except ReceiptMismatch as error:
        return error


def _rechecked(library: Library, receipt: Any, source: Source) -> Any:
    try:
        return library.recheck(receipt, source=source)
    except ReceiptMismatch as error:
        return error


def _tell(which: str, found: Any, lang: str) -> None:
    if which and not isinstance(found, Recheck):
        say(f"{which}{'相符' if lang == 'zh' else 'the same result'}")
        return
    if not isinstance(found, Recheck):
        say("与凭据相符，结果如下：" if lang == "zh" else "the same result as then:")
    elif which:
        say(which.removesuffix("："))
    explain = getattr(found, "explain", None)
    if explain is not None:
        say(fill_tree(explain(lang), text_width()))


def _note_engine(which: str, receipt: Any) -> None:
    engine = receipt.get("engine") if isinstance(receipt, dict) else None
    if isinstance(engine, str) and engine != __version__:
        tell(fill(f"{which}凭据由 {quoted(engine)} 版出具，现在是 {__version__} 版。", text_width()))
