"""The small language in which a name is described: part of the regular expressions, so small that none can run away.

Names come from outside, and an expression such as ``(.+)+$`` takes for ever on some of them. What may be written here
looks at no more than a bounded stretch of a name in a bounded number of ways, whatever the name is:

* characters, ``.`` for any one, ``[市县]`` for one of several, ``^`` and ``$`` for the beginning and the end;
* ``(甲|乙)`` for one or the other; ``?`` behind a character or a bracket for "or not";
* ``.{0,8}`` for a gap of at most so many characters;
* ``(?!…)``, ``(?=…)``, ``(?<!…)``, ``(?<=…)`` for what follows, or stands before, or does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Longest expression, widest gap, and most ways in which one expression can match from one place.
LONGEST, WIDEST, WAYS = 2000, 30, 1000
#: Deepest bracket.
_DEEPEST = 20
_COUNT = re.compile(r"\{(\d{1,3})(?:,(\d{1,3}))?\}")
#: Words in which names end.
_EVERYDAY = frozenset(["信息", "情况", "数据", "名单", "明细", "登记", "人员", "对象", "发放", "名册", "花名"])
_LOOKS = ("(?!", "(?=", "(?<!", "(?<=")


class BadPattern(ValueError):
    """An expression is not of the small language; the text says why, in Chinese.

    Attributes:
        at: where in the expression, from 0.
    """

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression that was understood.

    Attributes:
        text: as written.
        needed: words of which one at least stands in whatever it matches; empty where there are no such words.
        ways: in how many ways it can match from one place, at most.
    """

    text: str
    needed: frozenset[str]
    ways: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression: what it needs, how many ways it has, and the text it is where it is only text."""

    needed: frozenset[str] = frozenset()
    ways: int = 1
    literal: str | None = None
    #: whether it stands for characters, so that ``?`` or a count may follow
    countable: bool = False
    single: bool = False


def pattern(text: str) -> Pattern:
    """Understand an expression.

    Raises:
        BadPattern: it is not of the small language.
    """
    if not text:
        raise BadPattern(0, "它是空的")
    if len(text) > LONGEST:
        raise BadPattern(LONGEST, f"它长过 {LONGEST} 个字符，请分成几条")
    reader = _Reader(text)
    part = reader.alternatives(0)
    if reader.at < len(text):
        raise BadPattern(reader.at, "多了一个右括号")
    if part.ways > WAYS:
        raise BadPattern(0, f"间隔太多、太宽（有 {part.ways} 种走法，最多 {WAYS} 种），请缩小间隔或者分成几条")
    try:
        compiled = re.compile(text)
    except re.error as error:
        raise BadPattern(error.pos or 0, "括号里的写法不对，例如 (?<!…) 里各项的长短要一样") from error
    if compiled.match(""):
        raise BadPattern(0, "什么名称都符合")
    return Pattern(text, part.needed, part.ways)


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def alternatives(self, depth: int) -> _Part:
        """Sequences with ``|`` between them."""
        if depth > _DEEPEST:
            raise BadPattern(self.at, "括号套得太深")
        parts = [self._sequence(depth)]
        while self._takes("|"):
            parts.append(self._sequence(depth))
        if len(parts) == 1:
            return parts[0]
        needed = frozenset[str]().union(*(part.needed for part in parts))
        ways = sum(part.ways for part in parts if part.literal is None)
        ways += _together([part.literal for part in parts if part.literal is not None])
        return _Part(needed if all(part.needed for part in parts) else frozenset(), ways)

    def _sequence(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self._counted(self._atom(depth)))
        ways = 1
        for part in parts:
            ways = min(ways * part.ways, 10**9)
        literal = "".join(part.literal for part in parts if part.literal is not None)
        only = all(part.literal is not None for part in parts)
        return _Part(_best(_needs(parts)), ways, literal if only else None)

    def _atom(self, depth: int) -> _Part:
        char = self.text[self.at]
        if char == "(":
            return self._group(depth)
        if char == "[":
            return self._one_of()
        self.at += 1
        if char in "^$":
            return _Part()
        if char == ".":
            return _Part(countable=True, single=True)
        if char in "*+":
            raise BadPattern(self.at - 1, f"不能用“{char}”；中间隔几个字的，写成 .{{0,8}}")
        if char in "?{}]":
            raise BadPattern(self.at - 1, f"“{char}”前面没有可以说明的字")
        if char == "\\":
            if self.at >= len(self.text) or self.text[self.at].isalnum():
                raise BadPattern(self.at - 1, "“\\”后面只能是一个标点")
            char = self.text[self.at]
            self.at += 1
        return _Part(frozenset((char,)), literal=char, countable=True, single=True)

    def _group(self, depth: int) -> _Part:
        begin = self.at
        look = next((sign for sign in _LOOKS if self.text.startswith(sign, begin)), "")
        if not look and self.text.startswith("(?", begin) and not self.text.startswith("(?:", begin):
            raise BadPattern(begin, "“(?”后面只能是 : ! = <! <=")
        self.at += len(look) or (3 if self.text.startswith("(?:", begin) else 1)
        inside = self.alternatives(depth + 1)
        if not self._takes(")"):
            raise BadPattern(begin, "少了一个右括号")
        if look:
            # What only follows or stands before is no part of what is matched.
            return _Part(ways=inside.ways)
        return _Part(inside.needed, inside.ways, countable=True)

    def _one_of(self) -> _Part:
        begin = self.at
        end = self.text.find("]", begin + 2)
        if end < 0:
            raise BadPattern(begin, "少了一个“]”")
        if set(self.text[begin + 1 : end]) & set("[\\"):
            raise BadPattern(begin, "“[…]”里直接写字，不用符号")
        self.at = end + 1
        return _Part(countable=True, single=True)

    def _counted(self, part: _Part) -> _Part:
        if self._takes("?"):
            if not part.countable:
                raise BadPattern(self.at - 1, "“?”前面没有可以说明的字")
            self._not_counted_again()
            return _Part(ways=part.ways + 1)
        match = _COUNT.match(self.text, self.at)
        if match is None:
            if self.text[self.at : self.at + 1] in ("*", "+", "{") and self.at < len(self.text):
                char = self.text[self.at]
                raise BadPattern(self.at, f"不能用“{char}”；中间隔几个字的，写成 .{{0,8}}")
            return part
        if not part.single:
            raise BadPattern(self.at, "只有一个字、“.”或者“[…]”后面可以写 {0,8}")
        least, most = int(match[1]), int(match[2] or match[1])
        if not least <= most <= WIDEST:
            raise BadPattern(self.at, f"间隔应当从小到大，最多 {WIDEST} 个字")
        self.at = match.end()
        self._not_counted_again()
        return _Part(part.needed if least else frozenset(), most - least + 1)

    def _not_counted_again(self) -> None:
        if self.text[self.at : self.at + 1] in ("?", "*", "+", "{") and self.at < len(self.text):
            raise BadPattern(self.at, "一个字后面只能说明一次")

    def _takes(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found


def _together(words: list[str]) -> int:
    """How many of some words can stand at one place at once: 户 and 户口 both can, 户 and 人 cannot."""
    return max((sum(word.startswith(other) for other in words) for word in words), default=0)


def _needs(parts: Iterable[_Part]) -> list[frozenset[str]]:
    """What each stretch of a sequence needs; single characters beside each other are one word."""
    found: list[frozenset[str]] = []
    word = ""
    for part in parts:
        if part.literal is not None and len(part.literal) == 1:
            word += part.literal
            continue
        if word:
            found.append(frozenset((word,)))
            word = ""
        found.append(part.needed)
    return [*found, frozenset((word,))] if word else found


def _best(needs: Iterable[frozenset[str]]) -> frozenset[str]:
    """The most telling of several needs: words, not single characters, and none that half of all names end in."""
    return max(
        filter(None, needs), key=lambda words: (min(2, *map(len, words)), not words & _EVERYDAY), default=frozenset()
    )
