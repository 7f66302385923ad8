"""What the naive interpreters of changes and duties share: packs as plain YAML, who answers, what a condition means.

It reads the files with PyYAML and nothing of the library: words are looked up in the vocabulary, a condition is a small
tree, and a vector of facts is complete, so that a condition simply holds or does not. What is unknown is tried out,
value by value (:func:`completions`). The one thing that stays open is a term that no provision measures: ``None``.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parent.parent.parent
Vector = Mapping[str, Any]


#: Folders of packs: the checkout, and those that tests make beside it, whose places and instruments have other ids.
FOLDERS = [ROOT]


@functools.cache
def read(path: str) -> dict[str, Any]:
    """A file, every scalar as text, with what a later version of an instrument inherits; empty where there is none."""
    kind, _, rest = path.partition("/")
    written = _file(path)
    name, _, file = rest.partition("/")
    if kind == "rules" and file and (before := _file(f"rules/{name}/instrument.yaml").get("修订自")):
        about, older = _file(f"rules/{name}/instrument.yaml"), read(f"rules/{before}/{file}")
        if file == "instrument.yaml":
            return {**{key: value for key, value in older.items() if key not in ("施行日期", "文号")}, **written}
        return _inherited(older, written, about.get("废止", []))
    return written


def _file(path: str) -> dict[str, Any]:
    found = next((folder / path for folder in FOLDERS if (folder / path).exists()), None)
    return yaml.load(found.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) if found is not None else {}


def _inherited(older: Any, written: Any, abolished: list[str]) -> Any:
    """Entries of both, by their ids; the numbers of articles decide nothing here."""
    if isinstance(older, dict) and "编号" in older:
        return written if written is not None or older["编号"] in abolished else older
    if isinstance(older, dict):
        written = written or {}
        found = {
            key: _inherited(older.get(key), written.get(key), abolished)
            for key in dict.fromkeys((*older, *written))
            if key not in written or key in older
        }
        found |= {key: value for key, value in written.items() if key not in older}
        return {key: value for key, value in found.items() if value is not None}
    if isinstance(older, list) and all(isinstance(item, dict) and "编号" in item for item in older):
        own = {item["编号"]: item for item in written or ()}
        kept = [own.pop(item["编号"], item) for item in older if item["编号"] not in abolished]
        return [*kept, *own.values()]
    return older if written is None else written


@functools.cache
def vocabulary() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "src/opendata_rules/vocabulary/facts.yaml").read_text(encoding="utf-8"))


@functools.cache
def procedures() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "src/opendata_rules/vocabulary/procedures.yaml").read_text(encoding="utf-8"))


@functools.cache
def facts() -> dict[str, dict[str, Any]]:
    """Facts by id; those that a pack brings are not read, the shipped packs bring none."""
    return {fact["id"]: fact for topic in vocabulary()["topics"].values() for fact in topic["facts"]}


@functools.cache
def labels() -> dict[str, str]:
    return {fact["label"]: name for name, fact in facts().items()}


# -- who answers -------------------------------------------------------------------------------------------------------


class Law(NamedTuple):
    """A place on a day, with its drafts or without."""

    place: str
    on: dt.date
    drafts: bool = False


def in_force(instrument: str, on: dt.date, drafts: bool = False) -> bool:
    about = read(f"rules/{instrument}/instrument.yaml")
    if about.get("草案") == "是":
        return drafts
    day = on.isoformat()
    starts = about.get("施行日期", about.get("不晚于施行"))
    return (
        starts is not None
        and starts <= day <= about.get("有效期至", "9999-12-31")
        and day < about.get("存续不明自", "9999-12-31")
    )


def versions(instrument: str) -> list[str]:
    """An instrument and those that it amends, the newest first."""
    found = [instrument]
    while before := read(f"rules/{found[-1]}/instrument.yaml").get("修订自"):
        found.append(before)
    return found


def speaking(instrument: str, on: dt.date) -> str:
    """The version of an instrument that is the law of a day."""
    known = versions(instrument)
    day = on.isoformat()
    begun = (name for name in known[:-1] if read(f"rules/{name}/instrument.yaml")["施行日期"] <= day)
    return next(begun, known[-1])


def since(instrument: str, said: Callable[[str], Any]) -> str:
    """First day of the oldest version that says the same on some matter, without a break."""
    now, *before = versions(instrument)
    for older in before:
        if said(older) != said(now):
            break
        now = older
    return read(f"rules/{now}/instrument.yaml").get("施行日期", "0001-01-01")


@functools.cache
def chain(law: Law) -> tuple[str, ...]:
    """Instruments in force for a place, nearest first."""
    found, place = [], law.place
    while place:
        about = read(f"jurisdictions/{place}.yaml")
        named = dict.fromkeys(speaking(name, law.on) for name in about["文件"])
        found += [name for name in named if in_force(name, law.on, law.drafts)]
        place = about.get("上级", "")
    return tuple(found)


def nearest(law: Law, file: str, regulates: Callable[[dict[str, Any]], bool]) -> str | None:
    """The nearest instrument of which a file regulates a matter."""
    return next((name for name in chain(law) if regulates(read(f"rules/{name}/{file}.yaml"))), None)


# -- conditions --------------------------------------------------------------------------------------------------------


class Condition(NamedTuple):
    """What is asked: a kind, the facts or parts it is about, and what they are compared with."""

    kind: str
    about: tuple[Any, ...]
    wanted: Any = None


_WHOLES = {"全部满足": "all", "任一满足": "any", "都不满足": "none", "互证": "same"}
_RELATIONS = {"按期": "within", "期满": "not_before", "期满后": "after"}


def look_up(written: Mapping[str, Any]) -> Condition:
    """A condition with its words looked up."""
    [(word, value)] = written.items()
    if word in _WHOLES:
        return Condition(_WHOLES[word], tuple(look_up(part) for part in value))
    if word == "早于":
        return Condition("earlier", tuple(labels()[name] for name in value))
    if word in _RELATIONS:
        done = value.get("完成", [])
        done = [labels()[name] for name in ([done] if isinstance(done, str) else done)]
        term = value.get("步骤") or (int(value["长度"]), value["单位"])
        return Condition(_RELATIONS[word], (labels()[value["起算"]], *done), term)
    name = labels()[word]
    values = {term: known for known, term in facts()[name].get("values", {}).items()}
    match facts()[name]["type"]:
        case "bool":
            wanted = value if isinstance(value, list) else [value]
            return Condition("is", (name,), frozenset(term == "是" for term in wanted))
        case "enum":
            wanted = value if isinstance(value, list) else [value]
            return Condition("is", (name,), frozenset(values[term] for term in wanted))
        case "date":
            return Condition("past", (name,), value == "已过")
        case "int":
            return Condition("at_least", (name,), int(value["不少于"]))
    [(word, items)] = value.items()
    chosen = frozenset(values[term] for term in (items if isinstance(items, list) else [items]))
    return Condition("contains" if word == "包含" else "lacks", (name,), chosen)


#: A condition as written, by its file and place there, looked up once.
@functools.cache
def looked_up(path: str, *steps: str | int) -> Condition | None:
    found: Any = read(path)
    for step in steps:
        if isinstance(found, Mapping) and step not in found:
            return None
        found = found[step]
    return look_up(found)


def leaves(condition: Condition) -> Iterator[Condition]:
    if condition.kind in _WHOLES.values():
        for part in condition.about:
            yield from leaves(part)
    else:
        yield condition


def wholes(condition: Condition) -> Iterator[Condition]:
    """A condition and its parts, as far as they have parts."""
    if condition.kind in _WHOLES.values():
        yield condition
        for part in condition.about:
            yield from wholes(part)


class Clock(NamedTuple):
    """What day it is, and when a term ends: ``None`` where nothing measures it.

    ``runs_to`` is the end as it counts today: a term that goes on and had run out before the law runs anew.
    """

    today: dt.date
    ends: Callable[[Any, Any, Vector], dt.date | None]
    runs_to: Callable[[Any, Any, Vector], dt.date | None]


def holds(condition: Condition, known: Vector, clock: Clock | None = None) -> bool | None:
    """Whether a condition holds of complete facts; ``None`` only where it hangs on a term that nothing measures."""
    kind, about, wanted = condition
    match kind:
        case "is":
            return known[about[0]] in wanted
        case "all" | "same":
            return _all([holds(part, known, clock) for part in about])
        case "any":
            return _not(_all([_not(holds(part, known, clock)) for part in about]))
        case "none":
            return _all([_not(holds(part, known, clock)) for part in about])
        case "earlier":
            first, second = known[about[0]], known[about[1]]
            return known[about[2]] if len(about) > 2 else None if first == second else first < second
        case "contains":
            return wanted <= set(known[about[0]])
        case "lacks":
            return not wanted & set(known[about[0]])
        case "at_least":
            return known[about[0]] >= wanted
    assert clock is not None
    if kind == "past":
        day = known[about[0]]
        return (day is not None and day < clock.today) is wanted
    if known[about[0]] is None:
        return None
    count = clock.ends if len(about) > 1 else clock.runs_to
    done, end = day_of(condition, known, clock), count(wanted, known[about[0]], known)
    if done is None or end is None:
        return None
    return {"within": done <= end, "not_before": done >= end, "after": done > end}[kind]


def day_of(condition: Condition, known: Vector, clock: Clock) -> dt.date | None:
    """The day that is held against a term: that of the deed, or today where it was not done or no deed is named."""
    _, *done = condition.about
    if not done or (len(done) == 2 and known[done[1]] is False):
        return clock.today
    return known[done[0]]


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _all(truths: list[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


# -- what cannot be ----------------------------------------------------------------------------------------------------


def breaks_a_constraint(known: Vector) -> bool:
    """Whether facts contradict a constraint of the vocabulary; those that are not there may still be anything."""
    for constraint in vocabulary()["constraints"]:
        [(fact, value)] = constraint["if"].items()
        others = [item for part in constraint["then_any"] for item in part.items()]
        if known.get(fact) == value and all(known.get(name, wanted) != wanted for name, wanted in others):
            return True
    return False


def disagrees(condition: Condition, known: Vector, clock: Clock | None = None) -> bool:
    """Whether a condition is told twice in different ways."""
    kind, about, _ = condition
    if kind in _WHOLES.values():
        if any(disagrees(part, known, clock) for part in about):
            return True
        return kind == "same" and {holds(part, known, clock) for part in about} >= {True, False}
    if kind == "earlier" and len(about) > 2:
        first, second, stated = (known[name] for name in about)
        return first != second and (first < second) is not stated
    if kind in _RELATIONS.values() and len(about) == 3:
        assert clock is not None
        day, done = known[about[1]], known[about[2]]
        # A day says that it was done, and what was done was done by today.
        return (day is not None) is not done or (day is not None and day > clock.today)
    return False


def out_of_order(known: Vector, today: dt.date) -> bool:
    """Whether days cannot be as they are told; facts that are not there may still be anything."""
    about = vocabulary()
    return (
        any(
            isinstance(first := known.get(one), dt.date)
            and isinstance(then := known.get(other), dt.date)
            and then < first
            for one, other in about.get("sequels", ())
        )
        or any((day := known.get(name)) is not None and day > today for name in about.get("happened", ()))
        or any(known.get(day) is not None and known.get(done) is False for day, done in about.get("told", {}).items())
    )


# -- every completion --------------------------------------------------------------------------------------------------


def completions(known: Vector, domains: Mapping[str, Collection[Any]]) -> Iterator[dict[str, Any]]:
    """Every way to fill in what is unknown that breaks no constraint."""
    unknown = [name for name in domains if name not in known]
    for values in itertools.product(*(domains[name] for name in unknown)):
        vector = {**known, **dict(zip(unknown, values, strict=True))}
        if not breaks_a_constraint(vector):
            yield vector


def domain(name: str) -> list[Any]:
    """The values of a finite fact."""
    fact = facts()[name]
    return [False, True] if fact["type"] == "bool" else list(fact["values"])


def atoms(sets: Iterable[frozenset[str]]) -> list[list[str]]:
    """Items of lists that no condition tells apart, together."""
    sets = list(sets)
    groups: dict[tuple[bool, ...], list[str]] = {}
    for item in sorted(frozenset().union(*sets)):
        groups.setdefault(tuple(item in one for one in sets), []).append(item)
    return list(groups.values())


def lists(sets: Iterable[frozenset[str]]) -> list[tuple[str, ...]]:
    """Lists enough to make every combination of what conditions ask of a list: each group whole, broken or absent."""
    choices = [[(), (group[0],), tuple(group)] if len(group) > 1 else [(), tuple(group)] for group in atoms(sets)]
    return [tuple(itertools.chain(*parts)) for parts in itertools.product(*choices)]
