"""A deliberately naive interpreter of the packs, to test the real evaluators against.

It reads the YAML itself, knows no cubes and no tables, and tries every completion of the unknown facts one by one.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.agreement import naive_packs

ROOT = Path(__file__).parent.parent.parent
ORDER = ["closed", "conditional", "open"]
SCHEMES = {
    "opening": ("开放属性", {"不予开放": "closed", "有条件开放": "conditional", "无条件开放": "open"}),
    "sharing": ("共享属性", {"不予共享": "closed", "有条件共享": "conditional", "无条件共享": "open"}),
}


@functools.cache
def vocabulary() -> dict[str, Any]:
    text = (ROOT / "src/opendata_rules/vocabulary/facts.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@functools.cache
def facts() -> dict[str, dict[str, Any]]:
    """Facts by label."""
    return {fact["label"]: fact for topic in vocabulary()["topics"].values() for fact in topic["facts"]}


@functools.cache
def scheme_of(instrument: str, scheme: str) -> dict[str, Any]:
    """The rules of a scheme; where other law governs (转致), a human must look unless the rules close the data."""
    written = naive_packs.read(f"rules/{instrument}/rules.yaml")
    rules: dict[str, Any] = dict(written[SCHEMES[scheme][0]])
    rules["人工判断"] = [*rules.get("人工判断", []), *written.get("转致", [])]
    return rules


#: A condition with its words looked up: an operator and its parts, or a fact id and the values that fit.
Looked = tuple[str, Any]


@functools.cache
def _looked_up(instrument: str, scheme: str, kind: str, number: int, part: str) -> Looked | None:
    written = scheme_of(instrument, scheme)[kind][number].get(part)
    return None if written is None else _look_up(written)


def _look_up(condition: Mapping[str, Any]) -> Looked:
    [(word, value)] = condition.items()
    if word in ("全部满足", "任一满足", "都不满足"):
        return word, [_look_up(part) for part in value]
    fact = facts()[word]
    wanted = value if isinstance(value, list) else [value]
    terms = {True: "是", False: "否"} if fact["type"] == "bool" else fact["values"]
    return fact["id"], {known for known, term in terms.items() if term in wanted}


def holds(condition: Looked, known: Mapping[str, Any]) -> bool:
    word, value = condition
    if word == "全部满足":
        return all(holds(part, known) for part in value)
    if word == "任一满足":
        return any(holds(part, known) for part in value)
    if word == "都不满足":
        return not any(holds(part, known) for part in value)
    return known[word] in value


def holding(instrument: str, scheme: str, kind: str, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rules of one kind that hold: the condition does, and no exception."""
    found = []
    for number, rule in enumerate(scheme_of(instrument, scheme).get(kind, [])):
        condition = _looked_up(instrument, scheme, kind, number, "条件")
        exception = _looked_up(instrument, scheme, kind, number, "除非")
        assert condition is not None
        if holds(condition, known) and not (exception is not None and holds(exception, known)):
            found.append(rule)
    return found


def labels(condition: Mapping[str, Any]) -> Iterator[str]:
    [(word, value)] = condition.items()
    if word in facts():
        yield word
    else:
        for part in value:
            yield from labels(part)


@dataclass(frozen=True)
class Answer:
    """What every completion of some facts comes to."""

    contradictory: bool
    possible: frozenset[str]
    outcomes: frozenset[str]
    permitted: frozenset[str]
    never_permitted: frozenset[str]
    grounds: frozenset[str]


def used(instrument: str, scheme: str) -> list[str]:
    """Ids of the facts that can change an answer."""
    rules = scheme_of(instrument, scheme)
    found = []
    for kind in ("依据", "人工判断", "暂缓"):
        for rule in rules.get(kind, []):
            for condition in filter(None, (rule["条件"], rule.get("除非"))):
                found += [facts()[label]["id"] for label in labels(condition)]
    for constraint in vocabulary()["constraints"]:
        found += [fact for part in (constraint["if"], *constraint["then_any"]) for fact in part]
    return list(dict.fromkeys(found))


def consistent(known: Mapping[str, Any]) -> bool:
    for constraint in vocabulary()["constraints"]:
        [(fact, value)] = constraint["if"].items()
        alternatives = [item for part in constraint["then_any"] for item in part.items()]
        if known[fact] == value and not any(known[name] == wanted for name, wanted in alternatives):
            return False
    return True


def complete(instrument: str, scheme: str, known: Mapping[str, Any]) -> tuple[str, frozenset[str], set[str]]:
    """Outcome, permitted attributes and holding grounds of one complete vector."""
    rules = scheme_of(instrument, scheme)
    terms = SCHEMES[scheme][1]
    held = holding(instrument, scheme, "依据", known)
    grounds = {rule["编号"] for rule in held}
    tiers = {terms[rule["结论"]] for rule in held}
    residual = rules.get("兜底")
    reviewed = bool(holding(instrument, scheme, "人工判断", known))
    on_hold = bool(holding(instrument, scheme, "暂缓", known))
    if "closed" in tiers:
        outcome = "closed"
    elif reviewed:
        return "review", frozenset(), grounds
    elif on_hold:
        return "hold", frozenset(), grounds
    elif tiers:
        outcome = min(tiers, key=ORDER.index)
    elif residual:
        outcome = terms[residual["结论"]]
    else:
        return "review", frozenset(), grounds
    if residual and not reviewed and not on_hold and ORDER.index(outcome) >= ORDER.index(terms[residual["结论"]]):
        grounds.add(residual["编号"])
    deciding = [rule for rule in held if terms[rule["结论"]] == outcome]
    permitted = [{terms[term] for term in rule.get("可选", [rule["结论"]])} for rule in deciding]
    return outcome, frozenset(set.intersection(*permitted)) if permitted else frozenset({outcome}), grounds


def answer(instrument: str, scheme: str, known: Mapping[str, Any]) -> Answer:
    """Try every completion of the unknown facts."""
    by_id = {fact["id"]: fact for fact in facts().values()}
    names = used(instrument, scheme)
    unknown = [name for name in names if name not in known]
    domains = [[False, True] if by_id[name]["type"] == "bool" else list(by_id[name]["values"]) for name in unknown]
    outcomes, permitted, grounds = set(), [], []
    for values in itertools.product(*domains):
        vector = {**known, **dict(zip(unknown, values, strict=True))}
        if consistent(vector):
            outcome, may, held = complete(instrument, scheme, vector)
            outcomes.add(outcome)
            permitted.append(may)
            grounds.append(held)
    if not outcomes:
        return Answer(True, frozenset(), frozenset(), frozenset(), frozenset(), frozenset())
    return Answer(
        contradictory=False,
        possible=frozenset(outcomes) & frozenset(ORDER),
        outcomes=frozenset(outcomes),
        permitted=frozenset(set.intersection(*map(set, permitted))),
        never_permitted=frozenset(ORDER) - frozenset(set.union(*map(set, permitted))),
        grounds=frozenset(set.intersection(*grounds)),
    )
