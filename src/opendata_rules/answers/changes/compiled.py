"""A change compiled: everything that bears on one move, in one diagram.

The provision that names the move, the class of the data once the change is made, holds, reviews, the correction of data
that no provision closes, and the constraints between facts are parts of one function of the facts. Its value on a
complete description is a verdict; what some completion of the known facts leads to is read off the diagram.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...logic.budget import Budget
from ...logic.conditions import Condition, Is, NoneOf
from ...logic.diagrams import Node
from ...logic.propositions import Propositions
from ...norms.chain import Link, Resolution
from ...norms.order import LegalOrder
from ...norms.pack import Classification, Pack
from ...norms.provisions import Change, Review
from ...values import Term
from ...vocabulary.facts import FactValue
from ...vocabulary.marks import APPLIED, Role
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme, Verdict
from ..bounded import bounded_once
from ..classification.compiled import Outcome, deciding
from ..classification.computation import classifier_of
from ..settling import QuickReader
from .target import Aftermath, Class, class_of

#: Values of the fact that says how conditions change, where they do.
_STRICTER, _LOOSER = "stricter", "looser"


class Target(Term):
    """How the class of the data stands to the attribute changed to."""

    FITS = "fits"
    EXCLUDED = "excluded"
    REVIEW = "review"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Part:
    """What decides one move, or one direction of a change of conditions.

    Attributes:
        direction: value of the fact that says how conditions change; ``None`` where the attribute changes.
        resolution: who answers, and who is above.
        provisions: the provisions of the answering instrument that name the move.
        aftermath: how conditions of the classification are asked; ``None`` where none is in force.
        missing: where a hard requirement is not met.
        target: how the class stands to the attribute changed to.
        corrected: where the data is held closed although its class is another.
        verdict: the verdict of each complete description.
    """

    direction: FactValue | None
    resolution: Resolution
    provisions: tuple[Change, ...]
    aftermath: Aftermath | None
    missing: Node
    target: Node
    corrected: Node
    verdict: Node


def asking_of(review: Review) -> Condition:
    """When a human must judge."""
    return review.condition if review.unless is None else NoneOf((NoneOf((review.condition,)), review.unless))


class CompiledChange:
    """One move under one order.

    Attributes:
        propositions: its variables.
        conditions: everything that it asks.
        verdict: the verdict of each complete description.
        whole: the verdicts that the completions of the known facts lead to (a diagram for ``settled``).
        resolutions: who answers, and who is above; one for each direction where only conditions change.
        stands: the descriptions that can stand, where the attributes are as they are said to be.
        parts: one for a move; one for each direction where only the conditions of conditional data change.
        rules: the classification that judges the target; ``None`` where none is in force.
        reader: reads plain facts quickly.

    Raises:
        OutOfBudget: the rules are too entangled.
    """

    def __init__(
        self,
        order: LegalOrder,
        before: Attribute,
        after: Attribute,
        budget: Budget,
        propositions: Propositions | None = None,
    ) -> None:
        """Compile a move; over given variables, so that it can be compared, those of another law among them."""
        self.order, self.before, self.after = order, before, after
        self.classifier = classifier_of(order, Scheme.OPENING)
        self.rules: Classification | None = self.classifier.rules
        self._compile(budget, propositions)
        self.reader = QuickReader(self.propositions, order.vocabulary)

    def _compile(self, budget: Budget, propositions: Propositions | None) -> None:
        order, same = self.order, self.before is self.after
        direction = order.vocabulary.role(Role.DIRECTION)
        asked: list[tuple[FactValue | None, Resolution, tuple[Change, ...]]] = []
        for value in (_STRICTER, _LOOSER) if same else (None,):
            resolution = order.resolve(lambda pack, value=value: bool(self._naming(pack, value)))  # type: ignore[misc]
            named = self._naming(resolution.answer.pack, value) if resolution.answer else ()
            asked.append((value, resolution, named))
        self.conditions = tuple(self._conditions(asked))
        self.propositions = propositions or variables(order, same, self.conditions, budget)
        diagrams = self.propositions.diagrams
        self._before = None if self.rules is None else class_of(self.rules, self.propositions)
        self.resolutions = tuple(resolution for _, resolution, _ in asked)
        self.stands = self.propositions.consistent
        if same and self.before is not Attribute.CONDITIONAL:
            # Only conditional data has conditions: whoever says that they change contradicts the attribute.
            changing = self.propositions.node(Is(direction.id, (_STRICTER, _LOOSER)))
            self.stands = diagrams.both(self.stands, diagrams.negated(changing))
            asked = []
        self.parts = tuple(self._part(budget, *one) for one in asked)
        self.verdict = diagrams.leaf(Verdict.NOT_REGULATED)
        for part in self.parts:
            if part.direction is None:
                self.verdict = part.verdict
            else:
                says = self.propositions.node(Is(direction.id, (part.direction,)))
                self.verdict = diagrams.apply(
                    lambda now, then, chosen: then if chosen else now, self.verdict, part.verdict, says
                )
        self.whole = diagrams.outcomes(self.verdict, self.stands)

    def _naming(self, pack: Pack, direction: FactValue | None) -> tuple[Change, ...]:
        """The provisions of a pack that name the move."""
        if direction is not None:
            return tuple(rule for rule in pack.changes if direction in rule.condition_changes)
        return tuple(rule for rule in pack.changes if (self.before, self.after) in rule.moves)

    def _conditions(self, asked: list[tuple[FactValue | None, Resolution, tuple[Change, ...]]]) -> Iterator[Condition]:
        """Everything that is asked, in article order: first of the class, then of the change."""
        if self.rules is not None:
            for rule in deciding(self.rules):
                yield rule.condition
            for residual in (self.rules.residual, *deciding(self.rules)):
                if residual is not None and residual.question and residual.question.matters_when:
                    yield residual.question.matters_when
        for direction, resolution, named in asked:
            above = [rule for link in resolution.above for rule in self._naming(link.pack, direction)]
            for change in (*named, *above):
                for need in change.requirements_at(self.order.place.level):
                    yield need.condition
                for review in change.reviews:
                    yield asking_of(review)
                if change.question is not None and change.question.matters_when is not None:
                    yield change.question.matters_when

    def above(self, part: Part) -> Iterator[tuple[Link, tuple[Change, ...]]]:
        """What higher instruments say of the same move."""
        for link in part.resolution.above:
            yield link, self._naming(link.pack, part.direction)

    def _part(
        self, budget: Budget, direction: FactValue | None, resolution: Resolution, named: tuple[Change, ...]
    ) -> Part:
        propositions, diagrams = self.propositions, self.propositions.diagrams
        missing, doubtful = diagrams.no, diagrams.no
        for change in named:
            with budget.on(change.id):
                needs = change.requirements_at(self.order.place.level)
                hard = [propositions.node(need.condition) for need in needs if need.hard]
                missing = diagrams.either(missing, *map(diagrams.negated, hard))
                doubtful = diagrams.either(doubtful, *(propositions.node(asking_of(one)) for one in change.reviews))
        corrected, target, aftermath = diagrams.no, diagrams.leaf(Target.FITS), None
        if self.rules is not None and self._before is not None:
            cures = {cure for change in named for cure in change.cures}
            aftermath = Aftermath(self.order.vocabulary, sorted(cures), self.rules)
            target = diagrams.apply(
                lambda found: self._stands(found, direction), class_of(self.rules, propositions, aftermath)
            )
            if self.before is Attribute.CLOSED:
                corrected = diagrams.apply(_another_class, self._before)
        if not named and self.rules is None:
            verdict = diagrams.leaf(Verdict.NOT_REGULATED)
        else:
            judge = _judged if named else _judged_by_class_alone
            verdict = diagrams.apply(judge, corrected, missing, doubtful, target)
        return Part(direction, resolution, named, aftermath, missing, target, corrected, verdict)

    def _stands(self, found: Class, direction: FactValue | None) -> Target:
        """How a class stands to the attribute changed to."""
        if isinstance(found, Outcome):
            return Target.REVIEW if found is Outcome.REVIEW else Target.HOLD
        place = STRICTEST_FIRST.index
        loosening = direction == _LOOSER or place(self.after) > place(self.before)
        # To open less than the class would let is no one's harm; to close more than the class says is.
        fits = any(place(one) >= place(self.after) for one in found) if loosening else self.after in found
        return Target.FITS if fits else Target.EXCLUDED


def _another_class(found: Class) -> bool:
    """Whether data that is held closed belongs to a class that is not closed."""
    return not isinstance(found, Outcome) and Attribute.CLOSED not in found


def _judged(corrected: bool, missing: bool, doubtful: bool, target: Target) -> Verdict:
    """The verdict where a provision names the move: correction, then what forbids, then a human, then a hold."""
    if missing or target is Target.EXCLUDED:
        return Verdict.HUMAN_REVIEW if corrected else Verdict.FORBIDDEN
    if doubtful or target is Target.REVIEW:
        return Verdict.HUMAN_REVIEW
    return Verdict.UNDETERMINED if target is Target.HOLD else Verdict.ALLOWED


def _judged_by_class_alone(corrected: bool, missing: bool, doubtful: bool, target: Target) -> Verdict:
    """The verdict where no provision names the move."""
    return Verdict.HUMAN_REVIEW if corrected else _judged(False, missing, doubtful, target)


def variables(order: LegalOrder, same: bool, conditions: Iterable[Condition], budget: Budget) -> Propositions:
    """The variables of a move: what tells that data was masked or consented to comes first, since much hangs on it.

    Args:
        order: whose facts they are.
        same: whether only conditions change.
        conditions: everything that is asked.
        budget: what the diagrams over them may cost.
    """
    roles = (*((Role.DIRECTION,) if same else ()), *APPLIED.values())
    first = [order.vocabulary.role(role).id for role in roles]
    return Propositions(conditions, order.vocabulary, first=first, budget=budget)


def compiled_change(order: LegalOrder, before: Attribute, after: Attribute) -> CompiledChange:
    """The compiled form of one move under an order; made once.

    Raises:
        BadPack: the rules are too entangled to be compiled.
    """
    return bounded_once(
        order,
        ("change", before, after),
        "判断属性变更",
        lambda budget: CompiledChange(order, before, after, budget),
    )
