"""Many laws, each against each: as many pairs as a moment allows, so that a page shows how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ....analysis.comparison.abreast import Row, duties_abreast, terms_abreast
from ....analysis.comparison.opening import opening
from ....analysis.comparison.orders import Order
from ....analysis.comparison.picture import svg
from ....analysis.comparison.results import Comparison
from ....analysis.comparison.sides import answering
from ....law import Law
from ....norms.standing import Standing
from ....norms.warnings import ResultWarning
from ....vocabulary.arguments import Lang
from ....vocabulary.terms import ComparisonTopic
from ...comparisons import Comparisons
from .moment import MOMENT, Moment


@dataclass(frozen=True, slots=True)
class Cell:
    """How the law of a row stands to that of a column.

    Attributes:
        relation: the relation, by its id.
        stricter: which of both is stricter: ``row``, ``column``, or neither.
        number: differences.
    """

    relation: str
    stricter: str
    number: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Several laws on a topic.

    Attributes:
        topic: the topic.
        names: what the laws are called.
        laws: they.
        cells: by row and column; those are missing that are not compared yet.
        done: pairs compared.
        total: pairs in all.
        answering: of a classification, the instrument that each law goes by; ``None`` where there is none.
        opening: who is stricter than whom; empty until all are compared.
        pictures: the same drawn, wide and narrow; none until then.
        abreast: terms or duties of all, where the topic is one of them.
        warnings: why it should be read with care; none until then.
    """

    topic: ComparisonTopic
    names: tuple[str, ...]
    laws: tuple[Law, ...]
    cells: dict[tuple[int, int], Cell]
    done: int
    total: int
    answering: tuple[Standing | None, ...]
    opening: str = ""
    pictures: tuple[str, ...] = ()
    abreast: tuple[Row, ...] = ()
    warnings: tuple[ResultWarning, ...] = ()


def matrix(
    laws: Sequence[Law],
    names: tuple[str, ...],
    topic: ComparisonTopic,
    known: Comparisons,
    lang: Lang,
    moment: float = MOMENT,
) -> Matrix:
    """Several laws compared, at least one pair more than is known already, and more for as long as a moment. Blocks.

    Args:
        laws: they.
        names: what they are called.
        topic: what is compared.
        known: comparisons that are known already.
        lang: the language.
        moment: seconds of work.

    Raises:
        BadPack: two of them cannot be compared.
    """
    work = Moment(known, moment)
    pairs = list(combinations(range(len(laws)), 2))
    compared = {(one, other): work.compared(laws[one], laws[other], topic) for one, other in pairs}
    found = {places: one for places, one in compared.items() if one is not None}
    begun = Matrix(topic, names, tuple(laws), _cells(found), len(found), len(pairs), _answering(laws, topic))
    if len(found) < len(pairs):
        return begun
    order = Order(topic, tuple(laws), names, tuple(found.values()))
    return replace(
        begun,
        opening=opening(order, lang),
        pictures=_drawn(order, lang),
        abreast=_abreast(laws, topic, lang),
        warnings=order.warnings,
    )


def _answering(laws: Sequence[Law], topic: ComparisonTopic) -> tuple[Standing | None, ...]:
    return tuple(answering(law, topic) for law in laws)


def _cells(found: dict[tuple[int, int], Comparison]) -> dict[tuple[int, int], Cell]:
    cells = {}
    for (one, other), comparison in found.items():
        order = Order(comparison.topic, (comparison.a, comparison.b), ("", ""), (comparison,))
        for place, row, column in (((one, other), 0, 1), ((other, one), 1, 0)):
            relation = str(order.relation(row, column))
            stricter = {"stricter": "row", "looser": "column"}.get(relation, "")
            cells[place] = Cell(relation, stricter, len(comparison.differences))
    return cells


def _drawn(order: Order, lang: Lang) -> tuple[str, ...]:
    """Who is stricter than whom; nothing where nobody is, because then there is no line to draw."""
    if not order.covers():
        return ()
    from markupsafe import Markup

    if lang == "zh":
        return Markup(svg(order)), Markup(svg(order, sideways=True))
    told = ("Strictness: the upper ones are stricter", "Strictness: those on the left are stricter")
    return Markup(svg(order, label=told[0])), Markup(svg(order, sideways=True, label=told[1]))


def _abreast(laws: Sequence[Law], topic: ComparisonTopic, lang: Lang) -> tuple[Row, ...]:
    if topic is ComparisonTopic.PROCEDURES:
        return terms_abreast(laws, lang)
    return duties_abreast(laws, lang) if topic is ComparisonTopic.DUTIES else ()
