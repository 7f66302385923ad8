"""What the word at a place means, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...errors import UnknownProcedure
from ...vocabulary.words import FACTS, PROCEDURES, Words
from .completing import about_fact
from .desk import WITH_IDS, Buffer, Desk, Entry, citing, ids, words_in_cases
from .grammar import Grammar, grammar
from .naming import found, kind_and_root, named_at
from .places import Place, place_at
from .texts import Position, Span, characters, span

#: Characters that mean something in Markdown.
_MARKS = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|!~"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a word.

    Attributes:
        text: in Markdown.
        span: the word.
    """

    text: str
    span: Span


def hover(desk: Desk, buffer: Buffer, position: Position) -> Told | None:
    """What the word at a position means."""
    home = kind_and_root(buffer.path)
    if home is None or not 0 <= position.line < len(buffer.lines):
        return None
    kind, root = home
    place = _place(buffer, position)
    if not place.word:
        return None
    words = desk.words(root)
    known = grammar(words)
    text = _of_key(kind, place, known, words) if place.is_key and place.colon else None
    text = text or _of_name(desk, buffer, kind, place)
    if text is None and place.is_value:
        text = _of_value(kind, place, known, words)
    if text is None:
        return None
    return Told(text, span(buffer.lines, position.line, place.start, place.end))


def _place(buffer: Buffer, position: Position) -> Place:
    return place_at(buffer.lines, position.line, characters(buffer.lines[position.line], position.character))


def _titled(word: str, *told: str) -> str:
    return "\n\n".join([f"**{word.translate(_MARKS)}**", *(one for one in told if one)])


def _of_key(kind: str, place: Place, known: Grammar, words: Words) -> str | None:
    key = known.key(kind, place.way, place.word)
    if key is None:
        return None
    fact = next((one for one in words.vocabulary.facts.values() if one.label == key.word), None)
    if fact is not None:
        return _titled(key.word, f"`{fact.id}`", about_fact(fact))
    may = known.values(kind, (*place.way, key.word))
    return _titled(key.word, key.about, f"可以写：{'、'.join(may)}" if 0 < len(may) <= 12 else "")


def _of_name(desk: Desk, buffer: Buffer, kind: str, place: Place) -> str | None:
    named = named_at(kind, place)
    if named is None:
        return None
    for entry in found(desk, buffer.path, named.sort, place.word):
        where = f"`{entry.path.parent.name}/{entry.path.name}` 第 {entry.line + 1} 行"
        return _titled(place.word, entry.about.translate(_MARKS), where)
    return None


def _of_value(kind: str, place: Place, known: Grammar, words: Words) -> str | None:
    may = known.values(kind, place.way)
    if place.word not in may:
        return None
    fact = next((one for one in words.vocabulary.facts.values() if one.label == place.word), None)
    if fact is not None:
        return _titled(fact.label, f"`{fact.id}`", about_fact(fact))
    try:
        step = words.procedures.step(place.word)
        return _titled(place.word, f"{words.procedures.all[step.procedure].label}：{step.label}")
    except UnknownProcedure:
        pass
    *way, last = place.way
    while isinstance(last, int) and way:
        *way, last = way
    key = known.key(kind, tuple(way), str(last))
    return None if key is None else _titled(place.word, f"{key.word}：{key.about}")


def definitions(desk: Desk, buffer: Buffer, position: Position) -> list[Entry]:
    """Where the word at a position leads.

    A name leads to its definition, a passage to its row in the table of articles, a row to the rules that rest on it,
    the id of a rule to the cases that try it, a fact or step that a pack brings to where it does.
    """
    home = kind_and_root(buffer.path)
    if home is None or not 0 <= position.line < len(buffer.lines):
        return []
    kind, root = home
    place = _place(buffer, position)
    if not place.word:
        return []
    named = named_at(kind, place)
    if named is None:
        return _brought(desk, buffer, root, place.word)
    folder = buffer.path.parent
    if named.sort == "row":
        return [one for one in citing(desk, folder) if one.name.partition("(")[0] == place.word]
    if named.sort == "own id":
        tried = list(words_in_cases(desk, folder, place.word))
        passage = _passage_of(desk, buffer, position.line)
        if not tried and passage:
            tried = list(words_in_cases(desk, folder, passage))
        return [*tried, *(found(desk, buffer.path, "passage", passage) if passage else ())]
    if named.sort == "passage" and kind in ("cases", "duty_cases"):
        resting = [one for one in citing(desk, folder) if one.name == place.word]
        return [*resting, *found(desk, buffer.path, "passage", place.word)]
    return found(desk, buffer.path, named.sort, place.word)


def _passage_of(desk: Desk, buffer: Buffer, line: int) -> str:
    """The passage that the entry rests on whose id stands in a line."""
    if buffer.path.name not in WITH_IDS:
        return ""
    starts = sorted(one.line for one in ids(desk, buffer.path))
    until = next((start for start in starts if start > line), len(buffer.lines))
    every = (one for one in citing(desk, buffer.path.parent) if one.path == buffer.path)
    return next((one.name for one in every if line <= one.line < until or one.line == line), "")


def _brought(desk: Desk, buffer: Buffer, root: Path, word: str) -> list[Entry]:
    """Where a pack defines a fact, a procedure or a step of its own, by id or Chinese name."""
    if not desk.words(root).brought:
        return []
    last = word.rpartition(".")[2]
    for folder in desk.near(buffer.path, root):
        for name in (FACTS, PROCEDURES):
            for entry in ids(desk, folder / name):
                if last in (entry.name, entry.about):
                    return [entry]
    return []
