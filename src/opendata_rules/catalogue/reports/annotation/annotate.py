"""The report written into a copy of the very file that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ....errors import BadArgument, BadOutput
from ....formats.files import NewFile, unwritable
from ....reading.document import read_bytes
from ...files.content import Content, content_of
from ...files.reader import table_of
from ...files.records import Layout, Record, Table
from ...profile_file import entry_of
from ...reading import Reading
from ...register import explained
from ...results import Row
from ...schemes import ASKED
from ...summary import Findings
from ...text import line, quoted
from .answered import Answered, answered
from .csv import annotated as annotated_csv
from .remarks import CellRemarks, in_words
from .workbook import Place
from .workbook import annotated as annotated_workbook

_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of the report, and where it stands.

    Attributes:
        row: what was found.
        record: what its file says.
        layout: the table it stands in.
    """

    row: Row
    record: Record
    layout: Layout


def annotate(report: Findings, source: Path, target: Path) -> tuple[str, ...]:
    """Write a copy of a catalogue with a column of remarks, and comments at cells where it is a workbook.

    What was answered beside the file is written into the column of the fact, or into one more where it has none.

    Args:
        report: the report on the file.
        source: the file.
        target: where the copy is written.

    Returns:
        What is to be known of the copy, in Chinese.

    Raises:
        NotACatalogue: the file cannot be read.
        BadArgument: it is not the one that the report was made from.
        BadOutput: nothing can be written into a file of its kind, or not to that place.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    refuse(report.kind, source, target)
    content = content_of(source)
    if content.digest != report.given.digest:
        shown = quoted(source.name)
        raise BadArgument(
            f"{shown} 不是这份报告所检查的文件（{quoted(report.file)}）：内容不同；请重新检查以后再写意见。",
            english=f"{shown} is not the file that the report was made from: its content differs. Check it again.",
            argument="source",
        )
    table, reading = _read_again(report, content, source.name)
    datasets = _datasets(report, table)
    layouts = table.records.layouts()
    answers = _answers(report, datasets, reading)
    said = partial(in_words, words=report.words, scheme=report.given.scheme)
    name = quoted(source.name)
    if report.kind == "csv":
        rows = {dataset.record.number: dataset.row for dataset in datasets}
        pieces = annotated_csv(name, content, report.encoding, layouts, rows, said, answers)
        told: tuple[str, ...] = (f"“检查意见”一列写了 {len(rows)} 行",)
    else:
        remarks = CellRemarks(reading, report.order, report.given)
        texts = {(d.layout.sheet, d.record.number): said(d.row) for d in datasets}
        places = [
            Place(d.layout, d.record.number, column, word, text)
            for d in datasets
            for (column, word), text in remarks.of(d.row, d.record).items()
        ]
        written, told = annotated_workbook(name, content.read(name), layouts, texts, places, answers)
        pieces = iter([written])
    told += tuple(f"“{one.heading}”写了回答过的 {len(one.cells)} 行" for one in answers)
    file = NewFile(target)
    try:
        file.file.writelines(pieces)
        content.confirm()
        file.keep()
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        file.give_up()
    return told


def refuse(kind: str, source: Path, target: Path) -> None:
    """Refuse a copy that cannot be, before anything is read.

    Args:
        kind: the kind of the catalogue; empty where it is not known yet.
        source: the catalogue.
        target: where the copy is to be written.

    Raises:
        BadOutput: it cannot be.
    """
    suffix = source.suffix.lower()
    if suffix in (".json", ".jsonl", ".ndjson") or kind.startswith("json"):
        raise BadOutput(
            "JSON 目录没有行和列，不能写检查意见；请用 -o 写报告（.html、.xlsx、.csv 或者 .json）。",
            english="A catalogue in JSON has no rows and columns for remarks; write a report instead.",
            argument="target",
        )
    if kind not in ("", "csv", "xlsx"):
        raise BadOutput(
            f"{quoted(source.name)} 这种格式不能写检查意见；请另存为 .xlsx，再检查一次。",
            english="Remarks go into XLSX and CSV only; save the catalogue as .xlsx and check it again.",
            argument="target",
        )
    suffixes = _suffixes(kind, suffix)
    if suffixes and target.suffix.lower() not in suffixes:
        suffix = suffixes[0]
        raise BadOutput(
            f"写了意见的文件和目录是同一种格式，文件名应当以 {quoted(suffix)} 结尾；得到的是“{quoted(target.name)}”。",
            english=f"The copy is of the same kind as the catalogue: its name ends in {quoted(suffix)}.",
            argument="target",
        )
    if target.exists() and source.exists() and target.samefile(source):
        raise BadOutput(
            "写了意见的文件不能写在目录文件上，那样会盖掉目录；请换一个文件名。",
            english="The copy cannot take the place of the catalogue itself; choose another name.",
            argument="target",
        )


def _suffixes(kind: str, suffix: str) -> tuple[str, ...]:
    """How the name of the copy may end; nothing where that is not known yet."""
    if suffix in _WORKBOOKS:
        return (suffix,)
    if kind == "xlsx":
        return (".xlsx",)
    if suffix == ".csv":
        return (suffix,)
    # Some portals give text the name of a workbook.
    return (suffix, ".csv") if kind == "csv" or suffix in (".txt", ".tsv") else ()


def _read_again(report: Findings, content: Content, name: str) -> tuple[Table, Reading]:
    given = report.given
    document = None if given.profile is None else read_bytes(given.profile.encode("utf-8"), "平台说明")
    known = () if given.format is None else (entry_of(read_bytes(given.format.encode("utf-8"), "平台说明")),)
    profile = explained(document, known, report.order.vocabulary)
    table = table_of(name, content, profile, ASKED[given.scheme], known)
    profile = table.profile or profile
    return table, Reading(table, profile, report.given.scheme)


def _datasets(report: Findings, table: Table) -> list[Dataset]:
    """Every dataset with its row in the file.

    Raises:
        BadOutput: the file has no rows that can be written beside.
    """
    rows: Mapping[tuple[str, int], Row] = {(row.sheet, row.number): row for row in report.rows}
    found, read = [], []
    for record in table.records:
        row = rows.get((line(record.sheet), record.number))
        if row is not None:
            read.append((row, record))
    layouts = table.records.layouts()
    _refuse_side_by_side(layouts)
    for row, record in read:
        layout = _layout(layouts, record)
        if layout is not None:
            found.append(Dataset(row, record, layout))
    if not found:
        raise BadOutput(
            "这份目录的行和列对不上原来的文件，不能写检查意见；请用 -o 写报告。",
            english="The datasets have no rows of their own in the file; write a report instead.",
            argument="target",
        )
    return found


def _answers(report: Findings, datasets: list[Dataset], reading: Reading) -> list[Answered]:
    """What was answered beside the file, by the rows of the file."""
    given = report.given.answers or {}
    places = {(row.sheet, row.number): place for place, row in enumerate(report.rows)}
    told = [
        ((d.layout.sheet, d.record.number), given[place])
        for d in datasets
        if (place := places[d.row.sheet, d.row.number]) in given
    ]
    return answered(told, reading, report.order.vocabulary, report.given.unlisted)


def _refuse_side_by_side(layouts: tuple[Layout, ...]) -> None:
    """Of tables side by side one row holds several datasets, and has one place for remarks."""
    headed = [(layout.sheet, layout.heads[0]) for layout in layouts]
    if len(set(headed)) < len(headed):
        raise BadOutput(
            "目录里有左右并排的几张表，一行有几个数据集，检查意见没有地方分别写；请把几张表上下排，再检查一次。",
            english="Tables stand side by side, several datasets in a row: put them below each other.",
            argument="target",
        )


def _layout(layouts: tuple[Layout, ...], record: Record) -> Layout | None:
    """The table that a record stands in: of those of its sheet the last one that begins above it."""
    fitting = [
        layout
        for layout in layouts
        if (not record.sheet or layout.sheet == record.sheet) and layout.heads[0] < record.number <= layout.last
    ]
    return max(fitting, key=lambda layout: layout.heads[0], default=None)
