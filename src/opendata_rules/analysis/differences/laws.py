"""All differences of the answers of two laws."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ...norms.order import LegalOrder, order_argument
from ...vocabulary.terms import STRICTEST_FIRST, Scheme
from ...vocabulary.words import common
from . import changing, checking, classifying, listing, terms
from .results import Difference, QuestionKind
from .searching import Matter, Question, answered
from .telling import Naming, same
from .wording import worded_alike


def differences(old: LegalOrder, new: LegalOrder, *, first_only: bool = False) -> tuple[Difference, ...]:
    """Everything that two laws answer differently, each with the smallest facts on which they do.

    Exact: where nothing is listed, the two give the same answers on all facts, known in full or in part, and on all
    days; each that is listed shows on its example. An answer is what its ``to_dict()`` tells, but for what says which
    law was asked (place, date, receipt). A gist that is only worded otherwise is listed apart (``Kind.TEXT``). Versions
    of one instrument go by one name: an amendment that leaves a rule as it is makes no difference. So does the day of
    the law by itself; what hangs on it is compared as what the laws say of it.

    Args:
        old: a law.
        new: another: of other packs, or of the same on another day. Of another place it may be too.
        first_only: whether the differences of one example will do; the quickest way to know whether there are any.

    Returns:
        Differences by question: opening and sharing class, moves, topics, steps, the duties of a year, instruments,
        what precedes an act, wordings. Of one question, those of what answers come to stand first.

    Raises:
        BadPack: the rules are too entangled to be compared, or a fact is of another type in each.
        TypeError: one of them is no law.
    """
    order_argument(old, "old")
    order_argument(new, "new")
    words = common(old.words, new.words)
    asked = (old.speaking(words), new.speaking(words))
    laws, reworded = worded_alike(*asked)
    found: list[Difference] = []
    for one in itertools.chain(_all(laws, (Naming(laws[0]), Naming(laws[1])), first_only), reworded):
        found.append(answered(one, *asked))
        if first_only:
            break
    return tuple(sorted(found, key=lambda one: list(QuestionKind).index(one.question)))


def _all(laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming], first_only: bool) -> Iterator[Difference]:
    for question, matters in _touched(laws, naming):
        yield from question.between(laws, naming, matters, first_only=first_only)
    yield from listing.recurring(laws, naming)
    yield from listing.instruments(laws, naming)
    yield from listing.precedence(laws)


def _touched(
    laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming]
) -> Iterator[tuple[Question, Iterator[Matter]]]:
    """The questions to which the two laws bring something else, each with what that is."""
    old, new = laws
    for scheme in Scheme:
        if not same(naming, classifying.brought(old, scheme), classifying.brought(new, scheme)):
            yield Question(QuestionKind.CLASSIFY, (("scheme", str(scheme)),)), classifying.matters(laws, naming, scheme)
    counted = old.calendar is new.calendar or old.calendar.digest == new.calendar.digest
    moved: set[str] = set()
    for procedure in old.procedures.all.values():
        for step in procedure.steps:
            if not (counted and terms.measured_alike(laws, naming, step.name)):
                moved.add(step.name)
            if not (counted and terms.alike(laws, naming, step.name)):
                yield Question(QuestionKind.DEADLINE, (("step", step.name),)), terms.matters(laws, step.name)
    for topic in old.vocabulary.topics.values():
        if topic.has_duties and (
            not counted
            or not same(naming, checking.brought(old, topic), checking.brought(new, topic))
            or not moved.isdisjoint(checking.hanging_on(old, topic))
        ):
            yield Question(QuestionKind.CHECK, (("topic", topic.id),)), checking.matters(laws, naming, topic)
    for before, after in itertools.product(STRICTEST_FIRST, repeat=2):
        if not same(naming, changing.brought(old, before, after), changing.brought(new, before, after)):
            options = (("before", str(before)), ("after", str(after)))
            yield Question(QuestionKind.CHANGE, options), changing.matters(laws, naming, before, after)
