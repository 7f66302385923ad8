"""What was worked out once and may be asked for again: of a catalogue most cells come again, and some never do."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: Answers kept where nothing else is said.
MOST = 20_000
#: Characters of a question, above which it hardly comes again and takes more room than it saves time.
_LONGEST = 500


class Remembered(dict[K, V]):
    """The answers of a function by what it was asked; ``self[asked]`` works out those that are not known.

    It never grows beyond a limit: full, it begins anew, so that it follows a file in which one department comes after
    the other. Where nothing comes again it costs little, and where all does, a look-up.

    Args:
        work: the function; the same answer to the same question.
        most: answers kept.
        longest: characters of a question, above which its answer is not kept.
    """

    def __init__(self, work: Callable[[K], V], most: int = MOST, longest: int = _LONGEST) -> None:
        super().__init__()
        self._work = work
        self._most = most
        self._longest = longest

    def __missing__(self, asked: K) -> V:
        found = self._work(asked)
        if _length(asked) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[asked] = found
        return found


def _length(asked: object) -> int:
    if isinstance(asked, str):
        return len(asked)
    return sum([len(one) for one in asked if isinstance(one, str)]) if isinstance(asked, tuple) else 0
