"""A deliberately naive interpreter of changes of the opening attribute, to test ``check_change`` against.

It reads the YAML by itself, judges one complete vector of facts after CONTRACT ("Attribute changes", 1 to 4), and tries
every completion of what is unknown. Classification is that of :mod:`tests.agreement.reference`.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests.agreement import naive_packs as packs
from tests.agreement import reference
from tests.agreement.naive_packs import Condition, Law, Vector

ORDER = reference.ORDER
TERMS = reference.SCHEMES["opening"][1]
ALLOWED, FORBIDDEN, REVIEW, OPEN_ENDED, UNREGULATED = (
    "allowed",
    "forbidden",
    "human_review",
    "undetermined",
    "not_regulated",
)
#: What a provision lets open closed data (处理), and how the vocabulary calls that.
CURES = {"脱敏脱密": "masking", "同意": "consent"}
#: What shows that it was done.
DONE = {"masking": ("desensitized", True), "consent": ("third_party_response", "consented")}


class Answer(NamedTuple):
    """What every completion of some facts comes to."""

    contradictory: bool
    possible: frozenset[str]

    @property
    def verdict(self) -> str:
        """The one verdict of all completions."""
        if self.contradictory:
            return REVIEW
        return next(iter(self.possible)) if len(self.possible) == 1 else OPEN_ENDED


class Move(NamedTuple):
    """One kind of change in one place."""

    law: Law
    before: str
    after: str

    def looser(self, known: Vector) -> bool:
        if self.before == self.after:
            return known.get("conditions_change") == "looser"
        return ORDER.index(self.after) > ORDER.index(self.before)


# -- the provisions ----------------------------------------------------------------------------------------------------


def _names(change: Mapping[str, Any], move: Move, known: Vector) -> bool:
    terms = {attribute: term for term, attribute in TERMS.items()}
    if move.before == move.after:
        ways = {"stricter": "收紧", "looser": "放宽"}
        if ways.get(known["conditions_change"]) in change.get("条件变化", []):
            return True
    wanted = {"由": terms[move.before], "到": terms[move.after]}
    return wanted in change.get("变更", [])


def provisions(move: Move, known: Vector) -> tuple[str | None, list[int]]:
    """The nearest instrument that names the move, and the numbers of its provisions that do."""

    def numbers(rules: Mapping[str, Any]) -> list[int]:
        return [n for n, change in enumerate(rules.get("属性变更", [])) if _names(change, move, known)]

    instrument = packs.nearest(move.law, "rules", lambda rules: bool(numbers(rules)))
    return instrument, numbers(packs.read(f"rules/{instrument}/rules.yaml")) if instrument else []


@functools.cache
def _parts(instrument: str, number: int, key: str) -> list[tuple[Mapping[str, Any], Condition, Condition | None]]:
    """Requirements or reviews of a provision, with condition and exception."""
    path = f"rules/{instrument}/rules.yaml"
    written = packs.read(path)["属性变更"][number].get(key, [])
    found = []
    for n, part in enumerate(written):
        condition = packs.looked_up(path, "属性变更", number, key, n, "条件")
        assert condition is not None
        found.append((part, condition, packs.looked_up(path, "属性变更", number, key, n, "除非")))
    return found


def _asked(law: Law, part: Mapping[str, Any]) -> bool:
    """Whether a requirement is one of places of this level."""
    level = packs.read(f"jurisdictions/{law.place}.yaml")["级别"]
    return level in part.get("地方级别", [level])


def classification(law: Law) -> str | None:
    return packs.nearest(law, "rules", lambda rules: "开放属性" in rules)


# -- one complete vector -----------------------------------------------------------------------------------------------


@functools.cache
def consent_says_the_class(instrument: str) -> bool:
    """Whether a ground of the classification names consent as its own element."""
    fact, value = DONE["consent"]
    path = f"rules/{instrument}/rules.yaml"
    for number in range(len(reference.scheme_of(instrument, "opening").get("依据", []))):
        condition = packs.looked_up(path, "开放属性", "依据", number, "条件")
        assert condition is not None
        for leaf in packs.leaves(condition):
            if leaf.kind == "is" and leaf.about == (fact,) and value in leaf.wanted:
                return True
    return False


def after_the_change(instrument: str, allowed: frozenset[str], known: Vector) -> dict[str, Any]:
    """The facts as they will be: without what masking or consent cured."""
    done = {cure for cure in allowed if known[DONE[cure][0]] == DONE[cure][1]}
    if consent_says_the_class(instrument):
        done.discard("consent")
    cured = {
        name: False
        for name, fact in packs.facts().items()
        if done & set(fact.get("cured_by", [])) and known.get(name) is True
    }
    found = {**known, **cured}
    for constraint in packs.vocabulary()["constraints"]:
        # What an obstacle that outlives the cure rests on is still there.
        if all(found[name] == value for name, value in constraint["if"].items()):
            found |= {name: known[name] for part in constraint["then_any"] for name in part}
    return found


def judge(move: Move, known: Vector) -> str:
    """The verdict on complete, consistent facts."""
    if move.before == move.after and known["conditions_change"] not in ("stricter", "looser"):
        return UNREGULATED
    instrument, numbers = provisions(move, known)
    classifying = classification(move.law)
    if instrument is None and classifying is None:
        return UNREGULATED
    missing, reviewed, cures = False, False, set()
    for number in numbers:
        assert instrument is not None
        change = packs.read(f"rules/{instrument}/rules.yaml")["属性变更"][number]
        cures |= {CURES[word] for word in change.get("处理", [])}
        missing |= any(
            part.get("硬性", "是") == "是" and _asked(move.law, part) and not packs.holds(condition, known)
            for part, condition, _ in _parts(instrument, number, "要件")
        )
        reviewed |= any(
            packs.holds(condition, known) and not (unless and packs.holds(unless, known))
            for _, condition, unless in _parts(instrument, number, "人工判断")
        )
    outcome, excluded, corrected = "", False, False
    if classifying is not None:
        outcome, permitted, _ = reference.complete(
            classifying, "opening", after_the_change(classifying, frozenset(cures), known)
        )
        excluded = bool(permitted) and not _bears(move, permitted, known)
        now = reference.complete(classifying, "opening", known)[0]
        corrected = move.before == "closed" and now in ("conditional", "open")
    if corrected and (missing or excluded or not numbers):
        return REVIEW
    if missing or excluded:
        return FORBIDDEN
    if reviewed or outcome == "review":
        return REVIEW
    return OPEN_ENDED if outcome == "hold" else ALLOWED


def _bears(move: Move, permitted: frozenset[str], known: Vector) -> bool:
    if move.looser(known):
        return ORDER.index(move.after) <= max(ORDER.index(attribute) for attribute in permitted)
    return move.after in permitted


# -- every completion --------------------------------------------------------------------------------------------------


def used(move: Move) -> list[str]:
    """Ids of the facts that a change may rest on, constraints included."""
    found = ["conditions_change"] if move.before == move.after else []
    ways = [{"conditions_change": way} for way in ("stricter", "looser")] if found else [{}]
    for known in ways:
        instrument, numbers = provisions(move, known)
        for number in numbers:
            assert instrument is not None
            for key in ("要件", "人工判断"):
                for _, condition, unless in _parts(instrument, number, key):
                    for part in filter(None, (condition, unless)):
                        found += [name for leaf in packs.leaves(part) for name in leaf.about]
            if packs.read(f"rules/{instrument}/rules.yaml")["属性变更"][number].get("处理"):
                found += [name for name, _ in DONE.values()]
    classifying = classification(move.law)
    if classifying is not None:
        found += reference.used(classifying, "opening")
    return list(dict.fromkeys(found))


def domains(move: Move, known: Vector) -> dict[str, list[Any]]:
    """What the facts of a change can be; days stand on either side of the other day of their pair."""
    day = next((value for value in known.values() if isinstance(value, dt.date)), move.law.on)
    days = [day + dt.timedelta(days=n) for n in (-1, 0, 1)]
    return {name: days if packs.facts()[name]["type"] == "date" else packs.domain(name) for name in used(move)}


def told_twice(move: Move) -> Iterator[Condition]:
    """Conditions on the order of two days, which a third fact tells too."""
    for way in ("stricter", "looser"):
        instrument, numbers = provisions(move, {"conditions_change": way})
        for number in numbers:
            assert instrument is not None
            for _, condition, _ in _parts(instrument, number, "要件"):
                yield from (leaf for leaf in packs.leaves(condition) if leaf.kind == "earlier")


def changes_what_is_not_there(move: Move, known: Vector) -> bool:
    """Whether conditions are said to change of data that has none: only conditional data has conditions."""
    return move.before == move.after != "conditional" and known["conditions_change"] in ("stricter", "looser")


def answer(move: Move, known: Vector) -> Answer:
    """Try every completion of the unknown facts."""
    orders = list(dict.fromkeys(told_twice(move)))
    found = {
        judge(move, vector)
        for vector in packs.completions(known, domains(move, known))
        if not any(packs.disagrees(order, vector) for order in orders) and not changes_what_is_not_there(move, vector)
    }
    return Answer(not found, frozenset(found))


def moves(law: Law) -> Iterator[Move]:
    for before, after in itertools.product(ORDER, ORDER):
        yield Move(law, before, after)
