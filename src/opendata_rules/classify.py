"""Classification: which opening (or sharing) attribute a dataset has, and why.

:class:`Classifier` answers one scheme for one place and date. Its :meth:`Classifier.decide` is the plain path that
takes anything and finds exact errors; :meth:`Classifier.reader` is the fast one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import compiled as engine
from .citations import Citation
from .conditions import evaluate
from .cubes import agree
from .errors import BadFact
from .fact_reader import reader
from .hierarchy import Link, Resolution, draft, secondary
from .provisions import ActionRule, Classification, Ground, Hold, Provision, Referral, Review
from .results import Action, Question, Result, ResultWarning
from .tables import Packing, Tables, components, parts_of
from .terms import (
    ATTRIBUTE_TERMS,
    STRICTEST_FIRST,
    Attribute,
    Force,
    InstrumentState,
    Scheme,
    Source,
    Status,
    WarningCode,
)
from .vocabulary import FactType, FactValue, vocabulary

if TYPE_CHECKING:
    from .law import Law
    from .paths import Path


@dataclass(frozen=True, slots=True)
class HoldingGround:
    """A provision that holds in every completion of the known facts.

    Attributes:
        rule: rule id.
        citation: article, paragraph and item.
        force: ``must`` or ``may``.
        outcome: the attribute it leads to.
        gist: Chinese summary in our own words.
        english: the same in English.
    """

    rule: str
    citation: Citation
    force: Force
    outcome: Attribute
    gist: str
    english: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "rule": self.rule,
            "citation": self.citation.to_dict(),
            "force": str(self.force),
            "outcome": str(self.outcome),
            "gist": self.gist,
        }


class Bound:
    """A core at home in a classifier, for one declared attribute."""

    __slots__ = ("classifier", "core", "declared", "declaring", "residual_bit", "valid")

    def __init__(self, classifier: Classifier, core: engine.Core, declared: Attribute | None = None) -> None:
        self.classifier = classifier
        self.core = core
        self.declared = declared
        self.valid = None if declared is None else core.declared_valid(declared)
        self.residual_bit = classifier.residual_bit if core.residual else 0
        if core.contradictory:
            self.residual_bit = classifier.nothing_holds_bit
        #: the same core for each declared attribute, by id and Chinese term
        self.declaring: dict[str, Bound] = {}
        if declared is None:
            for attribute, term in ATTRIBUTE_TERMS[classifier.scheme].items():
                self.declaring[attribute] = self.declaring[term] = Bound(classifier, core, attribute)


class Decision(Result):
    """Answer to ``law.classify``: frozen, hashable, picklable, safe to share between threads.

    Everything but the outcome is worked out when asked for, from the facts kept inside.
    """

    __slots__ = ("_bound", "_key")

    _bound: Bound
    _key: int

    @property
    def status(self) -> Status:
        """``decided``, ``undetermined``, ``human_review`` or ``no_rule_in_force``."""
        return self._bound.core.status

    @property
    def attribute(self) -> Attribute | None:
        """The attribute; ``None`` unless decided."""
        return self._bound.core.attribute

    @property
    def possible(self) -> frozenset[Attribute]:
        """Attributes that some completion of the unknown facts still leads to; exact."""
        return self._bound.core.possible

    @property
    def permitted(self) -> frozenset[Attribute]:
        """Attributes the provider may lawfully choose whatever the unknown facts turn out to be."""
        return self._bound.core.permitted

    @property
    def declared(self) -> Attribute | None:
        """The declared attribute that was checked, if any."""
        return self._bound.declared

    @property
    def declared_valid(self) -> bool | None:
        """Whether the declared attribute can stand; ``None`` where that cannot be told, or none was declared."""
        return self._bound.valid

    @property
    def grounds(self) -> tuple[HoldingGround, ...]:
        """The provisions that hold in every completion, strictest class first."""
        bound = self._bound
        return bound.classifier.grounds(self._key, bound.residual_bit)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Unknown facts that would settle it, best first; empty when decided."""
        return self._bound.classifier.questions(self)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What must be done next, each with its citation."""
        return self._bound.classifier.actions(self)

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why the answer should be read with care."""
        return self._bound.classifier.warnings(self)

    @property
    def scheme(self) -> Scheme:
        """What was classified: opening or sharing."""
        return self._bound.classifier.scheme

    @property
    def facts(self) -> dict[str, FactValue]:
        """The stated facts that the law uses, by id."""
        return self._bound.classifier.stated(self._key)

    @property
    def receipt(self) -> dict[str, Any]:
        """What is needed to compute the same decision again: plain JSON, see ``library.replay``."""
        classifier = self._bound.classifier
        return classifier.law.receipt(
            "classify",
            self.facts,
            {
                "scheme": str(self.scheme),
                "unlisted": classifier.unlisted,
                "declared": None if self.declared is None else str(self.declared),
            },
        )

    def paths_to(self, target: str) -> tuple[Path, ...]:
        """The smallest lawful changes of fact that would lead to an attribute, each with its citations.

        Only what a provider can bring about is changed (masking, consent, a review); empty where there is no such way,
        or where the attribute is permitted already.

        Args:
            target: an attribute, by id or Chinese term.

        Raises:
            BadFact: it is no attribute.
        """
        from .paths import paths_to

        attribute = self._bound.classifier.attribute(target)
        return () if attribute is None else paths_to(self, attribute)

    def explain(self, lang: str = "zh") -> str:
        """Why, as a tree: what holds, what does not, what is unknown, what was not collected.

        Args:
            lang: ``zh`` (Chinese) or ``en`` (English).
        """
        from .explain import explain_decision

        return explain_decision(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; sets as lists, strictest first."""
        return {
            "place": self._bound.classifier.law.place.id,
            "on": self._bound.classifier.law.on.isoformat(),
            "scheme": str(self.scheme),
            "status": str(self.status),
            "attribute": None if self.attribute is None else str(self.attribute),
            "possible": [str(a) for a in STRICTEST_FIRST if a in self.possible],
            "permitted": [str(a) for a in STRICTEST_FIRST if a in self.permitted],
            "declared": None if self.declared is None else str(self.declared),
            "declared_valid": self.declared_valid,
            "grounds": [ground.to_dict() for ground in self.grounds],
            "questions": [question.to_dict() for question in self.questions],
            "actions": [action.to_dict() for action in self.actions],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "receipt": self.receipt,
        }

    def _identity(self) -> tuple[object, ...]:
        bound = self._bound
        return (bound.classifier.identity, bound.declared, self._key)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        found = self.attribute or self.status
        classifier = self._bound.classifier
        return f"<Decision {classifier.law.place.id} {classifier.law.on} {classifier.scheme}: {found}>"

    def __reduce__(self) -> tuple[Any, ...]:
        classifier = self._bound.classifier
        return _again, (classifier.law, self.facts, classifier.unlisted, self.declared, classifier.scheme)


def _again(law: Law, facts: dict[str, FactValue], unlisted: str, declared: str | None, scheme: str) -> Decision:
    return law.classify(facts, unlisted=unlisted, declared=declared, scheme=scheme)


class Classifier:
    """One scheme of classification at one place and date.

    Args:
        law: the law object the decisions belong to.
        scheme: opening or sharing.
        resolution: who answers, and who is above.
        unlisted: ``unknown``, or ``false`` to read bool facts that are not listed as false.
        strict: answer ``undetermined`` wherever ``missing_instrument`` would warn.
    """

    def __init__(self, law: Law, scheme: Scheme, resolution: Resolution, *, unlisted: str, strict: bool) -> None:
        self.law = law
        self.scheme = scheme
        self.resolution = resolution
        self.unlisted = unlisted
        self.strict = strict and any(warning.code is WarningCode.MISSING_INSTRUMENT for warning in resolution.warnings)
        self.identity = (law.identity, scheme, unlisted)
        answer = resolution.answer
        self.rules: Classification | None = answer.pack.classifications[scheme] if answer else None
        self.action_rules = self._nearest_actions()
        # Whom secrecy is left to is a matter of its own: the nearest text in force that speaks of it is cited.
        self.referrals: tuple[Referral, ...] = law.referrals if answer else ()
        rules = self.rules or Classification(scheme, grounds=())
        self.layout, self.listed = engine.layout_of(
            vocabulary(),
            rules,
            [link.pack.classifications[scheme] for link in resolution.above],
            self.action_rules if self.rules else (),
            self.referrals if self.rules else (),
        )
        self.compiled = engine.Compiled(rules, self.layout, vocabulary())
        deciding = engine.deciding(rules)
        self.residual_bit = 1 << len(deciding)
        #: marks facts that contradict each other: then nothing is said to hold
        self.nothing_holds_bit = 2 << len(deciding)
        groups = components(self.compiled, vocabulary().constraints)
        self._parts = parts_of(self.layout, groups)
        self.packing = Packing(self.layout, self._parts)
        self._bound: dict[engine.Core, Bound] = {}
        self._held: dict[int, tuple[HoldingGround, ...]] = {}

    def _nearest_actions(self) -> tuple[ActionRule, ...]:
        """Actions of the chain; of several on one matter, those of the nearest instrument."""
        found: list[ActionRule] = []
        for link in self.law.chain.links:
            if not link.binding:
                continue
            settled = {rule.matter for rule in found}
            found += [rule for rule in link.pack.actions if rule.scheme is self.scheme and rule.matter not in settled]
        return tuple(found)

    # -- deciding ---------------------------------------------------------------------------------------------------

    def decide(self, facts: Mapping[str, object], declared: object = None) -> Decision:
        """The plain path: checks everything, takes every form of facts.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact, or ``declared`` is no attribute.
        """
        known = vocabulary().normalise(facts)
        attribute = self.attribute(declared)
        key = self.packing.pack(known)
        effective = known
        if self.unlisted == "false":
            effective = self._filled(known, facts)
            # Both what was stated and what was read into it identify the decision.
            key |= self.packing.pack(effective) << self.packing.width
        bound = self.bind(self._core(effective))
        if attribute is not None:
            bound = bound.declaring[attribute]
        decision = object.__new__(Decision)
        decision._bound = bound
        decision._key = key
        return decision

    def _core(self, known: Mapping[str, FactValue]) -> engine.Core:
        bits = self.layout.knowledge(known)
        if not agree(self.compiled.consistent, bits):
            return engine.CONTRADICTORY
        if self.rules is None:
            return engine.unsettled(Status.NO_RULE_IN_FORCE)
        core = self.compiled.core(bits)
        if core.attribute is not Attribute.CLOSED and self._referred(known):
            core = engine.REFERRED
        return engine.strict(core) if self.strict else core

    def _referred(self, known: Mapping[str, FactValue]) -> bool:
        """Whether other law is known to govern, in a scheme whose own rules do not ask about that.

        The classes of sharing turn on who may have the data. A state secret is outside them: once it is known to be
        one, no class but the closed one is named.
        """
        return self.scheme is Scheme.SHARING and any(evaluate(rule.condition, known) for rule in self.referrals)

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
        if self.rules is None or self._parts is None or self.unlisted != "unknown":
            return None
        if self.scheme is Scheme.SHARING and self.referrals:
            return None
        return reader(self.packing, self._tables.rows, self.layout, self.listed, vocabulary(), decision=Decision)

    @functools.cached_property
    def _tables(self) -> Tables:
        assert self._parts is not None

        def bind(core: engine.Core) -> Bound:
            return self.bind(engine.strict(core) if self.strict else core)

        return Tables(self.compiled, self._parts, bind)

    def attribute(self, declared: object) -> Attribute | None:
        """The attribute of an id or Chinese term; ``None`` stays ``None``."""
        if declared is None:
            return None
        for attribute, term in ATTRIBUTE_TERMS[self.scheme].items():
            if isinstance(declared, str) and declared in (attribute, term):
                return attribute
        allowed = "、".join(f"{term}（{a}）" for a, term in ATTRIBUTE_TERMS[self.scheme].items())
        raise BadFact(f"申报的属性没有“{declared!s:.40}”。可选：{allowed}。", nearest=tuple(STRICTEST_FIRST))

    def _filled(self, known: dict[str, FactValue], given: Mapping[str, object]) -> dict[str, FactValue]:
        """Facts with unlisted bool facts read as false, as far as constraints let them be."""
        facts = vocabulary().facts
        listed = {vocabulary().fact(name).id for name in given}
        assumed = [name for name in self.layout.fields if facts[name].type is FactType.BOOL and name not in listed]
        filled: dict[str, FactValue] = {**dict.fromkeys(assumed, False), **known}
        for constraint in vocabulary().contradictions(filled):
            for name in constraint.facts:
                if name in assumed:
                    filled.pop(name, None)
        return filled

    # -- what a decision tells when asked -----------------------------------------------------------------------

    def _states(self, key: int) -> tuple[dict[str, FactValue], dict[str, FactValue]]:
        if self.unlisted != "false":
            known = self.packing.unpack(key)
            return known, known
        width = self.packing.width
        return self.packing.unpack(key >> width), self.packing.unpack(key & (1 << width) - 1)

    def stated(self, key: int) -> dict[str, FactValue]:
        """The facts as stated, by id, as far as the law uses them."""
        return self._states(key)[1]

    def effective(self, key: int) -> dict[str, FactValue]:
        """The facts the decision rests on, unlisted ones included where they were read as false."""
        return self._states(key)[0]

    def grounds(self, key: int, residual_bit: int) -> tuple[HoldingGround, ...]:
        """The grounds that hold in every completion, strictest class first."""
        if self._parts is not None and self.unlisted == "unknown" and self.rules is not None:
            tables, packing = self._tables, self.packing
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

    def holding(self, decision: Decision) -> tuple[Ground | Hold | Review, ...]:
        """Every provision, holds and reviews included, that holds in every completion."""
        if self.rules is None or decision._bound.core.contradictory:
            return ()
        return self.compiled.holding(self.layout.knowledge(self.effective(decision._key)))

    def questions(self, decision: Decision) -> tuple[Question, ...]:
        """Unknown facts that could settle the decision, best first."""
        if self.rules is None or decision.status is Status.DECIDED or decision._bound.core.contradictory:
            return ()
        known = self.layout.knowledge(self.effective(decision._key))
        names = engine.questions(self.compiled, known, self.listed)
        return tuple(Question(name, vocabulary().facts[name].question) for name in names)

    def actions(self, decision: Decision) -> tuple[Action, ...]:
        """What must be done next."""
        if self.rules is None:
            return ()
        facts = self.effective(decision._key)
        found: list[Action] = []
        if decision.status is not Status.DECIDED:
            for rule in self.holding(decision):
                if isinstance(rule, Hold):
                    found.append(Action("暂缓", rule.action, rule.english, rule.citation))
                elif isinstance(rule, Review):
                    found.append(Action("人工判断", rule.gist, rule.english, rule.citation))
            return tuple(found)
        return tuple(
            Action(rule.matter, rule.action, rule.english, rule.citation)
            for rule in self.action_rules
            if decision.attribute in rule.applies_to and not (rule.unless is not None and evaluate(rule.unless, facts))
        )

    def warnings(self, decision: Decision) -> tuple[ResultWarning, ...]:
        """Standing warnings of who answers, and those that the facts bring."""
        found = list(self.resolution.warnings)
        facts = self.effective(decision._key)
        if decision._bound.core.contradictory:
            found.append(self._contradiction(facts))
        elif self.rules is not None:
            found += self._draft_actions(decision)
            found += self._secrecy(facts)
            found += self._open_questions(decision, facts)
            found += self._higher_law(facts, {warning.code for warning in found})
        order = list(WarningCode)
        return tuple(sorted(dict.fromkeys(found), key=lambda warning: order.index(warning.code)))

    def _contradiction(self, facts: Mapping[str, FactValue]) -> ResultWarning:
        book = vocabulary()
        broken = book.contradictions(facts) or book.constraints
        names = list(dict.fromkeys(fact for rule in broken for fact in rule.facts if fact in facts))
        told = "、".join(f"“{book.facts[n].label}”为“{book.facts[n].term(facts[n])}”" for n in names)
        return ResultWarning(
            WarningCode.CONTRADICTORY_FACTS,
            f"下列事实互相矛盾，须由人核实：{told}。",
            f"These facts contradict each other: {', '.join(names)}.",
        )

    def _draft_actions(self, decision: Decision) -> list[ResultWarning]:
        used = {rule.citation.instrument for rule in self.action_rules if decision.attribute in rule.applies_to}
        return [
            draft(link.standing)
            for link in self.law.chain.links
            if link.standing.state is InstrumentState.DRAFT and link.standing.id in used
        ]

    def _secrecy(self, facts: Mapping[str, FactValue]) -> list[ResultWarning]:
        return [
            ResultWarning(
                WarningCode.SECRECY_LAW,
                f"{rule.gist}（{rule.citation}）。",
                f"{rule.english} ({rule.citation.instrument} {rule.citation.ref})".strip(),
                (rule.citation,),
            )
            for rule in self.referrals
            if evaluate(rule.condition, facts)
        ]

    def _open_questions(self, decision: Decision, facts: Mapping[str, FactValue]) -> list[ResultWarning]:
        assert self.rules is not None
        held = self.holding(decision)
        leaning: list[Provision] = list(held)
        tiers = {rule.outcome for rule in held if isinstance(rule, Ground)}
        if self.rules.residual is not None and decision._bound.core.residual:
            leaning.append(self.rules.residual)
        if self.rules.precedence is not None and len(tiers) > 1:
            leaning.append(self.rules.precedence)
        return [open_question(rule) for rule in leaning if _is_doubtful(rule, facts)]

    def _higher_law(self, facts: Mapping[str, FactValue], codes: set[WarningCode]) -> list[ResultWarning]:
        known = self.layout.knowledge(facts)
        outcomes = self.compiled.outcomes
        if not any(agree(outcomes[outcome], known) for outcome in engine.ATTRIBUTES):
            return []
        found: list[ResultWarning] = []
        for link, above, within in self._above:
            if agree(within, known):
                continue
            here = self.resolution.answer
            assert here is not None
            local = self.compiled.holding(known) or ()
            citations = [rule.citation for rule in local if isinstance(rule, Ground)]
            higher = [rule.citation for rule in above.holding(known) if isinstance(rule, Ground)]
            if not higher and above.rules.residual is not None:
                higher = [above.rules.residual.citation]
            if not citations and self.rules is not None and self.rules.residual is not None:
                citations = [self.rules.residual.citation]
            permits = [a for a in STRICTEST_FIRST if agree(above.permits[a], known)]
            terms = "、".join(ATTRIBUTE_TERMS[self.scheme][a] for a in permits)
            found.append(
                ResultWarning(
                    WarningCode.HIGHER_LAW,
                    f"与上位规定不一致：本地结果依据{'、'.join(map(str, citations))}，"
                    f"而{'、'.join(map(str, higher))}只允许{terms}。本库不判断哪一个无效。",
                    f"At odds with higher law: {link.standing.id} permits {', '.join(permits)}.",
                    (*citations, *higher),
                )
            )
            if link.standing.source is Source.SECONDARY and WarningCode.SECONDARY_SOURCE not in codes:
                found.append(secondary(link.standing))
        return found

    @functools.cached_property
    def _above(self) -> tuple[tuple[Link, engine.Compiled, tuple[int, ...]], ...]:
        found = []
        for link in self.resolution.above:
            above = engine.Compiled(link.pack.classifications[self.scheme], self.layout, vocabulary())
            found.append((link, above, self.compiled.within(above)))
        return tuple(found)


def _is_doubtful(rule: Provision, facts: Mapping[str, FactValue]) -> bool:
    """Whether the readings of the rule's open question may differ on these facts."""
    if rule.question is None:
        return False
    return rule.question.matters_when is None or evaluate(rule.question.matters_when, facts) is not False


def open_question(rule: Provision) -> ResultWarning:
    """The warning that a result leans on one of several readings."""
    assert rule.question is not None
    return ResultWarning(
        WarningCode.OPEN_QUESTION,
        f"{rule.citation}存疑，采用的读法：{rule.question.taken}；理由：{rule.question.reason}。",
        f"{rule.citation.instrument} {rule.citation.ref} allows more than one reading; see explain().",
        (rule.citation,),
    )
