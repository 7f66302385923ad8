"""The cases of a version: those of the version before, what differs of them stated once (修订后), and its own.

A case of the version before is asked of a later one as if this had been the law from the first day of the first: its
days stay as they are written, in years whose calendar is known, so that whatever comes out otherwise comes of the
amendment. The cases of a version are asked as if no later one were there; so an amendment leaves those of the version
before alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.wording import nearest
from ...norms.chain import Chain, Place
from ...norms.instruments import with_older
from ...norms.order import LegalOrder
from ...norms.pack import Pack
from ...norms.versions import families
from ...packs.renumbering import renumbered
from ...quoting import quoted
from ...reading.document import Document, Location
from ...reading.models import Model
from ...vocabulary.keywords import chinese
from ...vocabulary.words import Words
from .common import Asked
from .expansion import changed_by, inputs_of, other_warnings
from .written import (
    AnyCase,
    DeadlineCaseModel,
    DeadlineNearMissModel,
    DecisionCaseModel,
    DecisionDifferenceModel,
    DecisionNearMissModel,
    DutyCaseModel,
    DutyDifferenceModel,
    DutyNearMissModel,
    NearMissModel,
    RecurringCaseModel,
    RecurringNearMissModel,
    ScheduleCaseModel,
    ScheduleNearMissModel,
)

DIFFERENCES, _NEAR_MISSES, _SITUATION = chinese("differences"), chinese("near_misses"), chinese("situation")
Difference = DecisionDifferenceModel | DutyDifferenceModel
Written = TypeVar("Written", bound=Model)
#: What an expectation cites.
_CITED = ("held", "missing", "consequences", "ref", "extension", "warning_citations")
#: Expectations that hold others, by rule or step.
_HOLDING = ("contents", "step_terms")
#: Expectations that name rules.
_NAMING = ("because", "findings", "lacking", "dues", "contents", "objections", "holds", "reviews", "breaches")
#: Stands between the instrument whose numbers a passage is cited by and the passage.
_OF = "|"


# -- whom to ask ------------------------------------------------------------------------------------------------------


class Packs(Asked, Protocol):
    """Packs that legal orders are made of: those of a shelf, or with another in the place of one."""

    @property
    def amended(self) -> Mapping[str, str]:
        """By later version, the id of the instrument that it amends."""


class Orders:
    """The legal orders that the cases of a version are asked of.

    Args:
        shelf: the packs.
        instrument: the version.
        from_start: whether it is taken to have been the law since the first day of the first version.
        asked: takes the ids of the places asked about.
    """

    def __init__(
        self, shelf: Packs, instrument: str, *, from_start: bool = False, asked: set[str] | None = None
    ) -> None:
        self._shelf, self._instrument, self._from_start = shelf, instrument, from_start
        self._asked = set() if asked is None else asked
        self._made: dict[tuple[str, dt.date, bool], LegalOrder] = {}
        #: by version, the packs from it to the one asked, the oldest first
        self._later: dict[str, list[Pack]] = {}

    def order(self, place: str, on: dt.date, drafts: bool = False) -> LegalOrder:
        """What binds a place on a date. See ``Shelf.order``."""
        law = self._shelf.order(place, on, drafts)
        key = (law.place.id, on, drafts)
        self._asked.add(law.place.id)
        found = self._made.get(key)
        if found is None:
            places = tuple(Place(one.jurisdiction, tuple(self._packs(one.packs))) for one in law.chain.places)
            found = self._made[key] = law if places == law.chain.places else law.with_chain(Chain(on, drafts, places))
        return found

    def _packs(self, packs: Sequence[Pack]) -> Iterator[Pack]:
        for family in families(packs):
            here = next((n for n, one in enumerate(family) if one.instrument.id == self._instrument), None)
            if here is None:
                yield from family
                continue
            known = family[here:]
            self._later = {one.instrument.id: known[: n + 1][::-1] for n, one in enumerate(known)}
            if self._from_start and len(known) > 1:
                first = known[-1].instrument
                yield replace(
                    known[0],
                    instrument=replace(
                        known[0].instrument,
                        amends=None,
                        draft=first.draft,
                        issued=first.issued,
                        effective=first.effective,
                        effective_by=first.effective_by,
                    ),
                )
            else:
                yield from known

    def expected(self, case: Written, answered: str | None) -> Written:
        """A case with the passages it expects as the version cites them.

        Args:
            case: the case; what it expects is marked with the version that it was written for.
            answered: the instrument that answered.
        """

        def cited(ref: str) -> str:
            of, _, ref = ref.rpartition(_OF)
            if answered == self._instrument and of in self._later:
                for pack in self._later[of][1:]:
                    ref = renumbered(ref, pack.numbers)
            return ref

        changes = _recited(case, cited)
        named = getattr(case, "answered_by", None)
        if named in self._later:
            changes["answered_by"] = self._instrument
        elif named is not None and answered is not None and named in with_older(answered, self._shelf.amended):
            # An amendment of another instrument leaves the cases that name it alone, as long as it answers the same.
            changes["answered_by"] = answered
        return _copied(case, changes)


def _copied(case: Written, changes: Mapping[str, Any]) -> Written:
    return case.model_copy(update=dict(changes)) if changes else case


def _recited(case: Model, change: Callable[[str], str]) -> dict[str, Any]:
    """The fields of a case, or of a part of it, in which it cites, with each passage changed."""
    changes = {name: _each(value, change) for name in _CITED if (value := getattr(case, name, None))}
    for name in _HOLDING:
        parts: Mapping[str, Model] = getattr(case, name, None) or {}
        if parts:
            changes[name] = {one: _copied(part, _recited(part, change)) for one, part in parts.items()}
    return changes


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _each(item, change) for name, item in value.items()}
    return change(value) if isinstance(value, str) else tuple(change(item) for item in value)


def _marked(case: Written, instrument: str) -> Written:
    """A case, or near miss, with the passages it expects marked by the version that it was written for."""
    changes = _recited(case, lambda ref: ref if _OF in ref else f"{instrument}{_OF}{ref}")
    near_misses: tuple[NearMissModel, ...] = getattr(case, "near_misses", ())
    if near_misses:
        changes["near_misses"] = tuple(_marked(one, instrument) for one in near_misses)
    return _copied(case, changes)


# -- what is asked ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A base with its near misses, and where each of them is written.

    Attributes:
        kind: the list it stands in, by the English name.
        case: the base.
        document: the file of the base.
        at: where it stands there.
        near: where its near misses stand, each with its file.

    Of a case of which a version says that it differs, the file and the place are those where it says so.
    """

    kind: str
    case: AnyCase
    document: Document
    at: Location
    near: tuple[tuple[Document, Location], ...]

    def states(self, document: Document | None) -> bool:
        """Whether a file says anything of the base or of a near miss."""
        return any(one is document for one in (self.document, *(of_near for of_near, _ in self.near)))


def placed(kind: str, cases: Iterable[AnyCase], document: Document, instrument: str) -> Iterator[Placed]:
    """The bases of a list of a file.

    Args:
        kind: the list.
        cases: what is in it.
        document: the file.
        instrument: whose file it is.
    """
    for index, case in enumerate(cases):
        at = (chinese(kind), index)
        near = tuple((document, (*at, _NEAR_MISSES, n)) for n in range(len(case.near_misses)))
        yield Placed(kind, _marked(case, instrument), document, at, near)


class Amended:
    """The cases of the version before, as far as they are asked of a later one.

    Args:
        pack: the later version.
        before: the cases of the version before.
        differences: what differs, as it is written in the file of the later version.
        document: that file.
        words: the facts and procedures there are.
    """

    def __init__(
        self,
        pack: Pack,
        before: Iterable[Placed],
        differences: Sequence[Difference],
        document: Document | None,
        words: Words,
    ) -> None:
        self._pack, self._before = pack, tuple(before)
        self._differences, self._document, self._words = differences, document, words
        self.problems: list[Diagnostic] = []
        self.cases: tuple[Placed, ...] = tuple(self._asked())

    def _asked(self) -> Iterator[Placed]:
        named: dict[str, int] = {}
        for one in self._before:
            named[one.case.situation] = named.get(one.case.situation, 0) + 1
        stated: dict[str, tuple[int, Difference]] = {}
        for index, difference in enumerate(self._differences):
            name = difference.situation
            if named.get(name) == 1:
                stated.setdefault(name, (index, difference))
            elif self._document is not None:
                at = (DIFFERENCES, index, _SITUATION)
                if name in named:
                    told = self._document.diagnostic("difference_several", at, name=quoted(name), count=named[name])
                else:
                    near = "、".join(nearest(name, named))
                    told = self._document.diagnostic(
                        "difference_unknown", at, name=quoted(name), near=f"是不是：{near}？" if near else ""
                    )
                self.problems.append(told)
        for one in self._before:
            one = replace(one, case=_without(one.case, self._pack.abolished))
            if one.case.situation not in stated:
                yield one
                continue
            index, difference = stated[one.case.situation]
            if not difference.dropped:
                found = self._differing(one, difference, (DIFFERENCES, index))
                if found is not None:
                    yield found

    def _differing(self, one: Placed, difference: Difference, at: Location) -> Placed | None:
        """A base with what differs of it and of its near misses in their place."""
        assert self._document is not None
        kind = _NEAR[type(one.case)]
        own = [self._as(kind, difference, at)]
        own += [self._as(kind, near, (*at, _NEAR_MISSES, n)) for n, near in enumerate(difference.near_misses)]
        if None in own:
            return None
        change, *lines = (_marked(near, self._pack.instrument.id) for near in own if near is not None)
        changes = changed_by(one.case, change, self._words)
        near_misses, places = list(one.case.near_misses), list(one.near)
        for number, line in enumerate(lines):
            place = (self._document, (*at, _NEAR_MISSES, number))
            same = next((n for n, old in enumerate(near_misses) if _alike(old, line)), None)
            if same is None:
                near_misses.append(line)
                places.append(place)
            else:
                near_misses[same], places[same] = _merged(near_misses[same], line), place
        case = one.case.model_copy(update={**changes, "near_misses": tuple(near_misses)})
        stated = (self._document, at) if change.model_fields_set else (one.document, one.at)
        return Placed(one.kind, case, *stated, tuple(places))

    def _as(self, kind: type[NearMissModel], written: Any, at: Location) -> NearMissModel | None:
        """What is written, as a near miss of one kind of case."""
        assert self._document is not None
        of_entry = {"situation", "dropped", "near_misses"}
        given = {name: getattr(written, name) for name in written.model_fields_set - of_entry}
        foreign = given.keys() - kind.model_fields.keys()
        for name in sorted(foreign):
            allowed = "、".join(str(one.alias) for one in kind.model_fields.values())
            self.problems.append(
                self._document.diagnostic(
                    "unknown_key", (*at, chinese(name)), key=True, word=chinese(name), help=f"这里可以写：{allowed}。"
                )
            )
        if foreign:
            return None
        situation = written.situation if at[-2] == _NEAR_MISSES else None
        return kind.model_construct(
            {*given, *(["situation"] if situation else [])}, **given, **({"situation": situation} if situation else {})
        )


_NEAR: dict[type[Any], type[NearMissModel]] = {
    DecisionCaseModel: DecisionNearMissModel,
    DutyCaseModel: DutyNearMissModel,
    DeadlineCaseModel: DeadlineNearMissModel,
    ScheduleCaseModel: ScheduleNearMissModel,
    RecurringCaseModel: RecurringNearMissModel,
}


def _alike(old: NearMissModel, new: NearMissModel) -> bool:
    """Whether two near misses change the same, or go by the same word."""
    if new.situation and new.situation == old.situation:
        return True
    return bool(inputs_of(new)) and inputs_of(new) == inputs_of(old)


def _merged(old: NearMissModel, new: NearMissModel) -> NearMissModel:
    """A near miss of the version before, with what is written of it in the later one."""
    fields = {name: getattr(old, name) for name in old.model_fields_set}
    written = {name: getattr(new, name) for name in new.model_fields_set}
    gone = {one for name in written for one in old.overturns.get(name, ())}
    gone |= {"lacked", "lacking"} if "outcome" in written else set()
    fields = {name: value for name, value in (fields | other_warnings(old, written)).items() if name not in gone}
    for name, value in written.items():
        both = isinstance(value, dict) and isinstance(fields.get(name), dict) and name not in old.replaced
        fields[name] = {**fields[name], **value} if both else value
    return type(old).model_construct(set(fields), **fields)


def _without(case: AnyCase, abolished: frozenset[str]) -> AnyCase:
    """A case without what it expects of rules that are no more."""
    if not abolished:
        return case
    near = tuple(_less(one, abolished) for one in case.near_misses)
    return _less(case, abolished).model_copy(update={"near_misses": near})


def _less(case: Written, abolished: frozenset[str]) -> Written:
    changes: dict[str, Any] = {}
    for name in _NAMING:
        value = getattr(case, name, None)
        if isinstance(value, Mapping):
            kept: Any = {rule: told for rule, told in value.items() if rule not in abolished}
        elif value is not None:
            kept = tuple(rule for rule in value if rule not in abolished) or None
        else:
            continue
        if len(kept or ()) < len(value):
            changes[name] = kept
            if name == "because":
                changes["lacked"] = None
    return _copied(case, changes)
