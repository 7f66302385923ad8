"""A classification compiled to cubes: the plain, exact evaluator of one scheme at one place and date.

Outcomes by strictness: closed, human review, hold, conditional, open. The strictest one with a holding provision
decides; the residual takes what no stricter provision reaches. What this module calls an outcome of the known facts
is an outcome of some completion of them that is consistent with the vocabulary's constraints.

:mod:`opendata_rules.answers.classification.tables` gives the same answers faster and is tested against this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from ...logic.budget import Budget
from ...logic.conditions import Condition, facts_of
from ...logic.cubes import Cubes, Layout, agree
from ...norms.pack import Classification
from ...norms.provisions import ActionRule, Ground, Hold, Referral, Residual, Review
from ...values import Term
from ...vocabulary.facts import Vocabulary
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, Status


class Outcome(Term):
    """Where a complete description of a dataset ends."""

    CLOSED = "closed"
    REVIEW = "review"
    HOLD = "hold"
    CONDITIONAL = "conditional"
    OPEN = "open"


#: Outcomes that are attributes.
ATTRIBUTES: Mapping[Outcome, Attribute] = {
    Outcome.CLOSED: Attribute.CLOSED,
    Outcome.CONDITIONAL: Attribute.CONDITIONAL,
    Outcome.OPEN: Attribute.OPEN,
}
_OUTCOMES = {attribute: outcome for outcome, attribute in ATTRIBUTES.items()}


@dataclass(frozen=True, slots=True)
class Core:
    """What the known facts lead to, apart from texts.

    Attributes:
        status: how far the classification got.
        attribute: the attribute, if decided.
        possible: attributes some completion leads to.
        permitted: attributes that every completion permits.
        valid: for each attribute, whether it may be declared (``None``: cannot tell).
        contradictory: whether no completion is consistent.
        residual: whether the residual certainly holds.
    """

    status: Status
    attribute: Attribute | None
    possible: frozenset[Attribute]
    permitted: frozenset[Attribute]
    valid: tuple[tuple[Attribute, bool | None], ...]
    contradictory: bool = False
    residual: bool = False

    def declared_valid(self, declared: Attribute) -> bool | None:
        """Whether the attribute may be declared."""
        return dict(self.valid)[declared]


def unsettled(status: Status) -> Core:
    """A core without attributes, for what no rule answers."""
    return Core(status, None, frozenset(), frozenset(), tuple((a, None) for a in STRICTEST_FIRST))


CONTRADICTORY = Core(
    Status.HUMAN_REVIEW,
    None,
    frozenset(),
    frozenset(),
    tuple((a, None) for a in STRICTEST_FIRST),
    contradictory=True,
)


def layout_of(
    vocabulary: Vocabulary,
    local: Classification,
    above: Iterable[Classification],
    actions: Iterable[ActionRule],
    referrals: Iterable[Referral],
    besides: Iterable[Condition] = (),
) -> tuple[Layout, tuple[str, ...]]:
    """The layout of everything that can change a result, and the ids of the facts that rules ask about.

    Facts stand in article order of the answering instrument, then those of higher law, then those of actions. Facts
    that only constraints bring in, or conditions ``besides``, come last and are not listed: stated, they are used all
    the same.
    """
    conditions: list[Condition] = [rule.condition for rule in deciding(local)]
    for higher in above:
        conditions += [rule.condition for rule in deciding(higher)]
    conditions += [action.unless for action in actions if action.unless is not None]
    conditions += [referral.condition for referral in referrals]
    listed = dict.fromkeys(fact for condition in conditions for fact in facts_of(condition))
    tied = dict.fromkeys(fact for constraint in vocabulary.constraints for fact in constraint.facts)
    questions: list[Condition] = [
        rule.question.matters_when
        for rule in (*deciding(local), local.residual, local.precedence)
        if rule is not None and rule.question is not None and rule.question.matters_when is not None
    ]
    asked = dict.fromkeys(fact for condition in (*questions, *besides) for fact in facts_of(condition))
    names = [name for name in listed | asked | tied if vocabulary.facts[name].finite]
    return Layout(vocabulary.facts[name] for name in names), tuple(listed)


def outcome_of(rule: Ground | Hold | Review | Residual) -> Outcome:
    """The outcome that a provision leads to where nothing stricter holds."""
    if isinstance(rule, Hold):
        return Outcome.HOLD
    return Outcome.REVIEW if isinstance(rule, Review) else _OUTCOMES[rule.outcome]


def deciding(rules: Classification) -> tuple[Ground | Hold | Review, ...]:
    """Every provision with a condition, in the order written, strictest kind first."""
    return (*rules.grounds, *rules.reviews, *rules.holds)


def consistent(layout: Layout, vocabulary: Vocabulary) -> Cubes:
    """What the constraints of the vocabulary leave possible."""
    return layout.consistent(
        rule for rule in vocabulary.constraints if all(fact in layout.fields for fact in rule.facts)
    )


class Compiled:
    """The groups of cubes that answer every question about one classification.

    Args:
        rules: the classification.
        layout: its facts.
        vocabulary: the facts there are, with the constraints between them.
        budget: counts the work, and names the provision it is done for.

    Attributes:
        outcomes: where some completion ends.
        permits: completions that permit an attribute.
        denies: completions that do not.
        absent: by rule id, completions in which the provision does not hold.
        present: by rule id, completions in which the provision holds.
        asked: ids of the facts that its provisions ask about; no other one can change the outcome.
        widest: id of the provision that spreads into the most combinations.

    Raises:
        OutOfBudget: the conditions spread into more combinations than the budget allows.
    """

    def __init__(self, rules: Classification, layout: Layout, vocabulary: Vocabulary, budget: Budget) -> None:
        self.rules = rules
        self.layout = layout
        #: counts; what is kept and asked again later must not
        self._layout = layout.counting(budget)
        self._budget = budget
        self.consistent = consistent(self._layout, vocabulary)
        self._tiers = {
            attribute: [ground for ground in rules.grounds if ground.outcome is attribute]
            for attribute in STRICTEST_FIRST
        }
        self._holds: dict[str, Cubes] = {}
        self._fails: dict[str, Cubes] = {}
        self.present: dict[str, Cubes] = {}
        self.absent: dict[str, Cubes] = {}
        for rule in deciding(rules):
            with budget.on(rule.id):
                self._holds[rule.id] = self._layout.cubes(rule.condition)
                self._fails[rule.id] = self._layout.cubes(rule.condition, negated=True)
                self.present[rule.id] = self._layout.both(self.consistent, self._holds[rule.id])
                self.absent[rule.id] = self._layout.both(self.consistent, self._fails[rule.id])
        self.asked = {fact for rule in deciding(rules) for fact in facts_of(rule.condition)}
        self.widest = max(self._holds, key=lambda name: len(self._holds[name]) + len(self._fails[name]), default="")
        with budget.on(self.widest):
            self.outcomes = self._outcomes()
            self.permits = {attribute: self._permits(attribute) for attribute in STRICTEST_FIRST}
            self.denies = {attribute: self._denies(attribute) for attribute in STRICTEST_FIRST}

    def _some(self, within: Cubes, provisions: Iterable[Ground | Hold | Review]) -> Cubes:
        """Of a set, the completions in which some of the provisions holds."""
        parts = []
        for provision in provisions:
            with self._budget.on(provision.id):
                parts.append(self._layout.both(within, self._holds[provision.id]))
        return self._layout.either(*parts)

    def _none(self, within: Cubes, provisions: Iterable[Ground | Hold | Review]) -> Cubes:
        """Of a set, the completions in which none of the provisions holds."""
        for provision in sorted(provisions, key=lambda provision: len(self._fails[provision.id])):
            with self._budget.on(provision.id):
                within = self._layout.both(within, self._fails[provision.id])
        return within

    def _outcomes(self) -> dict[Outcome, Cubes]:
        rules = self.rules
        residual = _OUTCOMES[rules.residual.outcome] if rules.residual else Outcome.REVIEW
        ladder: list[tuple[Outcome, Iterable[Ground | Hold | Review]]] = [
            (Outcome.CLOSED, self._tiers[Attribute.CLOSED]),
            (Outcome.REVIEW, rules.reviews),
            (Outcome.HOLD, rules.holds),
            (Outcome.CONDITIONAL, self._tiers[Attribute.CONDITIONAL]),
            (Outcome.OPEN, self._tiers[Attribute.OPEN]),
        ]
        found: dict[Outcome, Cubes] = {}
        rest = self.consistent
        for outcome, provisions in ladder:
            provisions = tuple(provisions)
            found[outcome] = self._some(rest, provisions)
            rest = self._none(rest, provisions)
        # What nothing reaches goes to the residual; without one the text has a gap, and a human must judge.
        found[residual] = self._layout.either(found[residual], rest)
        return found

    def _permits(self, attribute: Attribute) -> Cubes:
        parts = []
        for decided in STRICTEST_FIRST:
            outcome = self.outcomes[_OUTCOMES[decided]]
            if decided is attribute:
                parts.append(outcome)
            elif any(attribute in ground.choices for ground in self._tiers[decided]):
                against = [ground for ground in self._tiers[decided] if attribute not in ground.choices]
                willing = [ground for ground in self._tiers[decided] if attribute in ground.choices]
                parts.append(self._some(self._none(outcome, against), willing))
        return self._layout.either(*parts)

    def _denies(self, attribute: Attribute) -> Cubes:
        parts = [self.outcomes[Outcome.HOLD], self.outcomes[Outcome.REVIEW]]
        for decided in STRICTEST_FIRST:
            if decided is attribute:
                continue
            outcome = self.outcomes[_OUTCOMES[decided]]
            against = [ground for ground in self._tiers[decided] if attribute not in ground.choices]
            willing = [ground for ground in self._tiers[decided] if attribute in ground.choices]
            if not willing:
                parts.append(outcome)
            else:
                parts.append(self._some(outcome, against))
                parts.append(self._none(outcome, willing))
        return self._layout.either(*parts)

    def within(self, above: Compiled, budget: Budget) -> Cubes:
        """Completions in which the outcome here is one that higher law permits, or either side leaves it open.

        Raises:
            OutOfBudget: there are too many combinations.
        """
        layout = self.layout.counting(budget)
        parts: list[Cubes] = [self.outcomes[Outcome.HOLD], self.outcomes[Outcome.REVIEW]]
        lenient = layout.either(above.outcomes[Outcome.HOLD], above.outcomes[Outcome.REVIEW])
        for outcome, attribute in ATTRIBUTES.items():
            allowed = layout.either(lenient, above.permits[attribute])
            parts.append(layout.both(self.outcomes[outcome], allowed))
        return layout.either(*parts)

    # -- answers ----------------------------------------------------------------------------------------------------

    def core(self, known: int) -> Core:
        """What the known facts lead to.

        Args:
            known: bits of the stated values (:meth:`Layout.knowledge`).
        """
        return core_of(
            self,
            frozenset(outcome for outcome, cubes in self.outcomes.items() if agree(cubes, known)),
            frozenset(attribute for attribute, cubes in self.permits.items() if agree(cubes, known)),
            frozenset(attribute for attribute, cubes in self.denies.items() if agree(cubes, known)),
        )

    def holding(self, known: int) -> tuple[Ground | Hold | Review, ...]:
        """The provisions that hold in every completion, in the order written."""
        if not agree(self.consistent, known):
            return ()
        return tuple(rule for rule in deciding(self.rules) if not agree(self.absent[rule.id], known))


def core_of(
    compiled: Compiled,
    live: frozenset[Outcome],
    permitting: frozenset[Attribute],
    denying: frozenset[Attribute],
) -> Core:
    """The core that follows from which groups agree with the known facts."""
    if not live:
        return CONTRADICTORY
    possible = frozenset(ATTRIBUTES[outcome] for outcome in live if outcome in ATTRIBUTES)
    attribute = None
    if live == {Outcome.REVIEW}:
        status = Status.HUMAN_REVIEW
    elif len(live) == 1 and possible:
        status = Status.DECIDED
        [attribute] = possible
    else:
        status = Status.UNDETERMINED
    residual = compiled.rules.residual
    reached = residual is not None and all(
        ATTRIBUTES.get(outcome) is not None
        and STRICTEST_FIRST.index(ATTRIBUTES[outcome]) >= STRICTEST_FIRST.index(residual.outcome)
        for outcome in live
    )
    valid: list[tuple[Attribute, bool | None]] = []
    for candidate in STRICTEST_FIRST:
        if candidate not in denying:
            valid.append((candidate, True))
        elif candidate not in permitting and Outcome.REVIEW not in live:
            valid.append((candidate, False))
        else:
            valid.append((candidate, None))
    return Core(
        status=status,
        attribute=attribute,
        possible=possible,
        permitted=frozenset(a for a in STRICTEST_FIRST if a in permitting and a not in denying),
        valid=tuple(valid),
        residual=reached,
    )


def strict(core: Core) -> Core:
    """The core under ``strict``: what may rest on law that is not collected is not decided."""
    if core.contradictory:
        return core
    return Core(
        status=Status.UNDETERMINED,
        attribute=None,
        possible=core.possible,
        permitted=frozenset(),
        valid=tuple((a, None) for a in STRICTEST_FIRST),
    )


def questions(compiled: Compiled, known: int, listed: Iterable[str], budget: Budget) -> tuple[str, ...]:
    """Ids of unknown facts that could settle the outcome, best first.

    A fact counts if in some completion its value alone changes the outcome. Best is the smallest number of possible
    attributes left on average over its values, then the smallest number of outcomes of any kind; ties go by the
    order of ``listed`` (article order).

    Raises:
        OutOfBudget: there are too many combinations to compare.
    """
    layout = compiled.layout.counting(budget)
    outcomes = {outcome: [c for c in cubes if not c & known] for outcome, cubes in compiled.outcomes.items()}
    scored = []
    relevant = 0
    sought = sum(layout.fields[fact].mask for fact in compiled.asked) & ~layout.whole(known)
    with budget.on(compiled.widest):
        for first, second in combinations(outcomes.values(), 2):
            relevant |= layout.apart(first, second, sought & ~relevant)
    for place, name in enumerate(dict.fromkeys([*listed, *layout.fields])):
        field = layout.fields.get(name)
        if field is None or not field.mask & relevant:
            continue
        layout.spend(len(field.values) * sum(map(len, outcomes.values())))
        counts = []
        for index in range(len(field.values)):
            answered = 1 << (field.shift + index)
            live = [outcome for outcome, cubes in outcomes.items() if agree(cubes, answered)]
            if live:
                counts.append((sum(outcome in ATTRIBUTES for outcome in live), len(live)))
        mean = [sum(column) / len(counts) for column in zip(*counts, strict=True)]
        scored.append((mean, place, name))
    return tuple(name for _, _, name in sorted(scored))
