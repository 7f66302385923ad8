"""A file of datasets classified part by part: larger than memory, and taken up again where it was cut off.

Parts of a fixed number of rows are written beside the output, each whole before it counts. A job that is started again
with the same input, law and options goes on after the last whole part, so that no row is lost and none is there twice.
When all parts are there they become the output.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..answers.classification.computation import classifier_of, known_scheme, known_unlisted
from ..errors import BadArgument, BadFact, BadOutput, UnknownFact
from ..formats.files import reason_of
from ..norms.order import LegalOrder
from ..quoting import quoted
from ..version import __version__
from ..vocabulary.terms import Scheme
from .columns import place_of, stated_facts
from .extra import needed
from .frames import CLASSIFIED, classified
from .graph import graph_of
from .joining import join_csv, write_parquet, write_whole
from .sources import Batch, Cells, Source, source_of
from .tables import held

#: Rows of a part.
PART: Final = 1 << 20
#: Departments that are counted by themselves.
DEPARTMENTS: Final = 10_000
#: What the others are counted as.
OTHERS: Final = "（其余部门）"
#: Columns that name a department, where none is named.
_DEPARTMENT_COLUMNS: Final = (
    "department", "部门", "提供部门", "提供单位", "数据提供部门", "数据提供单位", "责任部门", "主管部门", "所属部门",
)  # fmt: skip

#: Department and what came out (an attribute, or the status where there is none) to rows.
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to.

    Attributes:
        rows: rows written.
        resumed: rows of them that an earlier run had done.
        counts: rows by department and by attribute, or by status where there is no attribute.
    """

    rows: int
    resumed: int
    counts: Mapping[tuple[str, str], int]


def classify_file(
    order: LegalOrder,
    source: Path,
    output: Path,
    *,
    scheme: str = "opening",
    unlisted: str = "unknown",
    identifier: str | None = None,
    department: str | None = None,
    overwrite: bool = False,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Done:
    """Classify every row of a file into another one.

    Args:
        order: the law.
        source: ``.parquet``, ``.csv``, ``.jsonl`` or ``.ndjson``.
        output: ``.parquet`` or ``.csv``.
        scheme: opening or sharing.
        unlisted: how bool facts without a column are read.
        identifier: name of the column of ids, in which nothing may be missing.
        department: name of the column that rows are counted by.
        overwrite: whether an output that is there, or an unfinished one of another job, may go.
        progress: called with rows done and, where it is known, rows in all.

    Raises:
        BadArgument: the file is broken, a column is missing, the output is there already; file, row and column are
            named.
        UnknownFact, BadFact: columns or cells are wrong, with the file.
        BadOutput: the output cannot be written; whole parts stay for the next run.
        MissingExtra: the extra ``frames`` is not installed.
    """
    for library in ("pyarrow", "numpy", "narwhals"):
        needed(library)
    job = _Job(order, source, output, known_scheme(scheme), known_unlisted(unlisted), identifier, department)
    return job.run(overwrite, progress)


class _Job:
    def __init__(
        self,
        order: LegalOrder,
        path: Path,
        output: Path,
        scheme: Scheme,
        unlisted: str,
        identifier: str | None,
        department: str | None,
    ) -> None:
        self._order, self._path, self._output = order, path, output
        self._scheme, self._unlisted = scheme, unlisted
        if output.suffix.lower() not in (".parquet", ".csv"):
            raise _unwritable(output, "结果只能写成 .parquet 或者 .csv", "must be .parquet or .csv")
        if output.exists() and path.exists() and output.samefile(path):
            raise _unwritable(output, "结果不能写在输入文件上", "is the input itself")
        self._csv = output.suffix.lower() == ".csv"
        # Parts of Parquet are kept as Arrow writes them, a tenth of the work: they are encoded once, at the end.
        self._kind = ".csv" if self._csv else ".arrow"
        facts = [name for fact in order.vocabulary.facts.values() for name in (fact.id, fact.label)]
        self._source: Source = source_of(path, facts)
        names = self._source.names
        with self._of_file():
            self._identifier = None if identifier is None else place_of(names, identifier, "id")
            fields = classifier_of(order, scheme, unlisted).layout.fields
            self._stated = stated_facts(names, order.vocabulary, fields, CLASSIFIED)
            if not self._stated:
                raise UnknownFact(
                    "没有一列的名称是事实；可用 opendata-rules facts -j 地方 查看那里用到哪些事实",
                    english="no column is a fact",
                    argument="source",
                )
            if department is not None:
                place_of(names, department, "department")
        counted = department or next((name for name in _DEPARTMENT_COLUMNS if name in names), None)
        self._department = None if counted is None else names.index(counted)
        self._work = output.with_name(f".{output.name}.unfinished")
        graph = graph_of(order, scheme, unlisted, self._stated)
        about = path.stat()
        self._identity = {
            "source": [str(path.resolve()), about.st_size, about.st_mtime_ns],
            "law": [order.law_id, hashlib.sha256(repr((graph.nodes, graph.rules)).encode()).hexdigest()],
            "asked": [str(scheme), unlisted, identifier, department, PART, __version__],
        }

    # -- the run ------------------------------------------------------------------------------------------------------

    def run(self, overwrite: bool, progress: Callable[[int, int | None], None]) -> Done:
        """All parts that are not there yet, then the output."""
        counts, rows = self._begin(overwrite)
        resumed = rows
        progress(rows, self._source.rows)
        with _written(self._output, lambda: rows):
            for number, batches in enumerate(self._parts(rows), rows // PART):
                told, written = self._part(number, batches, rows, progress)
                counts += told
                rows += written
            self._finish(-(-rows // PART))
        return Done(rows, resumed, _told(counts))

    def _begin(self, overwrite: bool) -> tuple[Counts, int]:
        """What whole parts there are: their counts, and how many rows they hold."""
        output, work = self._output, self._work
        if output.exists() and not overwrite:
            raise _unwritable(output, "已经存在；要替换请加 --overwrite", "exists already; --overwrite replaces it")
        state = work / "job.json"
        if state.exists():
            if json.loads(state.read_text(encoding="utf-8")) == json.loads(json.dumps(self._identity)):
                return self._whole_parts()
            if not overwrite:
                raise _unwritable(
                    output,
                    "有一份没有做完的，输入、规则或者选项与这次不同；不要了请加 --overwrite",
                    "there is an unfinished one of another input, law or other options; --overwrite drops it",
                )
        with _written(output, lambda: 0):
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=False)
            write_whole(state, self._identity)
        return Counter(), 0

    def _whole_parts(self) -> tuple[Counts, int]:
        counts: Counts = Counter()
        rows = number = 0
        while rows % PART == 0 and (self._work / f"{number:06d}{self._kind}").exists():
            told = self._work / f"{number:06d}.json"
            if not told.exists():
                break
            found = json.loads(told.read_text(encoding="utf-8"))
            rows += found["rows"]
            counts += Counter({(one, other): count for one, other, count in found["counts"]})
            number += 1
        if rows % PART:
            # The last part of the input; how much it held is known only by reading it again.
            told = self._work / f"{number - 1:06d}.json"
            found = json.loads(told.read_text(encoding="utf-8"))
            rows -= found["rows"]
            counts -= Counter({(one, other): count for one, other, count in found["counts"]})
            told.unlink()
        return counts, rows

    def _parts(self, skip: int) -> Iterator[Iterator[Batch]]:
        """The batches of each part that is to be made; batches are cut where a part ends."""
        batches = self._source.batches(skip)
        waiting: list[Batch] = []

        def part() -> Iterator[Batch]:
            left = PART
            while left:
                batch = waiting.pop() if waiting else next(batches, None)
                if batch is None:
                    return
                rows = batch.shown.num_rows
                if rows > left:
                    waiting.append(_slice(batch, left, rows - left))
                    batch, rows = _slice(batch, 0, left), left
                left -= rows
                yield batch

        while True:
            if not waiting:
                batch = next(batches, None)
                if batch is None:
                    return
                waiting.append(batch)
            yield part()

    def _part(
        self, number: int, batches: Iterator[Batch], before: int, progress: Callable[[int, int | None], None]
    ) -> tuple[Counts, int]:
        counts: Counts = Counter()
        rows = 0
        path = self._work / f"{number:06d}{self._kind}"
        writer: Any = None
        with path.open("wb") as file, ExitStack() as undone:
            for batch in batches:
                answered = self._answered(batch, before + rows + 1)
                if writer is None:
                    writer = self._writer(file, answered.schema)
                    undone.callback(_abandon, writer)
                writer.write_table(answered)
                counts += self._counted(answered)
                rows += answered.num_rows
                progress(before + rows, self._source.rows)
            if writer is not None:
                writer.close()
            undone.pop_all()
            file.flush()
            os.fsync(file.fileno())
        told = {"rows": rows, "counts": [[*key, count] for key, count in counts.items()]}
        write_whole(self._work / f"{number:06d}.json", told)
        return counts, rows

    def _answered(self, batch: Batch, first: int) -> Any:
        table = batch.read if isinstance(batch.read, Cells) else held(batch.read)
        with self._of_file():
            if self._identifier is not None:
                self._all_have_ids(batch.shown.column(self._identifier), first)
            added = classified(self._order, table, self._scheme, self._unlisted, first)
        arrow = needed("pyarrow")
        if self._csv:
            added = {n: c.cast(arrow.string()) if arrow.types.is_dictionary(c.type) else c for n, c in added.items()}
        found = batch.shown
        for name, column in added.items():
            found = found.append_column(name, column)
        return found

    def _all_have_ids(self, column: Any, first: int) -> None:
        compute, numpy = needed("pyarrow.compute"), needed("numpy")
        missing = compute.is_null(column, nan_is_null=True)
        types = needed("pyarrow").types
        if types.is_string(column.type) or types.is_large_string(column.type):
            missing = compute.or_(missing, compute.fill_null(compute.equal(column, ""), True))
        rows = numpy.flatnonzero(missing.to_numpy(zero_copy_only=False))
        if len(rows):
            name = quoted(self._source.names[self._identifier or 0])
            row = first + int(rows[0])
            raise BadArgument(
                f"第 {row} 行，列“{name}”：没有编号", english=f"row {row}, column {name}: no id", argument="id"
            )

    def _counted(self, table: Any) -> Counts:
        compute, arrow = needed("pyarrow.compute"), needed("pyarrow")
        attribute, status = (table.column(name).cast(arrow.string()) for name in CLASSIFIED[:2])
        told = compute.coalesce(attribute, status)
        if self._department is None:
            return Counter({("", one["values"]): one["counts"] for one in told.value_counts().to_pylist()})
        names = table.column(self._department).cast(arrow.string())
        counted = arrow.table([names, told], names=["d", "o"]).group_by(["d", "o"]).aggregate([([], "count_all")])
        return Counter({(one["d"] or "", one["o"]): one["count_all"] for one in counted.to_pylist()})

    # -- the output ---------------------------------------------------------------------------------------------------

    def _writer(self, file: Any, schema: Any) -> Any:
        if self._csv:
            return needed("pyarrow.csv").CSVWriter(file, schema)
        ipc = needed("pyarrow.ipc")
        return ipc.new_stream(file, schema, options=ipc.IpcWriteOptions(compression="lz4"))

    def _finish(self, parts: int) -> None:
        """The parts as one file, whole before it takes its place."""
        whole = self._work / f"whole{self._output.suffix.lower()}"
        paths = [self._work / f"{number:06d}{self._kind}" for number in range(parts)]
        if not paths:
            nothing = self._source.nothing()
            self._part(0, iter([Batch(nothing, nothing)]), 0, lambda done, total: None)
            paths = [self._work / f"000000{self._kind}"]
        if not self._csv:
            write_parquet(paths, whole)
        elif len(paths) == 1:
            whole = paths[0]
        else:
            join_csv(paths, whole)
        os.replace(whole, self._output)
        shutil.rmtree(self._work, ignore_errors=True)

    @contextmanager
    def _of_file(self) -> Iterator[None]:
        """Names the file where columns or cells of it are wrong."""
        try:
            yield
        except (BadArgument, BadFact, UnknownFact) as error:
            shown = quoted(str(self._path), 400)
            told = type(error)(
                f"文件 {shown}：{error}",
                nearest=error.nearest,
                english=f"File {shown}: {error.english}",
                fact=error.fact,
                argument=error.argument,
            )
            told._several = error.problems if len(error.problems) > 1 else ()
            raise told from None


def _abandon(writer: Any) -> None:
    """Close a writer whose file will not be kept; left open, it would write when it is forgotten."""
    with suppress(Exception):
        writer.close()
    if hasattr(writer, "is_open"):
        writer.is_open = False


def _slice(batch: Batch, begin: int, count: int) -> Batch:
    shown = batch.shown.slice(begin, count)
    if isinstance(batch.read, Cells):
        return Batch(batch.read.slice(begin, count), shown)
    return Batch(shown, shown)


def _told(counts: Counts) -> Counts:
    """Counts of the departments with the most rows; the others together."""
    sizes: Counter[str] = Counter()
    for (department, _), count in counts.items():
        sizes[department] += count
    if len(sizes) <= DEPARTMENTS:
        return counts
    kept = {name for name, _ in sizes.most_common(DEPARTMENTS)}
    found: Counts = Counter()
    for (department, outcome), count in counts.items():
        found[department if department in kept else OTHERS, outcome] += count
    return found


@contextmanager
def _written(output: Path, rows: Callable[[], int]) -> Iterator[None]:
    """Tells what keeps the output from being written, and that whole parts stay."""
    try:
        yield
    except (OSError, needed("pyarrow").ArrowException) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
        # Arrow tells a full disk in its text alone.
        cause, reason = reason_of(
            error if isinstance(error, OSError) and not full else OSError(errno.ENOSPC if full else errno.EIO, "")
        )
        done = rows() // PART * PART
        raise _unwritable(
            output,
            f"写不下去：{cause}。已完成的 {done} 行留着，处理好以后用同样的命令接着做",
            f"cannot be written: {reason}. {done} rows are done and kept; the same command goes on after them",
        ) from error


def _unwritable(output: Path, chinese: str, english: str) -> BadOutput:
    shown = quoted(str(output), 400)
    return BadOutput(f"结果文件 {shown}：{chinese}。", english=f"Output {shown}: {english}.", argument="output")
