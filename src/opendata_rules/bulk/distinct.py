"""Questions that are asked of each different row once: changes of attribute and deadlines.

Rows that state the same facts have the same answer, so the scalar answer is asked as many times as there are different
rows, and is what every row of its kind gets. Every fact that a column states is part of what tells rows apart.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping, Sequence
from enum import EnumType
from typing import Any, Final

from ..answers.changes.computation import check_change
from ..answers.classification.computation import classifier_of
from ..answers.deadlines.arguments import facts_and_policy
from ..answers.deadlines.computation import deadline
from ..answers.deadlines.terms import facts_of_terms
from ..errors import BadFact, Error, together
from ..norms.order import LegalOrder
from ..vocabulary.facts import Fact, FactType, FactValue
from ..vocabulary.terms import ATTRIBUTE_TERMS, STRICTEST_FIRST, DeadlineStatus, Scheme, Verdict
from .columns import place_of, stated_facts
from .extra import needed
from .reading import Stated
from .relations import of_frame
from .tables import Mixed, Table, in_one_piece
from .turning import Array
from .values import Column, mixed

#: The columns that each question adds.
CHANGED: Final = ("odr_verdict",)
DUE: Final = ("odr_due", "odr_due_earliest", "odr_due_latest", "odr_due_status")

#: A column as numbers, with what each number stands for.
Numbered = tuple[Array, Sequence[Any]]


def check_change_frame(order: LegalOrder, frame: Any, *, before: str, after: str) -> Any:
    """Judge a change of attribute in every row of a table. See ``law.check_change_frame``."""
    asked = [*order.facts_of_changes, *classifier_of(order, Scheme.OPENING).layout.fields]
    terms = tuple((str(attribute), term) for attribute, term in ATTRIBUTE_TERMS[Scheme.OPENING].items())
    moved = {
        argument: (name, Fact(argument, FactType.ENUM, label, "", "", "", terms))
        for argument, name, label in (("before", before, "变更前的属性"), ("after", after, "变更后的属性"))
    }

    def verdict(row: Mapping[str, Any]) -> tuple[str]:
        facts = {name: value for name, value in row.items() if name not in moved}
        # An attribute that is unknown may be any: what is the same for all of them is certain.
        moves = itertools.product(*([row[a]] if row[a] is not None else STRICTEST_FIRST for a in ("before", "after")))
        found = {check_change(order, one, other, facts).verdict for one, other in moves}
        return (str(found.pop() if len(found) == 1 else Verdict.UNDETERMINED),)

    def changed(table: Table, first: int) -> dict[str, Any]:
        return _answered(table.rows, _read(order, table, asked, CHANGED, moved, first), verdict, {CHANGED[0]: Verdict})

    return of_frame(frame, changed)


def deadline_frame(order: LegalOrder, step: str, frame: Any, *, trigger: str, receipt: str = "receipt_instant") -> Any:
    """The last day of a step's term in every row of a table. See ``law.deadline_frame``."""
    order.procedures.step(step)
    facts_and_policy(order, {}, receipt)
    began = {"trigger": (trigger, Fact("trigger", FactType.DATE, "起算日", "", "", ""))}
    kinds = dict.fromkeys(DUE[:3], needed("pyarrow").date32()) | {DUE[3]: DeadlineStatus}

    def due(row: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None, dt.date | None, str]:
        if row["trigger"] is None:
            return None, None, None, str(DeadlineStatus.UNDETERMINED)
        facts = {name: value for name, value in row.items() if name != "trigger"}
        found = deadline(order, step, row["trigger"], facts, receipt)
        return found.due, found.earliest, found.latest, str(found.status)

    def added(table: Table, first: int) -> dict[str, Any]:
        columns = _read(order, table, facts_of_terms(order), DUE, began, first)
        return _answered(table.rows, columns, due, kinds)

    return of_frame(frame, added)


def _read(
    order: LegalOrder,
    table: Table,
    asked: Sequence[str],
    added: Sequence[str],
    arguments: Mapping[str, tuple[str, Fact]],
    first: int,
) -> dict[str, Numbered]:
    """The columns of facts and of arguments as numbers.

    Raises:
        UnknownFact, BadFact, BadArgument: columns or cells are wrong.
    """
    names = table.names
    places = {argument: place_of(names, name, argument) for argument, (name, _) in arguments.items()}
    facts = stated_facts(names, order.vocabulary, asked, added, besides=[name for name, _ in arguments.values()])
    problems: list[Error] = []
    found: dict[str, Numbered] = {}
    for argument, (name, fact) in arguments.items():
        array = table.column(places[argument])
        try:
            if isinstance(array, Mixed):
                raise mixed(fact, name, array.cells, first)
            found[argument] = Column(fact, name, in_one_piece(array), first).numbered()
        except BadFact as error:
            problems += error.problems
    try:
        found |= Stated(table, facts, order.vocabulary, first).numbered(facts)
    except BadFact as error:
        problems += error.problems
    if problems:
        raise together(problems)
    return found


def _answered(
    rows: int,
    columns: Mapping[str, Numbered],
    ask: Callable[[Mapping[str, FactValue | None]], tuple[Any, ...]],
    kinds: Mapping[str, Any],
) -> dict[str, Any]:
    """What is answered to each different row, in the place of every such row; ``kinds`` are types or sets of words."""
    numpy, arrow = needed("numpy"), needed("pyarrow")
    key = numpy.zeros(rows, numpy.int64)
    size = 1
    for numbers, values in columns.values():
        if size * len(values) >= 1 << 62:
            # Numbers of what occurs are as many as there are rows at most.
            known, key = numpy.unique(key, return_inverse=True)
            size = max(1, len(known))
        key = key * len(values) + numbers
        size *= len(values)
    _, first, inverse = numpy.unique(key, return_index=True, return_inverse=True)
    answers = [
        ask({name: values[numbers[row]] for name, (numbers, values) in columns.items()}) for row in first.tolist()
    ]
    found = {}
    for place, (name, kind) in enumerate(kinds.items()):
        told = [answer[place] for answer in answers]
        if isinstance(kind, EnumType):
            words = [str(kind[name]) for name in kind.__members__]
            indices = arrow.array([words.index(word) for word in told], arrow.int8()).take(arrow.array(inverse))
            column = arrow.DictionaryArray.from_arrays(indices, words)
        else:
            column = arrow.array(told, kind).take(arrow.array(inverse))
        found[name] = arrow.chunked_array([column])
    return found
