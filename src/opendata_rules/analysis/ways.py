"""Lawful ways to another attribute: the smallest changes of fact that would lead there, each with its article.

Only what the provider can bring about is changed: masking, consent, a review, the papers of an application. What the
data *is* stays as it is; facts that are not known are named as what must be established first. Nothing here says that
a change ought to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..answers.bounded import bounded
from ..answers.changes.compiled import compiled_change
from ..answers.changes.computation import check_change
from ..answers.classification.answer import Decision
from ..answers.classification.compiled import Compiled
from ..answers.classification.computation import classifier_behind, classifier_of, classify
from ..answers.path import Path
from ..logic.budget import Budget
from ..logic.cubes import agree
from ..logic.propositions import Propositions
from ..logic.smallest_example import smallest
from ..norms.order import LegalOrder
from ..vocabulary.citations import Citation
from ..vocabulary.facts import FactValue, Vocabulary
from ..vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme, Verdict

#: Steps that looking at one fact of a way takes, and asking whether a way leads there.
_COMPARING, _ASKING = 20, 100
#: Most ways of one law that are kept: whoever reads of them is told them again in the explanation.
_KEPT = 256


def brought_about(vocabulary: Vocabulary) -> dict[str, tuple[FactValue, ...]]:
    """The facts that a provider can bring about, with what they are brought to."""
    return {fact.id: fact.brought_about for fact in vocabulary.facts.values() if fact.brought_about}


def paths_to(decision: Decision, target: Attribute) -> tuple[Path, ...]:
    """The smallest lawful ways from a decision to an attribute, fewest changes first. See ``decision.paths_to``."""
    if target in decision.permitted or decision.scheme is not Scheme.OPENING:
        return ()
    kept: dict[object, tuple[Path, ...]] = classifier_behind(decision).order.once("ways", dict)
    key = (classifier_behind(decision).unlisted, decision._key, target)
    found = kept.get(key)
    if found is None:
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[key] = _found(decision, target)
    return found


def _found(decision: Decision, target: Attribute) -> tuple[Path, ...]:
    start = _Start.of(decision)
    widest = classifier_behind(decision).compiled.widest
    with bounded(start.law, "寻找改变属性的途径") as budget, budget.on(widest):
        found = [*_by_classification(start, target, budget), *_by_change(start, target, budget)]
        found.sort(key=lambda path: (len(path.changed), len(path.established), path.via))
        # What a way rests on takes longer to tell than to find it, so that is told of those that are kept.
        return tuple(_cited(start, path) for path in _smallest(found, budget))


@dataclass(frozen=True)
class _Start:
    """Where ways begin.

    Attributes:
        law: the law.
        held: the attribute now held; closed where it is not settled.
        stated: the facts as stated.
        assumed: facts that nobody stated and that were read as false: a way that relies on them says so.
        brought: what can be brought about.
    """

    law: LegalOrder
    held: Attribute
    stated: Mapping[str, FactValue]
    assumed: Mapping[str, FactValue]
    brought: Mapping[str, tuple[FactValue, ...]]

    @classmethod
    def of(cls, decision: Decision) -> _Start:
        classifier = classifier_behind(decision)
        effective, stated = classifier.states(decision._key)
        assumed = {name: value for name, value in effective.items() if name not in stated}
        law = classifier.order
        return cls(law, decision.attribute or Attribute.CLOSED, stated, assumed, brought_about(law.vocabulary))

    def path(self, target: Attribute, via: str, way: Mapping[str, FactValue], cited: Iterable[Citation]) -> Path:
        """A way told by what it changes and what has yet to be established."""
        changed = tuple((name, value) for name, value in way.items() if name in self.stated)
        established = tuple((name, value) for name, value in way.items() if name not in self.stated)
        return Path(target, via, changed, established, tuple(dict.fromkeys(cited)), self.law.words)


def _smallest(paths: Iterable[Path], budget: Budget) -> Iterator[Path]:
    """Leave out ways that change all that another one changes, and more."""
    kept: list[Path] = []
    for path in paths:
        budget.spend(_COMPARING * len(kept))
        if not any(other.via == path.via and other.facts.items() <= path.facts.items() for other in kept):
            kept.append(path)
            yield path


def _by_classification(start: _Start, target: Attribute, budget: Budget) -> Iterator[Path]:
    """Facts under which the class itself becomes the target: as they may turn out, or with consent."""
    law, stated = start.law, start.stated
    compiled = classifier_of(law, Scheme.OPENING).compiled
    layout, denied = compiled.layout.counting(budget), compiled.denies[target]
    changes: list[dict[str, FactValue]] = [{}]
    changes += [
        {name: value}
        for name, values in start.brought.items()
        if name in layout.fields and stated.get(name) not in values
        for value in values
    ]
    for change in changes:
        begun = {**start.assumed, **stated, **change}
        # The target is permitted for certain once every completion that denies it is excluded.
        needed = smallest(layout, denied, compiled.consistent, known=layout.knowledge(begun))
        if needed is None:
            continue

        def leads_there(way: Mapping[str, FactValue]) -> bool:
            return not agree(denied, layout.knowledge({**stated, **way}))

        way = _needed({**start.assumed, **change, **needed}, leads_there, budget)
        decision = classify(law, {**stated, **way})
        if target in decision.permitted:
            cited = tuple(ground.citation for ground in decision.grounds) or _permitting(compiled, target)
            yield start.path(target, "classification", way, cited)


def _needed(
    way: Mapping[str, FactValue], leads_there: Callable[[Mapping[str, FactValue]], bool], budget: Budget
) -> dict[str, FactValue]:
    """A way without what it leads there without."""
    kept = dict(way)
    for name in way:
        budget.spend(_ASKING)
        fewer = {other: value for other, value in kept.items() if other != name}
        if leads_there(fewer):
            kept = fewer
    return kept


def _permitting(compiled: Compiled, target: Attribute) -> tuple[Citation, ...]:
    """The provisions that permit an attribute, where it is permitted whichever of them turns out to hold."""
    rules = compiled.rules
    cited = [ground.citation for ground in rules.grounds if target in ground.choices]
    if rules.residual is not None and rules.residual.outcome is target:
        cited.append(rules.residual.citation)
    return tuple(dict.fromkeys(cited))


def _by_change(start: _Start, target: Attribute, budget: Budget) -> Iterator[Path]:
    """What the provisions on changes, and the class of the data afterwards, ask beyond what is known."""
    if STRICTEST_FIRST.index(start.held) >= STRICTEST_FIRST.index(target):
        return
    compiled = compiled_change(start.law, start.held, target)
    propositions, diagrams = compiled.propositions, compiled.propositions.diagrams
    allowed = frozenset({Verdict.ALLOWED})
    lasting = {name: value for name, value in start.stated.items() if name not in start.brought}
    aside = diagrams.aside()
    left = aside.given(compiled.whole, propositions.read(lasting, None))

    def leads_there(way: Mapping[str, FactValue]) -> bool:
        return bool(diagrams.settled(compiled.whole, propositions.read({**start.stated, **way}, None)) == allowed)

    for places in aside.paths(left, allowed):
        budget.spend(_COMPARING * len(places))
        way = _way(start, propositions, places)
        if way is None or not leads_there(way):
            continue
        found = _needed(way, leads_there, budget)
        yield start.path(target, "change", found, ())


def _cited(start: _Start, path: Path) -> Path:
    """A way with the provisions it rests on; that of a change with those that the verdict on the change names."""
    if path.via != "change":
        return path
    verdict = check_change(start.law, start.held, path.target, {**start.stated, **path.facts})
    cited = [citation for citation in (verdict.citation,) if citation is not None]
    cited += [need.citation for need in verdict.requirements]
    return replace(path, citations=tuple(dict.fromkeys(cited)))


def _way(
    start: _Start, propositions: Propositions, places: Mapping[int, frozenset[int]]
) -> dict[str, FactValue] | None:
    """What has to be stated besides what is, so that facts have one of some values; ``None`` where it cannot be."""
    way: dict[str, FactValue] = {}
    for level, chosen in places.items():
        variable = propositions.variables[level]
        name = variable.fact
        if name is None:
            # The order of two days; the fact that says the same in words stands on the way too.
            continue
        values = [variable.values[place] for place in sorted(chosen)]
        if start.stated.get(name) in values:
            continue
        if name in start.brought:
            offered = [value for value in start.brought[name] if value in values]
            # What nobody has done yet may also stay undone.
            offered += [value for value in values if name not in start.stated and value not in offered]
        elif name in start.stated:
            return None
        else:
            offered = [start.assumed[name]] if name in start.assumed else values
            offered = [value for value in offered if value in values]
        if not offered:
            return None
        way[name] = offered[0]
    return way
