"""Lawful ways to another attribute: the smallest changes of fact that would lead there, each with its article.

Only what the provider can bring about is changed: masking, consent, a review, the papers of an application. What the
data *is* stays as it is; facts that are not known are named as what must be established first. Nothing here says that
a change ought to be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..answers.bounded import bounded
from ..answers.changes.computation import check_change
from ..answers.changes.provisions import asked, plainly, provisions_on
from ..answers.classification.answer import Decision
from ..answers.classification.compiled import Compiled
from ..answers.classification.computation import classifier_behind, classifier_of, classify
from ..answers.path import Path
from ..logic.budget import Budget
from ..logic.conditions import All, facts_of
from ..logic.cubes import EVERYTHING, Cubes, Layout
from ..logic.smallest_example import smallest
from ..norms.order import LegalOrder
from ..vocabulary.citations import Citation
from ..vocabulary.facts import FactType, FactValue, Vocabulary
from ..vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme

#: Steps that asking the law about one way takes, and comparing it with another one.
_ASKING, _COMPARING = 5_000, 20


def brought_about(vocabulary: Vocabulary) -> dict[str, tuple[FactValue, ...]]:
    """The facts that a provider can bring about, with what they are brought to."""
    return {fact.id: fact.brought_about for fact in vocabulary.facts.values() if fact.brought_about}


def paths_to(decision: Decision, target: Attribute) -> tuple[Path, ...]:
    """The smallest lawful ways from a decision to an attribute, fewest changes first. See ``decision.paths_to``."""
    if target in decision.permitted or decision.scheme is not Scheme.OPENING:
        return ()
    classifier = classifier_behind(decision)
    law = classifier.order
    facts = dict(classifier.effective(decision._key))
    with bounded(law, "寻找改变属性的途径") as budget, budget.on(classifier.compiled.widest):
        found = [*_by_classification(law, facts, target, budget), *_by_change(law, facts, target, budget)]
        found.sort(key=lambda path: (len(path.changed), len(path.established), path.via))
        return tuple(dict.fromkeys(_smallest(found, budget)))


def _smallest(paths: Iterable[Path], budget: Budget) -> Iterator[Path]:
    """Leave out ways that change all that another one changes, and more."""
    kept: list[Path] = []
    for path in paths:
        budget.spend(_COMPARING * len(kept))
        if not any(set(other.facts.items()) <= set(path.facts.items()) for other in kept):
            kept.append(path)
            yield path


def _by_classification(
    law: LegalOrder, facts: Mapping[str, FactValue], target: Attribute, budget: Budget
) -> Iterator[Path]:
    """Facts under which the class itself becomes the target: as they may turn out, or with consent."""
    compiled = classifier_of(law, Scheme.OPENING).compiled
    layout = compiled.layout.counting(budget)
    changes: list[dict[str, FactValue]] = [{}]
    changes += [
        {name: value}
        for name, values in brought_about(law.vocabulary).items()
        if name in layout.fields and facts.get(name) not in values
        for value in values
    ]
    for change in changes:
        start = {**facts, **change}
        # The target is permitted for certain once every completion that denies it is excluded.
        needed = smallest(layout, compiled.denies[target], compiled.consistent, known=layout.knowledge(start))
        if needed is None:
            continue
        decision = classify(law, {**start, **needed})
        if target not in decision.permitted:
            continue
        changed = tuple((name, value) for name, value in change.items() if name in facts)
        fresh = {name: value for name, value in change.items() if name not in facts} | needed
        cited = tuple(ground.citation for ground in decision.grounds) or _permitting(compiled, target)
        yield Path(target, "classification", changed, tuple(fresh.items()), cited, law.words)


def _permitting(compiled: Compiled, target: Attribute) -> tuple[Citation, ...]:
    """The provisions that permit an attribute, where it is permitted whichever of them turns out to hold."""
    rules = compiled.rules
    cited = [ground.citation for ground in rules.grounds if target in ground.choices]
    if rules.residual is not None and rules.residual.outcome is target:
        cited.append(rules.residual.citation)
    return tuple(dict.fromkeys(cited))


def _by_change(law: LegalOrder, facts: Mapping[str, FactValue], target: Attribute, budget: Budget) -> Iterator[Path]:
    """What the provision on opening closed data asks, beyond what is known."""
    current = classify(law, facts).attribute or Attribute.CLOSED
    if STRICTEST_FIRST.index(current) >= STRICTEST_FIRST.index(target):
        return
    rules = provisions_on(law, current, target)
    if not rules:
        return
    whole = plainly(All(tuple(condition for rule in rules for condition in asked(rule))))
    names = dict.fromkeys(facts_of(whole))
    book, brought = law.vocabulary.facts, brought_about(law.vocabulary)
    layout = Layout((book[name] for name in names if book[name].type in (FactType.BOOL, FactType.ENUM)), budget)
    fixed = layout.knowledge({name: value for name, value in facts.items() if name not in brought})
    asks: Cubes = EVERYTHING
    for rule in rules:
        with budget.on(rule.id):
            asks = layout.both(asks, layout.cubes(plainly(All(tuple(asked(rule))))))
    cubes = [cube for cube in asks if not cube & fixed]
    cited = tuple(dict.fromkeys(c for rule in rules for c in (rule.citation, *(n.citation for n in rule.requirements))))
    for changed, established in _ways(layout, tuple(cubes), facts, brought):
        wanted = {**facts, **changed, **established}
        with budget.on(rules[0].id):
            budget.spend(_ASKING)
        if check_change(law, current, target, wanted).verdict == "allowed":
            yield Path(target, "change", tuple(changed.items()), tuple(established.items()), cited, law.words)


def _ways(
    layout: Layout, cubes: Cubes, facts: Mapping[str, FactValue], brought: Mapping[str, tuple[FactValue, ...]]
) -> Iterator[tuple[dict[str, FactValue], dict[str, FactValue]]]:
    """For each cube: the stated facts that must change and the unknown ones that must come out, or ``None``."""
    for cube in cubes:
        changed: dict[str, FactValue] = {}
        established: dict[str, FactValue] = {}
        possible = True
        for field in layout.fields.values():
            barred = cube & field.mask
            if not barred:
                continue
            allowed = [value for value in field.values if not barred & field.bits([value])]
            offered = brought.get(field.fact)
            if offered is not None:
                allowed = [value for value in offered if value in allowed]
            if facts.get(field.fact) in allowed:
                continue
            if not allowed:
                possible = False
                break
            (changed if field.fact in facts else established)[field.fact] = allowed[0]
        if possible:
            yield changed, established
