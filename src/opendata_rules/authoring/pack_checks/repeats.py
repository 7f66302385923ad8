"""Rules that say again what one before them says, so that they never decide anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ... import digests
from ...answers.deadlines.completions import choices
from ...diagnostics.diagnostic import Diagnostic
from ...norms.pack import Pack
from ...norms.provisions import TermRule, Unit
from ...vocabulary.facts import Vocabulary
from ..in_files import InFiles

#: Fields that say nothing of what a rule does.
_WORDS = ("id", "gist", "english", "anchors", "see_also", "question", "action", "action_english", "actor_english")


def problems_of_repeats(pack: Pack, files: InFiles, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Rules pasted under another id, second ways of counting one unit, terms that never come to apply."""
    first: dict[str, str] = {}
    # Two changes may need the same review.
    inner = {id(review) for change in pack.changes for review in change.reviews}
    for rule in pack.provisions():
        if id(rule) in inner:
            continue
        other = first.setdefault(digests.canonical(_without_words(digests.meaning(rule))), rule.id)
        if other != rule.id:
            yield files.of_rule("same_rule_twice", rule, id=rule.id, other=other)
    counted: dict[Unit, str] = {}
    for count in pack.counting:
        other = counted.setdefault(count.unit, count.id)
        if other != count.id:
            yield files.of_rule("rule_never_applies", count, id=count.id, other=other)
    for step in dict.fromkeys(term.step for term in pack.terms):
        terms = [term for term in pack.terms if term.step == step]
        yield from _dead_terms(terms, files, vocabulary)


def _without_words(told: Any) -> Any:
    """What a rule does, as plain JSON: without its ids and what is said of it."""
    if isinstance(told, dict):
        return {key: _without_words(value) for key, value in told.items() if key not in _WORDS}
    return [_without_words(item) for item in told] if isinstance(told, list) else told


def _dead_terms(terms: list[TermRule], files: InFiles, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Terms of one step that no facts lead to, since one before them applies whenever they would."""
    if len(terms) < 2:
        return
    # Told apart by their lengths, so that two of the same length are two.
    marked = [
        one if one.unit is Unit.CADENCE else replace(one, length=number, unit=Unit.DAY, fixed=None, extension=None)
        for number, one in enumerate(terms, 1)
    ]
    reached = {choice.rule.id for choice in choices(marked, {}, vocabulary) if choice.rule is not None}
    for term in terms:
        if term.id not in reached:
            other = next(one.id for one in terms if one.id in reached) if reached else terms[0].id
            yield files.of_rule("rule_never_applies", term, id=term.id, other=other)
