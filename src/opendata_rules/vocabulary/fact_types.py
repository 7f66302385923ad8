"""The types of facts, and the check of a value: what is right comes back in one form, anything else is told exactly.

Nothing is coerced: an int is an ``int`` of Python and never a bool, yes and no are ``True`` and ``False``; what numpy
has for both is to be turned into them by the caller.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from ..diagnostics.wording import nearest
from ..errors import BadFact
from ..quoting import described, quoted, type_name
from ..values import Term

#: A fact's value once checked: bool, date, int, text or enum id, or a tuple of value ids in vocabulary order.
FactValue = bool | dt.date | int | str | tuple[str, ...]

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class FactType(Term):
    """Type of a fact's value."""

    BOOL = "bool"
    ENUM = "enum"
    DATE = "date"
    INT = "int"
    LIST = "list"
    TEXT = "text"


_TYPE_NAMES = {
    FactType.BOOL: ("真或者假（true、false）", "True or False"),
    FactType.ENUM: ("规定的选项之一", "one of its values"),
    FactType.DATE: ("日期，写成 2026-03-10 这样", "a datetime.date, or text such as 2026-03-10"),
    FactType.INT: ("不小于零的整数", "an int that is not negative"),
    FactType.TEXT: ("文本", "text"),
    FactType.LIST: ("选项的列表", "a list of its values"),
}
#: The first number that is too great for a fact: JSON readers keep fifteen digits, and nobody counts further.
_TOO_GREAT = 10**15


class Checks:
    """What a fact does with a value that somebody states.

    Attributes:
        id: stable English identifier.
        type: type of its value.
        label: Chinese name.
        values: pairs of value id and Chinese term, for enums and lists.
    """

    __slots__ = ()

    id: str
    type: FactType
    label: str
    values: tuple[tuple[str, str], ...]

    def check(self, value: object) -> FactValue | None:
        """Return the canonical value, ``None`` for unknown.

        Raises:
            BadFact: the value has the wrong type or is none of the fact's values.
        """
        if value is None:
            return None
        match self.type:
            case FactType.BOOL:
                if value is True or value is False:
                    return value
            case FactType.ENUM:
                if isinstance(value, str):
                    return self._value_id(value)
            case FactType.DATE:
                return self._date(value)
            case FactType.INT:
                if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                    return self._number(value)
            case FactType.TEXT:
                if isinstance(value, str):
                    return self._text(value)
            case FactType.LIST:
                if isinstance(value, list | tuple | set | frozenset):
                    return self._list(value)
        raise self._wrong_type(value)

    @property
    def _name(self) -> str:
        return f"“{self.label}”（{self.id}）"

    def _bad(self, chinese: str, english: str, nearest: Iterable[str] = ()) -> BadFact:
        return BadFact(
            f"{self._name}{chinese}。", nearest=nearest, english=f"{self.id} {english}", fact=self.id, argument="facts"
        )

    def _number(self, value: int) -> int:
        if value < _TOO_GREAT:
            return int(value)
        raise self._bad(
            f"的数字太大（超过 15 位）：{quoted(value)}", f"is too great a number (over 15 digits): {quoted(value)}"
        )

    def _text(self, value: str) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self._bad(
                f"不是完整的 Unicode 文本（有半个字符）：{quoted(value)}",
                f"is not valid Unicode text (it holds half a character): {quoted(value)}",
            ) from None
        return str(value)

    def _value_id(self, value: str) -> str:
        for value_id, term in self.values:
            if value in (value_id, term):
                return value_id
        allowed = "、".join(f"{term}（{value_id}）" for value_id, term in self.values)
        raise self._bad(
            f"没有“{quoted(value)}”这一选项。可选：{allowed}",
            f"has no value {quoted(value)}; possible are: {', '.join(value_id for value_id, _ in self.values)}",
            nearest(value, (word for pair in self.values for word in pair)),
        )

    def _list(self, values: Iterable[object]) -> tuple[str, ...]:
        chosen = set()
        for value in values:
            if not isinstance(value, str):
                raise self._wrong_type(value)
            chosen.add(self._value_id(value))
        return tuple(value_id for value_id, _ in self.values if value_id in chosen)

    def _date(self, value: object) -> dt.date:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        if isinstance(value, str) and _ISO_DATE.match(value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                shown = quoted(value)
                raise self._bad(f"：{shown} 不是存在的日期", f"is no date that exists: {shown}") from None
        raise self._wrong_type(value)

    def _wrong_type(self, value: object) -> BadFact:
        chinese, english = _TYPE_NAMES[self.type]
        hint = "；1、0 和文字都不算" if self.type is FactType.BOOL else ""
        return self._bad(
            f"应当是{chinese}，得到的是{described(value)}{hint}",
            f"must be {english}, not {type_name(value)}: {quoted(value)}",
        )

    def disagreeing(self) -> BadFact:
        """The error on a fact that is given by id and by label with values that are not the same."""
        return self._bad(
            "按编号和按中文名给出了两个不同的值", "is given by id and by label with values that are not the same"
        )
