"""A ledger as a file; the suffix says how."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from ...errors import BadArgument, BadOutput
from ...formats.files import NewFile, unwritable
from ...quoting import quoted
from ...vocabulary.refusals import path_argument
from ..entries import LedgerEntry
from ..ledger import Ledger
from .lines import write_lines
from .tables import write_parquet, write_workbook


def export(ledger: Ledger, path: str | Path) -> None:
    """Write a ledger: ``.jsonl`` (which can be verified without it), ``.parquet`` or ``.xlsx``.

    Raises:
        BadOutput: another suffix, or the file cannot be written.
        LedgerBroken: an entry cannot be read.
        MissingExtra: an extra is not installed.
    """
    path = path_argument(path, "path")
    write = writer(path)
    new = NewFile(path)
    try:
        write(ledger, new.file)
        new.keep()
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        new.give_up()


def writer(path: Path) -> Callable[[Ledger, BinaryIO], None]:
    """What writes files of a suffix.

    Raises:
        BadOutput: nothing does.
    """
    found = _WRITERS.get(path.suffix.lower())
    if found is None:
        shown = quoted(path.name)
        raise BadOutput(
            f"导出的格式由文件名决定：.jsonl、.parquet、.xlsx；得到的是“{shown}”。",
            english=f"The name says the form of an export: .jsonl, .parquet or .xlsx, not {shown}.",
            argument="path",
        )
    return found


def write_form(form: str, ledger: Ledger, stream: BinaryIO, entries: Iterable[LedgerEntry] | None = None) -> None:
    """Write a ledger to a stream.

    Args:
        form: ``jsonl``, ``parquet`` or ``xlsx``.
        ledger: the ledger.
        stream: where to.
        entries: those of its entries that are wanted; all by default, and always for ``jsonl``.

    Raises:
        BadArgument: a part of a ledger is asked for in the form that is verified.
        BadOutput: there are more entries than the form takes.
        LedgerBroken: an entry cannot be read.
        MissingExtra: an extra is not installed.
    """
    if entries is None:
        _WRITERS[f".{form}"](ledger, stream)
        return
    if form == "jsonl":
        raise BadArgument(
            "可以核对的 jsonl 是整本台账，不能只要一部分。",
            english="lines that can be verified are the whole ledger, not a part of it.",
            argument="form",
        )
    (write_parquet if form == "parquet" else write_workbook)(ledger, stream, entries)


def _lines(ledger: Ledger, stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n", write_through=True)
    try:
        write_lines(ledger, text)
    finally:
        text.flush()
        text.detach()


_WRITERS: dict[str, Callable[[Ledger, BinaryIO], None]] = {
    ".jsonl": _lines,
    ".parquet": write_parquet,
    ".xlsx": write_workbook,
}
