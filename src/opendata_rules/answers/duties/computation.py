"""Duties: for one topic, what must be so, what is not, what is unknown, and what a human must judge.

A duty has the form *where … must …*. Every duty of the instrument that answers the topic becomes one finding; the
assessment is the gravest of them. An unmet 原则上 is told, and does not make the whole noncompliant.

:class:`Checker` answers one topic under one order: it reads the facts, and looks up in the compiled form what they lead
to. Everything else an assessment tells is worked out from the same form when asked for
(:mod:`opendata_rules.answers.duties.details`).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...logic.budget import Budget, OutOfBudget
from ...logic.conditions import Alike, All, AnyOf, Condition, InTerm, NoneOf, facts_of
from ...norms import warnings as told
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...norms.provisions import DutyRule
from ...norms.versions import in_force_since, said_in_duty
from ...norms.warnings import ResultWarning
from ...values import FrozenDict
from ...vocabulary.facts import FactValue, Topic, Vocabulary
from ...vocabulary.marks import JudgedAs
from ...vocabulary.refusals import text_argument, unknown_topic
from ...vocabulary.terms import Compliance, InstrumentState
from ..bounded import bounded_once, refusal
from ..deadlines.terms import facts_of_step
from ..result import Question
from ..settling import QuickReader
from .answer import Assessment, Finding, Outcome, Unfinished, finished
from .compiled import CompiledDuties, Standing, conditions_of
from .details import Details
from .timing import LawTiming
from .untold import Untold
from .untold_together import Narrowing, UntoldTogether


def check(order: LegalOrder, name: str, facts: Mapping[str, object]) -> Assessment:
    """Whether the duties of a topic are fulfilled. See ``law.check``."""
    return checker_of(order, name)(facts)


def checker_of(order: LegalOrder, name: str) -> Checker:
    """What answers a topic, by its id or Chinese label, under an order; made once.

    Raises:
        UnknownTopic: there is no such topic, or it has no duties.
        BadPack: its rules take more work than is allowed.
    """
    topic = duty_topic(name, order.vocabulary)
    return bounded_once(
        order, ("checker", topic.id), f"核对“{topic.label}”的职责", lambda budget: Checker(order, topic, budget)
    )


def ready(order: LegalOrder, name: str) -> Callable[[Mapping[str, object]], Assessment]:
    """What answers a topic, remembered under the very name asked for, so that the next caller finds it at once."""
    made: dict[str, Checker] = order.once(CHECKERS, dict)
    return made.setdefault(name, checker_of(order, name))


#: Where an order keeps its checkers by the names they were asked for.
CHECKERS = "checkers"


def duty_topic(name: str, vocabulary: Vocabulary) -> Topic:
    """The topic of that id or Chinese label, if duties can be checked on it.

    Raises:
        UnknownTopic: there is none; ``nearest`` and the message name what is possible.
    """
    name = text_argument(name, "topic")
    ready = [found for found in vocabulary.topics.values() if found.has_duties]
    for topic in ready:
        if name in (topic.id, topic.label):
            return topic
    known = {topic.id: topic.label for topic in ready}
    raise unknown_topic(name, known, "“{}”不是职责检查的事项", "{} is no topic whose duties can be checked")


def duties_of(order: LegalOrder, topic: str) -> tuple[DutyRule, ...]:
    """The duty rules that answer a topic: those of the nearest instrument in force that has any."""
    resolution = order.chain.resolve(lambda pack: any(rule.topic == topic for rule in pack.duties))
    rules = resolution.answer.pack.duties if resolution.answer else ()
    return tuple(rule for rule in rules if rule.topic == topic)


def facts_of_duties(order: LegalOrder, topic: str) -> tuple[str, ...]:
    """Ids of the facts that the duties of a topic ask about, in article order."""
    return tuple(dict.fromkeys(name for rule in duties_of(order, topic) for name in facts_of_rule(order, rule)))


def facts_of_rule(order: LegalOrder, rule: DutyRule) -> tuple[str, ...]:
    """Ids of the facts that a duty asks about, in the order written.

    Those of its terms are among them, and the days on which what it asks about was done.
    """
    names: dict[str, None] = {}
    for condition in conditions_of(rule):
        names |= dict.fromkeys(facts_of(condition))
        for step in steps_of(condition):
            names |= dict.fromkeys(facts_of_step(order, step))
    days = order.vocabulary.days
    return tuple(dict.fromkeys(each for name in names for each in (name, *days.beside(name))))


def steps_of(condition: Condition) -> Iterator[str]:
    """The steps whose terms a condition asks about."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from steps_of(part)
        case InTerm(term=str() as step):
            yield step


def _since(versions: Sequence[Pack], rule: DutyRule) -> dt.date:
    """Since when a duty has been the law; whatever the day where that of the first version is not known."""
    steps = tuple(step for part in conditions_of(rule) for step in steps_of(part))
    return in_force_since(versions, lambda pack: said_in_duty(pack, rule.id, steps)) or dt.date.min


class Checker:
    """The duties of one topic at one place and date.

    Args:
        order: the legal order that the assessments rest on.
        topic: the topic.
        budget: what compiling its duties may cost.

    Raises:
        OutOfBudget: the rules are too entangled.
    """

    def __init__(self, order: LegalOrder, topic: Topic, budget: Budget) -> None:
        self.order = order
        self.topic = topic.id
        self.again = check
        self.scope = topic.judged_as is JudgedAs.SCOPE
        self.resolution = order.resolve(lambda pack: any(rule.topic == topic.id for rule in pack.duties))
        answer = self.resolution.answer
        self.rules = tuple(rule for rule in (answer.pack.duties if answer else ()) if rule.topic == topic.id)
        #: First day of the instrument that answers; asked for, a draft is treated as in force on every date.
        self.effective: dt.date | None = None
        #: By rule, since when it has been the law, where what answers is a later version of another.
        self.since: Mapping[str, dt.date] = FrozenDict()
        if answer is not None and answer.standing.state is not InstrumentState.DRAFT:
            # A draft that it amends never was the law.
            settled = [one for one in answer.versions if not one.instrument.draft]
            self.effective = settled[-1].instrument.effective
            if len(settled) > 1:
                self.since = FrozenDict((rule.id, _since(settled, rule)) for rule in self.rules)
        steps = dict.fromkeys(step for rule in self.rules for part in conditions_of(rule) for step in steps_of(part))
        lengths = {step: facts_of_step(order, step) for step in steps}
        self.strict = order.strictly_open(self.resolution.warnings)
        self.compiled = CompiledDuties(
            self.rules,
            order.vocabulary,
            budget,
            lengths=[name for names in lengths.values() for name in names if order.vocabulary.facts[name].finite],
            scope=self.scope,
            judges_early=self.effective is None and max(self.since.values(), default=dt.date.min) == dt.date.min,
            since=self.since,
        )
        propositions = self.compiled.propositions
        self.untold = Untold(order, propositions, self.effective, lengths)
        #: What the rules come to, as far as no calendar is needed.
        self.standing = Standing(self.compiled)
        self._narrow = Narrowing(self.compiled, self.untold, self.standing) if self.untold.groups else None
        self.facts_of_rules = tuple(facts_of_rule(order, rule) for rule in self.rules)
        #: The facts that the question uses.
        self.used = frozenset(itertools.chain(*self.facts_of_rules, *map(self._with_days, propositions.places)))
        self._contradiction = Outcome(Compliance.HUMAN_REVIEW, frozenset(), True)
        self._outcomes: dict[frozenset[int], Outcome] = {}
        self._reader = QuickReader(propositions, order.vocabulary)

    def __call__(self, facts: Mapping[str, object]) -> Assessment:
        """Whether the duties are fulfilled.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact.
            BadPack: the rules are too entangled to be asked.
        """
        made = Unfinished()
        made._checker = self
        # Where days, numbers or lists are told, they are compared; whatever is wrong is found out on that way too.
        known = self._reader.read(facts) if type(facts) is dict else None
        try:
            if known is not None:
                made._facts = dict(facts)
                ranks = self.compiled.propositions.diagrams.settled(self.standing.whole, known)
                if self._narrow is not None and len(ranks) > 1:
                    ranks = self._narrow.whole(ranks, known)
                made._outcome = self._outcomes.get(ranks) or self._outcome(ranks, lambda: self._without_days(known))
                return finished(made)
            made._facts = stated = self.order.vocabulary.normalise(facts)
            if self.clashing(stated):
                made._outcome = self._contradiction
                return finished(made)
            ways = self.together(stated)
            ranks = ways.settled(ways.standing.whole)
            made._outcome = self._outcomes.get(ranks) or self._outcome(ranks, lambda: ways)
        except OutOfBudget as spent:
            raise refusal(spent, (link.pack for link in self.order.chain.links)) from None
        return finished(made)

    def together(self, facts: Mapping[str, FactValue]) -> UntoldTogether:
        """The ways in which what is not told may stand together with known facts."""
        known = self.compiled.propositions.read(facts, self.timing(facts))
        vectors = self.untold.together(known, facts)
        return (
            self._without_days(known)
            if vectors is None
            else UntoldTogether(self.standing, known, vectors, self.untold.levels)
        )

    def _with_days(self, name: str) -> tuple[str, ...]:
        return (name, *self.order.vocabulary.days.beside(name))

    def _without_days(self, known: Sequence[int]) -> UntoldTogether:
        """The ways in which things may stand together where nothing is known of days and numbers."""
        return UntoldTogether(self.standing if self._narrow is None else self._narrow.standing(known), known)

    def stands(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether facts, none of which contradicts another by itself, can all be so."""
        ways = self.together(facts)
        return bool(ways.settled(ways.standing.whole))

    def _outcome(self, ranks: frozenset[int], made: Callable[[], UntoldTogether]) -> Outcome:
        """What the whole comes to; kept where that hangs on nothing else."""
        if not ranks:
            return self._outcomes.setdefault(ranks, self._contradiction)
        if not self.rules:
            verdict, possible = Compliance.NOT_REGULATED, frozenset({Compliance.NOT_REGULATED})
        else:
            findings: Iterable[frozenset[int]] = ()
            if self.compiled.hangs_on_findings(ranks):
                ways = made()
                findings = map(ways.settled, ways.standing.findings)
            verdict, possible = self.compiled.of_all(ranks, findings), self.compiled.possible(ranks)
        found = Outcome(Compliance.UNDETERMINED if self.strict else verdict, possible, False)
        if not self.compiled.hangs_on_findings(ranks):
            self._outcomes[ranks] = found
        return found

    def timing(self, facts: Mapping[str, FactValue]) -> LawTiming:
        """What day it is, and when terms end."""
        return LawTiming(self.order, facts, self.effective)

    def clashing(self, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
        """The facts in use that cannot be as they are told, each for itself: constraints, days, what days say."""
        used = {name: value for name, value in facts.items() if name in self.used}
        found = [*told.clashing(used, self.order.vocabulary, self.order.on)]
        for day, stated in self.compiled.propositions.said:
            if day in used and used.get(stated) is False:
                found += [day, stated]
        return tuple(dict.fromkeys(found))

    # -- for assessments ----------------------------------------------------------------------------------------------

    def normalised(self, facts: dict[Any, Any]) -> dict[str, FactValue]:
        """The facts as stated, by id."""
        return self.order.vocabulary.normalise(facts)

    def findings(self, assessment: Assessment) -> tuple[Finding, ...]:
        """One entry a requirement, in article order."""
        return self.details(assessment).findings()

    def questions(self, assessment: Assessment) -> tuple[Question, ...]:
        """Unknown facts that could settle it, best first."""
        return self.details(assessment).questions(assessment.verdict, assessment.possible)

    def warnings(self, assessment: Assessment) -> tuple[ResultWarning, ...]:
        """Why to read it with care."""
        return self.details(assessment).warnings(assessment.findings)

    def details(self, assessment: Assessment) -> Details:
        """All that can be told of an assessment."""
        known = dict(assessment.stated)
        return Details(
            self.order,
            self.resolution,
            self.compiled,
            known,
            self.timing(known),
            self.together(known),
            self.clashing(known),
            self.facts_of_rules,
            self.stands,
        )
