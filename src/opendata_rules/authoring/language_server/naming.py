"""What the words of a file stand for: entries with ids, articles, instruments, places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...packs.joining import INSTRUMENT
from ...vocabulary.keywords import chinese
from .desk import WITH_IDS, Desk, Entry, ids, rows
from .grammar import kind_of, root_of
from .places import Place, Way

_RULES = frozenset({"rules", "duties", "deadlines"})
_OF_CASES = frozenset({"cases", "duty_cases"})
_PASSAGES = frozenset(chinese(name) for name in ("ref", "see_also", "consequences", "held", "missing"))
_OWN_ID = chinese("id")
#: By kind of file and keyword, what its value (or the keys of its value) names.
_NAMES: dict[tuple[str, str], str] = {
    ("instrument", chinese("amends")): "instrument",
    ("instrument", chinese("abolished")): "rule or article",
    ("instrument", chinese("renumbered")): "article",
    ("jurisdiction", chinese("instruments")): "instrument",
    ("jurisdiction", chinese("parent")): "place",
    ("articles", chinese("ref")): "row",
    **{(kind, chinese("place")): "place" for kind in _OF_CASES},
    **{(kind, word): "passage" for kind in (*_RULES, *_OF_CASES) for word in _PASSAGES},
    **{(kind, _OWN_ID): "own id" for kind in (*_RULES, "suspicions")},
    ("cases", chinese("answered_by")): "instrument",
    ("cases", chinese("actions")): "rule",
    ("cases", chinese("requirements")): "rule",
    **{("duty_cases", chinese(name)): "rule" for name in ("because", "findings", "lacking", "dues")},
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands at a place, or could.

    Attributes:
        sort: ``rule``, ``passage``, ``row``, ``article``, ``instrument``, ``place``, ``own id`` or ``rule or article``.
        way: where it stands.
    """

    sort: str
    way: Way


def named_at(kind: str, place: Place) -> Named | None:
    """What sort of name stands at a place, if it is one that files of packs define."""
    words = [part for part in place.way if isinstance(part, str)]
    # The name is a value, or a key of the mapping behind the keyword; what stands deeper is something else.
    if not words:
        return None
    sort = _NAMES.get((kind, words[-1]))
    if sort is None or (place.is_key and not place.is_value and sort in ("own id", "row", "passage")):
        return None
    return Named(sort, place.way)


def rules(desk: Desk, path: Path) -> Iterator[Entry]:
    """The entries with ids, those of the pack of a file first, then those that it amends, then all others."""
    root = root_of(path)
    for folder in desk.near(path, root) if root is not None else ():
        for name in WITH_IDS:
            yield from ids(desk, folder / name)


def articles(desk: Desk, path: Path) -> Iterator[Entry]:
    """The rows of the tables of articles, in the same order."""
    root = root_of(path)
    for folder in desk.near(path, root) if root is not None else ():
        yield from rows(desk, folder)


def own_articles(desk: Desk, path: Path) -> Iterator[Entry]:
    """The rows of the pack of a file, and of those that it amends as far as it has none of that number."""
    seen: set[str] = set()
    near = path.parent.name
    for row in articles(desk, path):
        if row.path.parent.name != near and seen and row.name in seen:
            continue
        if row.path.parent.name != near and not _amends(desk, path):
            return
        seen.add(row.name)
        yield row


def _amends(desk: Desk, path: Path) -> bool:
    word = chinese("amends")
    return any(line.startswith(word) for line in desk.lines(path.parent / INSTRUMENT))


def instruments(desk: Desk, path: Path) -> Iterator[Entry]:
    """Every instrument, with its title."""
    root = root_of(path)
    for folder in desk.packs(root) if root is not None else ():
        yield _headed(desk, folder / INSTRUMENT, folder.name, chinese("title"))


def places(desk: Desk, path: Path) -> Iterator[Entry]:
    """Every place, with its name."""
    root = root_of(path)
    for file in desk.places(root) if root is not None else ():
        yield _headed(desk, file, file.stem, chinese("name"))


def _headed(desk: Desk, path: Path, name: str, word: str) -> Entry:
    for number, line in enumerate(desk.lines(path)):
        if line.startswith(word):
            told = line[len(word) :].lstrip(" \t:：").strip("\"' ")
            return Entry(name, path, number, 0, len(word), told)
    return Entry(name, path, 0, 0, 0)


def found(desk: Desk, path: Path, sort: str, word: str) -> list[Entry]:
    """Where a name is defined: in the nearest pack that has it."""
    article = word.partition("(")[0]
    match sort:
        case "rule" | "own id":
            every = (one for one in rules(desk, path) if one.name == word)
        case "passage" | "article" | "row":
            every = (one for one in own_articles(desk, path) if one.name == article)
        case "rule or article":
            every = (one for one in (*rules(desk, path), *articles(desk, path)) if one.name == word)
        case "instrument":
            every = (one for one in instruments(desk, path) if one.name == word)
        case _:
            every = (one for one in places(desk, path) if word in (one.name, one.about))
    first = next(every, None)
    return [] if first is None else [first]


def kind_and_root(path: Path) -> tuple[str, Path] | None:
    """What a file is and the folder that it lies in; ``None`` where it is no file of a pack."""
    kind, root = kind_of(path), root_of(path)
    return None if kind is None or root is None else (kind, root)
