"""Queries in Lucene's syntax, as far as CKAN writes them.

What is not known here is an error and never an empty answer: a delete by a query that finds nothing does nothing, and
nobody would be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: What asks whether a document has a term in a field: the name of the field, the term, whether it is a phrase.
Holds = Callable[[str, re.Pattern[str], bool], bool]
#: What asks whether a value of a field lies between two bounds (``None``: none).
Between = Callable[[str, "str | None", "str | None", bool, bool], bool]

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<phrase>"(?:[^"\\]|\\.)*")
      | (?P<range>[\[{]\s*(?:"[^"]*"|[^\s"\]}]+)\s+TO\s+(?:"[^"]*"|[^\s"\]}]+)\s*[\]}])
      | (?P<mark>[()+\-!])
      | (?P<colon>:)
      | (?P<word>(?:[^\s"()+\-!:\[\]{}^~\\/&|]|\\.)(?:[^\s"():\[\]{}^~\\/&|]|\\.)*)""",
    re.VERBOSE,
)
_RANGE = re.compile(r'([\[{])\s*("[^"]*"|\S+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])')


class BadQuery(ValueError):
    """Syntax that is not known here."""


@dataclass(frozen=True)
class Term:
    """A word or a phrase in a field."""

    field: str
    pattern: re.Pattern[str]
    phrase: bool


@dataclass(frozen=True)
class Range:
    """Values between two bounds."""

    field: str
    low: str | None
    high: str | None
    with_low: bool
    with_high: bool


@dataclass(frozen=True)
class Clauses:
    """Clauses that must be, must not be, or may be met: of those that may be, one has to where none must be."""

    must: tuple[Query, ...] = ()
    must_not: tuple[Query, ...] = ()
    may: tuple[Query, ...] = ()


class Everything:
    """``*:*``."""


Query = Term | Range | Clauses | Everything


def matches(query: Query, holds: Holds, between: Between) -> bool:
    """Whether a document matches."""
    if isinstance(query, Everything):
        return True
    if isinstance(query, Term):
        return holds(query.field, query.pattern, query.phrase)
    if isinstance(query, Range):
        return between(query.field, query.low, query.high, query.with_low, query.with_high)
    if any(matches(one, holds, between) for one in query.must_not):
        return False
    if not all(matches(one, holds, between) for one in query.must):
        return False
    return bool(query.must or not query.may) or any(matches(one, holds, between) for one in query.may)


def parsed(text: str, field: str = "text", both: bool = False) -> Query:
    """A query.

    Args:
        text: in Lucene's syntax.
        field: where words without a field are looked for.
        both: whether clauses without an operator between them must all be met (``q.op=AND``).

    Raises:
        BadQuery: syntax that is not known here.
    """
    reader = _Reader(text, field, both)
    found = reader.clauses(field)
    if reader.kind is not None:
        raise BadQuery(f"unexpected {reader.text!r} in {text!r}")
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise BadQuery(f"cannot read {text[at : at + 20]!r}")
        if found.lastgroup != "space":
            yield found.lastgroup, found.group()
        at = found.end()


class _Reader:
    def __init__(self, text: str, field: str, both: bool) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._both = both

    @property
    def kind(self) -> str | None:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    @property
    def text(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        text = self.text
        self._at += 1
        return text

    def clauses(self, field: str) -> Query:
        """Clauses up to the end or a closing bracket, as Lucene's classic parser joins them."""
        found: list[tuple[str, Query]] = []
        while self.kind is not None and self.text != ")":
            operator = self._take() if self.kind == "word" and self.text in ("AND", "OR") else ""
            if operator and not found:
                raise BadQuery(f"{operator} at the beginning")
            sign = ""
            if (self.kind == "mark" and self.text in "+-!") or (self.kind == "word" and self.text == "NOT"):
                sign = "+" if self._take() == "+" else "-"
            if operator == "AND" and found[-1][0] != "-":
                found[-1] = ("+", found[-1][1])
            if not sign and (operator == "AND" or (self._both and operator != "OR")):
                sign = "+"
            if operator == "OR" and self._both and found[-1][0] == "+" and len(found) == 1:
                found[-1] = ("", found[-1][1])
            found.append((sign, self._clause(field)))
        if not found:
            raise BadQuery("an empty query")
        if len(found) == 1 and found[0][0] != "-":
            return found[0][1]
        by_sign = {sign: tuple(query for one, query in found if one == sign) for sign in ("+", "-", "")}
        return Clauses(by_sign["+"], by_sign["-"], by_sign[""])

    def _clause(self, field: str) -> Query:
        kind, text = self.kind, self._take()
        if kind == "word" and self.kind == "colon":
            self._take()
            field = _unescaped(text)
            kind, text = self.kind, self._take()
            if field == "*":
                if (kind, text) != ("word", "*"):
                    raise BadQuery("only *:* may ask all fields")
                return Everything()
        if text == "(" and kind == "mark":
            inner = self.clauses(field)
            if self.text != ")":
                raise BadQuery("a bracket is not closed")
            self._take()
            return inner
        if kind == "phrase":
            return Term(field, _literal(_unescaped(text[1:-1])), True)
        if kind == "range":
            return _range(field, text)
        if kind == "word" and text not in ("AND", "OR", "NOT"):
            return Term(field, _wildcard(text), False)
        raise BadQuery(f"unexpected {text!r}")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _literal(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def _wildcard(text: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|[*?]|[^\\*?]+", text)
    signs = {"*": ".*", "?": "."}
    return re.compile("".join(signs.get(part, re.escape(_unescaped(part))) for part in parts))


def _range(field: str, text: str) -> Range:
    found = _RANGE.fullmatch(text)
    if found is None:
        raise BadQuery(f"cannot read {text!r}")
    opening, low, high, closing = found.groups()
    bounds = [None if one == "*" else one.strip('"') for one in (low, high)]
    if any(bound is not None and "NOW" in bound for bound in bounds):
        raise BadQuery("arithmetic of dates is not known here")
    return Range(field, bounds[0], bounds[1], opening == "[", closing == "]")
