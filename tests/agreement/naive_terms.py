"""When terms end, for the naive interpreter of duties: holiday notices and terms as plain YAML, day by day."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests.agreement import naive_packs as packs
from tests.agreement.naive_packs import Condition, Law, Vector

_DAY = dt.timedelta(days=1)


@functools.cache
def _notice(year: int) -> tuple[frozenset[str], frozenset[str]]:
    """Days off and days worked of a year, as its notice arranges them; years without one are far from any day asked."""
    off: set[str] = set()
    worked: set[str] = set()
    for festival in packs.read(f"rules/calendar/{year}.yaml").get("安排", []):
        for span in festival.get("放假", []):
            first, *last = (dt.date.fromisoformat(day) for day in span.split(" 至 "))
            while first <= (last[0] if last else first):
                off.add(first.isoformat())
                first += _DAY
                if not last:
                    break
        worked |= set(festival.get("上班", []))
    return frozenset(off), frozenset(worked)


def is_working_day(day: dt.date) -> bool:
    off, worked = _notice(day.year)
    return day.isoformat() in worked or (day.weekday() < 5 and day.isoformat() not in off)


def working_days_after(day: dt.date, number: int) -> dt.date:
    while number:
        day += _DAY
        number -= is_working_day(day)
    return day


def _at_rest_moved(day: dt.date) -> dt.date:
    while not is_working_day(day):
        day += _DAY
    return day


def _months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end(start: dt.date, number: int, unit: str) -> dt.date:
    match unit:
        case "工作日":
            return working_days_after(start, number)
        case "日":
            return _at_rest_moved(start + number * _DAY)
        case "月":
            return _at_rest_moved(_months_after(start, number))
        case _:
            return _at_rest_moved(_months_after(start, 12 * number))


def step_of(name: str) -> Mapping[str, Any]:
    procedure, step = name.split(".")
    return next(one for one in packs.procedures()["procedures"][procedure]["steps"] if one["id"] == step)


def _terms(law: Law, step: str) -> list[tuple[Mapping[str, Any], Condition | None, Condition | None]]:
    """The terms of a step in the nearest instrument that sets any: rule, its condition, that of a longer term."""
    instrument = packs.nearest(
        law, "deadlines", lambda rules: any(rule["步骤"] == step for rule in rules.get("期限", []))
    )
    path = f"rules/{instrument}/deadlines.yaml"
    found = []
    for number, rule in enumerate(packs.read(path)["期限"] if instrument else ()):
        if rule["步骤"] == step:
            longer = packs.looked_up(path, "期限", number, "延长", "条件") if "延长" in rule else None
            found.append((rule, packs.looked_up(path, "期限", number, "条件"), longer))
    return found


def said_of_step(instrument: str, step: Any) -> Any:
    """What an instrument says of the term of a step."""
    written = packs.read(f"rules/{instrument}/deadlines.yaml")
    rules = [rule for rule in written.get("期限", []) if rule["步骤"] == step]
    keys = ("编号", "效力", "条件", "长度", "单位", "固定日期", "延长")
    units = {rule.get("单位") for rule in rules}
    counting = [(one["编号"], one["要旨"]) for one in written.get("计算规则", []) if one["单位"] in units]
    return [{key: rule.get(key) for key in keys} for rule in rules], counting


def _speaking_of(law: Law, step: str) -> Any:
    instrument = packs.nearest(
        law, "deadlines", lambda rules: any(rule["步骤"] == step for rule in rules.get("期限", []))
    )
    return None if instrument is None else said_of_step(instrument, step)


def _cadence(known: Vector) -> Mapping[str, int] | None:
    """How long the declared frequency is; ``None`` where it promises nothing."""
    name = next(name for name, fact in packs.facts().items() if "cadence" in fact)
    return packs.facts()[name]["cadence"].get(known[name])


class Terms(NamedTuple):
    """When the terms of a place end, asked on a day; ``since``: first day of the instrument that judges."""

    law: Law
    since: dt.date

    def ends(self, term: Any, start: Any, known: Vector) -> dt.date | None:
        """The last day; ``None`` where no provision sets a term, or no number measures it."""
        began = dt.date(start, 1, 1) if isinstance(start, int) else start
        if isinstance(term, tuple):
            return _end(began, *term)
        step = step_of(term)
        # Whom a duty that goes on reaches, its own conditions say, not the branches of the procedure.
        if not step.get("continuing") and any(known[name] != value for name, value in step.get("when", {}).items()):
            return None
        # Of what began before the instrument took effect, only what it judges all the same is asked about.
        law = self.law if step.get("continuing") or began < self.since else self.law._replace(on=began)
        end = self._counted(law, term, began, known)
        if end is not None and law.on == began and end > began:
            # Under another law before it ends, it is for a human.
            later = law._replace(on=end)
            if packs.chain(later) != packs.chain(law) and _speaking_of(later, term) != _speaking_of(law, term):
                return None
        return end

    def runs_to(self, term: Any, start: Any, known: Vector) -> dt.date | None:
        """The last day as it counts today: what goes on and had run out before the law runs anew from its first day."""
        end = self.ends(term, start, known)
        goes_on = not isinstance(term, tuple) and step_of(term).get("continuing")
        return self.ends(term, self.since, known) if goes_on and end is not None and end < self.since else end

    def _counted(self, law: Law, term: str, began: dt.date, known: Vector) -> dt.date | None:
        for rule, condition, longer in _terms(law, term):
            if condition is not None and not packs.holds(condition, known):
                continue
            if rule.get("单位") == "更新频率":
                cadence = _cadence(known)
                if cadence is None:
                    continue
                if not cadence:
                    return None
                return _at_rest_moved(_months_after(began, cadence.get("months", 0)) + cadence.get("days", 0) * _DAY)
            if "固定日期" in rule:
                return dt.date.fromisoformat(f"{began.year}-{rule['固定日期']}")
            end = _end(began, int(rule["长度"]), rule["单位"])
            return self._longer(rule, longer, began, end, known) if longer is not None else end
        return None

    def _longer(
        self, rule: Mapping[str, Any], condition: Condition, began: dt.date, end: dt.date, known: Vector
    ) -> dt.date | None:
        extension = rule["延长"]
        decided = known[packs.labels()[extension["决定日期"]]]
        in_time = decided is not None and began <= decided <= end
        if "已及时" in extension:
            in_time = in_time and known[packs.labels()[extension["已及时"]]]
        if not (in_time and packs.holds(condition, known)):
            return end
        return _end(began, int(extension["至"]), rule["单位"]) if "至" in extension else None


def facts_of_step(law: Law, step: str) -> Iterator[str]:
    yield from step_of(step).get("when", {})
    for rule, *conditions in _terms(law, step):
        for condition in filter(None, conditions):
            yield from (name for leaf in packs.leaves(condition) for name in leaf.about)
        if rule.get("单位") == "更新频率":
            yield next(name for name, fact in packs.facts().items() if "cadence" in fact)
        for key in ("决定日期", "已及时"):
            if key in rule.get("延长", {}):
                yield packs.labels()[rule["延长"][key]]
