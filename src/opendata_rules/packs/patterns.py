"""The small language in which a name is described: part of the regular expressions, so small that none can run away.

Names come from outside, and an expression such as ``(.+)+$`` takes for ever on some of them. What may be written here
looks at no more than a bounded stretch of a name in a bounded number of ways, whatever the name is:

* characters, ``.`` for any one, ``[市县]`` for one of several, ``^`` and ``$`` for the beginning and the end;
* ``(甲|乙)`` for one or the other; ``?`` behind a character or a bracket for "or not";
* ``…`` for a gap of at most eight characters, ``.{0,12}`` for one of another width;
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
#: A gap, as most are written.
_GAP, _GAP_WIDTH = "…", 8
_COUNT = re.compile(r"\{(\d{1,3})(?:,(\d{1,3}))?\}")
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
        expression: as a regular expression.
        branches: what stands between its outermost ``|``, each as a regular expression with sets of words, of each of
            which one at least stands in whatever it matches.
        ways: in how many ways it can match from one place, at most.
    """

    expression: str
    branches: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    ways: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression: what it needs, how many ways it has, and the text it is where it is only text."""

    needs: tuple[frozenset[str], ...] = ()
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
    expression = _expanded(text)
    try:
        compiled = re.compile(expression)
    except re.error as error:
        raise BadPattern(error.pos or 0, "括号里的写法不对，例如 (?<!…) 里各项的长短要一样") from error
    if compiled.match(""):
        raise BadPattern(0, "什么名称都符合")
    branches = tuple((_expanded(text[begin:end]), needs) for begin, end, needs in reader.branches)
    return Pattern(expression, branches, part.ways)


def _expanded(text: str) -> str:
    return re.sub(f"{_GAP}+", f".{{0,{_GAP_WIDTH}}}", text)


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        #: where the outermost alternatives begin and end, and what each needs
        self.branches: list[tuple[int, int, tuple[frozenset[str], ...]]] = []

    def alternatives(self, depth: int) -> _Part:
        """Sequences with ``|`` between them."""
        if depth > _DEEPEST:
            raise BadPattern(self.at, "括号套得太深")
        parts: list[_Part] = []
        while not parts or self._takes("|"):
            begin = self.at
            parts.append(self._sequence(depth))
            if depth == 0:
                self.branches.append((begin, self.at, parts[-1].needs))
        if len(parts) == 1:
            return parts[0]
        best = [_best(part.needs) for part in parts]
        ways = sum(part.ways for part in parts if part.literal is None)
        ways += _together([part.literal for part in parts if part.literal is not None])
        return _Part((frozenset[str]().union(*best),) if all(best) else (), ways)

    def _sequence(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self._counted(self._atom(depth)))
        ways = 1
        for part in parts:
            ways = min(ways * part.ways, 10**9)
        literal = "".join(part.literal for part in parts if part.literal is not None)
        only = all(part.literal is not None for part in parts)
        return _Part(tuple(_needs(parts)), ways, literal if only else None)

    def _atom(self, depth: int) -> _Part:
        char = self.text[self.at]
        if char == "(":
            return self._group(depth)
        if char == "[":
            return self._one_of()
        self.at += 1
        if char == _GAP:
            while self._takes(_GAP):
                pass
            return _Part(ways=_GAP_WIDTH + 1)
        if char in "^$":
            return _Part()
        if char == ".":
            return _Part(countable=True, single=True)
        if char in "*+":
            raise BadPattern(self.at - 1, f"不能用“{char}”；中间隔几个字的，写“…”")
        if char in "?{}]":
            raise BadPattern(self.at - 1, f"“{char}”前面没有可以说明的字")
        if char == "\\":
            if self.at >= len(self.text) or self.text[self.at].isalnum():
                raise BadPattern(self.at - 1, "“\\”后面只能是一个标点")
            char = self.text[self.at]
            self.at += 1
        return _Part((frozenset((char,)),), literal=char, countable=True, single=True)

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
        return _Part(inside.needs, inside.ways, countable=True)

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
                raise BadPattern(self.at, f"不能用“{char}”；中间隔几个字的，写“…”")
            return part
        if not part.single:
            raise BadPattern(self.at, "只有一个字、“.”或者“[…]”后面可以写 {0,12}")
        least, most = int(match[1]), int(match[2] or match[1])
        if not least <= most <= WIDEST:
            raise BadPattern(self.at, f"间隔应当从小到大，最多 {WIDEST} 个字")
        self.at = match.end()
        self._not_counted_again()
        return _Part(part.needs if least else (), most - least + 1)

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
        found += part.needs
    return [*found, frozenset((word,))] if word else found


def _best(needs: Iterable[frozenset[str]]) -> frozenset[str]:
    """The most telling of several needs: words before single characters, and of words the first."""
    return max(needs, key=lambda words: min(2, *map(len, words)), default=frozenset())
