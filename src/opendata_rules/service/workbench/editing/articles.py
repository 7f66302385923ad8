"""An instrument as it is read: its articles, the rules that rest on each, as they are written, and the cases."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....authoring.regulation_texts.reading import read_text
from ....authoring.rule_places import RulePlaces
from ....library import Library
from ....norms.pack import Article, Pack
from ....norms.provisions import Provision, Requirement
from ....reading.document import SIZE_LIMIT
from ....reading.folders import is_id
from ....vocabulary.citations import Ref
from ....vocabulary.terms import ARTICLE_STATUS_TERMS, Scheme, attribute_term
from ...editions import Edition

#: English of how far an article is encoded.
_ENGLISH = {"human_judgement": "human judgement", "encoded": "written as rules", "partly": "written in part"}
#: What the pages say where the files have a word of those who write rules.
_CHINESE = {"encoded": "已写成规则", "partly": "部分写成规则"}
#: What nobody has looked at. An article that is encoded without a rule gives a day that stands with the instrument.
_PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Written:
    """Where a rule is written, and how.

    Attributes:
        file: name of the file below the folder of rules.
        line: its first line, from 1.
        text: the lines, as they are written.
    """

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is read.

    Attributes:
        id: its id.
        where: the passage, in Chinese and in English.
        gist: what it says in short, in both.
        outcome: what it leads to, in both; empty where that is more than a word.
        kind: the same by its id.
        open: whether it leans on an open question.
        written: how it is written; ``None`` where that cannot be told.
        also: whether it rests on this article beside another.
    """

    id: str
    where: tuple[str, str]
    gist: tuple[str, str]
    outcome: tuple[str, str]
    kind: str
    open: bool
    written: Written | None
    also: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as it is read.

    Attributes:
        ref: its short form.
        heading: its number, in both languages.
        status: how far it is encoded: id, Chinese, English.
        note: what is not encoded, or why nothing is, in both.
        rules: those that rest on it.
        text: its text; none where that is not at hand.
        settled: whether it needs no rule.
    """

    ref: str
    heading: tuple[str, str]
    status: tuple[str, str, str]
    note: tuple[str, str]
    rules: tuple[Rule, ...]
    text: tuple[str, ...] = ()
    settled: bool = False


@functools.lru_cache(maxsize=48)
def articles_of(edition: Edition, instrument: str) -> tuple[Shown, ...]:
    """The articles of an instrument, in order; without their texts.

    Raises:
        BadPack: there is no such pack, or it has errors.
    """
    library = edition.library
    pack = library.pack(instrument)
    places = RulePlaces(library)
    resting: dict[str, dict[str, Rule]] = {}
    for rule in pack.provisions():
        written = _written(library, places, rule.id, instrument)
        own = Ref.parse(rule.citation.ref).article_key
        resting.setdefault(own, {})[rule.id] = _rule(rule, written)
        for need in getattr(rule, "requirements", ()):
            key = Ref.parse(need.citation.ref).article_key
            resting.setdefault(key, {}).setdefault(need.id, _need(rule, need, written, also=key != own))
        for one in rule.see_also:
            if one.instrument == instrument:
                found = _rule(rule, written, also=True)
                resting.setdefault(Ref.parse(one.ref).article_key, {}).setdefault(rule.id, found)
    rows = {row.ref: row for row in pack.articles}
    keys = sorted({*rows, *(key for key in resting if key)}, key=Ref.parse)
    return tuple(_article(key, rows.get(key), resting.get(key, {}).values()) for key in keys)


def _article(key: str, row: Article | None, rules: Iterable[Rule]) -> Shown:
    status = row.status if row is not None else "encoded"
    ref = Ref.parse(key)
    return Shown(
        key,
        (ref.chinese(), f"Article {ref.english()}" if ref.article is not None else ref.english()),
        (status, _CHINESE.get(status, ARTICLE_STATUS_TERMS[status]), _ENGLISH.get(status, status)),
        ((row.note or "", row.note_english or row.note or "") if row is not None else ("", "")),
        tuple(sorted(rules, key=lambda one: one.also)),
        settled=status != _PENDING,
    )


def _rule(rule: Provision, written: Written | None, *, also: bool = False) -> Rule:
    ref = Ref.parse(rule.citation.ref)
    outcome = getattr(rule, "outcome", None)
    told = ("", "")
    if outcome is not None:
        told = attribute_term(Scheme.OPENING, outcome), attribute_term(Scheme.OPENING, outcome, "en")
    kind = str(outcome) if outcome is not None else ""
    where = (ref.chinese(), ref.english())
    gist = (rule.gist, rule.english or rule.gist)
    return Rule(rule.id, where, gist, told, kind, rule.question is not None, written, also)


def _need(rule: Provision, need: Requirement, written: Written | None, *, also: bool) -> Rule:
    ref = Ref.parse(need.citation.ref)
    gist = (need.gist, need.english or need.gist)
    return Rule(f"{rule.id}/{need.id}", (ref.chinese(), ref.english()), gist, ("", ""), "", False, written, also)


def _written(library: Library, places: RulePlaces, rule: str, instrument: str) -> Written | None:
    mark = places.mark(rule, instrument)
    if mark is None:
        return None
    file, line, column = mark
    lines = _lines(library.root / file)
    if not 0 < line <= len(lines):
        return None
    start, end = _entry(lines, line - 1, column - 1)
    cut = len(lines[start]) - len(lines[start].lstrip(" "))
    return Written(file, start + 1, "\n".join(one[cut:] for one in lines[start:end]).rstrip())


@functools.lru_cache(maxsize=64)
def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_bytes().decode("utf-8-sig", "replace").splitlines())
    except OSError:
        return ()


def _entry(lines: Sequence[str], row: int, column: int) -> tuple[int, int]:
    """The first line of the entry in which the id stands, and the line after its last."""
    first = row
    while first and not lines[first].lstrip(" ").startswith("- "):
        indent = len(lines[first]) - len(lines[first].lstrip(" "))
        if lines[first].strip() and indent < column and first != row and indent < _indent(lines[row]):
            break
        first -= 1
    depth = _indent(lines[first])
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > depth):
        last += 1
    return first, last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def texts_of(folder: Path | None, pack: Pack) -> dict[str, tuple[str, ...]]:
    """The text of each article of an instrument, by its short form; nothing where it is not at hand.

    Args:
        folder: of texts, as ``opendata-rules lint --texts`` takes it.
        pack: of the instrument.
    """
    name = pack.instrument.id
    if folder is None or not is_id(name):
        return {}
    path = folder / f"{name}.txt"
    try:
        if not path.is_file() or path.stat().st_size > SIZE_LIMIT:
            return {}
        found = read_text(path).articles
    except (OSError, ValueError):
        return {}
    return {
        key: tuple(filter(None, (one.title, *(line for line in one.text.split("\n") if line))))
        for key, one in found.items()
    }


def by_rule(results: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The cases that each rule is tried by."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in results:
        for rule in one["rules"]:
            found.setdefault(rule, []).append(one)
    return found
