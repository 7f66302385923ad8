"""From a base and its near misses to single cases, each of which stands for itself.

What a near miss does not write stays as in its base:

* what is asked (place, day, topic, step …) and the facts, those of 改 and the steps of 已办 replaced one by one, by
  whichever of their names;
* what it must come to: expectations by name (各条, 要件, 各步, 各到期日) one by one, every other as a whole. Only the
  recurring duties of a year are a list to be complete, and are replaced as a whole. An empty 提示依据 takes back all
  of them.

Three things of the base do not stay, since what the near miss writes speaks of them:

* a new 状态 or 属性 leaves nothing of the old decision or deadline but who answers and what is warned of, and a new
  结论 of a change nothing of what was missing and of who is liable (``overturns`` of its model); one that repeats the
  base's is not new;
* a new finding of a duty leaves nothing of what that duty lacked, of what was to be done and of what was possible;
* a warning that is now expected is no longer excluded, nor the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import UnknownFact
from ...reading.document import Location
from ...reading.models import Model
from ...vocabulary.facts import Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.words import EVERYWHERE, Words
from .expected import OF_BECAUSE, DutyExpectModel, RuleExpectModel
from .names import by_id
from .written import ASKED, AnyCase, NearMissModel, ScheduleCaseModel

#: Fields of a schedule that speak of steps and events, by id or Chinese name.
_BY_STEP = ("actual", "states", "dues", "step_terms")
#: Stands in the name of a single case between its base and what its near miss changes.
APART = "；差一点："
#: What is told of a duty that hangs on its finding.
_OF_FINDING = {"action", "possible"}


@dataclass(frozen=True, slots=True)
class SingleCase:
    """One case to be run.

    Attributes:
        case: what is asked and what it must come to; it has no near misses.
        name: the situation of its base, and for a near miss what it changes.
        location: where it stands in the list of its file.
    """

    case: AnyCase
    name: str
    location: Location


def expanded(case: AnyCase, location: Location = (), words: Words = EVERYWHERE) -> Iterator[SingleCase]:
    """The base as a single case, then each of its near misses.

    Args:
        case: a base with its near misses.
        location: where it stands in its file.
        words: the facts there are.
    """
    base = _alone(case, words)
    yield SingleCase(base, case.situation, location)
    for index, near_miss in enumerate(case.near_misses):
        at = (*location, chinese("near_misses"), index)
        yield SingleCase(base.model_copy(update=_changes(base, near_miss, words)), _name(case.situation, near_miss), at)


def findings_of(expect: DutyExpectModel, outcome: str | None) -> dict[str, Any]:
    """The findings expected, those of 因 included.

    Args:
        expect: what is written.
        outcome: what the rules of 因 come to.
    """
    return {**(expect.findings or {}), **dict.fromkeys(expect.because or (), outcome)}


def lacking_of(expect: DutyExpectModel) -> dict[str, tuple[str, ...]]:
    """What duties are expected to lack, those of 因 included."""
    lacked = {} if expect.lacked is None else dict.fromkeys(expect.because or (), expect.lacked)
    return {**(expect.lacking or {}), **lacked}


def contents_of(expect: DutyExpectModel) -> dict[str, RuleExpectModel]:
    """What is expected to be told of duties, those of 因 included."""
    written = {name: value for name in OF_BECAUSE if (value := getattr(expect, name)) is not None}
    if not written:
        return dict(expect.contents or {})
    of_because = RuleExpectModel.model_construct(set(written), **written)
    return _joined(expect.contents or {}, dict.fromkeys(expect.because or (), of_because))


def _joined(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Expectations by name with others in their place; what is told of one rule, field by field."""
    found = dict(before)
    for name, value in after.items():
        kept = found.get(name)
        if isinstance(value, Model) and isinstance(kept, Model):
            value = kept.model_copy(update={one: getattr(value, one) for one in value.model_fields_set})
        found[name] = value
    return found


def _of_duties(findings: Mapping[str, Any], lacking: Mapping[str, Any], contents: Mapping[str, Any]) -> dict[str, Any]:
    alone = dict.fromkeys(("because", "lacked", *OF_BECAUSE))
    return {
        **alone,
        "findings": dict(findings) or None,
        "lacking": dict(lacking) or None,
        "contents": dict(contents) or None,
    }


def merged_facts(facts: Mapping[str, Any], changed: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts of a base with those of a near miss in their place, by whichever of its two names a fact goes."""
    renewed = {fact_id(name, vocabulary) for name in changed}
    return {**{name: value for name, value in facts.items() if fact_id(name, vocabulary) not in renewed}, **changed}


def fact_id(name: str, vocabulary: Vocabulary) -> str:
    """The id of a fact; of what the vocabulary does not know, the name itself."""
    try:
        return vocabulary.fact(name).id
    except UnknownFact:
        return name


def changed_by(base: AnyCase, near_miss: NearMissModel, words: Words) -> dict[str, Any]:
    """The fields in which a base differs that has what a near miss writes for its own; see :func:`expanded`."""
    alone = _alone(base, words)
    kept = {name: getattr(alone, name) for name in type(alone).model_fields if name != "near_misses"}
    return {**kept, **_changes(alone, near_miss, words)}


def _alone(case: AnyCase, words: Words) -> AnyCase:
    """A base without its near misses, rules and steps named in one way."""
    alone: dict[str, Any] = {"near_misses": ()}
    if isinstance(case, DutyExpectModel):
        alone |= _of_duties(findings_of(case, case.outcome), lacking_of(case), contents_of(case))
    if isinstance(case, ScheduleCaseModel):
        alone |= {
            name: by_id(getattr(case, name), case.procedure, words.procedures)
            for name in _BY_STEP
            if getattr(case, name) is not None
        }
    return case.model_copy(update=alone)


def _changes(base: AnyCase, near_miss: NearMissModel, words: Words) -> dict[str, Any]:
    """The fields in which the single case of a near miss differs from its base."""
    written = _written(near_miss)
    if isinstance(base, ScheduleCaseModel):
        procedure = str(written.get("procedure") or base.procedure)
        written |= {name: by_id(written[name], procedure, words.procedures) for name in _BY_STEP if written.get(name)}
    changes: dict[str, Any] = {}
    for name, value in written.items():
        if value != getattr(base, name, None):
            changes.update(dict.fromkeys(near_miss.overturns.get(name, ())))
    for name, value in written.items():
        kept = getattr(base, name, None)
        if name == "changed":
            changes["facts"] = merged_facts(getattr(base, "facts", {}), value, words.vocabulary)
        elif name == "warning_citations" and not value:
            # Citations of warnings that are no longer there could not be got rid of one by one.
            changes[name] = None
        elif isinstance(value, dict) and name not in near_miss.replaced:
            changes[name] = _joined({} if name in changes else kept or {}, value)
        else:
            changes[name] = value
    changes |= other_warnings(base, written)
    if isinstance(base, DutyExpectModel) and isinstance(near_miss, DutyExpectModel):
        outcome = base.outcome if near_miss.outcome is None else near_miss.outcome
        findings, lacking = findings_of(near_miss, outcome), lacking_of(near_miss)
        kept = {rule: lacks for rule, lacks in (base.lacking or {}).items() if rule not in findings}
        told = {
            rule: _less(content) if rule in findings else content for rule, content in (base.contents or {}).items()
        }
        changes |= _of_duties(
            {**(base.findings or {}), **findings}, {**kept, **lacking}, _joined(told, contents_of(near_miss))
        )
    return changes


def _less(content: RuleExpectModel) -> RuleExpectModel:
    """What is told of a duty, without what speaks of its finding."""
    left = content.model_fields_set - _OF_FINDING
    return RuleExpectModel.model_construct(left, **{name: getattr(content, name) for name in left})


def other_warnings(base: AnyCase | NearMissModel, written: Mapping[str, Any]) -> dict[str, Any]:
    """The other of 提示 and 没有提示, less what is written now of the same warnings.

    Args:
        base: what they are of.
        written: what is written now, by field.
    """
    changes = {}
    for name, other in (("warnings", "absent"), ("absent", "warnings")):
        kept = getattr(base, other, None)
        if name in written and other not in written and kept:
            # An empty 提示 would say that there is no warning at all.
            changes[other] = tuple(code for code in kept if code not in written[name]) or None
    return changes


def _written(near_miss: NearMissModel) -> dict[str, Any]:
    """What a near miss writes, by field, less the words for it."""
    names = [name for name in type(near_miss).model_fields if name in near_miss.model_fields_set]
    return {name: getattr(near_miss, name) for name in names if name != "situation"}


def _name(situation: str, near_miss: NearMissModel) -> str:
    asked = [f"{name}改为{_told(value)}" for name, value in inputs_of(near_miss).items()]
    changes = "，".join(asked)
    own = near_miss.situation
    return f"{situation}{APART}{f'{own}（{changes}）' if own else changes}"


def inputs_of(near_miss: NearMissModel) -> dict[str, Any]:
    """What a near miss changes of facts and of what is asked, by the words of the file."""
    changed: dict[str, Any] = dict(getattr(near_miss, "changed", {}))
    for name, value in _written(near_miss).items():
        if name in ASKED:
            changed |= value if isinstance(value, dict) else {chinese(name): value}
    return changed


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value) if value not in ("", None) else "未知"
