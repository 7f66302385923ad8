"""Columns of Arrow as values of facts: what is right comes back as bits or numbers, the rest is told by row and column.

A column is typed as a fact is: true and false for yes and no, dates for days, integers that are not negative, lists of
words. Beyond that, text says yes and no as ``true``, ``false``, 是 and 否, and empty text is unknown, as NULL is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ..errors import BadFact
from ..quoting import quoted, type_name
from ..vocabulary.facts import Fact, FactType, FactValue
from .blocks import Bits, Codes
from .extra import needed
from .turning import WORD, Array

#: What text says of a fact that is true or false; capitals are as good, since programs write True and TRUE.
_SAID: Final = {"true": True, "是": True, "false": False, "否": False}
#: What each type of fact may stand in, for messages.
_COLUMNS: Final = {
    FactType.BOOL: (
        "布尔列，或者写 true、false、是、否 的文本列",
        "a column of booleans, or of the text true, false, 是, 否",
    ),
    FactType.ENUM: ("文本或者字典（分类）列", "a column of text or of categories"),
    FactType.DATE: ("日期列，或者写 2026-03-10 的文本列", "a column of dates, or of text such as 2026-03-10"),
    FactType.INT: ("整数列", "a column of integers"),
    FactType.TEXT: ("文本列", "a column of text"),
    FactType.LIST: ("文本列表的列", "a column of lists of text"),
}


class Column:
    """One chunk of a column that states a fact.

    Args:
        fact: the fact.
        name: the name of the column.
        array: the values, an array of Arrow.
        first: the number of its first row, from 1.
    """

    __slots__ = ("_arrow", "_numpy", "array", "fact", "first", "name")

    def __init__(self, fact: Fact, name: str, array: Any, first: int) -> None:
        self._arrow: Any = needed("pyarrow")
        self._numpy: Any = needed("numpy")
        self.fact = fact
        self.name = name
        array = array.storage if isinstance(array, self._arrow.ExtensionArray) else array
        types = self._arrow.types
        # Categories of anything but words (truth, days) are what they stand for.
        coded = types.is_dictionary(array.type) and types.is_primitive(array.type.value_type)
        self.array = array.dictionary_decode() if coded else array
        self.first = first

    def check(self) -> None:
        """See that every value fits the fact.

        Raises:
            BadFact: the column has another type, or a cell another value.
        """
        if self.fact.finite:
            self.planes()
        else:
            self.numbered()

    def planes(self) -> Bits | Codes:
        """The values of a fact that has finitely many, for a kernel.

        Raises:
            BadFact: the column has another type, or a cell another value.
        """
        types, array = self._arrow.types, self.array
        if self.fact.type is FactType.BOOL and types.is_boolean(array.type):
            return Bits(self._words(array.buffers()[1], array.offset), self._known(array))
        if self.fact.finite and self._is_text(array.type):
            return self._codes()
        self._refuse_unless_empty()
        nothing = self._numpy.zeros(-(-len(array) // WORD), self._numpy.uint64)
        return Bits(nothing, nothing) if self.fact.type is FactType.BOOL else Codes(nothing, nothing, {})

    def numbered(self) -> tuple[Array, list[FactValue | None]]:
        """The values as numbers, and what each number stands for; ``None`` is unknown.

        Raises:
            BadFact: the column has another type, or a cell another value.
        """
        numpy, types, array = self._numpy, self._arrow.types, self.array
        kind = array.type
        fits = {
            FactType.BOOL: types.is_boolean(kind),
            FactType.DATE: types.is_date(kind) or types.is_timestamp(kind),
            FactType.INT: types.is_integer(kind),
            FactType.LIST: (types.is_list(kind) or types.is_large_list(kind))
            and (self._is_text(kind.value_type) or types.is_null(kind.value_type)),
        }.get(self.fact.type, False)
        worded = self._is_text(kind) and self.fact.type not in (FactType.INT, FactType.LIST)
        if not fits and not worded:
            self._refuse_unless_empty()
            return numpy.zeros(len(array), numpy.int64), [None]
        if self.fact.type is FactType.LIST:
            return self._lists()
        encoded = array if types.is_dictionary(kind) else array.dictionary_encode()
        numbers = encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False).astype(numpy.int64)
        return numbers, [*self._read(_cells(encoded.dictionary), numbers), None]

    # -- words --------------------------------------------------------------------------------------------------------

    def _words(self, buffer: Any, offset: int) -> Array:
        """The bits of a buffer from an offset on, as words."""
        numpy, rows = self._numpy, len(self.array)
        count = -(-(offset % WORD + rows) // WORD)
        begin = offset // WORD * 8
        if count == 0:
            return numpy.empty(0, numpy.uint64)
        if buffer.address % 8 == 0 and begin + count * 8 <= buffer.size:
            words = numpy.frombuffer(buffer, numpy.uint64, count, begin)
        else:
            held = bytes(buffer[begin : begin + count * 8])
            words = numpy.frombuffer(held.ljust(count * 8, b"\0"), numpy.uint64)
        shift = offset % WORD
        if not shift:
            return words
        moved = words >> numpy.uint64(shift)
        moved[:-1] |= words[1:] << numpy.uint64(WORD - shift)
        return moved[: -(-rows // WORD)]

    def _known(self, array: Any) -> Array | None:
        validity = array.buffers()[0]
        return None if validity is None or array.null_count == 0 else self._words(validity, array.offset)

    def _codes(self) -> Codes:
        types, array = self._arrow.types, self.array
        if not types.is_dictionary(array.type):
            array = array.dictionary_encode()
        indices = array.indices
        kind = indices.type.to_pandas_dtype()
        # The buffer is read by itself: NULL among the numbers would make floats of them.
        width = indices.type.bit_width // 8
        numbers = self._numpy.frombuffer(indices.buffers()[1] or b"", kind)
        numbers = numbers[indices.offset : indices.offset + len(indices)]
        assert width == numbers.dtype.itemsize
        known = self._known(indices)
        places: dict[FactValue, tuple[int, ...]] = {}
        unknown: list[int] = []
        for number, value in enumerate(self._read(array.dictionary.to_pylist(), numbers, known)):
            if value is None:
                unknown.append(number)
            else:
                places[value] = (*places.get(value, ()), number)
        return Codes(numbers, known, places, tuple(unknown), len(array.dictionary))

    # -- cells --------------------------------------------------------------------------------------------------------

    def _read(self, cells: list[object], numbers: Array, known: Array | None = None) -> Iterator[FactValue | None]:
        """What each different cell says; a cell that says nothing of the fact is told, if some row has it."""
        for number, cell in enumerate(cells):
            try:
                yield self._value(cell)
            except BadFact as error:
                row = self._row_of(number, numbers, known)
                if row is not None:
                    raise self._in_row(row, error) from None
                yield None

    def _row_of(self, number: int, numbers: Array, known: Array | None) -> int | None:
        """The first row that has a number, if any has."""
        numpy = self._numpy
        there = numbers == number
        if known is not None:
            there &= numpy.unpackbits(known.view(numpy.uint8), count=len(numbers), bitorder="little").view(bool)
        return int(numpy.argmax(there)) if there.any() else None

    def _value(self, cell: object) -> FactValue | None:
        if isinstance(cell, str):
            if not cell:
                return None
            if self.fact.type is FactType.BOOL:
                said = _SAID.get(cell.lower())
                if said is None:
                    raise self._no_word(cell)
                return said
        elif isinstance(cell, dt.datetime) and is_day(cell):
            # Tables of pandas have no dates without a time.
            return self.fact.check(cell.date())
        return self.fact.check(cell)

    def _no_word(self, cell: str) -> BadFact:
        fact, shown = self.fact, quoted(cell)
        return BadFact(
            f"“{fact.label}”（{fact.id}）应当写 true、false、是或者否，不知道的留空，得到的是“{shown}”。",
            english=f"{fact.id} must be true, false, 是 or 否, or empty where unknown, not {shown}.",
            fact=fact.id,
        )

    def _lists(self) -> tuple[Array, list[FactValue | None]]:
        """Lists are read one by one, equal ones once."""
        numbers: dict[tuple[str, ...] | None, int] = {}
        values: list[FactValue | None] = []
        found = self._numpy.empty(len(self.array), self._numpy.int64)
        for row, cell in enumerate(self.array.to_pylist()):
            key = None if cell is None else tuple(cell)
            if key not in numbers:
                try:
                    values.append(self.fact.check(cell))
                except BadFact as error:
                    raise self._in_row(row, error) from None
                numbers[key] = len(numbers)
            found[row] = numbers[key]
        return found, values

    def _is_text(self, kind: Any) -> bool:
        types = self._arrow.types
        if types.is_dictionary(kind):
            kind = kind.value_type
        return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))

    def _refuse_unless_empty(self) -> None:
        """A column without any value states nothing, whatever its type; a float is missing where it is no number.

        Raises:
            BadFact: there is a value, and it is of another type.
        """
        compute, numpy = needed("pyarrow.compute"), self._numpy
        missing = compute.is_null(self.array, nan_is_null=True)
        stated = numpy.flatnonzero(~numpy.asarray(missing))
        if not len(stated):
            return
        row = int(stated[0])
        shown = quoted(_cell(self.array[row]))
        chinese, english = _COLUMNS[self.fact.type]
        label = f"“{self.fact.label}”（{self.fact.id}）"
        raise self._in_row(
            row,
            BadFact(
                f"{label}应当是{chinese}，得到的是 {self.array.type} 列：{shown}。",
                english=f"{self.fact.id} must be {english}, not of {self.array.type}: {shown}",
                fact=self.fact.id,
            ),
        )

    def _in_row(self, row: int, error: BadFact) -> BadFact:
        return in_row(self.fact, self.name, self.first + row, error)


def in_row(fact: Fact, name: str, row: int, error: BadFact) -> BadFact:
    """An error on a cell, with the row (from 1) and the column."""
    shown = quoted(name)
    return BadFact(
        f"第 {row} 行，列“{shown}”：{error}",
        nearest=error.nearest,
        english=f"Row {row}, column {shown}: {error.english}",
        fact=fact.id,
        argument="frame",
    )


def mixed(fact: Fact, name: str, cells: Iterable[object], first: int) -> BadFact:
    """The error on a column whose cells are of several types: the first that the fact does not take, else the first
    that is of another type than the one before.
    """
    before: type | None = None
    for number, cell in enumerate(cells):
        if _missing(cell):
            continue
        try:
            fact.check(cell)
        except BadFact as error:
            return in_row(fact, name, first + number, error)
        if before not in (None, type(cell)):
            break
        before = type(cell)
    kinds = f"{before.__name__ if before else '?'}、{type_name(cell)}"
    told = BadFact(
        f"“{fact.label}”（{fact.id}）一列里混有不同类型的值：{kinds}。",
        english=f"{fact.id} has values of different types: {kinds.replace('、', ', ')}.",
        fact=fact.id,
    )
    return in_row(fact, name, first + number, told)


def is_day(moment: dt.datetime) -> bool:
    """Whether a timestamp stands for its day: at midnight, without a time zone; or for none (NaT of pandas)."""
    return moment != moment or moment == dt.datetime.combine(moment.date(), dt.time())


def _missing(cell: object) -> bool:
    """Whether a cell holds nothing: ``None``, or what is not even itself (NaN, NaT, NA)."""
    try:
        return cell is None or bool(cell != cell)
    except Exception:  # comparing is the cell's own doing: an array has no truth, nor has NA
        return type(cell).__name__ == "NAType"


def _cells(array: Any) -> list[object]:
    """An array of Arrow as objects of Python, see :func:`_cell`."""
    try:
        return list(array.to_pylist())
    except (ArithmeticError, ValueError, LookupError):
        return [_cell(one) for one in array]


def _cell(scalar: Any) -> object:
    """What a scalar of Arrow holds; itself where Python has no such thing, as a day after the year 9999."""
    try:
        return scalar.as_py()
    except (ArithmeticError, ValueError, LookupError):
        return scalar
