"""A ledger as a table, for those who count and sort: Parquet, and a workbook. They prove nothing; JSON lines do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from ...errors import BadOutput, MissingExtra
from ...formats.workbooks import Workbook
from ..entries import LedgerEntry
from ..ledger import Ledger

#: Rows of a group of a Parquet file.
_AT_ONCE = 10_000
#: Rows of a sheet, the heading not counted.
_MOST = 1_048_575
#: Heading of each column in a workbook, its width, and what stands there.
_COLUMNS: tuple[tuple[str, int, Callable[[LedgerEntry], str]], ...] = (
    ("编号", 8, lambda one: str(one.number)),
    ("时间（UTC）", 22, lambda one: one.time),
    ("部门", 18, lambda one: one.department),
    ("数据集", 24, lambda one: one.dataset),
    ("询问者", 14, lambda one: one.asker),
    ("请求", 14, lambda one: one.request),
    ("问题", 12, lambda one: one.kind),
    ("地方", 12, lambda one: one.place),
    ("法律日期", 12, lambda one: one.on),
    ("结论", 16, lambda one: one.verdict),
    ("规定", 40, lambda one: "\n".join(_provisions(one))),
    ("结果", 40, lambda one: _json(one.outcome)),
    ("事实", 40, lambda one: _json(one.facts)),
    ("没有留下的事实", 16, lambda one: "、".join(one.withheld)),
    ("抹去的项数", 10, lambda one: str(one.erased)),
    ("摘要", 24, lambda one: one.digest),
)


def _provisions(entry: LedgerEntry) -> list[str]:
    return [f"{one.rule} {one.instrument} {one.ref}".rstrip() for one in entry.provisions]


def _json(value: Any) -> str:
    return json.dumps(value if value is None else dict(value), ensure_ascii=False, sort_keys=True)


def write_workbook(ledger: Ledger, stream: BinaryIO, entries: Iterable[LedgerEntry] | None = None) -> None:
    """Write a ledger as a workbook of one sheet.

    Args:
        ledger: the ledger.
        stream: where to.
        entries: those of its entries that are wanted; all by default.

    Raises:
        BadOutput: there are more entries than a sheet has rows.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    if entries is None and len(ledger) > _MOST:
        raise _too_many()
    book = Workbook("台账", stream)
    page = book.sheet("台账", [(title, width) for title, width, _ in _COLUMNS])
    for row, entry in enumerate(ledger.find() if entries is None else entries, 1):
        if row > _MOST:
            raise _too_many()
        for column, (_, _, text) in enumerate(_COLUMNS):
            book.text(page, row, column, text(entry))
    book.close()


def _too_many() -> BadOutput:
    return BadOutput(
        f"工作表至多 {_MOST} 行，台账的条目比这多；请用 .jsonl 或者 .parquet。",
        english=f"there are more entries than the {_MOST} rows of a sheet; take .jsonl or .parquet.",
        argument="path",
    )


def write_parquet(ledger: Ledger, stream: BinaryIO, entries: Iterable[LedgerEntry] | None = None) -> None:
    """Write a ledger as a Parquet file; outcome, options and facts are columns of JSON.

    Args:
        ledger: the ledger.
        stream: where to.
        entries: those of its entries that are wanted; all by default.

    Raises:
        MissingExtra: the extra ``frames`` is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra.of("frames", "写 Parquet ", "writing Parquet") from error
    texts = ("digest", "time", "asker", "dataset", "department", "request", "kind", "place", "on", "verdict")
    schema = pa.schema(
        [
            ("number", pa.int64()),
            *((name, pa.string()) for name in texts),
            ("provisions", pa.list_(pa.string())),
            *((name, pa.string()) for name in ("outcome", "options", "facts", "engine", "basis")),
            ("withheld", pa.list_(pa.string())),
            ("erased", pa.int64()),
        ]
    )
    with parquet.ParquetWriter(stream, schema) as writer:
        for some in _some(ledger.find() if entries is None else entries):
            rows = [
                {
                    **{name: getattr(one, name) for name in schema.names},
                    **{name: _json(getattr(one, name)) for name in ("outcome", "options", "facts")},
                    "provisions": _provisions(one),
                    "withheld": list(one.withheld),
                }
                for one in some
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _some(entries: Iterable[LedgerEntry]) -> Iterator[list[LedgerEntry]]:
    waiting = iter(entries)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
