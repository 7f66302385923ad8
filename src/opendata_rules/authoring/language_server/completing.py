"""What may be written at a place: keywords, facts and their values, names that the packs define."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import UnknownProcedure
from ...vocabulary.facts import Fact
from ...vocabulary.words import Words
from .desk import Buffer, Desk, Entry, citing
from .grammar import Grammar, Key, grammar
from .naming import Named, articles, instruments, kind_and_root, named_at, own_articles, places, rules
from .places import Place, place_at
from .texts import Edit, Position, characters, span


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be written.

    Attributes:
        label: the word.
        sort: ``key``, ``fact``, ``value`` or ``name``.
        about: what it means, in Markdown.
        detail: what it is, in a few words.
        also: further names by which it is found.
        edit: what writing it does to the text.
    """

    label: str
    sort: str
    about: str
    detail: str
    also: str
    edit: Edit


def offers(desk: Desk, buffer: Buffer, position: Position) -> list[Offer]:
    """What may be written at a position; the text need not be whole, or right, elsewhere."""
    home = kind_and_root(buffer.path)
    if home is None or not 0 <= position.line < len(buffer.lines):
        return []
    kind, root = home
    line = buffer.lines[position.line]
    column = characters(line, position.character)
    if (mark := line.find("#")) >= 0 and mark < column and not line[:mark].strip(" \t"):
        return []
    place = place_at(buffer.lines, position.line, column)
    words = desk.words(root)
    maker = _Maker(buffer, position.line, place, grammar(words), words, kind)
    named = named_at(kind, place)
    found = [*maker.keys(), *maker.values()]
    if named is not None:
        found += maker.names(_names(desk, buffer.path, named))
    return list({one.label: one for one in reversed(found)}.values())[::-1]


def _names(desk: Desk, path: Path, named: Named) -> Iterator[Entry]:
    match named.sort:
        case "rule":
            yield from rules(desk, path)
        case "rule or article":
            yield from (*rules(desk, path), *articles(desk, path))
        case "passage":
            yield from own_articles(desk, path)
            yield from citing(desk, path.parent)
        case "article":
            yield from articles(desk, path)
        case "instrument":
            yield from instruments(desk, path)
        case "place":
            yield from places(desk, path)


class _Maker:
    """Makes offers at one place."""

    def __init__(self, buffer: Buffer, row: int, place: Place, known: Grammar, words: Words, kind: str) -> None:
        self._place, self._known, self._words, self._kind = place, known, words, kind
        self._lines, self._row = buffer.lines, row
        self._facts = {fact.label: fact for fact in words.vocabulary.facts.values()}

    def keys(self) -> Iterator[Offer]:
        if not self._place.is_key:
            return
        for key in self._known.keys(self._kind, self._place.way):
            if key.word not in self._place.taken:
                yield self._key(key)

    def _key(self, key: Key) -> Offer:
        fact = self._facts.get(key.word)
        if self._place.colon:
            text = key.word
        else:
            text = f"{key.word}: " if key.form == "text" or self._place.flow else f"{key.word}:"
        if fact is not None:
            return self._offer(key.word, "fact", about_fact(fact), f"事实 {fact.id}", text, fact.id)
        return self._offer(key.word, "key", key.about, "", text)

    def values(self) -> Iterator[Offer]:
        if not self._place.is_value:
            return
        for word in self._known.values(self._kind, self._place.way):
            about, detail = self._told(word)
            yield self._offer(word, "value", about, detail, word)

    def _told(self, word: str) -> tuple[str, str]:
        fact = self._facts.get(word)
        if fact is not None:
            return about_fact(fact), f"事实 {fact.id}"
        try:
            step = self._words.procedures.step(word)
        except UnknownProcedure:
            return "", ""
        return f"{self._words.procedures.all[step.procedure].label}：{step.label}", step.label

    def names(self, entries: Iterator[Entry]) -> Iterator[Offer]:
        for entry in entries:
            text = f'"{entry.name}"' if entry.name[:1].isdigit() else entry.name
            if self._place.is_key and not self._place.colon and self._place.flow:
                text = f"{text}: "
            yield self._offer(entry.name, "name", entry.about, entry.path.parent.name, text, entry.about)

    def _offer(self, label: str, sort: str, about: str, detail: str, text: str, also: str = "") -> Offer:
        replaced = span(self._lines, self._row, self._place.start, self._place.end)
        return Offer(label, sort, about, detail, also, Edit(replaced, text))


def about_fact(fact: Fact) -> str:
    """What a fact is, in Markdown: its question, what may be written; its meaning where that is told in Chinese."""
    told = [fact.question, *([fact.meaning] if any(char > "\u4e00" for char in fact.meaning) else [])]
    if fact.values:
        told.append(f"可以写：{'、'.join(term for _, term in fact.values)}")
    return "\n\n".join(one for one in told if one)
