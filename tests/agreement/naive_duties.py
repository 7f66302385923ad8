"""A deliberately naive interpreter of duties, to test ``check`` against.

It reads the YAML by itself, judges one complete vector of facts after CONTRACT ("Duties"), and tries every completion
of what is unknown: finite facts value by value, days, numbers and lists by values on either side of everything they are
compared with.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tests.agreement import naive_packs as packs
from tests.agreement.naive_packs import Clock, Condition, Law, Vector
from tests.agreement.naive_terms import Terms, facts_of_step, said_of_step, step_of

NONCOMPLIANT, REVIEW, OPEN_ENDED, COMPLIANT, NOT_APPLICABLE = (
    "noncompliant",
    "human_review",
    "undetermined",
    "compliant",
    "not_applicable",
)
GRAVEST_FIRST = (NONCOMPLIANT, REVIEW, OPEN_ENDED, COMPLIANT, NOT_APPLICABLE)
SCOPE = (REVIEW, NOT_APPLICABLE, OPEN_ENDED, COMPLIANT)
_TERMS = ("within", "not_before", "after")
_DAY = dt.timedelta(days=1)


# -- rules -------------------------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """One duty with its conditions looked up."""

    id: str
    premise: Condition | None
    must: Condition
    doubt: Condition | None
    advisory: bool
    timely: bool
    since: dt.date

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(one for one in (self.premise, self.must, self.doubt) if one is not None)


@functools.cache
def rules(law: Law, topic: str) -> tuple[Rule, ...]:
    """The duties on a topic of the nearest instrument that has any."""
    label = packs.vocabulary()["topics"][topic]["label"]
    instrument = packs.nearest(
        law, "duties", lambda written: any(rule["事项"] == label for rule in written.get("职责", []))
    )
    if instrument is None:
        return ()
    path = f"rules/{instrument}/duties.yaml"
    about = packs.read(f"rules/{instrument}/instrument.yaml")
    draft = about.get("草案") == "是"
    found = []
    for number, rule in enumerate(packs.read(path)["职责"]):
        if rule["事项"] == label:
            premise, must, doubt = (packs.looked_up(path, "职责", number, key) for key in ("当", "须", "须人工判断"))
            assert must is not None
            advisory, timely = rule["效力"] == "原则上", rule.get("及时") == "是"
            # Asked for, a draft is treated as in force on every date.
            start = dt.date.min if draft else _since(instrument, rule["编号"], (premise, must, doubt))
            found.append(Rule(rule["编号"], premise, must, doubt, advisory, timely, start))
    return tuple(found)


def _since(instrument: str, name: str, conditions: Sequence[Condition | None]) -> dt.date:
    """Since when a duty, with the terms it hangs on, has been the law."""
    leaves = [leaf for one in conditions if one is not None for leaf in packs.leaves(one)]
    steps = {leaf.wanted for leaf in leaves if leaf.kind in ("within", "not_before", "after")}

    def said(version: str) -> Any:
        written = packs.read(f"rules/{version}/duties.yaml").get("职责", [])
        rule = next((rule for rule in written if rule["编号"] == name), {})
        keys = ("事项", "主体", "效力", "当", "须", "须人工判断", "及时", "先于")
        return {key: rule.get(key) for key in keys}, [said_of_step(version, step) for step in steps]

    return dt.date.fromisoformat(packs.since(instrument, said))


def clock_of(law: Law, topic: str) -> Clock:
    """What day it is, and when terms end, for the duties on a topic."""
    asked = rules(law, topic)
    terms = Terms(law, min((rule.since for rule in asked), default=dt.date.min))
    return Clock(law.on, terms.ends, terms.runs_to)


def topics() -> list[str]:
    """Topics that duties can be checked on."""
    judged = {"opening", "sharing", "change", "deadline"}
    return [name for name, topic in packs.vocabulary()["topics"].items() if topic.get("judged_as") not in judged]


def is_scope(topic: str) -> bool:
    return packs.vocabulary()["topics"][topic].get("judged_as") == "scope"


# -- one complete vector -----------------------------------------------------------------------------------------------


def judge(rule: Rule, known: Vector, clock: Clock, *, scope: bool) -> str:
    """The verdict of one duty on complete facts that do not contradict each other."""
    if rule.premise is not None and packs.holds(rule.premise, known, clock) is False:
        return NOT_APPLICABLE
    asked = [one for one in (rule.premise, rule.must) if one is not None]
    if any(_about_before(one, rule.since, known, clock) for one in asked):
        return NOT_APPLICABLE
    must = packs.holds(rule.must, known, clock)
    if must is False:
        return NOT_APPLICABLE if scope else REVIEW if rule.timely else NONCOMPLIANT
    if rule.doubt is not None and packs.holds(rule.doubt, known, clock):
        return REVIEW
    return OPEN_ENDED if must is None else COMPLIANT


def _about_before(condition: Condition, since: dt.date, known: Vector, clock: Clock) -> bool:
    """Whether a condition is about a term that lies before the instrument took effect.

    Together with what is not so it is not: what is asked beside it speaks alone.
    """
    if not any(leaf.kind in ("within", "after") for leaf in packs.leaves(condition)):
        return False
    if condition in packs.leaves(condition):
        return _before_the_instrument(condition, since, known, clock)
    if condition.kind == "all":
        plain = [part for part in condition.about if not any(leaf.kind in _TERMS for leaf in packs.leaves(part))]
        if not all(packs.holds(part, known, clock) for part in plain):
            return False
    return any(_about_before(part, since, known, clock) for part in condition.about)


def _before_the_instrument(leaf: Condition, since: dt.date, known: Vector, clock: Clock) -> bool:
    """Whether what a term is asked about was done, or fell due, before the instrument took effect.

    What goes on goes on: a term that had run out by then runs anew from the first day of the instrument. Of a least
    length, what counts is the act that it comes before.
    """
    if leaf.kind not in ("within", "after"):
        return False
    start, *deed = leaf.about
    done = known[deed[0]] if deed else None
    if done is not None and done < since:
        return True
    if leaf.kind == "after":
        return False
    began = known[start]
    if began is None:
        return False
    end = clock.ends(leaf.wanted, began, known)
    if isinstance(began, int):
        return end is not None and end < since
    if began >= since:
        return False
    if not deed and (isinstance(leaf.wanted, tuple) or step_of(leaf.wanted).get("continuing")):
        anew = clock.ends(leaf.wanted, since, known)
        return end is not None and anew is not None and end < since and clock.today <= anew
    return True


def together(topic: str, found: Sequence[tuple[Rule, str]], known: Vector, clock: Clock) -> str:
    """The assessment of a topic."""
    counted = [COMPLIANT if rule.advisory and verdict == NONCOMPLIANT else verdict for rule, verdict in found]
    if is_scope(topic):
        # What is asked of other activities only neither covers nor excludes.
        reaching = [
            verdict
            for (rule, _), verdict in zip(found, counted, strict=True)
            if rule.premise is None or packs.holds(rule.premise, known, clock) is not False
        ]
        return next(verdict for verdict in SCOPE if verdict in (reaching or counted))
    return next(verdict for verdict in GRAVEST_FIRST if verdict in counted)


# -- every completion --------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """What every completion comes to.

    ``fulfilled``: in none of them is what is asked undone; ``doubtful``: in all of them a human must look, done or not.
    """

    possible: frozenset[str]
    fulfilled: bool = False
    doubtful: bool = False

    @property
    def verdict(self) -> str:
        if len(self.possible) == 1:
            return next(iter(self.possible))
        # Facts that contradict each other are for a human; so is what is in doubt for certain, done or not.
        if not self.possible or (self.possible in ({NONCOMPLIANT, REVIEW}, {NOT_APPLICABLE, REVIEW}) and self.doubtful):
            return REVIEW
        return COMPLIANT if self.fulfilled and self.possible == {COMPLIANT, NOT_APPLICABLE} else OPEN_ENDED


class Found(NamedTuple):
    """The assessment and the findings by rule; nothing possible at all means that the facts contradict each other."""

    assessment: Answer
    findings: dict[str, Answer]


def facts_of(law: Law, topic: str) -> dict[str, list[Condition]]:
    """Every fact that the duties on a topic rest on, with the comparisons that are about it."""
    found: dict[str, list[Condition]] = {}
    for rule in rules(law, topic):
        for leaf in itertools.chain(*map(packs.leaves, rule.conditions)):
            for name in leaf.about:
                found.setdefault(name, []).append(leaf)
            if leaf.kind in ("within", "not_before", "after") and isinstance(leaf.wanted, str):
                for name in facts_of_step(law, leaf.wanted):
                    found.setdefault(name, [])
    return found


def domains(law: Law, topic: str, known: Vector) -> dict[str, list[Any]]:
    """Values enough to tell apart whatever the duties on a topic tell apart, beside what is known."""
    asked = facts_of(law, topic)
    clock = clock_of(law, topic)
    found: dict[str, list[Any]] = {}
    for name, leaves in asked.items():
        match packs.facts()[name]["type"]:
            case "bool" | "enum":
                found[name] = packs.domain(name)
            case "list":
                found[name] = [*packs.lists(leaf.wanted for leaf in leaves)]
            case "int":
                numbers = {leaf.wanted for leaf in leaves if leaf.kind == "at_least"}
                years = any(leaf.kind == "within" for leaf in leaves)
                told = [value.year for value in known.values() if isinstance(value, dt.date)]
                numbers |= {year + n for year in (law.on.year, *told) for n in (0, 1)} if years else set()
                found[name] = sorted({number - step for number in numbers for step in (0, 1)})
            case "date":
                found[name] = [*_days(law, rules(law, topic), name, leaves, known, clock)]
    return found


def _days(
    law: Law, asked: Sequence[Rule], name: str, leaves: list[Condition], known: Vector, clock: Clock
) -> Iterator[dt.date | None]:
    """Days on either side of today, of the known days, and of the ends of terms from or to them."""
    days = {
        law.on,
        *(max(rule.since, dt.date(2020, 1, 1)) for rule in asked),
        *(value for value in known.values() if isinstance(value, dt.date)),
    }
    for leaf in leaves:
        if leaf.kind in ("within", "not_before", "after"):
            start = known.get(leaf.about[0])
            if isinstance(start, int) and not isinstance(start, bool):
                days |= {dt.date(start, 5, 31), dt.date(start - 1, 12, 31)}
            elif start is not None and leaf.about[0] != name:
                ends = clock.ends(leaf.wanted, start, _unextended(known))
                days |= {ends} if ends else set()
    near = {day + n * _DAY for day in days for n in (-1, 0, 1)}
    far = {day + n * _DAY for day in days for n in (40, -20, -40, -150, -420, -800)}
    yield from sorted(near | far)
    done = any(len(leaf.about) == 3 and leaf.about[1] == name for leaf in leaves if leaf.kind != "earlier")
    if done or any(name == day for day, _ in told_in_words(asked)):
        # Nothing was done, or nothing came, so that there is no such day.
        yield None


def told_in_words(rules: Sequence[Rule]) -> Iterator[tuple[str, Condition]]:
    """Days of which it is told in words too whether they came, each with what says so (互证)."""
    for rule in rules:
        for one in rule.conditions:
            for whole in packs.wholes(one):
                if whole.kind == "same":
                    days = [part.about[0] for part in whole.about if part.kind == "past"]
                    yield from ((day, part) for day in days for part in whole.about if part.kind == "is")


class _unextended(dict[str, Any]):
    """Known facts with every other fact as good as false."""

    def __missing__(self, name: str) -> None:
        return None


def contradictory(rules: Sequence[Rule], known: Vector, clock: Clock) -> bool:
    """Whether days cannot be as they are told, or one thing is told twice in different ways."""
    conditions = dict.fromkeys(one for rule in rules for one in rule.conditions)
    return packs.out_of_order(known, clock.today) or any(packs.disagrees(one, known, clock) for one in conditions)


def untold(rules: Sequence[Rule], known: Vector) -> bool:
    """Whether something is told to be done and its day is not, so that the facts are not complete."""
    leaves = (leaf for rule in rules for one in rule.conditions for leaf in packs.leaves(one))
    if any(known[day] is None and packs.holds(said, known) for day, said in told_in_words(rules)):
        return True
    return any(
        len(leaf.about) == 3 and known[leaf.about[1]] is None and known[leaf.about[2]] is True
        for leaf in leaves
        if leaf.kind != "earlier"
    )


def answer(law: Law, topic: str, known: Vector) -> Found:
    """Try every completion of the unknown facts."""
    clock = clock_of(law, topic)
    asked, scope = rules(law, topic), is_scope(topic)
    verdicts: dict[str, set[str]] = {rule.id: set() for rule in asked}
    fulfilled, doubtful = dict.fromkeys(verdicts, True), dict.fromkeys(verdicts, True)
    overall: set[str] = set()
    for vector in packs.completions(known, domains(law, topic, known)):
        if contradictory(asked, vector, clock):
            continue
        found = [(rule, judge(rule, vector, clock, scope=scope)) for rule in asked]
        for rule, verdict in found:
            verdicts[rule.id].add(verdict)
            undone = packs.holds(rule.must, vector, clock) is False
            fulfilled[rule.id] &= not undone
            reached = rule.premise is None or packs.holds(rule.premise, vector, clock) is not False
            unsure = rule.doubt is not None and packs.holds(rule.doubt, vector, clock) is True
            doubtful[rule.id] &= verdict == REVIEW or (undone and reached and unsure)
        overall.add(together(topic, found, vector, clock))
    findings = {name: Answer(frozenset(found), fulfilled[name], doubtful[name]) for name, found in verdicts.items()}
    told = {found.verdict for found in findings.values()}
    settled = not scope and told <= {COMPLIANT, NOT_APPLICABLE}
    return Found(Answer(frozenset(overall), settled, REVIEW in told), findings)
