"""The cases that cover a rule: a base in which it applies, and near misses that each show something more."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...answers.classification.computation import classifier_behind, classify
from ...answers.deadlines.computation import deadline
from ...answers.duties.computation import checker_of
from ...errors import Error
from ...logic.budget import OutOfBudget
from ...logic.conditions import Timing
from ...logic.in_words import describe
from ...norms.pack import Pack
from ...norms.provisions import ActionRule, DutyRule, Ground, Provision, TermRule
from ...packs.shelf import Shelf
from ...vocabulary.facts import FactType, FactValue, Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import WarningCode
from ..coverage.asked import asked
from ..deciding import Deciding
from ..rule_cases.running import RUNNERS
from ..rule_cases.versions import Orders
from ..rule_cases.written import AnyCase, CasesModel, DutyCasesModel
from ..rule_conditions import Conditioned, conditioned
from ..rule_places import RulePlaces
from .days import Days, Facts
from .questions import Question, Questions
from .vectors import Vectors

_FACTS, _CHANGED, _NEAR_MISSES = chinese("facts"), chinese("changed"), chinese("near_misses")
_SITUATION = chinese("situation")
_CONTRADICTORY = str(WarningCode.CONTRADICTORY_FACTS)
#: By the word of a list of cases, its English name and the file that it stands in.
LISTS = {
    chinese(name): (name, model)
    for model in (CasesModel, DutyCasesModel)
    for name in model.model_fields
    if name != "differences"
}


@dataclass(frozen=True)
class Suggested:
    """Cases for one rule, as they stand in a file of cases.

    Attributes:
        kind: the list they belong to, by its word.
        rule: id of the rule.
        case: the base with its near misses, by the words of the files.
        left: leaves, in words, for which no facts were found that show them to decide; there may be none.
    """

    kind: str
    rule: str
    case: Mapping[str, Any]
    left: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many single cases they are."""
        return 1 + len(self.case.get(_NEAR_MISSES, ()))


class Suggestions:
    """Cases for the rules of one pack.

    Args:
        shelf: the packs.
        instrument: the pack.
    """

    def __init__(self, shelf: Shelf, instrument: str) -> None:
        self._shelf, self._instrument = shelf, instrument
        self._pack: Pack = shelf.pack(instrument)
        rules = conditioned(RulePlaces(shelf), instrument, self._pack.provisions(), shelf.words_for(instrument))
        self._conditioned: dict[tuple[str, str], Conditioned] = {
            (one.owner.id, "" if one.rule is one.owner else one.rule.id): one for one in rules
        }
        self._questions = Questions(shelf, self._pack, self._conditioned)
        self._orders = Orders(shelf, instrument)
        self._words = shelf.words_for(instrument)
        self._unshown: list[str] = []

    def of(self, rule: Provision) -> Iterator[Suggested]:
        """Cases that cover a rule; none where no facts lead to it."""
        for question in self._questions.of(rule):
            if isinstance(rule, ActionRule):
                question = self._with_attribute(rule, question)
            self._unshown.clear()
            if question.rule is rule and isinstance(rule, TermRule) and rule.extension is not None:
                bases = self._extended(rule, self._bases(question))
            elif any(rule is each.precedence for each in self._pack.classifications.values()):
                bases = self._of_several(question)
            else:
                bases = self._bases(question)
            if bases:
                left = tuple(dict.fromkeys(self._unshown))
                yield Suggested(question.kind, rule.id, self._written(question, bases), left)

    def _bases(self, question: Question) -> list[Facts]:
        """The facts of the base and of each near miss."""
        one = question.one
        if one is None:
            return [dict(question.context)]
        calendar = self._shelf.calendar
        days = Days(self._vocabulary, calendar, self._questions.on, self._timing(question))

        def judged(facts: Facts) -> tuple[Mapping[str, FactValue], Timing | None] | None:
            return self._judged(question, {**question.context, **facts})

        try:
            vectors = Vectors(one, Deciding(one, self._vocabulary), days, calendar, judged)
            shown = vectors.chosen()
        except OutOfBudget:
            return []
        self._unshown += [describe(goal.leaf.condition, self._words) for goal in vectors.left]
        return [{**question.context, **each.facts} for each in shown]

    @property
    def _vocabulary(self) -> Vocabulary:
        return self._questions.order.vocabulary

    def _timing(self, question: Question) -> Callable[[Facts], Timing | None]:
        """When terms end on some facts, where a rule asks."""
        if not isinstance(question.rule, DutyRule):
            return lambda facts: None
        return checker_of(self._questions.order, question.rule.topic).timing

    def _judged(self, question: Question, facts: Facts) -> tuple[Mapping[str, FactValue], Timing | None] | None:
        """The facts on which a rule is judged; ``None`` where it is not asked, or they contradict each other."""
        single = self._case(question, facts)
        one = question.one
        if one is None or single is None:
            return None
        key = (one.owner.citation.instrument, one.owner.id, "" if one.rule is one.owner else one.rule.id)
        try:
            found = next((each for each in asked(self._orders, single) if key in each.rules), None)
        except Error:
            return None
        return None if found is None else (found.facts, found.timing)

    def _case(self, question: Question, facts: Facts) -> AnyCase | None:
        """A case on some facts; ``None`` where they contradict each other."""
        name, model = LISTS[question.kind]
        silent = {} if question.kind == chinese("recurring_cases") else {chinese("absent"): [_CONTRADICTORY]}
        written = {_SITUATION: "-", **question.head, **silent}
        if question.kind == chinese("recurring_cases"):
            written[chinese("dues")] = {}
        else:
            written[_FACTS] = self._in_words(facts)
        [single] = getattr(model.model_validate({question.kind: [written]}), name)
        try:
            failures = RUNNERS[name](self._orders, single).failures if silent else ()
        except Error:
            return None
        case: AnyCase = single
        return None if failures else case

    # -- rules that need more -----------------------------------------------------------------------------------------

    def _with_attribute(self, rule: ActionRule, question: Question) -> Question:
        """An action is asked only where the data has an attribute that it goes with."""
        for facts in self._to_an_attribute(rule):
            found = replace(question, context=facts)
            case = self._case(found, facts)
            key = (rule.citation.instrument, rule.id, "")
            if case is not None and any(key in one.rules for one in asked(self._orders, case)):
                return found
        return question

    def _to_an_attribute(self, rule: ActionRule) -> Iterator[Facts]:
        yield {}
        # What classes the data may be the law above.
        rules = classifier_behind(classify(self._questions.order, {}, scheme=rule.scheme)).rules
        for ground in () if rules is None else rules.grounds:
            if ground.outcome in rule.applies_to:
                whose = ground.citation.instrument
                yield from (self if whose == self._instrument else Suggestions(self._shelf, whose))._holding(ground)

    def _holding(self, ground: Ground) -> Iterator[Facts]:
        """Facts on which a ground holds."""
        for question in self._questions.of(ground):
            yield from self._bases(question)[:1]

    def _of_several(self, question: Question) -> list[Facts]:
        """Facts on which grounds of two classes hold at once."""
        rules = next(each for each in self._pack.classifications.values() if each.precedence is question.rule)
        for one, other in itertools.combinations(rules.grounds, 2):
            if one.outcome is not other.outcome:
                for both in itertools.product(self._holding(one), self._holding(other)):
                    facts = {**both[0], **both[1]}
                    if facts == {**both[1], **both[0]} and self._case(question, facts) is not None:
                        return [facts]
        return [{}]

    def _extended(self, rule: TermRule, bases: list[Facts]) -> list[Facts]:
        """An extension is decided on the last day of the term, and once a day too late."""
        assert rule.extension is not None
        decided_on, found = rule.extension.decided_on, []
        for facts in bases:
            plain = {name: value for name, value in facts.items() if name != decided_on}
            due = deadline(self._questions.order, rule.step, self._questions.on, plain).due
            found.append(facts if due is None else {**facts, decided_on: due})
        first = found[0].get(decided_on)
        if isinstance(first, dt.date):
            found.append({**found[0], decided_on: first + dt.timedelta(days=1)})
        return found

    # -- words --------------------------------------------------------------------------------------------------------

    def _written(self, question: Question, bases: list[Facts]) -> dict[str, Any]:
        """The base with its near misses, by the words of the files."""
        base, *others = bases
        name = question.rule.id if question.one is None else question.one.id
        case = {_SITUATION: f"{name}：{question.rule.gist}", **question.head}
        if base:
            case[_FACTS] = self._in_words(base)
        case |= question.expected
        near_misses = []
        for facts in others:
            # What is not stated is 否 where the base says so, and else unknown.
            filled = chinese("unlisted_false") in question.head
            left = {self._vocabulary.facts[name].label: self._left(name, filled) for name in base if name not in facts}
            changed = {name: value for name, value in facts.items() if base.get(name) != value}
            changed_words = {**self._in_words(changed), **left}
            near_misses.append({_CHANGED: changed_words, **question.expected})
        if near_misses:
            case[_NEAR_MISSES] = near_misses
        return {name: value for name, value in case.items() if value != {}}

    def _left(self, name: str, filled: bool) -> str:
        return "否" if filled and self._vocabulary.facts[name].type is FactType.BOOL else "未知"

    def _in_words(self, facts: Mapping[str, FactValue]) -> dict[str, Any]:
        """Facts as they stand in a file."""
        return {self._vocabulary.facts[name].label: self._word(name, value) for name, value in facts.items()}

    def _word(self, name: str, value: FactValue) -> Any:
        fact = self._vocabulary.facts[name]
        terms = dict(fact.values)
        if isinstance(value, tuple):
            return [terms[item] for item in value]
        if isinstance(value, bool):
            return "是" if value else "否"
        return terms.get(str(value), str(value))
