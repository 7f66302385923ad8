"""What a platform tells, read one event at a time and checked for the law of a place.

An event that cannot be taken is refused with a reason, and never stops the others. Whether it fits the other events of
its case is not seen here: events come in any order.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Mapping
from typing import Any

from ...errors import Error, UnknownFact, UnknownProcedure
from ...norms.order import LegalOrder
from ...quoting import described, quoted
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Procedure
from ..events import FIELDS, Event, Reason, Refused, Unreadable, as_text

_NEEDED = ("id", "case", "procedure", "kind", "date")
_FIELDS = frozenset(FIELDS)
#: Longest id or name taken, in characters.
_LONGEST = 200
#: Greatest number taken; every store can hold it.
_GREATEST = 10**15
#: Days as text that are remembered; more than the days of a century.
_REMEMBERED = 50_000


class EventReader:
    """Reads events for the law of one place."""

    def __init__(self, law: LegalOrder) -> None:
        self._law = law
        self._vocabulary = law.vocabulary
        self._kinds: dict[tuple[str, str], tuple[str, str]] = {}
        self._days: dict[str, dt.date] = {}
        self._regulated = {procedure.id: regulates(law, procedure) for procedure in law.procedures.all.values()}

    def read(self, raw: object) -> Event:
        """The event told.

        Raises:
            Refused: it cannot be taken.
        """
        if type(raw) is not dict:
            raw = _mapping(raw)
        try:
            name, case, procedure, kind, day = [raw[field] for field in _NEEDED]
        except KeyError:
            missing = "、".join(field for field in _NEEDED if field not in raw)
            raise Refused(Reason.MISSING_FIELD, f"缺少 {missing}。") from None
        actor, corrects = raw.get("actor"), raw.get("corrects")
        name, case, corrects = as_text(name), as_text(case), as_text(corrects)
        if not (
            _well(name) and _well(case) and (actor is None or _well(actor)) and (corrects is None or _well(corrects))
        ):
            raise Refused(Reason.BAD_FIELD, _misnamed({"id": name, "case": case, "actor": actor, "corrects": corrects}))
        if corrects == name:
            raise Refused(Reason.CIRCULAR, "事件不能更正它自己。")
        facts: tuple[tuple[str, FactValue], ...] = ()
        if raw.keys() - _FIELDS:
            facts = self._facts({key: value for key, value in raw.items() if key not in _FIELDS})
        try:
            of, what = self._kinds[procedure, kind]
        except (KeyError, TypeError):
            of, what = self._kind(procedure, kind)
        return Event(name, case, of, what, self._day(day), actor or "", facts, corrects)

    def _kind(self, procedure: object, kind: object) -> tuple[str, str]:
        """Ids of procedure and kind, given by id or Chinese name."""
        if not isinstance(procedure, str) or not isinstance(kind, str):
            raise Refused(Reason.BAD_FIELD, "procedure 和 kind 应当是文字。")
        try:
            found = self._law.procedures.procedure(procedure)
        except UnknownProcedure as error:
            raise Refused(Reason.UNKNOWN_PROCEDURE, str(error)) from None
        if not self._regulated[found.id]:
            text = f"{self._law.place.name}已收录的规定没有规定“{found.label}”这一程序。"
            raise Refused(Reason.NO_RULE, text)
        told = self._law.procedures
        names = {known: told.event_name(found, known) for known in told.kinds(found)}
        for known, label in names.items():
            if kind in (known, label):
                self._kinds[procedure, kind] = found.id, known
                return found.id, known
        near = difflib.get_close_matches(kind, [*names, *names.values()], n=1, cutoff=0.5)
        hint = f"是不是 {near[0]}？" if near else ""
        listed = "、".join(f"{label}（{known}）" for known, label in names.items())
        raise Refused(Reason.UNKNOWN_KIND, f"“{found.label}”没有“{quoted(kind)}”这种事件。{hint}可选：{listed}。")

    def _day(self, value: object) -> dt.date:
        if type(value) is str:
            known = self._days.get(value)
            if known is None:
                try:
                    known = dt.date.fromisoformat(value)
                except ValueError:
                    known = None
                if known is None or known.isoformat() != value:
                    raise Refused(
                        Reason.BAD_FIELD, f"date 应当是存在的日期，写成 2026-03-10 这样；得到的{_shown(value)}。"
                    )
                if len(self._days) >= _REMEMBERED:
                    self._days.clear()
                self._days[value] = known
            return known
        if type(value) is dt.date:
            return value
        raise Refused(Reason.BAD_FIELD, f"date 应当是日期，不带时刻；得到的{_shown(value)}。")

    def _facts(self, told: Mapping[str, object]) -> tuple[tuple[str, FactValue], ...]:
        for name, value in told.items():
            if type(value) is int and abs(value) > _GREATEST:
                raise Refused(Reason.BAD_FACT, f"“{quoted(name)}”的数太大了。")
        try:
            return tuple(sorted(self._vocabulary.normalise(told).items()))
        except UnknownFact as error:
            raise Refused(Reason.UNKNOWN_FACT, f"{error}事件除事实以外只有：{'、'.join(FIELDS)}。") from None
        except Error as error:
            raise Refused(Reason.BAD_FACT, str(error)) from None


def _mapping(raw: object) -> dict[Any, Any]:
    if isinstance(raw, Unreadable):
        raise Refused(Reason.NOT_AN_EVENT, raw.why)
    if not isinstance(raw, Mapping):
        raise Refused(Reason.NOT_AN_EVENT, f"事件应当是“名称到值”的映射（JSON 对象），得到的{_shown(raw)}。")
    return dict(raw)


def _well(value: object) -> bool:
    return type(value) is str and 0 < len(value) <= _LONGEST and value.isprintable() and value == value.strip()


def _misnamed(given: Mapping[str, object]) -> str:
    bad = next(field for field, value in given.items() if not _well(value) and (value is not None or field in _NEEDED))
    told = _shown(given[bad])
    return f"{bad} 应当是 1 至 {_LONGEST} 个字的文字，前后没有空格，没有看不见的字符；得到的{told}。"


def _shown(value: object) -> str:
    if type(value) is float and not math.isfinite(value):
        return "不是有限的数"
    return f"是{described(value)}"


def regulates(law: LegalOrder, procedure: Procedure) -> bool:
    """Whether any collected instrument of the place, whatever the date, has a say in it.

    It sets terms for it, bars an act in it, or brings the procedure or a step of it.
    """
    acts = set(procedure.others) | {step.before for step in procedure.steps}
    changes = any(act.changes for act in law.procedures.acts.values() if act.id in acts)
    for place in law.chain.places:
        for pack in place.packs:
            if pack.instrument.draft and not law.drafts:
                continue
            if pack.brought is not None and pack.brought.adds_to(procedure.id):
                return True
            if any(rule.step.partition(".")[0] == procedure.id for rule in pack.terms):
                return True
            if any(rule.precedes in acts for rule in pack.duties if rule.precedes is not None):
                return True
            if pack.changes and changes:
                return True
    return False
