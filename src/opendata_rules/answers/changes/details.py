"""What a verdict on a change rests on, read off the compiled form that gave the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ...logic.conditions import Condition
from ...logic.diagrams import Node
from ...logic.propositions import Propositions
from ...norms import warnings as told
from ...norms.pack import Classification
from ...norms.provisions import Change, Ground, Hold, Provision, Review
from ...norms.warnings import ResultWarning
from ...vocabulary.citations import enclosing
from ...vocabulary.facts import FactValue
from ...vocabulary.marks import Role
from ...vocabulary.terms import ATTRIBUTE_TERMS, STRICTEST_FIRST, RequirementState, Scheme, Verdict
from ..classification.compiled import deciding
from ..result import Action, Question
from ..settling import telling, unknown_facts
from .answer import ChangeVerdict, Details, RequirementResult
from .compiled import CompiledChange, Part, Target, asking_of

#: Id of the requirement that no provision writes: that the facts bear the attribute changed to.
TARGET = "target"
_T = TypeVar("_T")
_TERMS = ATTRIBUTE_TERMS[Scheme.OPENING]
_STATES = {
    frozenset({True}): RequirementState.MET,
    frozenset({False}): RequirementState.MISSING,
}


def details_of(compiled: CompiledChange, verdict: ChangeVerdict) -> Details:
    """What a verdict tells when asked: requirements, who decides, what a human must judge, why to be careful."""
    return _Details(compiled, verdict).gathered()


def questions_of(compiled: CompiledChange, verdict: ChangeVerdict) -> tuple[Question, ...]:
    """The unknown facts that would settle a verdict, best first; none where it is definite."""
    if len(verdict.possible) < 2:
        return ()
    propositions = compiled.propositions
    known = propositions.read(dict(verdict.stated), None)
    return telling(propositions, compiled.whole, known, compiled.order.vocabulary)


class _Details:
    """The details of one verdict."""

    def __init__(self, compiled: CompiledChange, verdict: ChangeVerdict) -> None:
        self.compiled, self.verdict = compiled, verdict
        self.order = compiled.order
        self.propositions: Propositions = compiled.propositions
        self.facts: Mapping[str, FactValue] = dict(verdict.stated)
        self.known: Sequence[int] = self.propositions.read(self.facts, None)
        self.contradictory = not verdict.possible
        self.parts = self._parts()

    def _parts(self) -> tuple[Part, ...]:
        """The directions that are still possible; the only part where the attribute changes."""
        direction = self.facts.get(self.order.vocabulary.role(Role.DIRECTION).id)
        parts = self.compiled.parts
        if direction is None or any(part.direction is None for part in parts):
            return parts
        return tuple(part for part in parts if part.direction == direction)

    # -- truths -------------------------------------------------------------------------------------------------------

    def truths(self, node: Node) -> frozenset[bool]:
        """What completions make of a condition; where facts are contradictory, what each fact by itself does."""
        diagrams = self.propositions.diagrams
        stands = diagrams.yes if self.contradictory else self.propositions.consistent
        found: frozenset[bool] = diagrams.settled(diagrams.outcomes(node, stands), self.known)
        return found

    def surely(self, condition: Condition) -> bool:
        """Whether a condition holds in every completion."""
        return self.truths(self.propositions.node(condition)) == {True}

    def maybe(self, condition: Condition) -> bool:
        """Whether a condition holds in some completion."""
        return True in self.truths(self.propositions.node(condition))

    # -- pieces -------------------------------------------------------------------------------------------------------

    def gathered(self) -> Details:
        """All of them."""
        held = self.compiled.before
        named = _once(change for part in self.parts for change in part.provisions)
        needs = [need for change in named for need in self._requirements(change)]
        if not self.contradictory:
            needs += _once(target for part in self.parts for target in self._target(part))
        moves = [move for change in named for move in change.moves]
        consequence = _once(citation for change in named for citation in change.consequences)
        warnings = [*self._warnings(named)]
        cited = [*consequence, *(need.citation for need in needs)]
        cited += [citation for warning in warnings for citation in warning.citations]
        return Details(
            citation=named[0].citation if named else None,
            requirements=tuple(needs),
            approver=_once(value for change in named for value in change.approvers),
            consequence=consequence,
            permitted=frozenset(to for start, to in moves if start is held and to is not held),
            reviews=_once(self._reviews(named)),
            actions=_once(self._actions()),
            warnings=told.in_order((*warnings, *self.order.ending(cited))),
        )

    def _requirements(self, change: Change) -> Iterator[RequirementResult]:
        for need in change.requirements_at(self.order.place.level):
            node = self.propositions.node(need.condition)
            state = _STATES.get(self.truths(node), RequirementState.UNKNOWN)
            unknown = unknown_facts(self.propositions, node, self.known)
            yield RequirementResult(
                id=need.id,
                state=state,
                citation=need.citation,
                gist=need.gist,
                english=need.english,
                hard=need.hard,
                facts=unknown if state is RequirementState.UNKNOWN else (),
            )

    def _target(self, part: Part) -> Iterator[RequirementResult]:
        """That the facts bear the attribute changed to, with the provision that says so or does not."""
        rules, wanted = self.compiled.rules, self.compiled.after
        if rules is None or part.aftermath is None:
            return
        diagrams = self.propositions.diagrams
        found = diagrams.settled(diagrams.outcomes(part.target, self.propositions.consistent), self.known)
        state = {frozenset({Target.FITS}): RequirementState.MET, frozenset({Target.EXCLUDED}): RequirementState.MISSING}
        told_of, surely = self._speaking(part)
        term = _TERMS[wanted]
        # Where it is open which of several holds, what all are in is cited, and not one that may not hold.
        open_which = len(told_of) > 1 and not surely
        citation = enclosing([rule.citation for rule in told_of]) if open_which else told_of[0].citation
        reasons = ("，至少有一条成立：" if open_which else "：") + "；".join(rule.gist for rule in told_of)
        english = (", at least one holds: " if open_which else ": ") + "; ".join(rule.english for rule in told_of)
        facts: tuple[str, ...] = ()
        match stood := state.get(found, RequirementState.UNKNOWN):
            case RequirementState.MET:
                gist, meaning = f"变更后可以列为{term}{reasons}", f"the data may then be {wanted}{english}"
            case RequirementState.MISSING:
                gist, meaning = f"变更后不能列为{term}{reasons}", f"the data may not then be {wanted}{english}"
            case _:
                gist, meaning = f"变更后能否列为{term}，尚不能定", f"whether it may then be {wanted} is not settled"
                facts = unknown_facts(self.propositions, part.target, self.known)
        yield RequirementResult(TARGET, stood, citation, gist, meaning, hard=True, facts=facts)

    def _speaking(self, part: Part) -> tuple[tuple[Provision, ...], bool]:
        """The provisions of the class once the change is made: those that surely hold, else those that may decide."""
        rules, seen = self.compiled.rules, part.aftermath
        assert rules is not None
        assert seen is not None
        for holds, surely in ((self.surely, True), (self.maybe, False)):
            for tier in _tiers(rules):
                held = tuple(rule for rule in tier if holds(seen(rule.condition)))
                if held:
                    return held, surely
            if rules.residual is not None and not any(self.maybe(seen(rule.condition)) for rule in deciding(rules)):
                return (rules.residual,), True
        spoken = rules.residual or rules.precedence or next(iter(deciding(rules)))
        return (spoken,), False

    def _reviews(self, named: Iterable[Change]) -> Iterator[tuple[str, str]]:
        """What a human must judge, in Chinese and in English."""
        for change in named:
            yield from ((one.gist, one.english) for one in change.reviews if self.surely(asking_of(one)))
        for part in self.parts:
            rules, seen = self.compiled.rules, part.aftermath
            if rules is not None and seen is not None and not self.contradictory:
                yield from ((rule.gist, rule.english) for rule in rules.reviews if self._surely_decides(rule, part))
        corrected = all(self.truths(part.corrected) == {True} for part in self.parts)
        if corrected and self.verdict.verdict is Verdict.HUMAN_REVIEW and not self.contradictory:
            yield (
                "按已知事实，现有的不予开放没有依据，属于纠正而不是变更，须由人判断",
                "no provision closes the data as it is held: this is a correction, not a change, and needs a human",
            )
        if self.contradictory and not self.parts:
            held = self.compiled.before
            yield (
                f"{_TERMS[held]}的数据没有开放条件，条件收紧或者放宽是什么意思，须由人核实",
                f"data that is {held} has no conditions; what their change means needs a human",
            )

    def _surely_decides(self, rule: Review, part: Part) -> bool:
        assert part.aftermath is not None
        diagrams = self.propositions.diagrams
        targets = diagrams.settled(diagrams.outcomes(part.target, self.propositions.consistent), self.known)
        return bool(targets == {Target.REVIEW}) and self.surely(part.aftermath(rule.condition))

    def _actions(self) -> Iterator[Action]:
        """What must be done before the class can be told."""
        for part in self.parts:
            rules, seen = self.compiled.rules, part.aftermath
            if rules is None or seen is None or self.contradictory:
                continue
            for rule in rules.holds:
                if self.surely(seen(rule.condition)):
                    yield Action("暂缓", rule.action, rule.action_english, rule.citation, matter_english="hold")

    # -- warnings -----------------------------------------------------------------------------------------------------

    def _warnings(self, named: tuple[Change, ...]) -> Iterator[ResultWarning]:
        order, compiled = self.order, self.compiled
        told_by = [part.resolution for part in self.parts]
        for resolution in compiled.resolutions if self.contradictory else told_by:
            yield from resolution.warnings
        for part in self.parts:
            if not part.provisions and part.aftermath is not None:
                yield told.no_change_provision(order.place)
        if compiled.rules is not None and any(part.aftermath for part in self.parts):
            yield from compiled.classifier.resolution.warnings
        if self.contradictory:
            direction = order.vocabulary.role(Role.DIRECTION).id
            # Where the rules contradict each other, no fact is more to blame than another.
            names = self.propositions.clash(self.facts, None) or ({direction} & self.facts.keys()) or self.facts
            yield told.contradictory(names, self.facts, order.vocabulary)
        yield from told.secrecy(order.referrals, self.facts)
        for change in named:
            if change.question is not None and self._matters(change.question.matters_when):
                yield told.open_question(change)
        for part, rule in self._spoken():
            # A question of the class is asked, as the class is, of the data once the change is made.
            if rule.question is not None and self._matters(rule.question.matters_when, part):
                yield told.open_question(rule)
        yield from self._higher()

    def _matters(self, when: Condition | None, part: Part | None = None) -> bool:
        """Whether readings may differ on these facts, or on the data once the change is made."""
        if when is None:
            return True
        return self.maybe(part.aftermath(when) if part is not None and part.aftermath is not None else when)

    def _spoken(self) -> Iterator[tuple[Part, Provision]]:
        """The provisions on which the judgement of the target leans."""
        if self.contradictory:
            return
        for part in self.parts:
            if part.aftermath is not None:
                for rule in self._speaking(part)[0]:
                    yield part, rule

    def _higher(self) -> Iterator[ResultWarning]:
        """What higher law asks besides, where this law allows."""
        if self.verdict.verdict is not Verdict.ALLOWED:
            return
        for part in self.parts:
            for link, changes in self.compiled.above(part):
                lacking = [
                    need
                    for change in changes
                    for need in self._requirements(change)
                    if need.hard and need.state is RequirementState.MISSING
                ]
                if lacking:
                    needs = "、".join(f"{need.gist}（{need.citation}）" for need in lacking)
                    yield from told.higher_law(
                        f"本地规定的条件已满足，上位规定还要求：{needs}",
                        "asks for more",
                        (*(change.citation for change in part.provisions), *(need.citation for need in lacking)),
                        link.standing,
                    )


def _tiers(rules: Classification) -> Iterator[tuple[Ground | Hold | Review, ...]]:
    """The provisions of a classification by what decides first."""
    strict, *laxer = STRICTEST_FIRST
    yield tuple(ground for ground in rules.grounds if ground.outcome is strict)
    yield rules.reviews
    yield rules.holds
    for attribute in laxer:
        yield tuple(ground for ground in rules.grounds if ground.outcome is attribute)


def _once(found: Iterable[_T]) -> tuple[_T, ...]:
    """Each but once, in order."""
    return tuple(dict.fromkeys(found))
