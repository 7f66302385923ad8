"""``rules.yaml``: classification, changes of attribute, actions, referrals."""

from __future__ import annotations

from ..logic.conditions import All, Condition, NoneOf
from ..norms.pack import Classification
from ..norms.provisions import ActionRule, Change, Ground, Hold, Provision, Referral, Requirement, Residual, Review
from ..reading.document import Location
from ..vocabulary.keywords import chinese
from ..vocabulary.marks import CURES_BY_TERM, Role
from ..vocabulary.terms import ATTRIBUTE_TERMS, Attribute, Force, Scheme
from . import written
from .builder import Reader, attribute_named
from .conditions import CHANGING, CLASSIFYING

_FORCES = {"应当": Force.MUST, "可以": Force.MAY}


class RulesReader(Reader[written.RulesModel]):
    """Reads ``rules.yaml``."""

    model = written.RulesModel

    def take(self, content: written.RulesModel) -> None:
        """Give classifications, changes, actions and referrals their meaning."""
        for scheme, name, scheme_rules in (
            (Scheme.OPENING, "opening", content.opening),
            (Scheme.SHARING, "sharing", content.sharing),
        ):
            # Where nothing classes, as when an amendment has abolished all that did, another instrument answers.
            if scheme_rules is not None and scheme_rules.classes:
                at = (chinese(name),)
                self.assembly.classifications[scheme] = self._classification(scheme, scheme_rules, at)
        self.assembly.changes = self._each(content.changes, (chinese("changes"),), self._change)
        self.assembly.actions = self._each(content.actions, (chinese("actions"),), self._action)
        self.assembly.referrals = self._each(content.referrals, (chinese("referrals"),), self._referral)

    def _classification(self, scheme: Scheme, rules: written.SchemeModel, at: Location) -> Classification:
        def ground(item: written.GroundModel, where: Location) -> Ground | None:
            return self._ground(scheme, item, where)

        precedence = None
        if rules.precedence is not None:
            common = self._common(rules.precedence, (*at, chinese("precedence")))
            precedence = Provision(**common) if common else None
        residual = None
        if rules.residual is not None:
            where = (*at, chinese("residual"))
            common = self._common(rules.residual, where)
            outcome = self._attribute(scheme, rules.residual.outcome, (*where, chinese("outcome")))
            if common and outcome:
                residual = Residual(**common, force=_FORCES[rules.residual.force], outcome=outcome)
        return Classification(
            scheme=scheme,
            grounds=self._each(rules.grounds, (*at, chinese("grounds")), ground),
            holds=self._each(rules.holds, (*at, chinese("holds")), self._hold),
            reviews=self._each(rules.reviews, (*at, chinese("reviews")), self._review),
            residual=residual,
            precedence=precedence,
            note=rules.note,
        )

    def _ground(self, scheme: Scheme, item: written.GroundModel, at: Location) -> Ground | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, item.unless, at)
        outcome = self._attribute(scheme, item.outcome, (*at, chinese("outcome")))
        choices = [
            self._attribute(scheme, term, (*at, chinese("choices"), index)) for index, term in enumerate(item.choices)
        ]
        force = _FORCES[item.force]
        stricter_first = list(Attribute)
        chosen = sorted((choice for choice in choices if choice), key=stricter_first.index)
        if (force is Force.MAY) != bool(choices) or (chosen and outcome and chosen[0] is not outcome):
            # The answer under 可以 is the strictest of what may be chosen, never a laxer one by accident.
            self.report("missing_choices", (*at, chinese("force")))
            return None
        if not (common and condition and outcome):
            return None
        return Ground(
            **common,
            force=force,
            outcome=outcome,
            choices=frozenset(chosen or [outcome]),
            condition=condition,
        )

    def _hold(self, item: written.HoldModel, at: Location) -> Hold | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, item.unless, at)
        english = self._in_english(item.action_english, item.action, (*at, chinese("action_english")))
        if not common or not condition:
            return None
        return Hold(**common, condition=condition, action=item.action, action_english=english)

    def _review(self, item: written.ReviewModel, at: Location) -> Review | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, item.unless, at)
        return Review(**common, condition=condition) if common and condition else None

    def _referral(self, item: written.ReferralModel, at: Location) -> Referral | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, None, at)
        return Referral(**common, condition=condition) if common and condition else None

    def _action(self, item: written.ActionModel, at: Location) -> ActionRule | None:
        common = self._common(item, at)
        scheme = attribute_named(item.applies_to[0])[0]
        applies = [
            self._attribute(scheme, term, (*at, chinese("applies_to"), index))
            for index, term in enumerate(item.applies_to)
        ]
        unless, well = self._optional(item.unless, (*at, chinese("unless")), CLASSIFYING)
        action = self._in_english(item.action_english, item.action, (*at, chinese("action_english")))
        matter = self._in_english(item.matter_english, item.matter, (*at, chinese("matter_english")))
        if not common or None in applies or not well:
            return None
        return ActionRule(
            **common,
            scheme=scheme,
            matter=item.matter,
            matter_english=matter,
            applies_to=frozenset(a for a in applies if a),
            action=item.action,
            action_english=action,
            unless=unless,
        )

    def _change(self, item: written.ChangeModel, at: Location) -> Change | None:
        common = self._common(item, at)

        needs: set[str] = set()

        def requirement(need: written.RequirementModel, where: Location) -> Requirement | None:
            if need.id in needs:
                self.report("duplicate_rule_id", (*where, chinese("id")), id=need.id, other=item.id)
            needs.add(need.id)
            citation = common["citation"] if common else None
            if need.ref is not None:
                citation = self._citation(need.ref, (*where, chinese("ref")))
            condition = self._parsed(need.condition, (*where, chinese("condition")), CHANGING)
            if citation is None or condition is None:
                return None
            return Requirement(
                id=need.id,
                citation=citation,
                gist=need.gist,
                english=self._english(need, need.gist, where),
                hard=need.hard,
                condition=condition,
                anchors=need.anchors,
                place_levels=need.place_levels,
            )

        def review(found: written.ReviewModel, where: Location) -> Review | None:
            common = self._common(found, where)
            condition = self._parsed(found.condition, (*where, chinese("condition")), CHANGING)
            unless, well = self._optional(found.unless, (*where, chinese("unless")), CHANGING)
            if not common or not condition or not well:
                return None
            return Review(**common, condition=condition, unless=unless)

        def move(pair: written.MoveModel, where: Location) -> tuple[Attribute, Attribute]:
            return attribute_named(pair.before)[1], attribute_named(pair.after)[1]

        requirements = self._each(item.requirements, (*at, chinese("requirements")), requirement)
        reviews = self._each(item.reviews, (*at, chinese("reviews")), review)
        approver = self.assembly.words.vocabulary.role(Role.APPROVER)
        approvers = [
            self._value(approver, term, (*at, chinese("approvers"), index)) for index, term in enumerate(item.approvers)
        ]
        direction = self.assembly.words.vocabulary.role(Role.DIRECTION)
        directions = [
            self._value(direction, term, (*at, chinese("condition_changes"), index))
            for index, term in enumerate(item.condition_changes)
        ]
        sanctions = self._citations(item.consequences, (*at, chinese("consequences")))
        if not common:
            return None
        return Change(
            **common,
            moves=frozenset(self._each(item.moves, (*at, chinese("moves")), move)),
            condition_changes=frozenset(value for value in directions if value),
            cures=frozenset(CURES_BY_TERM[term] for term in item.cures),
            requirements=requirements,
            reviews=reviews,
            approvers=tuple(value for value in approvers if value),
            consequences=sanctions,
        )

    def _attribute(self, scheme: Scheme, term: str, at: Location) -> Attribute | None:
        found, attribute = attribute_named(term)
        if found is not scheme:
            allowed = "、".join(ATTRIBUTE_TERMS[scheme].values())
            self.report("bad_choice_for_scheme", at, value=term, scheme=allowed)
            return None
        return attribute

    def _condition(self, raw: object, unless: object | None, at: Location) -> Condition | None:
        condition = self._parsed(raw, (*at, chinese("condition")), CLASSIFYING)
        if unless is None:
            return condition
        exception = self._parsed(unless, (*at, chinese("unless")), CLASSIFYING)
        if condition is None or exception is None:
            return None
        return All((condition, NoneOf((exception,))))
