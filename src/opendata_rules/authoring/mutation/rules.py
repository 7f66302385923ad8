"""How a written rule is changed a little, kind by kind: what it says, whom it binds, where it stands in the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...packs.conditions import ALL, ANY
from ...reading.document import Location
from ...vocabulary.citations import Ref
from ...vocabulary.facts import Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import ATTRIBUTE_TERMS
from .conditions import Edit, edits_of, moved
from .trees import GONE, told

_REF, _FORCE, _OUTCOME, _CHOICES = (chinese(name) for name in ("ref", "force", "outcome", "choices"))
_CONDITION, _UNLESS, _PREMISE, _MUST, _DOUBT = (
    chinese(name) for name in ("condition", "unless", "premise", "must", "doubt")
)
_ACTOR, _PRECEDES, _PROMPT, _CONSEQUENCES = (chinese(name) for name in ("actor", "precedes", "prompt", "consequences"))
_MOVES, _DIRECTIONS, _CURES, _NEEDS, _REVIEWS = (
    chinese(name) for name in ("moves", "condition_changes", "cures", "requirements", "reviews")
)
_HARD, _LEVELS, _APPROVERS, _APPLIES = (chinese(name) for name in ("hard", "place_levels", "approvers", "applies_to"))
_LENGTH, _UNIT, _FIXED, _EXTENSION, _TOTAL, _TIMELY = (
    chinese(name) for name in ("length", "unit", "fixed", "extension", "total", "timely")
)
_EVERY_YEAR, _BEFORE, _AFTER, _ID = (chinese(name) for name in ("every_year", "before", "after", "id"))
_QUESTION, _SITUATION = chinese("question"), chinese("situation")
_UNITS: Mapping[str, tuple[str, ...]] = {"工作日": ("日",), "日": ("工作日",), "月": ("年",), "年": ("月",)}
_DUTY_FORCES = ("应当", "原则上", "最低")
#: Conditions of a rule that may be left out.
_OPTIONAL = (_UNLESS, _PREMISE, _DOUBT)
#: A year with a 29th of February.
_LEAP = 2024


@dataclass(frozen=True)
class Surroundings:
    """What the changes of a rule are taken from.

    Attributes:
        vocabulary: the facts there are.
        articles: the articles of the table, in its order.
        refs: the passages that rules of the pack cite.
        actors: who is obliged in the pack, by how often, the most frequent first.
        acts: the acts that a duty may have to come before, in Chinese.
        facts: yes-or-no facts that rules of the pack ask about, in the order written.
    """

    vocabulary: Vocabulary
    articles: Sequence[str]
    refs: frozenset[str]
    actors: Sequence[str]
    acts: Sequence[str]
    facts: Sequence[str]


def edits(kind: str, rule: Mapping[str, Any], around: Surroundings, own: Sequence[str]) -> Iterator[Edit]:
    """Every change of a rule.

    Args:
        kind: the list that it stands in (依据, 职责, 期限 …), by its Chinese keyword.
        rule: the rule as it is written.
        around: what the changes are taken from.
        own: yes-or-no facts that it asks about itself.
    """
    yield Edit((), "去掉这一条规则", GONE)
    yield from _of_common(rule, (), around)
    yield from _CHANGES[kind](rule, around)
    slot = _EXCEPTIONS.get(kind)
    exception = next((name for name in around.facts if name not in own), None)
    if slot is not None and exception is not None:
        yield _excepted(rule, slot, exception)


def _of_common(rule: Mapping[str, Any], at: Location, around: Surroundings) -> Iterator[Edit]:
    """What every provision has: a passage, conditions, an open question."""
    if rule.get(_REF):
        yield from _renumbered(rule[_REF], (*at, _REF), around)
    for slot in (_CONDITION, _UNLESS, _PREMISE, _MUST, _DOUBT):
        if slot in rule:
            yield from edits_of(rule[slot], (*at, slot), around.vocabulary)
            if slot in _OPTIONAL:
                yield Edit((*at, slot), f"去掉“{slot}”", GONE)
    if _QUESTION in rule:
        yield Edit((*at, _QUESTION), f"去掉“{_QUESTION}”", GONE)
        if _SITUATION in rule[_QUESTION]:
            inside = (*at, _QUESTION, _SITUATION)
            yield Edit(inside, f"去掉“{_SITUATION}”", GONE)
            yield from edits_of(rule[_QUESTION][_SITUATION], inside, around.vocabulary)


def _renumbered(ref: str, at: Location, around: Surroundings) -> Iterator[Edit]:
    other = neighbour(ref, around)
    if other is not None:
        yield Edit(at, f"“{at[-1] if isinstance(at[-1], str) else at[-2]}”{ref}改为{other}", other)


def neighbour(ref: str, around: Surroundings) -> str | None:
    """The passage beside one, for which it is most easily mistaken; ``None`` where there is none."""
    place = Ref.parse(ref)
    parts = {"article": place.article, "bis": place.bis, "paragraph": place.paragraph, "item": place.item}
    for part in ("item", "paragraph"):
        number = parts[part]
        if number:
            following, before = Ref(**{**parts, part: number + 1}), Ref(**{**parts, part: max(number - 1, 1)})  # type: ignore[arg-type]
            return str(before if number > 1 and str(following) not in around.refs else following)
    articles = [one for one in around.articles if one]
    if ref not in articles or len(articles) < 2:
        return None
    index = articles.index(ref)
    return articles[index + 1 if index + 1 < len(articles) else index - 1]


def _excepted(rule: Mapping[str, Any], slot: str, name: str) -> Edit:
    """An exception added: under 除非 as one more, under 当 and 条件 as what must not be so."""
    said, leaf = f"增加例外“{name}: 是”", {name: "是"}
    if slot == _UNLESS:
        value: Any = {ANY: [rule[_UNLESS], leaf]} if _UNLESS in rule else leaf
    else:
        value = {ALL: [rule[slot], {name: "否"}]} if slot in rule else {name: "否"}
    return Edit((slot,), said, value)


# -- classification ---------------------------------------------------------------------------------------------------


def _ground(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    outcome = rule[_OUTCOME]
    terms = _scheme_of(outcome)
    if _CHOICES in rule:
        chosen = rule[_CHOICES]
        must = {key: value for key, value in rule.items() if key != _CHOICES}
        yield Edit((), f"“{_FORCE}”可以改为应当，去掉“{_CHOICES}”", {**must, _FORCE: "应当"}, (_FORCE,))
        for index, one in enumerate(chosen):
            if one != outcome and len(chosen) > 2:
                yield Edit((_CHOICES, index), f"“{_CHOICES}”去掉“{one}”", GONE)
        return
    for term in terms:
        if term != outcome:
            yield Edit((_OUTCOME,), f"“{_OUTCOME}”{outcome}改为{term}", term)
    laxer = terms[terms.index(outcome) + 1 :]
    if laxer:
        may = {**rule, _FORCE: "可以", _CHOICES: [outcome, laxer[0]]}
        yield Edit((), f"“{_FORCE}”应当改为可以，可以选{laxer[0]}", may, (_FORCE,))


def _scheme_of(term: str) -> tuple[str, ...]:
    """The attributes of the scheme of one, the strictest first."""
    return next(tuple(terms.values()) for terms in ATTRIBUTE_TERMS.values() if term in terms.values())


def _residual(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    for term in _scheme_of(rule[_OUTCOME]):
        if term != rule[_OUTCOME]:
            yield Edit((_OUTCOME,), f"“{_OUTCOME}”{rule[_OUTCOME]}改为{term}", term)


def _action(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    applied = rule[_APPLIES]
    yield from _items(rule, _APPLIES)
    for term in _scheme_of(applied[0]):
        if term not in applied:
            yield Edit((_APPLIES,), f"“{_APPLIES}”增加“{term}”", [*applied, term])
            if len(applied) == 1:
                yield Edit((_APPLIES, 0), f"“{_APPLIES}”{applied[0]}改为{term}", term)


def _nothing(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    yield from ()


def _items(rule: Mapping[str, Any], key: str, least: int = 1) -> Iterator[Edit]:
    """Each item of a list dropped, as long as some are left."""
    items = rule.get(key) or ()
    if len(items) > least:
        for index, item in enumerate(items):
            yield Edit((key, index), f"“{key}”去掉“{told(item)}”", GONE)


# -- changes of attribute ---------------------------------------------------------------------------------------------


def _change(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    for key in (_DIRECTIONS, _CURES, _APPROVERS):
        yield from _items(rule, key, 0)
    for index, move in enumerate(rule.get(_MOVES) or ()):
        if len(rule[_MOVES]) > 1 or rule.get(_DIRECTIONS):
            said = f"“{_MOVES}”去掉“由{move[_BEFORE]}到{move[_AFTER]}”"
            yield Edit((_MOVES, index), said, GONE)
    yield from _consequences(rule, around)
    for index, need in enumerate(rule.get(_NEEDS) or ()):
        at: Location = (_NEEDS, index)
        yield Edit(at, f"去掉“{_NEEDS}”{need[_ID]}", GONE)
        yield from _of_common(need, at, around)
        hard = need.get(_HARD, "是")
        flipped = "否" if hard == "是" else "是"
        yield Edit((*at, _HARD), f"“{_NEEDS}”{need[_ID]}的“{_HARD}”{hard}改为{flipped}", flipped)
        if _LEVELS in need:
            yield Edit((*at, _LEVELS), f"“{_NEEDS}”{need[_ID]}去掉“{_LEVELS}”", GONE)
            for level in ("省级", "市级", "县级"):
                if level not in need[_LEVELS]:
                    yield Edit((*at, _LEVELS), f"“{_NEEDS}”{need[_ID]}的“{_LEVELS}”改为{level}", [level])
    for index, review in enumerate(rule.get(_REVIEWS) or ()):
        at = (_REVIEWS, index)
        yield Edit(at, f"去掉“{_REVIEWS}”{review[_ID]}", GONE)
        yield from _of_common(review, at, around)


def _consequences(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    for index, ref in enumerate(rule.get(_CONSEQUENCES) or ()):
        yield Edit((_CONSEQUENCES, index), f"“{_CONSEQUENCES}”去掉“{ref}”", GONE)
        yield from _renumbered(ref, (_CONSEQUENCES, index), around)


# -- duties, terms, recurring duties ----------------------------------------------------------------------------------


def _bound(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    """Who is bound, and how strongly."""
    other = next((actor for actor in around.actors if actor != rule[_ACTOR]), None)
    if other is not None:
        yield Edit((_ACTOR,), f"“{_ACTOR}”{rule[_ACTOR]}改为{other}", other)
    for force in _DUTY_FORCES:
        if force != rule[_FORCE]:
            yield Edit((_FORCE,), f"“{_FORCE}”{rule[_FORCE]}改为{force}", force)


def _duty(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    yield from _bound(rule, around)
    yield from _consequences(rule, around)
    prompt = rule.get(_PROMPT, "否")
    flipped = "否" if prompt == "是" else "是"
    yield Edit((_PROMPT,), f"“{_PROMPT}”{prompt}改为{flipped}", flipped, (_PROMPT,) if _PROMPT in rule else ())
    if _PRECEDES in rule:
        yield Edit((_PRECEDES,), f"去掉“{_PRECEDES}”", GONE)
        for act in around.acts:
            if act != rule[_PRECEDES]:
                yield Edit((_PRECEDES,), f"“{_PRECEDES}”{rule[_PRECEDES]}改为{act}", act)


def _term(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    yield from _bound(rule, around)
    yield from _consequences(rule, around)
    if _CONDITION in rule:
        yield Edit((_CONDITION,), f"去掉“{_CONDITION}”", GONE)
    if _LENGTH in rule:
        yield from moved(rule[_LENGTH], (_LENGTH,), _LENGTH)
        for unit in _UNITS[rule[_UNIT]]:
            yield Edit((_UNIT,), f"“{_UNIT}”{rule[_UNIT]}改为{unit}", unit)
    if _FIXED in rule:
        yield from _day_moved(rule[_FIXED], (_FIXED,))
    extension = rule.get(_EXTENSION)
    if extension is not None:
        at: Location = (_EXTENSION,)
        yield Edit(at, f"去掉“{_EXTENSION}”", GONE)
        yield from _of_common(extension, at, around)
        if _TOTAL in extension:
            yield from moved(extension[_TOTAL], (*at, _TOTAL), _TOTAL)
            yield Edit((*at, _TOTAL), f"去掉“{_EXTENSION}”的“{_TOTAL}”", GONE)
        if _TIMELY in extension:
            yield Edit((*at, _TIMELY), f"去掉“{_EXTENSION}”的“{_TIMELY}”", GONE)


def _recurring(rule: Mapping[str, Any], around: Surroundings) -> Iterator[Edit]:
    yield from _bound(rule, around)
    yield from _day_moved(rule[_EVERY_YEAR], (_EVERY_YEAR,))


def _day_moved(day: str, at: Location) -> Iterator[Edit]:
    month, number = (int(part) for part in day.split("-"))
    for step in (1, -1):
        other = (dt.date(_LEAP, month, number) + dt.timedelta(days=step)).strftime("%m-%d")
        yield Edit(at, f"“{at[-1]}”{day}改为{other}", other)


_CHANGES = {
    chinese("precedence"): _nothing,
    chinese("grounds"): _ground,
    chinese("holds"): _nothing,
    chinese("reviews"): _nothing,
    chinese("residual"): _residual,
    chinese("changes"): _change,
    chinese("actions"): _action,
    chinese("referrals"): _nothing,
    chinese("duties"): _duty,
    chinese("terms"): _term,
    chinese("counting"): _nothing,
    chinese("recurring"): _recurring,
}
#: Where an exception is written.
_EXCEPTIONS = {
    chinese("grounds"): _UNLESS,
    chinese("holds"): _UNLESS,
    chinese("reviews"): _UNLESS,
    chinese("actions"): _UNLESS,
    chinese("duties"): _PREMISE,
    chinese("terms"): _CONDITION,
}
