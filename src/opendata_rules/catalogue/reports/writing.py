"""Reports written to files, dataset by dataset, in the forms that the names of the files ask for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from ...errors import BadOutput
from ...formats.files import NewFile, unwritable
from ..datasets import Datasets
from ..results import Row
from ..summary import Findings, Summary
from ..text import quoted
from .ids import BaselineWriter
from .writer import Writer

#: What the name of a table of all datasets has, beside a page that cannot list them.
_ALL = "-全部.csv"
_PAGES = (".html", ".htm")
#: Syntaxes in which a catalogue is written for others, which is no report.
_RDF = (".ttl", ".rdf", ".jsonld")


def write(report: Findings, path: Path) -> None:
    """Write a report; the suffix says how.

    Raises:
        BadOutput: there is no such form, it cannot hold so many datasets, or the file cannot be written.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    with Writing([path]) as writing:
        _written(report, writing)


def write_baseline(report: Findings, path: Path) -> None:
    """Write the ids of all findings, for the next check.

    Raises:
        BadOutput: the file cannot be written.
    """
    with Writing((), baseline=path) as writing:
        _written(report, writing)


class Writing:
    """Reports of one catalogue on their way to their files, where they are put when all are whole.

    Args:
        paths: where they go; the suffix says how.
        source: the catalogue, which no report may be written upon.
        baseline: where the ids of the findings go; they are no report.

    Raises:
        BadOutput: there is no such form, or the file cannot be written.
        MissingExtra: the extra ``catalogue`` is not installed.
    """

    def __init__(self, paths: Iterable[Path], source: Path | None = None, baseline: Path | None = None) -> None:
        self._paths = list(dict.fromkeys(paths))
        self._source = source
        self._files: list[NewFile] = []
        self._writers: list[tuple[Path, Writer]] = []
        self._at: Path | None = None
        try:
            for path in self._paths:
                self._writers.append((path, self._open(path)))
            if baseline is not None:
                self._writers.append((baseline, BaselineWriter(self._new(baseline))))
        except BaseException:
            self._give_up()
            raise

    def _open(self, path: Path) -> Writer:
        kind = form_of(path)
        return kind(self._new(path), lambda: self._beside(path))

    def _new(self, path: Path) -> BinaryIO:
        file = NewFile(path)
        self._files.append(file)
        return file.file

    def _beside(self, path: Path) -> tuple[Writer | None, str]:
        """A table of all datasets beside a page."""
        other = path.with_name(path.stem + _ALL)
        if other in self._paths:
            return None, other.name
        if self._source is not None and other.exists() and other.samefile(self._source):
            raise BadOutput(
                f"全部数据集要写到 {quoted(other.name)}，那是目录文件；请给报告另取一个名称。",
                english=f"All datasets go to {quoted(other.name)}, which is the catalogue; name the report otherwise.",
                argument="path",
            )
        return self._open(other), other.name

    def begin(self, before: Summary) -> None:
        """Nothing has been judged yet. See :meth:`Writer.begin`."""
        for path, writer in list(self._writers):
            self._at = path
            writer.begin(before)

    def add(self, row: Row) -> None:
        """Write a dataset."""
        for path, writer in self._writers:
            self._at = path
            writer.add(row)

    def add_all(self, datasets: Datasets) -> None:
        """Write some datasets."""
        for path, writer in self._writers:
            self._at = path
            writer.add_all(datasets)

    def finish(self, summary: Summary) -> None:
        """All datasets have been added; put the files in their places."""
        for path, writer in self._writers:
            self._at = path
            writer.finish(summary)
        while self._files:
            self._files.pop(0).keep()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_up()
        if isinstance(error, OSError) and self._at is not None:
            raise unwritable(self._at, error) from error

    def _give_up(self) -> None:
        for file in self._files:
            file.give_up()


def beside(path: Path, total: int) -> Path | None:
    """Where all datasets are written beside a page that cannot list so many; ``None`` where it lists them itself."""
    from .html import LIMIT

    large = path.suffix.lower() in _PAGES and total > LIMIT
    return path.with_name(path.stem + _ALL) if large else None


def _written(report: Findings, writing: Writing | Writer) -> None:
    writing.begin(report)
    for row in report.rows:
        writing.add(row)
    writing.finish(report)


def renderer(path: Path) -> Callable[[Findings], bytes]:
    """What makes a report of the kind that the suffix names, in memory.

    Raises:
        BadOutput: there is no such kind.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    kind = form_of(path)

    def rendered(report: Findings) -> bytes:
        buffer = io.BytesIO()
        _written(report, kind(buffer))
        return buffer.getvalue()

    return rendered


def form_of(path: Path) -> type[Writer]:
    """What writes a report of the kind that the suffix names.

    Raises:
        BadOutput: there is no such kind.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    name = path.name.lower()
    found = next((kind for ending, kind in _forms().items() if name.endswith(ending)), None)
    if found is None:
        shown = quoted(path.name)
        rdf = path.suffix.lower() in _RDF
        raise BadOutput(
            f"报告的格式由文件名决定：.html、.xlsx、.csv、.json、.jsonl、.sarif、.junit.xml；得到的是“{shown}”。"
            + ("要写成 DCAT，用 opendata-rules export。" if rdf else ""),
            english="The name says the form of a report: .html, .xlsx, .csv, .json, .jsonl, .sarif or .junit.xml,"
            f" not {shown}.",
            argument="path",
        )
    return found


def _forms() -> dict[str, type[Writer]]:
    from .annotated import JunitWriter, SarifWriter
    from .csv import CsvWriter
    from .html import HtmlWriter
    from .jsonfile import JsonLinesWriter, JsonWriter
    from .xlsx import XlsxWriter

    return {
        ".sarif": SarifWriter,
        ".sarif.json": SarifWriter,
        ".xml": JunitWriter,
        ".json": JsonWriter,
        ".jsonl": JsonLinesWriter,
        ".csv": CsvWriter,
        ".xlsx": XlsxWriter,
        **dict.fromkeys(_PAGES, HtmlWriter),
    }
