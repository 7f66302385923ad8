"""Rows of cells as records: where the header is, what stands above and below it, which rows are datasets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..columns import Columns, Meaning, example, folded, labels, recognise
from ..errors import NotACatalogue
from ..text import line, listed, shortened
from .records import Cell, Record, Table, filled

#: Rows with their numbers in the file.
Grid = list[tuple[int, list[Cell]]]
Problems = list[tuple[int, str]]

#: Columns of a table; a catalogue has fewer by far.
COLUMN_LIMIT = 1_000
#: Rows looked at for a header; banners above it are common.
_HEADER_SEARCH = 20
_REMARK = re.compile(
    r"(?:注|说明|备注|填表说明|填表人|填报人|制表人?|审核人?|联系人|填报单位)\s*[:：]|(?:合计|总计|小计)$"
)
_SEPARATORS = frozenset("、,，;；\n")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a grid is.

    Attributes:
        index: its place in the grid.
        columns: what its columns mean.
    """

    index: int
    columns: Columns

    @property
    def recognised(self) -> int:
        """How many of its columns were recognised."""
        return self.columns.recognised


def header_row(rows: Grid, profile: Mapping[str, Meaning]) -> Header | None:
    """The row with a title column and the most recognised columns, the first of equals."""
    found: Header | None = None
    for index, (_, row) in enumerate(rows[:_HEADER_SEARCH]):
        columns = recognise([str(cell) for cell in row if filled(cell)], profile)
        if "title" in columns.meaning and (found is None or columns.recognised > found.recognised):
            found = Header(index, columns)
    return found


def of_grid(
    name: str,
    kind: str,
    encoding: str,
    sheet: str | None,
    rows: Grid,
    profile: Mapping[str, Meaning],
    problems: Problems,
) -> Table:
    """The table of one grid.

    Raises:
        NotACatalogue: it has no header, or no rows.
    """
    header = header_row(rows, profile)
    if header is None:
        raise not_recognised(name, [str(cell) for cell in (rows[0][1] if rows else ()) if filled(cell)])
    columns, records = records_of(rows, header, problems, ragged=kind == "csv")
    return table_of(name, kind, encoding, sheet, columns, records, problems, profile)


def records_of(
    rows: Grid, header: Header, problems: Problems, *, ragged: bool = False, sheet: str = ""
) -> tuple[tuple[str, ...], list[Record]]:
    """Column names and records below a header.

    Args:
        rows: the grid.
        header: where its header is.
        problems: what is noticed is added here.
        ragged: whether rows shorter than the header are worth a word (a workbook leaves out empty cells).
        sheet: the sheet, where several are read.
    """
    body = rows[header.index + 1 :]
    # Beyond the limit nothing is a column's name; table_of refuses such a table.
    columns = _column_names(rows[header.index], body, problems)
    above = [line(str(cell)) for _, row in rows[: header.index] for cell in row if filled(cell)]
    if above:
        problems.append((0, f"{_in(sheet)}表头上面的内容没有读取：{listed([shortened(text) for text in above], 4)}"))
    names = [folded(column) for column in columns]
    records = []
    for number, row in body:
        cells = [cell for cell in row if filled(cell)]
        if not cells:
            continue
        if [folded(str(cell)) for cell in cells] == [name for name in names if name]:
            problems.append((number, f"{_in(sheet)}又是一行表头，没有读取"))
            continue
        if _is_remark(cells, len(columns), filled(_first(columns, row, header, "title", "fields"))):
            problems.append((number, f"{_in(sheet)}“{shortened(str(cells[0]))}”像是说明，没有读取"))
            continue
        if any(filled(cell) for cell in row[len(columns) :]):
            problems.append((number, f"{_in(sheet)}这一行比表头多出几列，多出的没有用"))
        elif ragged and len(row) < len(columns):
            problems.append((number, "这一行比表头少几列，缺的当作没有填"))
        records.append(Record(number, {c: v for c, v in zip(columns, row, strict=False) if c}, sheet))
    return tuple(column for column in columns if column), records


def _is_remark(cells: list[Cell], columns: int, titled: bool) -> bool:
    """Whether a row is a remark below the table, such as 注：… or 合计, and no dataset."""
    if len(cells) == 1 and columns > 3 and not titled:
        return True
    return len(cells) <= 2 < columns and _REMARK.match(str(cells[0]).strip()) is not None


def _in(sheet: str) -> str:
    return f"工作表“{line(sheet)}”：" if sheet else ""


def _first(columns: list[str], row: list[Cell], header: Header, *meanings: str) -> Cell:
    """The first filled cell of some meanings."""
    wanted = {column for meaning in meanings for column in header.columns.meaning.get(meaning, ())}
    return next((cell for column, cell in zip(columns, row, strict=False) if column in wanted and filled(cell)), "")


def _column_names(header: tuple[int, list[Cell]], body: Grid, problems: Problems) -> list[str]:
    number, cells = header
    cells = cells[: COLUMN_LIMIT + 1]
    used = {index for _, row in body for index, cell in enumerate(row) if filled(cell)}
    while cells and not filled(cells[-1]) and len(cells) - 1 not in used:
        cells = cells[:-1]
    columns: list[str] = []
    for index, cell in enumerate(cells):
        column = line(str(cell))
        if not column and index in used:
            column = f"（第 {index + 1} 列，没有列名）"
        if column and column in columns:
            new = f"{column}（第 {index + 1} 列）"
            problems.append((number, f"列名“{column}”出现了不止一次，用前一列；后面的记作“{new}”，没有用"))
            column = new
        columns.append(column)
    return columns


def table_of(
    name: str,
    kind: str,
    encoding: str,
    sheet: str | None,
    columns: tuple[str, ...],
    records: list[Record],
    problems: Problems,
    profile: Mapping[str, Meaning],
) -> Table:
    """The table of records, if they are a catalogue's.

    Raises:
        NotACatalogue: there are none, or they are something else.
    """
    if len(columns) > COLUMN_LIMIT:
        raise NotACatalogue(
            f"{name} 有 {len(columns)} 列，不是目录。",
            english=f"{name} has {len(columns)} columns and is no catalogue.",
        )
    found = recognise(columns, profile)
    if not found.is_catalogue:
        raise not_recognised(name, list(columns))
    if not records:
        raise NotACatalogue(f"{name} 只有表头，没有数据集。", english=f"{name} has a header and no datasets.")
    _refuse_resources(name, columns, records)
    folded_records = _one_per_dataset(records, found, problems)
    return Table(kind, encoding, sheet, columns, tuple(folded_records), tuple(problems))


def not_recognised(name: str, columns: list[str]) -> NotACatalogue:
    """The refusal of a file whose columns are no catalogue's, with what to do if it is one after all."""
    found = recognise(columns)
    titles = found.meaning.get("title", ())
    if titles:
        lacking = "但没有开放属性、更新频率、提供单位这样的列"
        reason = f"{name} 有“{shortened(titles[0])}”一列，{lacking}，像是一张普通的数据表，不是数据集目录"
    else:
        reason = f"{name} 中没有找到数据集名称一列，认不出是目录"
    shown = [shortened(column, 20) for column in columns]
    if len([column for column in columns if column.strip()]) < 2:
        return NotACatalogue(
            f"{reason}；开头是：{listed(shown, 1) or '（空）'}。",
            english=f"{name} is not recognised as a catalogue of datasets.",
        )
    return NotACatalogue(
        f"{reason}。\n它的列是：{listed(shown, 10)}。\n"
        "如果它确是目录，请写一份平台说明，例如 平台.yaml，再加上 --profile 平台.yaml：\n\n"
        f"{example(columns[:10])}\n\n"
        f"冒号右边可以写：{'、'.join(labels())}，或者一个事实的名称。",
        english=f"{name} is not recognised as a catalogue: explain its columns in a profile (--profile).",
    )


def _refuse_resources(name: str, columns: tuple[str, ...], records: list[Record]) -> None:
    """A list of the files of datasets names each dataset many times, beside the file's own name and size."""
    own = {"resource_name", "file_size", "资源文件名", "文件名称", "文件大小"} & set(columns)
    keys = [column for column in columns if column in ("catalog_id", "catalogId", "目录编号", "目录编码")]
    if own and keys and len({record.values.get(keys[0]) for record in records}) * 2 < len(records):
        raise NotACatalogue(
            f"{name} 每行是一个文件资源（列：{'、'.join(sorted(own))}），同一数据集重复出现，不是数据集目录。",
            english=f"{name} lists files of datasets, not datasets.",
        )


# -- one row for each data item ------------------------------------------------------------------------------------


def _one_per_dataset(records: list[Record], columns: Columns, problems: Problems) -> list[Record]:
    """Records of one dataset folded into one, where the file has a row for each of its data items.

    Rows belong together where everything but the data item is the same as in the row above, or left empty.
    """
    items = columns.meaning.get("fields", ())
    own = [column for meaning in ("title", "id", "department") for column in columns.meaning.get(meaning, ())]
    if not items:
        return records
    others = [
        column for meaning, names in columns.meaning.items() if meaning not in ("fields", "ignored") for column in names
    ] + list(columns.doubtful)
    found: list[Record] = []
    for record in records:
        if found and _continues(found[-1], record, own, others, items):
            found[-1] = _with_items(found[-1], record, items)
        else:
            found.append(record)
    if len(found) < len(records):
        problems.append((0, f"一个数据集占几行（每行一个数据项）：{len(records)} 行已合成 {len(found)} 个数据集"))
    return found


def _continues(above: Record, record: Record, own: list[str], others: list[str], items: tuple[str, ...]) -> bool:
    texts = [str(record.values.get(item, "")).strip() for item in items]
    if not any(texts) or any(_SEPARATORS & set(text) for text in texts):
        return False
    named = any(filled(record.values.get(column, "")) for column in own)
    if named and not any(record.values.get(item) != above.values.get(item) for item in items):
        return False
    return all(record.values.get(column, "") in ("", above.values.get(column, "")) for column in others)


def _with_items(above: Record, record: Record, items: tuple[str, ...]) -> Record:
    values = dict(above.values)
    for item in items:
        parts = [str(cell) for cell in (values.get(item, ""), record.values.get(item, "")) if filled(cell)]
        values[item] = "、".join(parts)
    return Record(above.number, values, above.sheet)
