"""The classification of every row of a table, as columns of Arrow."""

from __future__ import annotations

from typing import Any, Final

from ..answers.classification.computation import classifier_of
from ..norms.order import LegalOrder
from ..vocabulary.terms import STRICTEST_FIRST, Scheme
from .columns import stated_facts
from .extra import needed
from .graph import graph_of
from .legend import legend_of
from .planes import STATUSES, Answers, Kernel
from .reading import Stated
from .tables import Table

#: The columns that a classification adds.
CLASSIFIED: Final = ("odr_attribute", "odr_status", "odr_possible", "odr_permitted", "odr_grounds")


def classified(order: LegalOrder, table: Table, scheme: Scheme, unlisted: str, first: int = 1) -> dict[str, Any]:
    """The columns that a classification adds to a table, as chunked arrays of Arrow.

    Args:
        order: the law.
        table: a table (:mod:`opendata_rules.bulk.tables`).
        scheme: opening or sharing.
        unlisted: how bool facts without a column are read.
        first: the number of its first row, from 1, for messages.

    Raises:
        UnknownFact, BadFact, BadArgument: columns or cells are wrong; every problem is told.
        BadPack: the rules have too many grounds for a mask.
    """
    fields = classifier_of(order, scheme, unlisted).layout.fields
    places = stated_facts(table.names, order.vocabulary, fields, CLASSIFIED)
    kernel = kernel_of(order, scheme, unlisted, frozenset(places) & frozenset(fields))
    facts = Stated(table, places, order.vocabulary, first).planes(kernel.facts)
    return told(kernel.run(facts, table.rows), table.rows)


def kernel_of(order: LegalOrder, scheme: Scheme, unlisted: str, stated: frozenset[str]) -> Kernel:
    """The kernel for tables that state some facts; made once."""

    def make() -> Kernel:
        return Kernel(graph_of(order, scheme, unlisted, stated), legend_of(order).first[scheme])

    return order.once(("kernel", scheme, unlisted, stated), make)


def told(answers: Answers, rows: int) -> dict[str, Any]:
    """Answers as columns of Arrow."""
    arrow = needed("pyarrow")

    def plain(kind: Any, array: Any, valid: Any = None) -> Any:
        buffers = [None if valid is None else arrow.py_buffer(valid), arrow.py_buffer(array)]
        return arrow.Array.from_buffers(kind, rows, buffers)

    def words(array: Any, names: Any, valid: Any = None) -> Any:
        # Every number is below the count of names: that need not be looked up again.
        return arrow.DictionaryArray.from_arrays(
            plain(arrow.int8(), array, valid), [str(name) for name in names], safe=False
        )

    columns = (
        words(answers.attribute, STRICTEST_FIRST, answers.decided),
        words(answers.status, STATUSES),
        plain(arrow.uint8(), answers.possible),
        plain(arrow.uint8(), answers.permitted),
        plain(arrow.int64(), answers.grounds),
    )
    return {name: arrow.chunked_array([column]) for name, column in zip(CLASSIFIED, columns, strict=True)}
