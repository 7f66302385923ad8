"""A year of a city's cases, made up from a seed: what a platform tells, and what is wrong with it.

Nothing here knows the case monitor: last days are asked of ``law.deadline``, and what is planted follows from how the
days were chosen. All but the faults is clean, and as near to the edge as can be: done on the very last day, access
opened on the day of the agreement, taken down on the first day allowed, approvals told one by one.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import opendata_rules as odr

ROOT = Path(__file__).parents[2]
DAY = dt.timedelta(days=1)
#: Kinds of event that no term runs from.
UNTIMED = {"agreement", "access", "delisting", "attribute_change", "statement"}
OFFICES = ("发改委", "教育局", "公安局", "民政局", "人社局", "住建局", "交通局", "卫健委", "大数据局")
PEOPLE = ("王敏", "李强", "张静", "刘洋", "陈杰", "杨柳", "赵磊", "黄芳", "周涛", "吴霞")
CADENCES = ("real_time", "daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "every_two_years")
#: Not one of these says how long a term is.
OTHER_CADENCES = ("over_two_years", "irregular", "none", None)
#: Provision of each place on moves to a stricter class.
STRICTER = {"jining": "jining-9-1", "tengzhou": "tengzhou-18-5", "qingdao": "qingdao-26-3", "taian": "taian-15-1"}
#: Procedures of each place, and how many of a hundred cases belong to each.
MIX = {
    "jining": {
        "conditional_access": 24,
        "unopened_request": 16,
        "publication": 12,
        "objection": 8,
        "delisting": 12,
        "update": 12,
        "quality_evaluation": 4,
        "annual_plan": 4,
        "attribute_change": 8,
    },
    "tengzhou": {
        "conditional_access": 20,
        "unopened_request": 15,
        "attribute_change": 10,
        "catalogue_change": 15,
        "sharing_unconditional": 10,
        "sharing_conditional": 12,
        "sharing_unmet_demand": 12,
        "sharing_upward": 6,
    },
    "qingdao": {"attribute_change": 20, "catalogue_change": 20, "correction_check": 35, "sharing_conditional": 25},
    "taian": {"objection": 30, "attribute_change": 20, "officer_registration": 20, "update": 30},
}
#: A procedure that no collected instrument of the place regulates.
NOT_REGULATED = {"jining": "officer_registration", "tengzhou": "update", "qingdao": "delisting", "taian": "delisting"}


@dataclass(frozen=True, order=True)
class Fault:
    """Something planted: ``late``, ``overdue`` or ``prohibited``; the step, or where prohibited the rule broken."""

    case: str
    kind: str
    what: str


@dataclass
class History:
    """What truly happened in a case, as ``law.schedule`` takes it; without a trigger nothing runs."""

    procedure: str
    trigger: dt.date | None = None
    actual: dict[str, dt.date] = field(default_factory=dict)
    told: list[tuple[dt.date, dict[str, Any]]] = field(default_factory=list)

    def facts(self, on: dt.date = dt.date.max) -> dict[str, Any]:
        """What is known on a day."""
        known: dict[str, Any] = {}
        for day, facts in sorted(self.told, key=lambda one: one[0]):
            if day <= on:
                known.update(facts)
        return known


@dataclass
class City:
    """A year: the feed in order of arrival, what is wrong in it, what happened, and what cannot be taken."""

    place: str
    law: odr.Law
    end: dt.date
    events: list[Any] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    histories: dict[str, History] = field(default_factory=dict)
    #: (reason, event)
    rejected: list[tuple[str, Any]] = field(default_factory=list)
    repeated: int = 0
    #: Places in the feed of what contradicts something told before it.
    contradicting: set[int] = field(default_factory=set)

    def shuffled(self, seed: int) -> list[Any]:
        """The feed in another order; what contradicts others still comes after them, for the first one told stands."""
        order = list(range(len(self.events)))
        random.Random(seed).shuffle(order)
        order.sort(key=lambda place: place in self.contradicting)
        return [self.events[place] for place in order]


@dataclass
class _Sent:
    """An event on its way: the day it arrives, and whether it contradicts others and so has to come after them."""

    arrives: dt.date
    event: Any
    contradicts: bool = False


@functools.cache
def _library() -> odr.Library:
    return odr.load(ROOT)


def city(place: str, year: int, cases: int, seed: int) -> City:
    """A year of a city: at least so many cases, the same for the same seed."""
    return _Year(place, year, seed).run(cases)


class _Case:
    """A case being made up."""

    def __init__(self, year: _Year, procedure: str) -> None:
        self.year = year
        self.id = f"{year.place}-{procedure}-{len(year.city.histories):05}"
        self.procedure = procedure
        self.history = year.city.histories[self.id] = History(procedure)
        self.office = year.any(OFFICES)

    def tell(self, kind: str, day: dt.date, **facts: Any) -> None:
        """Something happened; nothing does after the end of the year."""
        if day > self.year.end:
            return
        if self.history.trigger is None and kind not in UNTIMED:
            self.history.trigger = day
        elif kind not in UNTIMED:
            self.history.actual.setdefault(kind, day)
        if facts:
            self.history.told.append((day, facts))
        self.year.send(self, kind, day, facts)

    def fault(self, kind: str, what: str) -> None:
        """Something is wrong, and known to be planted."""
        self.year.city.faults.append(Fault(self.id, kind, what))

    def term(self, step: str, trigger: dt.date) -> odr.Deadline:
        """The term of a step on all that is told so far."""
        return self.year.law.deadline(f"{self.procedure}.{step}", trigger=trigger, facts=self.history.facts())

    def step(self, step: str, trigger: dt.date, **facts: Any) -> dt.date | None:
        """Do a step in time, late or never; the day it was done."""
        year, latest = self.year, self.term(step, trigger).latest
        fate = year.one_of({"early": 70, "last": 22, "late": 4, "never": 4})
        day: dt.date | None
        if fate == "never":
            day = None
        elif latest is None or latest < trigger:
            day = trigger + year.days(0, 40)
        elif fate == "late":
            day = latest + year.any([DAY, DAY, year.days(2, 30)])
        elif fate == "last":
            day = latest
        else:
            day = trigger + year.days(0, (latest - trigger).days)
        if day is None or day > year.end:
            if latest is not None and latest < year.end:
                self.fault("overdue", step)
            return None
        if latest is not None and day > latest:
            self.fault("late", step)
        self.tell(step, day, **facts)
        return day


class _Year:
    """The making of a year."""

    def __init__(self, place: str, year: int, seed: int) -> None:
        self.place = place
        self.random = random.Random(f"{place} {year} {seed}")
        self.begin, self.end = dt.date(year, 1, 1), dt.date(year, 12, 31)
        self.law = _library().law(place, on=self.begin)
        self.city = City(place, self.law, self.end)
        self.sent: list[_Sent] = []
        self.numbers = self.refused = 0
        self.guarded = place == "jining"

    # -- chance -----------------------------------------------------------------------------------------------------

    def any(self, choices: Any) -> Any:
        return self.random.choice(choices)

    def one_of(self, weights: Mapping[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def chance(self, percent: float) -> bool:
        return self.random.random() * 100 < percent

    def days(self, least: int, most: int) -> dt.timedelta:
        return dt.timedelta(days=self.random.randint(least, most))

    def some_day(self, first: dt.date | None = None, last: dt.date | None = None) -> dt.date:
        """A day of the year, mostly no week-end."""
        first, last = first or self.begin, last or self.end
        day = first + self.days(0, (last - first).days)
        return day - 2 * DAY if day.weekday() > 4 and self.chance(70) and day - 2 * DAY >= first else day

    # -- the feed ---------------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        self.numbers += 1
        return f"{self.random.getrandbits(24):06x}-{self.numbers}"

    def event(self, case: _Case, kind: str, day: dt.date, facts: Mapping[str, Any]) -> dict[str, Any]:
        actor = f"{case.office}/{self.any(PEOPLE)}"
        told = {name: str(value) if isinstance(value, dt.date) else value for name, value in facts.items()}
        head = {"id": self.new_id(), "case": case.id, "procedure": case.procedure, "kind": kind, "date": str(day)}
        return {**head, "actor": actor, **told}

    def arrival(self, day: dt.date) -> dt.date:
        return day + self.days(1, 30) if self.chance(8) else day

    def send(self, case: _Case, kind: str, day: dt.date, facts: Mapping[str, Any]) -> None:
        """Tell an event, perhaps late, wrong at first, or more than once."""
        event = self.event(case, kind, day, facts)
        arrives = self.arrival(day)
        if self.chance(3):
            wrong = self.event(case, kind, max(day + self.any([1, -1]) * self.days(1, 60), self.begin), facts)
            for name in [name for name, value in facts.items() if isinstance(value, bool) and self.chance(50)]:
                wrong[name] = not wrong[name]
            event["corrects"] = wrong["id"]
            self.sent.append(_Sent(arrives, wrong))
            arrives += self.days(1, 15)
        self.sent.append(_Sent(arrives, event))
        if self.chance(3):
            self.sent.append(_Sent(arrives + self.days(0, 20), dict(event)))
            self.city.repeated += 1
        begun = case.history.trigger is not None and kind in case.history.actual
        if begun and self.chance(3):
            # Told once more as of a later day, by somebody who does not know that it was: the first time counts.
            again = day + self.days(0, 40)
            if again <= self.end:
                self.sent.append(_Sent(self.arrival(again), self.event(case, kind, again, {})))

    def run(self, cases: int) -> City:
        """Make up the cases, then what cannot be taken, and put all in order of arrival."""
        while len(self.city.histories) < cases:
            procedure = self.one_of(MIX[self.place])
            make: Callable[[_Case], None] = getattr(self, f"_{procedure}")
            make(_Case(self, procedure))
        true = [sent.event for sent in self.sent if "corrects" not in sent.event]
        for _ in range(max(14, cases // 40)):
            self._unacceptable(self.any(true))
            self._astray(self.any(true))
        arriving = sorted(self.sent, key=lambda sent: (sent.contradicts, sent.arrives, self.random.random()))
        # What contradicts arrives within the year too, but after what it contradicts.
        feed = [sent for sent in arriving if not sent.contradicts]
        for sent in arriving[len(feed) :]:
            first = max(place for place, other in enumerate(feed) if self._contradicts(sent.event, other.event))
            feed.insert(self.random.randint(first + 1, len(feed)), sent)
        self.city.events = [sent.event for sent in feed]
        self.city.contradicting = {place for place, sent in enumerate(feed) if sent.contradicts}
        return self.city

    @staticmethod
    def _contradicts(event: Any, other: Any) -> bool:
        return isinstance(other, dict) and (event["id"] == other.get("id") or event["case"] == other.get("case"))

    def _astray(self, like: dict[str, Any]) -> None:
        """Tell a step of one case in another, and correct that from where it belongs: neither case is touched by it."""
        wrong = self.any([case for case in self.city.histories if case != like["case"]])
        history = self.city.histories[wrong]
        steps = [kind for kind in history.actual if kind not in UNTIMED]
        if history.trigger is None or not steps:
            return
        head = {"id": self.new_id(), "case": wrong, "procedure": history.procedure}
        self.sent.append(_Sent(self.some_day(), {**head, "kind": self.any(steps), "date": str(history.trigger)}))
        right = {**{name: like[name] for name in ("case", "procedure", "date")}, "id": self.new_id()}
        self.sent.append(_Sent(self.some_day(), {**right, "kind": "statement", "corrects": head["id"]}))

    # -- what cannot be taken ---------------------------------------------------------------------------------------

    def _unacceptable(self, like: dict[str, Any]) -> None:
        """One event that has to be kept aside, made from one that is true."""
        reasons = [
            *("not_an_event", "missing_field", "bad_field", "unknown_kind", "unknown_procedure", "no_rule"),
            *("unknown_fact", "bad_fact", "same_id", "other_procedure", "circular_correction", "in a circle"),
            *("before_beginning", "before_beginning"),
        ]
        reason = reasons[self.refused % len(reasons)]
        event: Any = {**like, "id": self.new_id()}
        history = self.city.histories[like["case"]]
        match reason:
            case "not_an_event":
                event = json.dumps(event, ensure_ascii=False)[: self.random.randint(30, 90)]
            case "missing_field":
                del event[self.any(["id", "case", "procedure", "kind", "date"])]
            case "bad_field":
                name, value = self.any([("date", "2026-02-30"), ("date", "20260310"), ("case", " "), ("actor", "\n")])
                event[name] = value
            case "unknown_kind":
                event["kind"] = "归档"
            case "unknown_procedure":
                event["procedure"] = "lottery"
            case "no_rule":
                event["procedure"] = NOT_REGULATED[self.place]
            case "unknown_fact":
                event["weather"] = "sunny"
            case "bad_fact":
                event["form_review_passed"] = "maybe"
            case "same_id":
                event["id"] = like["id"]
                event["date"] = str(dt.date.fromisoformat(like["date"]) + self.days(1, 90))
            case "other_procedure":
                event["procedure"] = self.any([name for name in MIX[self.place] if name != like["procedure"]])
                event["kind"] = "statement"
            case "circular_correction":
                event["corrects"] = event["id"]
            case "before_beginning":
                steps = [kind for kind in history.actual if kind not in UNTIMED]
                if history.trigger is None or not steps:
                    return
                day = history.trigger - self.days(1, 40)
                event = {**{name: like[name] for name in ("case", "procedure", "actor")}, "id": event["id"]}
                event.update(kind=self.any(steps), date=str(day))
            case "in a circle":
                # Two that correct each other: neither is the last word.
                reason = "circular_correction"
                event = {**{name: like[name] for name in ("case", "procedure", "date", "actor")}, "id": event["id"]}
                event.update(kind="statement", corrects=self.new_id())
                other = {**event, "id": event["corrects"], "corrects": event["id"]}
                self.sent.append(_Sent(self.some_day(), other))
                self.city.rejected.append((reason, other))
        self.refused += 1
        contradicts = reason in ("same_id", "other_procedure")
        self.sent.append(_Sent(self.some_day(), event, contradicts))
        self.city.rejected.append((reason, event))

    # -- procedures -------------------------------------------------------------------------------------------------

    def _one_step(self, case: _Case, begins: str, step: str, **facts: Any) -> None:
        day = self.some_day()
        case.tell(begins, day, **facts)
        case.step(step, day)

    def _publication(self, case: _Case) -> None:
        self._one_step(case, "submission", "form_review")

    def _objection(self, case: _Case) -> None:
        self._one_step(case, "received", "feedback")

    def _officer_registration(self, case: _Case) -> None:
        self._one_step(case, "change", "re_registration")

    def _sharing_unconditional(self, case: _Case) -> None:
        self._one_step(case, "received", "form_review")

    def _sharing_upward(self, case: _Case) -> None:
        self._one_step(case, "received", "submission")

    def _annual_plan(self, case: _Case) -> None:
        day = self.some_day(last=dt.date(self.begin.year, 4, 30))
        case.tell("year", day)
        case.step("publication", day)

    def _quality_evaluation(self, case: _Case) -> None:
        # Some of the last evaluations are older than the law.
        day = self.some_day(first=self.begin - dt.timedelta(days=300))
        case.tell("last_evaluation", day)
        case.step("yearly", day)

    def _update(self, case: _Case) -> None:
        """A dataset, period by period: each update begins a case of its own."""
        declared = self.any(CADENCES) if self.chance(80) else self.any(OTHER_CADENCES)
        facts = {} if declared is None else {"update_frequency": declared}
        day: dt.date | None = self.some_day(first=self.begin - dt.timedelta(days=200))
        for _ in range(self.random.randint(1, 8)):
            assert day is not None
            fate = self.one_of({"goes on": 80, "not archived": 10, "archived": 4, "retired": 6})
            more = {"archived": fate == "archived"} if fate.endswith("archived") else {}
            case.tell("last_update", day, **facts, **more)
            latest = case.term("refresh", day).latest
            if fate == "archived":
                return
            if fate == "retired":
                # Nothing is owed any more, from the last day of the term on.
                retired = min(latest or day + 9 * DAY, self.end)
                case.tell("statement", max(retired, day), no_longer_updated=True)
                return
            day = case.step("refresh", day)
            if day is None or day > self.end - DAY:
                return
            case = _Case(self, "update")
        case.tell("last_update", day, **facts)
        latest = case.term("refresh", day).latest
        if latest is not None and latest < self.end:
            case.fault("overdue", "refresh")

    def _conditional_access(self, case: _Case) -> None:
        day = self.some_day()
        case.tell("received", day)
        passed = self.any([True, True, True, True, False])
        reviewed = case.step("form_review", day, form_review_passed=passed)
        if reviewed is None or not passed:
            return
        if self.guarded and self.chance(4):
            self._opened_before_review(case, reviewed)
            return
        granted = self.any([True, True, True, False])
        checked = case.step("substantive_review", reviewed, provider_review_passed=granted)
        if checked is None:
            return
        if not granted:
            if self.chance(6) and checked + DAY <= self.end:
                case.tell("access", checked + DAY)
                self._if_guarded(case, "jining-17-2-reviewed")
            return
        self._agreement(case, checked)

    def _opened_before_review(self, case: _Case, reviewed: dt.date) -> None:
        """The agreement is there in time, the provider's review passes a day too late."""
        checked = reviewed + DAY
        if checked <= self.end:
            case.tell("agreement", reviewed)
            case.tell("access", reviewed)
            case.tell("substantive_review", checked, provider_review_passed=True)
            case.fault("prohibited", "jining-17-2-reviewed")

    def _agreement(self, case: _Case, checked: dt.date) -> None:
        signed = checked + self.days(0, 10)
        opened = signed + self.any([0, 0, 1, 7]) * DAY
        fate = self.one_of({"well": 60, "refused first": 10, "by statement": 10, "not told": 5, "late": 8, "not": 8})
        match fate:
            case "well":
                case.tell("agreement", signed)
                case.tell("access", opened)
            case "refused first":
                case.tell("statement", checked, agreement_signed=False)
                case.tell("agreement", max(signed, checked + DAY))
                case.tell("access", max(opened, checked + DAY))
            case "by statement":
                case.tell("statement", signed, agreement_signed=True)
                case.tell("statement", opened, access_granted=True)
            case "not told":
                # Nothing says whether there is an agreement: to be asked, but no breach.
                case.tell("access", opened)
            case "late":
                opened, signed = signed, signed + self.any([DAY, self.days(2, 20)])
                case.tell("access", opened)
                case.tell("agreement", signed)
                if signed <= self.end:
                    self._if_guarded(case, "jining-17-3-agreement")
            case _:
                case.tell("statement", checked, agreement_signed=False)
                case.tell("access", opened)
                if opened <= self.end:
                    self._if_guarded(case, "jining-17-3-agreement")

    def _if_guarded(self, case: _Case, rule: str) -> None:
        """Elsewhere no collected rule bars it."""
        if self.guarded:
            case.fault("prohibited", rule)

    def _unopened_request(self, case: _Case) -> None:
        day = self.some_day()
        case.tell("received", day)
        told = self.any([{"form_review_passed": True, "data_already_open": False}, {"form_review_passed": True}] * 3)
        if self.chance(15):
            told = self.any([{"form_review_passed": False}, {"form_review_passed": True, "data_already_open": True}])
        reviewed = case.step("form_review", day, **told)
        if reviewed is None or not told["form_review_passed"] or told.get("data_already_open"):
            return
        begun = self._passed_on(case, "transfer", reviewed)
        openable = self.any([True, True, False])
        assessed = case.step("assessment", begun, assessed_openable=openable)
        if assessed is not None and openable:
            case.step("opening", self._passed_on(case, "feedback", assessed))

    def _passed_on(self, case: _Case, kind: str, day: dt.date) -> dt.date:
        """The day from which the next term runs: that of an event of its own, where it is told, else that before."""
        on = day + self.days(0, 3)
        if self.chance(40) or on > self.end:
            return day
        case.tell(kind, on)
        return on

    def _sharing_unmet_demand(self, case: _Case) -> None:
        day = self.some_day()
        case.tell("received", day)
        passed = self.chance(85)
        reviewed = case.step("form_review", day, form_review_passed=passed)
        if reviewed is not None and passed:
            case.step("assessment", self._passed_on(case, "transfer", reviewed))

    def _sharing_conditional(self, case: _Case) -> None:
        day = self.some_day()
        case.tell("received", day)
        passed = self.chance(85)
        reviewed = case.step("form_review", day, form_review_passed=passed)
        if reviewed is None or not passed:
            return
        refused = self.chance(25)
        answered = case.step("provider_review", reviewed, sharing_request_refused=refused)
        if answered is None or refused:
            return
        last = case.term("delivery", answered).latest
        if last is not None and self.chance(30):
            # A longer term: told in time it has no end, told too late it changes nothing.
            told = last + self.any([0, 1]) * DAY
            case.tell("statement", min(told, self.end), complex_case=True, extension_notified_on=told)
        case.step("delivery", answered)

    def _catalogue_change(self, case: _Case) -> None:
        day = self.some_day()
        why = self.any(["law", "regulation", "rule", "function_change", None])
        case.tell("change", day, **({} if why is None else {"change_trigger": why}))
        submitted = case.step("submission", day)
        if submitted is not None:
            case.step("department_review", submitted)

    def _correction_check(self, case: _Case) -> None:
        day = self.some_day()
        # Who was asked is always told: without it nobody is late with handing it over.
        filed = self.any(["department", "body", "department"])
        case.tell("received", day, filed_with=filed)
        begun: dt.date | None = day
        if filed != "body":
            begun = case.step("handover", day)
        if begun is None:
            return
        last = case.term("check", begun).latest
        if last is not None and self.chance(40):
            # Approved on the last day it counts; a day later, or approved by somebody else, it does not.
            by = self.any(["head_of_body", "head_of_body", "section_chief"])
            approved = last + self.any([0, 0, 1]) * DAY
            facts = {"complex_case": True, "extension_approved_by": by, "extension_approved_on": approved}
            case.tell("statement", approved, **facts)
        case.step("check", begun)

    def _delisting(self, case: _Case) -> None:
        if self.chance(10):
            # What a department takes down of its own accord needs neither notice nor approval.
            case.tell("delisting", self.some_day(), delisting_actor="department", quality_problem_verified=True)
            return
        posted = self.some_day()
        level = self.any(["county", "city"])
        fates = {"well": 50, "department only": 6, "early": 6, "cut short": 6, "one approval": 8, "approved late": 6}
        fate = self.one_of({**fates, "not applied": 4, "not down": 14})
        case.tell("posting", posted, catalogue_level=level, delisting_applied=fate != "not applied")
        term = case.term("public_notice", posted)
        last = term.latest
        assert last is not None
        assert term.earliest is not None
        ended = last
        if fate == "cut short":
            ended = term.earliest - self.any([DAY, DAY * 5])
        down = ended + self.any([DAY, DAY, self.days(1, 20)])
        if fate == "early":
            down = term.earliest - self.any([0, 0, 1, 4]) * DAY
        approvals = ["county_department", "city_department"] if level == "county" else ["city_department"]
        missing = fate in ("one approval", "approved late")
        if missing:
            approvals.remove(self.any(approvals))
        self._approve(case, posted, min(down, self.end), approvals)
        if fate != "early" or self.chance(50):
            # Where the notice is broken off by taking down, its end is sometimes told, sometimes not.
            case.tell("public_notice", down if fate == "early" else ended)
        if fate == "not down":
            return
        taken_down = self._take_down(case, down)
        if fate == "approved late":
            later = down + self.any([DAY, self.days(2, 20)])
            case.tell("statement", later, approving_authorities=["county_department", "city_department"])
        if (fate == "cut short" and ended <= self.end) or (fate == "early" and taken_down):
            case.fault("prohibited", "jining-14-1-public-notice")
        if taken_down and missing:
            case.fault("prohibited", f"jining-14-1-{level}")
        if taken_down and fate == "not applied":
            case.fault("prohibited", "jining-14-1-application")

    def _approve(self, case: _Case, first: dt.date, last: dt.date, approvals: list[str]) -> None:
        """Approvals, one by one or together, the last of them on the day of the act at the latest."""
        if len(approvals) == 2 and self.chance(70):
            case.tell("statement", self.some_day(first, last), approving_authorities=approvals[:1])
            case.tell("statement", self.any([last, self.some_day(first, last)]), approving_authorities=approvals[1:])
        else:
            day = self.any([last, self.some_day(first, last)])
            case.tell("statement", day, approving_authorities=approvals or ["township"])

    def _take_down(self, case: _Case, down: dt.date) -> bool:
        """Take down; whether that is told within the year."""
        if self.chance(80):
            case.tell("delisting", down)
            return down <= self.end
        # The day is told later, as a fact.
        told = down + self.days(0, 9)
        case.tell("statement", told, delisted_on=down)
        return told <= self.end

    def _attribute_change(self, case: _Case) -> None:
        day = self.some_day()
        before, after = self.any([("open", "conditional"), ("open", "closed"), ("conditional", "closed")])
        fates = {
            "well": 40,
            "same day": 10,
            "asked first": 10,
            "withdrawn": 6,
            "looser": 6,
            "not told": 4,
            "not changed": 6,
        }
        faults = {"before": 8, "refused": 8, "pending": 5, "no authority": 5, "elsewhere": 4}
        fate = self.one_of({**fates, **faults})
        facts: dict[str, Any] = {"opening_attribute": before}
        if fate in ("asked first", "pending"):
            facts["approval_status"] = "pending"
        if self.place == "jining":
            facts |= self.any([{"applied_via_platform": True, "reasonable_ground": True, "reason_stated": True}, {}])
        if fate == "looser":
            facts["opening_attribute"], after = after, before
            case.tell("received", day, **facts)
            case.tell("attribute_change", day + self.days(1, 20), opening_attribute=after)
            return
        case.tell("received", day, **facts)
        consented = day + self.days(1, 20)
        changed = consented + self.any([DAY, DAY, self.days(2, 20)])
        level = "county" if self.place == "tengzhou" else "city"
        who = {"approving_authority": f"{level}_department", "approving_authority_relation": "own"}
        more: dict[str, Any] = {}
        match fate:
            case "same day":
                changed, more = consented, self.any([{"approval_before_change": True}, {}])
            case "before":
                changed = consented - DAY
            case "refused":
                who = {"approval_status": "refused", **who}
            case "no authority":
                who["approving_authority"] = self.any(["township", "sector_authority"])
            case "elsewhere":
                who["approving_authority_relation"] = "elsewhere"
        if fate not in ("not told", "pending"):
            case.tell("consent", consented, **who)
        if fate == "not changed":
            return
        case.tell("attribute_change", changed, opening_attribute=after, **more)
        if fate == "withdrawn":
            # What is refused after the change does not undo the consent that it had.
            case.tell("consent", changed + self.days(1, 30), approval_status="refused")
        if fate in faults and max(changed, consented) <= self.end:
            case.fault("prohibited", STRICTER[self.place])
