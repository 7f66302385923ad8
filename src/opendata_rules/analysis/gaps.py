"""Questions about a whole law, answered over its whole fact space and not by sampling.

Since facts have finitely many values, the cubes of :mod:`opendata_rules.answers.classification.compiled` stand for
every complete description of a dataset at once. Each finding comes with the smallest example
(:mod:`opendata_rules.logic.smallest_example`). What is analysed is classification; of changes, duties and terms this
module knows nothing.

Each question has its own share of the work that an analysis may take. Where that is not enough the result says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from ..answers.classification.compiled import ATTRIBUTES, Compiled, Outcome, deciding
from ..answers.classification.computation import classifier_of
from ..answers.receipts import Asked, Receipted
from ..answers.result import plain
from ..formats.trees import Language, Node
from ..logic.budget import Budget, OutOfBudget
from ..logic.conditions import Condition, Is, facts_of, parts_of
from ..logic.cubes import agree
from ..logic.smallest_example import smallest
from ..norms.order import LegalOrder, order_argument
from ..norms.provisions import Ground, Hold, Review
from ..norms.warnings import ResultWarning, in_order
from ..values import Json, Value
from ..vocabulary.arguments import Lang
from ..vocabulary.citations import Citation, together
from ..vocabulary.facts import FactType, FactValue, Vocabulary
from ..vocabulary.terms import Attribute, Scheme, attribute_term
from .cautions import SCHEME_TOPICS, cautions

Facts = tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class Entry(Value):
    """One thing found about a law.

    Attributes:
        scheme: opening or sharing.
        rules: ids of the rules concerned.
        facts: ids of the facts concerned.
        citations: passages concerned.
        text: what was found, in Chinese.
        english: the same in English.
        stated: the smallest example, as pairs.
    """

    scheme: Scheme
    rules: tuple[str, ...]
    facts: tuple[str, ...]
    citations: tuple[Citation, ...]
    text: str
    english: str
    stated: Facts

    @property
    def example(self) -> dict[str, FactValue]:
        """The smallest example: facts by id. ``law.classify`` confirms it."""
        return dict(self.stated)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "scheme": str(self.scheme),
            "rules": list(self.rules),
            "facts": list(self.facts),
            "citations": [citation.to_dict() for citation in self.citations],
            "text": self.text,
            "english": self.english,
            "example": plain(self.example),
        }


@dataclass(frozen=True, slots=True)
class Analysis(Receipted):
    """Answer to ``analyse``.

    Attributes:
        place: id of the place.
        on: date of the law.
        schemes: the schemes that the law regulates and that were analysed.
        gaps: facts that no rule covers.
        overlaps: rules with different outcomes that hold together where the text does not say which prevails.
        dead_rules: rules that can never decide.
        needless_facts: facts the law lists whose value never changes anything.
        residual_openings: data that opens only because nothing else was said, although a fact that stricter rules ask
            about is true.
        deciding_facts: facts that decide alone, whatever the others are.
        not_covered: what was not gone through to the end because the combinations are too many, as ``scheme.kind``,
            for example ``opening.overlaps``; what was found of it until then is told.
        order: the law that was analysed.
    """

    place: str
    on: dt.date
    schemes: tuple[Scheme, ...]
    gaps: tuple[Entry, ...]
    overlaps: tuple[Entry, ...]
    dead_rules: tuple[Entry, ...]
    needless_facts: tuple[Entry, ...]
    residual_openings: tuple[Entry, ...]
    deciding_facts: tuple[Entry, ...]
    not_covered: tuple[str, ...]
    order: LegalOrder = field(repr=False)

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why it should be read with care: the warnings of the schemes analysed, of opening where none was."""
        return in_order(
            warning
            for scheme in self.schemes or (Scheme.OPENING,)
            for warning in cautions([self.order], SCHEME_TOPICS[scheme])
        )

    def entries(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Kinds of finding and what was found, in order of gravity."""
        for kind in KINDS:
            yield kind, getattr(self, kind)

    def _asked(self) -> Asked:
        found = {kind: len(entries) for kind, entries in self.entries()}
        outcome = {"found": found, "not_covered": list(self.not_covered)}
        return Asked("analyse", self.order, {}, outcome)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "schemes": [str(scheme) for scheme in self.schemes],
            **{kind: [entry.to_dict() for entry in entries] for kind, entries in self.entries()},
            "not_covered": list(self.not_covered),
            "warnings": [warning.to_dict() for warning in self.warnings],
        }

    def explain(self, lang: Lang = "zh") -> str:
        """What was not covered, and what was found, as text.

        Args:
            lang: ``zh`` or ``en``.
        """
        say = Language(lang)
        tree = Node(f"{self.place} {self.on}")
        if self.not_covered:
            what = [say(not_covered_in_words(item), item) for item in self.not_covered]
            tree.add(say("组合太多，没有查完", "not covered: too many combinations"), what)
        for kind, entries in self.entries():
            name = say(KINDS[kind], kind)
            tree.add(f"{name}{say('：', ': ')}{len(entries)}", [say(entry.text, entry.english) for entry in entries])
        return str(tree)


#: The kinds of finding, gravest first, with Chinese names.
KINDS: dict[str, str] = {
    "gaps": "没有规则管到的情形",
    "overlaps": "结论不同而先后不明的规则",
    "dead_rules": "永远不起作用的规则",
    "residual_openings": "只因没有别的规定而无条件开放的敏感情形",
    "needless_facts": "不影响结果的事实",
    "deciding_facts": "单独就能决定的事实",
}


def not_covered_in_words(item: str) -> str:
    """An item of ``not_covered`` in Chinese."""
    scheme, _, kind = item.partition(".")
    return f"{_SCHEMES[Scheme(scheme)]}：{KINDS[kind]}"


_SCHEMES = {Scheme.OPENING: "开放属性", Scheme.SHARING: "共享属性"}

#: Steps that each kind of finding may take in one scheme.
_SHARE = 1_000_000


def analyse(law: LegalOrder) -> Analysis:
    """Analyse the classification rules that answer for a place on a date.

    Raises:
        BadPack: the rules spread into so many combinations that nothing can be worked out from them.
        TypeError: it is no law.
    """
    order_argument(law, "law")
    schemes = tuple(scheme for scheme in Scheme if classifier_of(law, scheme).rules is not None)
    found: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    not_covered = []
    for scheme in schemes:
        for kind in KINDS:
            whole = _Whole(law, scheme, Budget(_SHARE, kind))
            try:
                # One by one: what was found is kept where the budget runs out.
                for entry in getattr(whole, kind)():
                    found[kind].append(entry)
            except OutOfBudget:
                not_covered.append(f"{scheme}.{kind}")
    return Analysis(
        place=law.place.id,
        on=law.on,
        schemes=schemes,
        not_covered=tuple(not_covered),
        order=law,
        **{kind: tuple(entries) for kind, entries in found.items()},
    )


class _Whole:
    """One scheme of a law, as a whole; what is asked of it is counted on a budget."""

    def __init__(self, law: LegalOrder, scheme: Scheme, budget: Budget) -> None:
        self.vocabulary = law.vocabulary
        self.scheme = scheme
        self.classifier = classifier_of(law, scheme)
        self.compiled: Compiled = self.classifier.compiled
        self.layout = self.compiled.layout.counting(budget)
        self.rules = self.compiled.rules
        self.names = {rule.id: rule for rule in deciding(self.rules)}

    def _entry(
        self,
        against: Iterable[int],
        *,
        text: str,
        english: str,
        rules: Iterable[Ground | Hold | Review] = (),
        facts: Iterable[str] = (),
        known: int = 0,
    ) -> Entry | None:
        example = smallest(self.layout, against, self.compiled.consistent, known=known)
        if example is None:
            return None
        stated = {**self.layout.facts(known), **example}
        order = list(self.layout.fields)
        concerned = tuple(rules)
        return Entry(
            scheme=self.scheme,
            rules=tuple(rule.id for rule in concerned),
            facts=tuple(facts),
            citations=tuple(rule.citation for rule in concerned),
            text=text,
            english=english,
            stated=tuple(sorted(stated.items(), key=lambda item: order.index(item[0]))),
        )

    # -- the questions ----------------------------------------------------------------------------------------------

    def gaps(self) -> Iterator[Entry]:
        """Completions that no provision reaches, where there is no residual."""
        if self.rules.residual is not None:
            return
        covered = self.layout.either(*self.compiled.present.values())
        entry = self._entry(covered, text="没有一条规则管到", english="no rule covers this")
        if entry is not None:
            yield entry

    def overlaps(self) -> Iterator[Entry]:
        """Grounds of different classes that hold together where the text leaves their order open."""
        precedence = self.rules.precedence
        if precedence is not None and precedence.question is None:
            return
        for one, other in combinations(self.rules.grounds, 2):
            if one.outcome is other.outcome:
                continue
            absent = (*self.compiled.absent[one.id], *self.compiled.absent[other.id])
            entry = self._entry(
                absent,
                text=f"{one.citation}与{other.citation}可以同时成立，条文没有写明哪一个优先",
                english=f"{together((one.citation, other.citation), 'en')} can hold together; the text sets no order",
                rules=(one, other),
            )
            if entry is not None:
                yield entry

    def dead_rules(self) -> Iterator[Entry]:
        """Provisions that never decide: they cannot hold, or only where a stricter class holds anyway."""
        outcome_of = {Hold: Outcome.HOLD, Review: Outcome.REVIEW}
        for rule in deciding(self.rules):
            outcome = Outcome(rule.outcome.value) if isinstance(rule, Ground) else outcome_of[type(rule)]
            if self.layout.meet(self.compiled.present[rule.id], self.compiled.outcomes[outcome]):
                continue
            entry = self._entry(
                self.compiled.absent[rule.id],
                text=f"{rule.citation}（{rule.id}）成立时，总有更严的规则先起作用",
                english=f"wherever {rule.id} holds, a stricter rule decides",
                rules=(rule,),
            )
            yield entry or Entry(
                self.scheme,
                (rule.id,),
                (),
                (rule.citation,),
                f"{rule.id} 的条件不可能成立",
                f"{rule.id} never holds",
                (),
            )

    def needless_facts(self) -> Iterator[Entry]:
        """Facts listed whose value changes neither outcome nor permission nor any provision that holds."""
        # Sets with all that is consistent and outside of them.
        compiled = self.compiled
        pairs = [*combinations(compiled.outcomes.values(), 2)]
        pairs += [(compiled.permits[attribute], compiled.denies[attribute]) for attribute in compiled.permits]
        pairs += [(compiled.present[rule], compiled.absent[rule]) for rule in compiled.present]
        used = 0
        for inside, outside in pairs:
            used |= self.layout.apart(inside, outside, sum(self.layout.masks) & ~used)
        beside = {
            fact
            for rule in (*self.classifier.action_rules, *self.classifier.referrals)
            for condition in (getattr(rule, "unless", None) or getattr(rule, "condition", None),)
            if condition is not None
            for fact in facts_of(condition)
        }
        higher = {
            fact
            for link in self.classifier.resolution.above
            for rule in deciding(link.pack.classifications[self.scheme])
            for fact in facts_of(rule.condition)
        }
        for name in self.classifier.listed:
            if self.layout.fields[name].mask & used or name in beside or name in higher:
                continue
            label = self.vocabulary.facts[name].label
            text, english = f"“{label}”的值不影响任何结果", f"{name} never changes anything"
            yield Entry(self.scheme, (), (name,), (), text, english, ())

    def residual_openings(self) -> Iterator[Entry]:
        """Sensitive facts that are true of data which only the residual opens."""
        residual = self.rules.residual
        if residual is None or residual.outcome is not Attribute.OPEN:
            return
        grounds = [rule for rule in self.rules.grounds if rule.outcome is Attribute.OPEN]
        opened = self.compiled.outcomes[Outcome.OPEN]
        by_residual = self.layout.both(opened, *(self.compiled.absent[rule.id] for rule in grounds))
        # Outcomes exclude each other; so what is outside of this one is the others, and what a ground opens.
        against = self.layout.either(
            *(cubes for outcome, cubes in self.compiled.outcomes.items() if outcome is not Outcome.OPEN),
            *(self.layout.both(opened, self.compiled.present[rule.id]) for rule in grounds),
        )
        stricter = [rule.condition for rule in self.rules.grounds if rule.outcome is Attribute.CLOSED]
        stricter += [rule.condition for rule in self.rules.holds]
        stricter += [rule.condition for rule in self.rules.reviews]
        for name in dict.fromkeys(fact for condition in stricter for fact in _asked_true(condition, self.vocabulary)):
            field = self.layout.fields[name]
            known = field.bits([True])
            if not agree(by_residual, known):
                continue
            label = self.vocabulary.facts[name].label
            entry = self._entry(
                against,
                text=f"“{label}”为是，仍可能只因没有别的规定而列为{attribute_term(self.scheme, Attribute.OPEN)}",
                english=f"with {name} true the residual may still open the data",
                facts=(name,),
                known=known,
            )
            if entry is not None:
                yield entry

    def deciding_facts(self) -> Iterator[Entry]:
        """Single values of single facts that leave one attribute."""
        for told in self.layout.fields.values():
            self.layout.spend(len(told.values) * sum(map(len, self.compiled.outcomes.values())))
            for value in told.values:
                known = told.bits([value])
                live = {o for o, cubes in self.compiled.outcomes.items() if agree(cubes, known)}
                if len(live) != 1 or not live <= set(ATTRIBUTES):
                    continue
                attribute = ATTRIBUTES[next(iter(live))]
                fact = self.vocabulary.facts[told.fact]
                yield Entry(
                    self.scheme,
                    (),
                    (told.fact,),
                    (),
                    f"“{fact.label}”为{fact.term(value)}，一律{attribute_term(self.scheme, attribute)}",
                    f"{told.fact} = {value} decides: {attribute}",
                    ((told.fact, value),),
                )


def _asked_true(condition: Condition, vocabulary: Vocabulary) -> Iterator[str]:
    """Bool facts that a condition asks to be true."""
    for part in parts_of(condition):
        if isinstance(part, Is) and True in part.values and vocabulary.facts[part.fact].type is FactType.BOOL:
            yield part.fact
