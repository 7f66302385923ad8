"""Relations of DuckDB: read batch by batch when the answer is, and answered through Arrow.

What comes back is a relation over a stream that begins anew each time it is asked for, so nothing is held. The stream
reads by a cursor of its own, since DuckDB lets no query wait for another one of its connection. What a cursor cannot
see (a temporary table, an object of Python) is answered at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..errors import Error
from .extra import needed
from .tables import Table, held

#: Rows that are answered at once.
_ROWS = 1 << 18
#: The columns that an answer adds to a table, of which the number of the first row is given for messages.
Answer = Callable[[Table, int], dict[str, Any]]


def is_relation(frame: object) -> bool:
    """Whether something is a relation of DuckDB."""
    return bool(needed("narwhals").dependencies.is_duckdb_relation(frame))


def of_frame(frame: Any, answer: Answer) -> Any:
    """The caller's table with the columns that an answer adds; a relation of DuckDB is answered when it is read.

    Raises:
        TypeError: it is no table that is known.
        UnknownFact, BadFact, BadArgument: names of columns are wrong, or cells; of a relation, cells are told when the
            rows are read.
    """
    if is_relation(frame):
        return _of_relation(frame, answer)
    table = held(frame)
    return table.with_columns(answer(table, 1))


def _of_relation(relation: Any, answer: Answer) -> Any:
    def answered(table: Any, first: int) -> Any:
        return table.with_columns(answer(table, first))

    nothing = relation.limit(0).to_arrow_table()
    schema = answered(held(nothing), 1).schema
    duckdb = needed("duckdb")
    connection = getattr(relation, "_con", None)
    here = duckdb if connection is None else connection
    if connection is not None:
        try:
            text = relation.sql_query()
            connection.cursor().sql(text).limit(0).to_arrow_table()
        except duckdb.Error:
            connection = None
    if connection is None:
        return here.from_arrow(answered(held(relation.to_arrow_table()), 1))
    return here.from_arrow(_Stream(schema, lambda: connection.cursor().sql(text).to_arrow_reader(_ROWS), answered))


class _Stream:
    """What Arrow reads from anew each time."""

    def __init__(self, schema: Any, reader: Callable[[], Any], answered: Callable[[Any, int], Any]) -> None:
        self._schema = schema
        self._reader = reader
        self._answered = answered

    def __arrow_c_schema__(self) -> object:
        return self._schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        arrow = needed("pyarrow")
        return arrow.RecordBatchReader.from_batches(self._schema, self._batches()).__arrow_c_stream__(requested_schema)

    def _batches(self) -> Iterator[Any]:
        """Answered batches, one ahead: DuckDB reads, and we answer, while it takes in the one before."""
        answered = self._answers()
        with ThreadPoolExecutor(1, "opendata-rules-ahead") as ahead:
            coming = ahead.submit(next, answered, None)
            try:
                while (batch := coming.result()) is not None:
                    coming = ahead.submit(next, answered, None)
                    yield batch
            except Error as error:
                # DuckDB puts the way to an error behind its message.
                raise error.with_traceback(None) from None

    def _answers(self) -> Iterator[Any]:
        first = 1
        for batch in self._reader():
            yield self._answered(held(batch), first)
            first += batch.num_rows
