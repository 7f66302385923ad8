"""The answers of a ledger put again, under the packs of today, of another folder, or the law of another date.

Laws, what they rest on, and what differs from the time of an answer are worked out once for all answers that share
them. Facts that are not kept are unknown. So an answer that comes out the same on what is left is called unchanged
only where it says the same in every completion of them, and changed only where it does so in none.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..answers.receipts import Receipted, resting_of
from ..digests import canonical
from ..errors import Error
from ..law import Law
from ..library import Library
from ..replaying.asking import asked_again
from ..replaying.drifts import drifts
from ..replaying.form import ChangeOptions, CheckOptions, ClassifyOptions, DeadlineOptions, ScheduleOptions
from ..replaying.pieces import Options
from ..replaying.results import Drift
from ..version import __version__
from .audit import broken
from .canonical import sha256
from .entries import Provision, provisions_of, verdict_of
from .rechecked import AnsweredAgain, Cause, Rechecked, Standing, collected
from .tables import Row

#: The questions that are put again, and the form of their options.
_OPTIONS: Mapping[str, type[Options]] = {
    "classify": ClassifyOptions,
    "change": ChangeOptions,
    "check": CheckOptions,
    "deadline": DeadlineOptions,
    "schedule": ScheduleOptions,
}
#: Verdicts that an answer may lose when a fact becomes known.
_OPEN = frozenset({"undetermined", "human_review", "no_rule_in_force"})
_EVERY = 1000
#: Questions whose options are remembered.
_REMEMBERED = 10_000


def rechecked(
    entries: Iterable[Row],
    basis_of: Callable[[str], bytes | None],
    erased: Mapping[int, frozenset[str]],
    library: Library,
    *,
    on: dt.date | None,
    progress: Callable[[int], None] | None,
) -> Rechecked:
    """See ``ledger.recheck``."""
    return collected(_told(answered_again(entries, basis_of, erased, library, on), progress))


def _told(found: Iterator[AnsweredAgain], progress: Callable[[int], None] | None) -> Iterator[AnsweredAgain]:
    for count, one in enumerate(found, 1):
        yield one
        if progress is not None and count % _EVERY == 0:
            progress(one.number)


def answered_again(
    entries: Iterable[Row],
    basis_of: Callable[[str], bytes | None],
    erased: Mapping[int, frozenset[str]],
    library: Library,
    on: dt.date | None,
) -> Iterator[AnsweredAgain]:
    """The entries, answered again one by one."""
    desk = _Desk(basis_of, erased, library, on)
    return map(desk.again, entries)


@dataclass(slots=True)
class _Desk:
    """What answers share."""

    basis_of: Callable[[str], bytes | None]
    erased: Mapping[int, frozenset[str]]
    library: Library
    on: dt.date | None
    laws: dict[tuple[str, str, bool, bool], Law] = field(default_factory=dict)
    options: dict[str, Options] = field(default_factory=dict)
    drifts: dict[tuple[str, Law], tuple[Drift, ...]] = field(default_factory=dict)

    def again(self, row: Row) -> AnsweredAgain:
        """An entry, answered again."""
        told = row.told
        if told["kind"] not in _OPTIONS:
            return self._entry(row, Standing.SKIPPED)
        facts: dict[str, Any] = {name: value for _, name, value in row.disclosures if not name.startswith("@")}
        named = {*told["withheld"], *self.erased.get(row.number, ())}
        lost = len(told["facts"]) - len(row.disclosures)
        try:
            options = self._options(told)
            law = self._law(told, options)
            # An explicit unknown: a key that is missing may be read as false.
            now = asked_again(law, options, {**dict.fromkeys(named), **facts})
            assert isinstance(now, Receipted)
            gist = dict(now._asked().outcome)
        except (ValueError, TypeError) as error:
            text = str(error) if isinstance(error, Error) else "问题的写法不认识。"
            return self._entry(row, Standing.REFUSED, refusal=text, causes=(Cause("question", told["kind"]),))
        word = verdict_of(told["kind"], gist)
        if named or lost:
            # Without a record of its erasure, nobody knows which fact is missing.
            known = lost == 0 or row.number in self.erased
            standing = _with_unknown(told, gist) if known else Standing.UNTOLD
        else:
            same = canonical(gist) == canonical(told["outcome"])
            standing = Standing.UNCHANGED if same else Standing.CHANGED
        causes: tuple[Cause, ...] = ()
        if standing is not Standing.UNCHANGED:
            causes = self._causes(row, law, now, gist) if standing is Standing.CHANGED else (Cause("facts", ""),)
        return self._entry(row, standing, now=word, gist=gist, causes=causes)

    def _entry(self, row: Row, standing: Standing, *, causes: tuple[Cause, ...] = (), **more: Any) -> AnsweredAgain:
        told = row.told
        return AnsweredAgain(
            row.number,
            told["dataset"],
            told["department"],
            told["kind"],
            told.get("place", ""),
            standing,
            told.get("verdict", ""),
            cause=causes[0] if causes else None,
            causes=causes,
            **more,
        )

    def _options(self, told: Mapping[str, Any]) -> Options:
        key = told["kind"] + canonical(told["options"])
        found = self.options.get(key)
        if found is None:
            if len(self.options) >= _REMEMBERED:
                self.options.clear()
            found = self.options[key] = _OPTIONS[told["kind"]].model_validate(told["options"])
        return found

    def _law(self, told: Mapping[str, Any], options: Options) -> Law:
        on = told["on"] if self.on is None else self.on.isoformat()
        key = (told["place"], on, options.drafts, options.strict)
        found = self.laws.get(key)
        if found is None:
            if len(self.laws) >= _REMEMBERED:
                self.laws.clear()
                self.drifts.clear()
            day = dt.date.fromisoformat(on)
            found = self.laws[key] = self.library.law(key[0], on=day, drafts=key[2], strict=key[3])
        return found

    def _drifts(self, row: Row, law: Law) -> tuple[Drift, ...]:
        """What the answer rested on and is another now."""
        digest = row.told["basis"]
        found = self.drifts.get((digest, law))
        if found is None:
            content = self.basis_of(digest)
            if content is None or sha256(content) != digest:
                raise broken("basis", row.number)
            try:
                then = json.loads(content)
                found = drifts(then, resting_of((law,), then["calendar"] is not None), (law,))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise broken("basis", row.number) from error
            self.drifts[digest, law] = found
        return found

    def _causes(self, row: Row, law: Law, now: Receipted, gist: Mapping[str, Any]) -> tuple[Cause, ...]:
        """What makes the difference, the nearest first.

        Rules of which the two answers say different things and that are others now; else such rules that are not; else
        whatever else is another.
        """
        told = row.told
        found = self._drifts(row, law)
        changed = {drift.id for drift in found if drift.what == "rule"}
        packs = {drift.id for drift in found if drift.what in ("pack", "instrument")}
        moved = _moved(told, gist, provisions_of(now))
        near = [one for one in moved if one.rule in changed or one.instrument in packs]
        causes = [Cause("rule", *one) for one in (near or moved)]
        for drift in found:
            cited = ("", "") if drift.citation is None else (drift.citation.instrument, drift.citation.ref)
            causes.append(Cause(drift.what, drift.id, *cited))
        if told["on"] != law.on.isoformat():
            causes.append(Cause("date", law.on.isoformat()))
        if told["engine"] != __version__:
            causes.append(Cause("engine", __version__))
        return tuple(dict.fromkeys(causes)) or (Cause("question", told["kind"]),)


def _moved(told: Mapping[str, Any], gist: Mapping[str, Any], now: Iterable[Provision]) -> list[Provision]:
    """The provisions of which the two answers say different things."""
    before, after = {Provision(*one) for one in told["provisions"]}, set(now)
    then = told["outcome"]
    for key in ("findings", "requirements"):
        if key in then:
            one, other = then[key], gist.get(key, {})
            ids = {name for name in {*one, *other} if one.get(name) != other.get(name)}
            return sorted(one for one in before | after if one.rule in ids)
    return sorted(one for one in before | after if one not in before or one not in after)


def _with_unknown(told: Mapping[str, Any], gist: Mapping[str, Any]) -> Standing:
    """How an answer on less than was known stands to the answer then.

    What is compared is the attribute or the verdict, as it is in every completion: grounds and findings are those of
    what is left.
    """
    then, now = told["verdict"], verdict_of(told["kind"], gist)
    match told["kind"]:
        case "classify" if gist["status"] == "decided":
            return Standing.UNCHANGED if now == then else Standing.CHANGED
        case "classify":
            # Then decided: no completion leads there any more.
            ruled_out = then not in _OPEN and then not in gist["possible"]
            return Standing.CHANGED if ruled_out else Standing.UNTOLD
        case "change" | "check":
            if gist["possible"] == [now] and now not in _OPEN:
                return Standing.UNCHANGED if now == then else Standing.CHANGED
            ruled_out = then not in _OPEN and bool(gist["possible"]) and then not in gist["possible"]
            return Standing.CHANGED if ruled_out else Standing.UNTOLD
    # A term on less than was known is that without its extensions, which are not told as possible.
    return Standing.UNTOLD
