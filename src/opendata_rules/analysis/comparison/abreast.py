"""Terms and duties of several laws abreast: everything that one of them says, a row each, and who says nothing."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ...answers.deadlines.computation import deadline
from ...answers.duties.computation import check, duties_of
from ...norms.order import LegalOrder
from ...vocabulary.arguments import Lang
from ...vocabulary.words import common
from .side_by_side import duty_key, term_key
from .sides import Side, side_of


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of a law.

    Attributes:
        text: what it says, in a few words.
        provision: the passage.
        shared: whether every law of the row has it.
    """

    text: str
    provision: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A step or a topic under several laws.

    Attributes:
        id: of the step or the topic.
        heading: the procedure of a step; empty for a topic.
        label: its name.
        sides: what each law says.
        requirements: the requirements of each law, of a topic; empty for a step.
        same: whether all say the same.
    """

    id: str
    heading: str
    label: str
    sides: tuple[Side, ...]
    requirements: tuple[tuple[Requirement, ...], ...]
    same: bool


def _spoken(laws: Iterable[LegalOrder]) -> list[LegalOrder]:
    """The laws in the words of all of them."""
    asked = list(laws)
    words = functools.reduce(common, (law.words for law in asked))
    return [law.speaking(words) for law in asked]


def terms_abreast(laws: Iterable[LegalOrder], lang: Lang = "zh") -> tuple[Row, ...]:
    """The terms of every step for which one of the laws has any; each in the case that the step itself names.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    asked, rows = _spoken(laws), []
    for procedure in asked[0].procedures.all.values():
        for step in procedure.steps:
            facts = dict(step.when) | dict(step.example)
            terms = [deadline(law, step.name, law.on, facts) for law in asked]
            if not any(term.rule for term in terms):
                continue
            names = (procedure.label, step.label) if lang == "zh" else (procedure.english, step.english)
            same = len({term_key(term) for term in terms}) == 1
            rows.append(Row(step.name, *names, tuple(side_of(term, lang) for term in terms), (), same))
    return tuple(rows)


def duties_abreast(laws: Iterable[LegalOrder], lang: Lang = "zh") -> tuple[Row, ...]:
    """The requirements on every topic on which one of the laws has any.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    asked, rows = _spoken(laws), []
    for topic in asked[0].vocabulary.topics.values():
        rules = [duties_of(law, topic.id) for law in asked] if topic.has_duties else []
        if not any(rules):
            continue
        found = [check(law, topic.id, {}) for law in asked]
        keys = [{rule.id: duty_key(rule) for rule in ours} for ours in rules]
        often = Counter(key for ours in keys for key in set(ours.values()))
        requirements = tuple(
            tuple(
                Requirement(
                    one.gist if lang == "zh" else one.english,
                    one.citation.text if lang == "zh" else one.citation.english,
                    often[ours[one.id]] == len(asked),
                )
                for one in assessment.findings
            )
            for assessment, ours in zip(found, keys, strict=True)
        )
        same = all(set(ours.values()) == set(keys[0].values()) for ours in keys)
        label = topic.label if lang == "zh" else topic.id.replace("_", " ")
        rows.append(Row(topic.id, "", label, tuple(side_of(one, lang) for one in found), requirements, same))
    return tuple(rows)
