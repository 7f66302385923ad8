"""A graph over bit planes: one bit a dataset, 64 datasets a word, block by block with numpy.

A leaf is a plane too: a fact may be true where it is stated as true or not stated. The nodes above are *and* and *or*
of whole words, so a law costs some hundred operations for each 64 datasets. Most of the time goes into making bytes of
the planes that answers are read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..answers.classification.compiled import ATTRIBUTES, Outcome
from ..vocabulary.facts import FactValue
from ..vocabulary.terms import STRICTEST_FIRST, Status
from .blocks import Bits, Block, Codes
from .extra import needed
from .graph import Graph
from .program import Program
from .turning import WORD, Array, Turning, each

#: Words of a block: planes of 128 KB. Smaller ones would fit into nearer caches, but what a call costs outweighs that
#: where other work shares the machine.
BLOCK: Final = 1 << 14
#: Words of planes that are turned into bytes at once, which need more room than planes.
TURNED: Final = 1 << 13

#: What the numbers of statuses stand for.
STATUSES: Final = (Status.UNDETERMINED, Status.DECIDED, Status.HUMAN_REVIEW, Status.NO_RULE_IN_FORCE)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is said of some datasets, each an array.

    Attributes:
        decided: words; a bit is set for each dataset that has an attribute.
        attribute: its place among the attributes, strictest first; of no meaning where there is none.
        status: place among :data:`STATUSES`.
        possible, permitted: masks of attributes, one byte.
        grounds: masks of grounds, 64 bits.
    """

    decided: Array
    attribute: Array
    status: Array
    possible: Array
    permitted: Array
    grounds: Array


class Kernel:
    """A graph ready to be run over planes. Safe to share between threads: each run has arrays of its own.

    Args:
        graph: the classification.
        first: the bit of its first ground in masks of grounds.

    Raises:
        MissingExtra: numpy or pyarrow is not installed.
    """

    def __init__(self, graph: Graph, first: int) -> None:
        self._numpy: Any = needed("numpy")
        self._arrow: Any = needed("pyarrow")
        self._graph = graph
        self._first = first
        program = Program(graph)
        live = {outcome: program.node(graph.outcomes[outcome]) for outcome in Outcome}
        stands, twice = _counted(program, live.values())
        dead = program.value("invert", stands)
        decided, review = self._settled(program, live, stands, twice)
        # What is not so is told of masks, since planes hold the opposite.
        forbidden = [
            program.either(program.node(graph.denies[attribute]), dead) if graph.settled else None
            for attribute in STRICTEST_FIRST
        ]
        failing = [program.either(program.node(node), dead) for node in graph.fails]
        possible = [live[outcome] if graph.ruled else None for outcome in ATTRIBUTES]
        status = [decided, program.either(dead, review)] if graph.ruled else [stands]
        wanted = [*possible, *forbidden, *failing, *status]
        self._count, slots = program.allotted(value for value in wanted if value is not None)
        self._steps = program.steps
        self._leaves: dict[str, list[tuple[tuple[FactValue, ...], int]]] = {}
        for node, value in program.leaves:
            if value in slots:
                self._leaves.setdefault(node.fact, []).append((node.values, slots[value]))

        def of(values: Iterable[int | None]) -> list[int | None]:
            return [None if value is None else slots[value] for value in values]

        #: ids of the facts that it reads
        self.facts = frozenset(self._leaves)
        self._possible, self._forbidden, self._failing, self._status = map(of, (possible, forbidden, failing, status))
        #: bits of the byte that says it all whose planes are turned round again
        self._turned = sum(1 << n for n, slot in enumerate(self._possible) if slot is not None)
        self._turned += sum(1 << 6 + n for n, slot in enumerate(self._status) if slot is not None)

    def _settled(
        self, program: Program, live: Mapping[Outcome, int | None], stands: int, twice: int | None
    ) -> tuple[int | None, int | None]:
        """Where one attribute is left and nothing else, and where human review is left and nothing else."""
        if not self._graph.settled:
            return None, None
        review = alone = live[Outcome.REVIEW]
        if review is not None and twice is not None:
            alone = program.value("bitwise_and", review, program.value("invert", twice))
        if all(live[outcome] is None for outcome in ATTRIBUTES):
            return None, alone
        other = program.either(twice, review, live[Outcome.HOLD])
        return stands if other is None else program.value("bitwise_and", stands, program.value("invert", other)), alone

    def run(self, facts: Mapping[str, Bits | Codes], rows: int) -> Answers:
        """Classify datasets.

        Args:
            facts: the stated facts by id: all those of the graph.
            rows: how many datasets there are; words hold bits of no meaning after the last one.
        """
        numpy = self._numpy
        words = -(-rows // WORD)
        found = Answers(
            decided=self._array(words, numpy.uint64),
            attribute=self._array(words * WORD, numpy.uint8),
            status=self._array(words * WORD, numpy.uint8),
            possible=self._array(words * WORD, numpy.uint8),
            permitted=self._array(words * WORD, numpy.uint8),
            grounds=self._array(words * WORD, numpy.int64),
        )
        block: Block | None = None
        turning: Turning | None = None
        for start in range(0, words, BLOCK):
            size = min(BLOCK, words - start)
            if block is None or block.size != size:
                block = Block(numpy, self._steps, self._leaves, self._count, size)
            block.run(facts, start, rows)
            for begin in range(0, size, TURNED):
                part = min(TURNED, size - begin)
                if turning is None or turning.size != part:
                    turning = Turning(numpy, part)
                self._tell(block, begin, turning, found, start + begin)
        return Answers(
            decided=found.decided,
            attribute=found.attribute[:rows],
            status=found.status[:rows],
            possible=found.possible[:rows],
            permitted=found.permitted[:rows],
            grounds=found.grounds[:rows],
        )

    def _array(self, count: int, kind: Any) -> Array:
        """Memory for answers, from the pool of Arrow, which keeps what is given back: fresh memory costs more than
        the answers do.
        """
        size = count * self._numpy.dtype(kind).itemsize
        return self._numpy.frombuffer(self._arrow.allocate_buffer(size), kind, count)

    def _tell(self, block: Block, begin: int, turning: Turning, found: Answers, start: int) -> None:
        """Write the answers of a block to their places."""
        numpy = self._numpy
        end = start + turning.size

        def part(array: Array) -> Array:
            return array[start * WORD : end * WORD].view(numpy.uint64)

        def planes(slots: Sequence[int | None]) -> list[Array | None]:
            return [None if slot is None else block.planes[slot][begin : begin + turning.size] for slot in slots]

        # One byte says it all: what is possible, what is permitted, the status.
        told = turning.bytes_of(planes([*self._possible, *self._forbidden, *self._status]), self._turned)
        possible, attribute, status = (part(array) for array in (found.possible, found.attribute, found.status))
        numpy.bitwise_and(told, numpy.uint64(each(7)), possible)
        # The one attribute that is left is the place of its bit; elsewhere any place that there is will do.
        numpy.right_shift(possible, numpy.uint64(1), attribute)
        numpy.bitwise_and(attribute, numpy.uint64(each(3)), attribute)
        permitted = part(found.permitted)
        numpy.right_shift(attribute, numpy.uint64(1), permitted)
        numpy.bitwise_and(permitted, attribute, permitted)
        numpy.bitwise_xor(attribute, permitted, attribute)
        numpy.right_shift(told, numpy.uint64(3), told)
        numpy.bitwise_and(told, numpy.uint64(each(7)), permitted)
        numpy.right_shift(told, numpy.uint64(3), told)
        numpy.bitwise_and(told, numpy.uint64(each(3)), status)
        if not self._graph.ruled:
            numpy.bitwise_or(status, numpy.uint64(each(STATUSES.index(Status.HUMAN_REVIEW))), status)
        words = found.decided[start:end]
        decided = self._status[0] if self._graph.settled else None
        if decided is None:
            words.fill(0)
        else:
            numpy.invert(block.planes[decided][begin : begin + turning.size], words)
        turning.integers(planes(self._failing), self._first, found.grounds[start * WORD : end * WORD])


def _counted(program: Program, values: Iterable[int | None]) -> tuple[int, int | None]:
    """Where some of several values is true, and where two are."""
    some = twice = None
    for value in values:
        if value is None:
            continue
        if some is None:
            some = value
            continue
        twice = program.either(twice, program.value("bitwise_and", some, value))
        some = program.value("bitwise_or", some, value)
    assert some is not None, "some facts can stand together"
    return some, twice
