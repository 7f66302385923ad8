"""The tables of callers: what columns they have, a column as Arrow, and the same table with columns more.

PyArrow, Polars and pandas hold their rows; a relation of DuckDB and a frame of PySpark only say how to get them. Which
of them a table is, narwhals tells without importing any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from ..quoting import type_name
from .extra import needed
from .values import is_day

#: What Arrow says of objects that it has no type for.
_UNFIT: Final = (ValueError, TypeError, NotImplementedError, OverflowError)


class Table(Protocol):
    """A table that holds its rows."""

    @property
    def names(self) -> Sequence[object]:
        """The names of its columns."""

    @property
    def rows(self) -> int:
        """How many rows it has."""

    def column(self, place: int) -> Any:
        """A column as a chunked array of Arrow; as :class:`Mixed` where its cells are of several types."""

    def with_columns(self, added: Mapping[str, Any]) -> Any:
        """The caller's table with columns more, each a chunked array of Arrow with as many rows."""


def held(frame: Any) -> Table:
    """The table of a frame that holds its rows.

    Raises:
        TypeError: it is none that is known.
        MissingExtra: the extra ``frames`` is not installed.
    """
    kinds = needed("narwhals").dependencies
    arrow = needed("pyarrow")
    if isinstance(frame, arrow.Table | arrow.RecordBatch):
        return _Arrow(frame)
    if kinds.is_polars_dataframe(frame):
        return _Polars(frame)
    if kinds.is_pandas_dataframe(frame):
        if frame.columns.nlevels > 1:
            raise TypeError(
                "frame 的列名有几层，看不出哪一列是事实，请先合成一层。"
                " (the columns of frame have several levels, so that none names a fact; make them one)"
            )
        return _Pandas(frame)
    kind = type_name(frame)
    lazy = "（请先 collect()）" if kinds.is_polars_lazyframe(frame) else ""
    raise TypeError(
        f"frame 应当是 PyArrow、Polars、pandas 的表，得到的是 {kind}{lazy}。"
        f" (frame must be a table of PyArrow, Polars or pandas, not {kind})"
    )


class _Arrow:
    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def names(self) -> Sequence[object]:
        return list(self._frame.schema.names)

    @property
    def rows(self) -> int:
        return int(self._frame.num_rows)

    def column(self, place: int) -> Any:
        arrow = needed("pyarrow")
        column = self._frame.column(place)
        return column if isinstance(column, arrow.ChunkedArray) else arrow.chunked_array([column], column.type)

    def with_columns(self, added: Mapping[str, Any]) -> Any:
        arrow = needed("pyarrow")
        frame = self._frame
        if isinstance(frame, arrow.RecordBatch):
            columns = [*frame.columns, *(column.combine_chunks() for column in added.values())]
            fields = [*frame.schema, *(arrow.field(name, column.type) for name, column in added.items())]
            return arrow.RecordBatch.from_arrays(columns, schema=arrow.schema(fields, frame.schema.metadata))
        for name, column in added.items():
            frame = frame.append_column(name, column)
        return frame


class _Polars:
    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def names(self) -> Sequence[object]:
        return list(self._frame.columns)

    @property
    def rows(self) -> int:
        return int(self._frame.height)

    def column(self, place: int) -> Any:
        arrow, polars = needed("pyarrow"), needed("polars")
        series = self._frame.to_series(place)
        if series.dtype == polars.Object:
            return of_objects(series.to_list())
        array = series.to_arrow()
        return array if isinstance(array, arrow.ChunkedArray) else arrow.chunked_array([array])

    def with_columns(self, added: Mapping[str, Any]) -> Any:
        polars = needed("polars")
        columns = []
        for name, column in added.items():
            array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
            if hasattr(array, "dictionary"):
                words = array.dictionary.to_pylist()
                numbers = polars.from_arrow(array.indices.view(needed("pyarrow").uint8()))
                if hasattr(numbers.cat, "to"):
                    columns.append(numbers.cat.to(polars.Enum(words)).alias(name))
                else:  # Polars before 2
                    columns.append(polars.Series(name, words, polars.Enum(words)).gather(numbers))
            else:
                columns.append(polars.from_arrow(array).alias(name))
        return self._frame.with_columns(columns)


class _Pandas:
    """Levels of the index count as columns behind the others: what they state would be passed over otherwise."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    @property
    def names(self) -> Sequence[object]:
        return [*self._frame.columns, *self._frame.index.names]

    @property
    def rows(self) -> int:
        return len(self._frame)

    def column(self, place: int) -> Any:
        arrow = needed("pyarrow")
        level = place - self._frame.shape[1]
        series = self._frame.iloc[:, place] if level < 0 else self._frame.index.get_level_values(level).to_series()
        if series.dtype == object:
            return of_objects(series.tolist())
        if isinstance(series.dtype, needed("pandas").BooleanDtype):
            array = _of_booleans(series.array)
        else:
            try:
                array = arrow.Array.from_pandas(series)
            except _UNFIT:
                return of_objects(series.tolist())
        return array if isinstance(array, arrow.ChunkedArray) else arrow.chunked_array([array])

    def with_columns(self, added: Mapping[str, Any]) -> Any:
        pandas = needed("pandas")
        columns = {}
        for name, column in added.items():
            array = in_one_piece(column)
            if hasattr(array, "dictionary"):
                kind = pandas.CategoricalDtype(array.dictionary.to_pylist())
                values = pandas.Series(pandas.Categorical.from_codes(_codes(array.indices), dtype=kind))
            else:
                values = array.to_pandas()
            values.index = self._frame.index
            columns[name] = values
        return pandas.concat([self._frame, pandas.DataFrame(columns, index=self._frame.index, copy=False)], axis=1)


def _of_booleans(cells: Any) -> Any:
    """A nullable array of pandas as Arrow, bits for bytes: pandas itself takes six times as long."""
    numpy, arrow = needed("numpy"), needed("pyarrow")
    missing = cells.isna()
    # What lies under a missing cell does not matter, so pandas need not put something there first.
    values = getattr(cells, "_data", None)
    if not isinstance(values, numpy.ndarray) or values.dtype != bool:
        values = cells.to_numpy(dtype=bool, na_value=False)
    bits = numpy.packbits(values, bitorder="little")
    known = numpy.invert(numpy.packbits(missing, bitorder="little")) if missing.any() else None
    buffers = [None if array is None else arrow.py_buffer(array) for array in (known, bits)]
    return arrow.Array.from_buffers(arrow.bool_(), len(cells), buffers)


def _codes(indices: Any) -> Any:
    """Numbers of words of one byte, -1 for none."""
    numpy = needed("numpy")
    validity, values = indices.buffers()
    numbers = numpy.frombuffer(values, numpy.int8, len(indices), indices.offset)
    if not indices.null_count:
        return numbers
    valid = numpy.unpackbits(
        numpy.frombuffer(validity, numpy.uint8), count=indices.offset + len(indices), bitorder="little"
    )[indices.offset :]
    numpy.subtract(valid, 1, out=valid)
    return numbers | valid.view(numpy.int8)


def in_one_piece(chunked: Any) -> Any:
    """A chunked array of Arrow as one array, with one dictionary."""
    arrow = needed("pyarrow")
    types, kind = arrow.types, chunked.type
    if chunked.num_chunks == 1:
        return chunked.chunk(0)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        # The text itself may be too long for one array; its numbers never are.
        chunked = chunked.dictionary_encode()
    if types.is_dictionary(chunked.type):
        chunked = chunked.unify_dictionaries()
    combined = chunked.combine_chunks()
    return combined.chunk(0) if isinstance(combined, arrow.ChunkedArray) else combined


def of_objects(cells: list[Any]) -> Any:
    """Objects of Python as Arrow; what is of several kinds is told by the row of the first that is another."""
    arrow = needed("pyarrow")
    try:
        array = arrow.array(cells, from_pandas=True)
    except _UNFIT:
        return Mixed(cells)
    # Where the first is a day, Arrow cuts the time off the others.
    if arrow.types.is_date(array.type) and any(isinstance(one, dt.datetime) and not is_day(one) for one in cells):
        return Mixed(cells)
    return arrow.chunked_array([array])


class Mixed:
    """Cells that are of no one type: objects of Python."""

    def __init__(self, cells: list[Any]) -> None:
        self.cells = cells

    def __len__(self) -> int:
        return len(self.cells)
