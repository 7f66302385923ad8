"""The case that a mutant lacks: the smallest facts on which it answers otherwise, as they are written in its file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...analysis.differences.results import Difference, QuestionKind
from ...formats.files import write_file
from ...packs.files import CASES, DUTY_CASES
from ...reading.folders import is_file
from ...vocabulary.facts import FactType, FactValue, Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from ..case_text import flow, text_of, with_entry
from ..rule_cases import written
from ..rule_cases.checks import TO_CONFIRM
from ..rule_cases.common import Asked
from .stating import Stated, apart, stated_by, telling
from .workshop import Mutant

_WARNINGS, _ABSENT = chinese("warnings"), chinese("absent")
_SITUATION, _PLACE, _ON, _DRAFTS = (chinese(name) for name in ("situation", "place", "on", "drafts"))
_SCHEME, _BEFORE, _AFTER, _DECLARED = (chinese(name) for name in ("scheme", "before", "after", "declared"))
_FACTS, _MATTER, _STEP, _TRIGGER, _YEAR = (chinese(name) for name in ("facts", "matter", "step", "trigger", "in_year"))
#: Which list of which file a question belongs to, and how its case is read.
_LISTS: Mapping[QuestionKind, tuple[str, str, type[Any]]] = {
    QuestionKind.CLASSIFY: (CASES, "cases", written.DecisionCaseModel),
    QuestionKind.CHANGE: (CASES, "cases", written.DecisionCaseModel),
    QuestionKind.CHECK: (DUTY_CASES, "duty_cases", written.DutyCaseModel),
    QuestionKind.DEADLINE: (DUTY_CASES, "deadline_cases", written.DeadlineCaseModel),
    QuestionKind.DUTIES: (DUTY_CASES, "recurring_cases", written.RecurringCaseModel),
}
#: What every case states that is known of it, before what tells the mutant.
_LEADING = frozenset(chinese(name) for name in ("status", "attribute", "outcome", "dues"))
_REMARK = f"{TO_CONFIRM}：结果由程序按现在的规则写出，请对照条文核对，改好“情形”，再删去这一行。"


@dataclass(frozen=True)
class Missing:
    """A case that is missing.

    Attributes:
        file: the file that it belongs to.
        kind: the list there, by its English name.
        case: the case, by keyword.
        telling: whether a lawyer can hold what it expects against the article.
    """

    file: str
    kind: str
    case: Mapping[str, Any]
    telling: bool = True

    def text(self) -> str:
        """The case as it is written in its file, marked for whoever checks it against the article."""
        return text_of(self.case, _REMARK)

    @property
    def asked(self) -> str:
        """What it asks, in one line."""
        left = {key: value for key, value in self.case.items() if key in _ASKED}
        return flow(left)[1:-1]

    @property
    def expected(self) -> str:
        """What it must come to, in one line."""
        return flow({key: value for key, value in self.case.items() if key not in {*_ASKED, _SITUATION}})[1:-1]


#: Keywords of what is asked, in the order of the files.
_ASKED = (
    *(chinese("procedure"), chinese("actual"), chinese("until")),
    *(_MATTER, _STEP, _TRIGGER, _YEAR, _PLACE, _ON, _DRAFTS, _SCHEME, _BEFORE, _AFTER, _DECLARED, _FACTS),
)


def missing_case(
    mutant: Mutant, difference: Difference, asked: tuple[str, dt.date, bool], old: Asked, new: Asked
) -> Missing | None:
    """The case that tells a mutant from the rule; ``None`` where no case can ask or state what differs.

    Args:
        mutant: the mutant.
        difference: what it answers otherwise.
        asked: place, day and drafts of the law that was asked.
        old: the packs as they are; what is expected comes from these.
        new: the packs with the mutant.
    """
    if difference.question not in _LISTS:
        return None
    file, kind, model = _LISTS[difference.question]
    case = _inputs(difference, asked)
    probe = {_SITUATION: _name(mutant), **case, **({chinese("dues"): {}} if kind == "recurring_cases" else {})}
    read_case = model.model_validate(probe)
    was, now = (stated_by(kind, read_case, packs) for packs in (old, new))
    differing = _first(_statable(apart(was, now), was, now))
    if not differing:
        return None
    leading = {key: was[key] for key in was if key in _LEADING}
    return Missing(file, kind, {_SITUATION: _name(mutant), **case, **leading, **differing}, telling(differing))


def case_of_act(
    mutant: Mutant,
    act: str,
    asked: tuple[str, dt.date, bool],
    packs: tuple[Asked, Asked],
    known: Iterable[Mapping[str, Any]],
) -> Missing | None:
    """The case of a procedure in which an act comes first that a duty has to come before.

    Args:
        mutant: the mutant.
        act: the act.
        asked: place, day and drafts of the law that was asked.
        packs: those as they are, and those with the mutant.
        known: facts under which the duty is not fulfilled.
    """
    place, on, drafts = asked
    order = packs[0].order(*asked)
    day = on.isoformat()
    for facts in known:
        for procedure in order.procedures.all.values():
            if act not in order.procedures.kinds(procedure):
                continue
            case: dict[str, Any] = {
                chinese("procedure"): procedure.label,
                _PLACE: place,
                **({_DRAFTS: "是"} if drafts else {}),
            }
            case |= {_TRIGGER: day, chinese("actual"): {act: day}, chinese("until"): day, _FACTS: dict(facts)}
            model = written.ScheduleCaseModel.model_validate({_SITUATION: _name(mutant), **case})
            was, now = (stated_by("schedule_cases", model, one) for one in packs)
            if was != now:
                return Missing(DUTY_CASES, "schedule_cases", {_SITUATION: _name(mutant), **case, **was})
    return None


def _name(mutant: Mutant) -> str:
    return f"{mutant.rule.id} {mutant.said}"


def _statable(differing: Stated, was: Stated, now: Stated) -> Stated:
    """What differs, warnings as a case states them: what must be there, at least so often, and what must not."""
    if _WARNINGS not in differing or not was[_WARNINGS] or Counter(was[_WARNINGS]) - Counter(now[_WARNINGS]):
        return differing
    more = sorted(set(now[_WARNINGS]) - set(was[_WARNINGS]))
    left = {key: value for key, value in differing.items() if key != _WARNINGS}
    return {_ABSENT: more, **left} if more else left


def _first(differing: Stated) -> Stated:
    """Of what differs, the first that tells most."""
    return dict(list(differing.items())[:1])


def _inputs(difference: Difference, asked: tuple[str, dt.date, bool]) -> dict[str, Any]:
    place, on, drafts = asked
    options = dict(difference.options)
    scheme = Scheme(options.get("scheme", Scheme.OPENING))
    case: dict[str, Any] = {}
    if "topic" in options:
        case[_MATTER] = difference.words.vocabulary.topics[options["topic"]].label
    if "step" in options:
        case[_STEP] = options["step"]
    case |= {_PLACE: place, _ON: on.isoformat()}
    if drafts:
        case[_DRAFTS] = "是"
    if scheme is Scheme.SHARING:
        case[_SCHEME] = chinese("sharing")
    for name, key in (("before", _BEFORE), ("after", _AFTER), ("declared", _DECLARED)):
        if name in options:
            case[key] = _attribute(scheme, options[name])
    if "trigger" in options:
        case[_TRIGGER] = options["trigger"]
        if on.isoformat() == options["trigger"]:
            del case[_ON]
    if "year" in options:
        case[_YEAR] = options["year"]
    if difference.example:
        case[_FACTS] = dict(_facts(difference.example, difference.words.vocabulary))
    return case


def _attribute(scheme: Scheme, value: str) -> str:
    return next(term for one, term in ATTRIBUTE_TERMS[scheme].items() if str(one) == value)


def _facts(facts: Mapping[str, FactValue], vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        fact = vocabulary.facts[name]
        if fact.type is FactType.LIST and isinstance(value, tuple):
            terms = dict(fact.values)
            yield fact.label, [terms[item] for item in value]
        else:
            yield fact.label, fact.term(value) if not isinstance(value, str) or fact.type is FactType.ENUM else value


def together(missing: Iterable[Missing]) -> list[Missing]:
    """Cases that ask the same, joined into one each."""
    found: dict[tuple[str, str, str], list[Missing]] = {}
    for one in missing:
        found.setdefault((one.file, one.kind, one.asked), []).append(one)
    return [_joined(group) for group in found.values()]


def _joined(group: list[Missing]) -> Missing:
    first = group[0]
    case: dict[str, Any] = dict(first.case)
    for other in group[1:]:
        case = _merged(case, {key: value for key, value in other.case.items() if key != _SITUATION})
    names = dict.fromkeys(str(one.case[_SITUATION]) for one in group)
    if len(names) > 1:
        case[_SITUATION] = f"{first.case[_SITUATION]}等{len(names)}处"
    return Missing(first.file, first.kind, case)


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def add(folder: Path, missing: Missing) -> None:
    """Write a missing case behind the others of its list; everything else in the file stays as it is.

    Args:
        folder: the folder of the pack.
        missing: the case.

    Raises:
        BadOutput: the file cannot be written.
    """
    path = folder / missing.file
    before = path.read_bytes() if is_file(path) else b""
    write_file(path, with_entry(before, chinese(missing.kind), missing.text()).encode())
