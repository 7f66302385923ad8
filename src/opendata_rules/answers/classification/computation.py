"""Classification: which opening (or sharing) attribute a dataset has, and why.

:class:`Classifier` answers one scheme for one place and date. Its :meth:`Classifier.decide` is the plain path that
takes anything and finds exact errors; :meth:`Classifier.reader` is the fast one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from ...errors import BadFact, Problems, UnknownTopic
from ...logic.budget import Budget
from ...logic.cubes import Layout, agree
from ...norms.chain import Resolution
from ...norms.order import LegalOrder
from ...norms.pack import Classification
from ...norms.provisions import Ground, Hold, Referral, Review
from ...norms.warnings import ResultWarning
from ...vocabulary.arguments import chosen
from ...vocabulary.facts import FactType, FactValue
from ...vocabulary.refusals import none_of, text_argument
from ...vocabulary.terms import (
    ATTRIBUTE_TERMS,
    SCHEME_TERMS,
    STRICTEST_FIRST,
    UNLISTED_TERMS,
    Attribute,
    Scheme,
    Status,
    Unlisted,
)
from ..bounded import bounded, bounded_once
from ..result import Action, Question
from . import compiled as engine
from .answer import Bound, Decision, HoldingGround, Objection, Unfinished, made
from .cautions import cautions, lapsed_conditions, nearest_actions, still_due
from .fact_reader import reader
from .objections import objections
from .referrals import with_referrals
from .tables import Packing, Tables, components, parts_of, tabulated


def _again(
    order: LegalOrder,
    scheme: Scheme,
    unlisted: str,
    declared: Attribute | None,
    effective: dict[str, FactValue],
    stated: dict[str, FactValue],
) -> Decision:
    return classifier_of(order, scheme, unlisted).decided(effective, stated, declared)


def classifier_of(order: LegalOrder, scheme: Scheme, unlisted: str = "unknown") -> Classifier:
    """The compiled rules of one scheme under an order; made once.

    Raises:
        BadPack: the rules spread into more combinations than can be worked out.
    """

    def make(budget: Budget) -> Classifier:
        resolution = order.chain.resolve(lambda pack: scheme in pack.classifications)
        return Classifier(order, scheme, resolution, unlisted=unlisted, budget=budget)

    return bounded_once(order, ("classifier", scheme, unlisted), "核对各条判定规则", make)


def classifier_behind(decision: Decision) -> Classifier:
    """What made a decision."""
    made = decision._bound.classifier
    return classifier_of(made.order, made.scheme, made.unlisted)


def classify(
    order: LegalOrder,
    facts: Mapping[str, object],
    *,
    unlisted: str = "unknown",
    declared: object = None,
    scheme: str = "opening",
) -> Decision:
    """Which attribute data must or may have, on the plain path. See ``law.classify``."""
    asked = known_scheme(scheme)
    problems = Problems()
    read = str(Unlisted.UNKNOWN)
    with problems.kept():
        read = known_unlisted(unlisted)
    return classifier_of(order, asked, read).decide(facts, declared, problems)


def known_scheme(scheme: object) -> Scheme:
    """The scheme that is meant.

    Raises:
        UnknownTopic: there is no such scheme.
        TypeError: it is no text.
    """
    found = chosen(Scheme, text_argument(scheme, "scheme"))
    if found is None:
        raise none_of(scheme, "scheme", SCHEME_TERMS, kind=UnknownTopic)
    return found


def known_unlisted(unlisted: object) -> str:
    """How facts that are not listed are read: ``unknown`` or ``false``.

    Raises:
        BadFact: it is neither.
    """
    found = chosen(Unlisted, unlisted)
    if found is None:
        raise none_of(unlisted, "unlisted", UNLISTED_TERMS, kind=BadFact)
    return str(found)


class Classifier:
    """One scheme of classification at one place and date.

    Args:
        order: the legal order that the decisions rest on.
        scheme: opening or sharing.
        resolution: who answers, and who is above.
        unlisted: ``unknown``, or ``false`` to read bool facts that are not listed as false.
        budget: counts the work of compiling the rules.

    Raises:
        OutOfBudget: the rules take more work.
    """

    def __init__(
        self, order: LegalOrder, scheme: Scheme, resolution: Resolution, *, unlisted: str, budget: Budget
    ) -> None:
        self.order = order
        self.again = _again
        self.scheme = scheme
        self.resolution = resolution
        self.unlisted = unlisted
        self.strict = order.strictly_open(resolution.warnings)
        answer = resolution.answer
        written = answer.pack.classifications[scheme] if answer else None
        self.action_rules = nearest_actions((link for link in order.chain.links if link.binding), scheme)
        # Whom secrecy is left to is a matter of its own: the nearest text in force that speaks of it is cited.
        self.referrals: tuple[Referral, ...] = order.referrals if answer else ()
        rules = written or Classification(scheme, grounds=())
        vocabulary = order.vocabulary
        self.layout, self.listed = engine.layout_of(
            vocabulary,
            rules,
            [link.pack.classifications[scheme] for link in resolution.above],
            self.action_rules if written else (),
            self.referrals,
            lapsed_conditions(order.chain, scheme),
        )
        rules = with_referrals(rules, self.referrals, self.layout, vocabulary, budget)
        self.rules: Classification | None = rules if written else None
        self.compiled = engine.Compiled(rules, self.layout, vocabulary, budget)
        deciding = engine.deciding(rules)
        self.residual_bit = 1 << len(deciding)
        #: marks facts that contradict each other: then nothing is said to hold
        self.nothing_holds_bit = 2 << len(deciding)
        groups = components(self.compiled, vocabulary.constraints)
        self._parts = parts_of(self.layout, groups)
        # What bears on changes only travels along, so that the ways to another attribute know what was stated.
        carried = order.facts_of_changes if scheme is Scheme.OPENING else ()
        names = dict.fromkeys([*self.layout.fields, *(name for name in carried if vocabulary.facts[name].finite)])
        self.packing = Packing(Layout(vocabulary.facts[name] for name in names), self._parts)
        self._bound: dict[engine.Core, Bound] = {}
        self._held: dict[int, tuple[HoldingGround, ...]] = {}

    # -- deciding ---------------------------------------------------------------------------------------------------

    def decide(
        self, facts: Mapping[str, object], declared: object = None, problems: Problems | None = None
    ) -> Decision:
        """The plain path: checks everything, takes every form of facts.

        Args:
            facts: by id or Chinese label.
            declared: the attribute declared, by id or Chinese term.
            problems: what else is wrong with the call.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact, or ``declared`` is no attribute.
        """
        problems = Problems() if problems is None else problems
        known: dict[str, FactValue] = {}
        attribute = None
        with problems.kept():
            known = self.order.vocabulary.normalise(facts)
        with problems.kept():
            attribute = self.attribute(declared)
        problems.tell()
        effective = self._filled(known, facts) if self.unlisted == "false" else known
        return self.decided(effective, known, attribute)

    def decided(
        self, effective: Mapping[str, FactValue], known: Mapping[str, FactValue], attribute: Attribute | None
    ) -> Decision:
        """The decision on checked facts.

        Args:
            effective: the facts it rests on, those included that were read as false.
            known: the facts as stated.
            attribute: the attribute declared.
        """
        key = self.packing.pack(known)
        if self.unlisted == "false":
            # Both what was stated and what was read into it identify the decision.
            key |= self.packing.pack(effective) << self.packing.width
        bound = self.bind(self._core(effective))
        if attribute is not None:
            bound = bound.declaring[attribute]
        return made(bound, key)

    def _core(self, known: Mapping[str, FactValue]) -> engine.Core:
        bits = self.layout.knowledge(known)
        if not agree(self.compiled.consistent, bits):
            return engine.CONTRADICTORY
        if self.rules is None:
            return engine.unsettled(Status.NO_RULE_IN_FORCE)
        core = self.compiled.core(bits)
        return engine.strict(core) if self.strict else core

    def bind(self, core: engine.Core) -> Bound:
        """The core at home here; one object for each core."""
        found = self._bound.get(core)
        if found is None:
            found = self._bound.setdefault(core, Bound(self, core))
        return found

    def reader(self) -> Callable[[object, object], Decision | None] | None:
        """The generated fast path: facts and declared attribute to a decision, or to ``None`` where only :meth:`decide`
        can tell. There is none where the law is too large to tabulate or has no rule.
        """
        if self.rules is None or self.unlisted != "unknown" or self._tables is None:
            return None
        vocabulary = self.order.vocabulary
        return reader(
            self.packing,
            self._tables.rows,
            self.layout,
            self.listed,
            vocabulary,
            unfinished=Unfinished,
            decision=Decision,
        )

    @functools.cached_property
    def _tables(self) -> Tables | None:
        def bind(core: engine.Core) -> Bound:
            return self.bind(engine.strict(core) if self.strict else core)

        return tabulated(self.compiled, self._parts, bind)

    def attribute(self, declared: object) -> Attribute | None:
        """The attribute of an id or Chinese term; ``None`` stays ``None``."""
        return None if declared is None else self.named(declared, "declared")

    def named(self, name: object, argument: str) -> Attribute:
        """The attribute of an id or Chinese term.

        Raises:
            BadFact: it is none, and says so of the argument.
        """
        for attribute, term in ATTRIBUTE_TERMS[self.scheme].items():
            if isinstance(name, str) and name in (attribute, term):
                return attribute
        raise none_of(name, argument, ATTRIBUTE_TERMS[self.scheme], kind=BadFact)

    def _filled(self, known: dict[str, FactValue], given: Mapping[str, object]) -> dict[str, FactValue]:
        """Facts with unlisted bool facts read as false, as far as constraints let them be."""
        vocabulary = self.order.vocabulary
        facts = vocabulary.facts
        listed = {vocabulary.fact(name).id for name in given}
        assumed = [name for name in self.layout.fields if facts[name].type is FactType.BOOL and name not in listed]
        filled: dict[str, FactValue] = {**dict.fromkeys(assumed, False), **known}
        for constraint in vocabulary.contradictions(filled):
            for name in constraint.facts:
                if name in assumed:
                    filled.pop(name, None)
        return filled

    # -- what a decision tells when asked -----------------------------------------------------------------------

    def states(self, key: int) -> tuple[dict[str, FactValue], dict[str, FactValue]]:
        """The facts the decision rests on, and the facts as stated."""
        if self.unlisted != "false":
            known = self.packing.unpack(key)
            return known, known
        width = self.packing.width
        return self.packing.unpack(key >> width), self.packing.unpack(key & (1 << width) - 1)

    def stated(self, key: int) -> dict[str, FactValue]:
        """The facts as stated, by id, as far as the law uses them."""
        return self.states(key)[1]

    def effective(self, key: int) -> dict[str, FactValue]:
        """The facts the decision rests on, unlisted ones included where they were read as false."""
        return self.states(key)[0]

    def grounds(self, key: int, residual_bit: int) -> tuple[HoldingGround, ...]:
        """The grounds that hold in every completion, strictest class first."""
        tables = self._tables if self.unlisted == "unknown" and self.rules is not None else None
        if tables is not None:
            packing = self.packing
            mask = (
                tables.first_holding[key & packing.first_mask]
                | tables.second_holding[key >> packing.second_shift & packing.second_mask]
                | residual_bit
            )
        else:
            bits = self.layout.knowledge(self.effective(key))
            holding = {rule.id for rule in self.compiled.holding(bits)}
            deciding = engine.deciding(self.compiled.rules)
            mask = sum(1 << n for n, rule in enumerate(deciding) if rule.id in holding) | residual_bit
        try:
            return self._held[mask]
        except KeyError:
            return self._held.setdefault(mask, self._holding_grounds(mask))

    def _holding_grounds(self, mask: int) -> tuple[HoldingGround, ...]:
        if mask & self.nothing_holds_bit:
            return ()
        rules = self.compiled.rules
        held: list[Any] = [
            rule
            for number, rule in enumerate(engine.deciding(rules))
            if mask >> number & 1 and isinstance(rule, Ground)
        ]
        if mask & self.residual_bit:
            held.append(rules.residual)
        held.sort(key=lambda rule: STRICTEST_FIRST.index(rule.outcome))
        return tuple(
            HoldingGround(rule.id, rule.citation, rule.force, rule.outcome, rule.gist, rule.english) for rule in held
        )

    def known(self, decision: Decision) -> int:
        """The bits of the facts that a decision rests on."""
        return self.layout.knowledge(self.effective(decision._key))

    def holding(self, decision: Decision) -> tuple[Ground | Hold | Review, ...]:
        """Every provision, holds and reviews included, that holds in every completion."""
        if self.rules is None or decision._bound.core.contradictory:
            return ()
        return self.compiled.holding(self.known(decision))

    def objections(self, decision: Decision) -> tuple[Objection, ...]:
        """The provisions that exclude the attribute declared; empty where it can stand."""
        if decision.declared is None or decision.declared_valid is not False:
            return ()
        with bounded(self.order, "查找与申报不合的条文") as budget:
            return objections(self.compiled, self.known(decision), decision.declared, budget)

    def one_of(self, decision: Decision) -> tuple[Ground, ...]:
        """The grounds at least one of which leads to the attribute, where it is open which; else none."""
        attribute = decision.attribute
        if attribute is None or any(ground.outcome is attribute for ground in decision.grounds):
            return ()
        known, present = self.known(decision), self.compiled.present
        grounds = (rule for rule in self.compiled.rules.grounds if rule.outcome is attribute)
        return tuple(rule for rule in grounds if agree(present[rule.id], known))

    def questions(self, decision: Decision) -> tuple[Question, ...]:
        """Unknown facts that could settle the decision, best first."""
        if self.rules is None or decision.status is Status.DECIDED or decision._bound.core.contradictory:
            return ()
        with bounded(self.order, "比较哪些事实还会改变结果") as budget:
            names = engine.questions(self.compiled, self.known(decision), self.listed, budget)
        book = self.order.vocabulary.facts
        return tuple(Question(name, book[name].question, english=book[name].english) for name in names)

    def actions(self, decision: Decision) -> tuple[Action, ...]:
        """What must be done next."""
        if self.rules is None:
            return ()
        if decision.status is not Status.DECIDED:
            found: list[Action] = []
            for rule in self.holding(decision):
                if isinstance(rule, Hold):
                    found.append(Action("暂缓", rule.action, rule.action_english, rule.citation, matter_english="hold"))
                elif isinstance(rule, Review):
                    found.append(
                        Action("人工判断", rule.gist, rule.english, rule.citation, matter_english="human review")
                    )
            return tuple(found)
        with bounded(self.order, "核对应当做的是否已经做了") as budget:
            due = still_due(self.compiled, self.action_rules, decision, self.known(decision), budget)
            return tuple(
                Action(rule.matter, rule.action, rule.action_english, rule.citation, matter_english=rule.matter_english)
                for rule in due
            )

    def warnings(self, decision: Decision) -> tuple[ResultWarning, ...]:
        """Standing warnings of who answers, and those that the facts bring."""
        return cautions(self, decision)
