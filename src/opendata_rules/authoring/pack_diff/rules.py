"""What is written otherwise: rules, article tables, days of instruments, words, places, the calendar."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import digests
from ...diagnostics.diagnostic import Diagnostic
from ...errors import BadPack, UnknownJurisdiction
from ...norms.instruments import with_older
from ...norms.pack import Pack
from ...norms.provisions import (
    ActionRule,
    Change,
    CountingRule,
    DutyRule,
    Ground,
    Hold,
    RecurringRule,
    Referral,
    Residual,
    Review,
    TermRule,
)
from ...packs.shelf import Shelf
from ...reading.folders import CALENDAR, PLACES, RULES, entries
from ...values import Json, Term, Value
from ...vocabulary.citations import Citation
from ...vocabulary.keywords import KEYWORDS, chinese


class What(Term):
    """What is written otherwise."""

    INSTRUMENT = "instrument"
    RULE = "rule"
    ARTICLE = "article"
    WORDS = "words"
    PLACE = "place"
    CALENDAR = "calendar"


class How(Term):
    """How it is."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


#: What each kind of rule is called.
_KINDS: Mapping[type, str] = {
    Ground: "判定依据",
    Residual: "兜底",
    Hold: "暂缓",
    Review: "人工判断",
    ActionRule: "措施",
    Referral: "转致",
    Change: "属性变更",
    DutyRule: "职责",
    TermRule: "期限",
    CountingRule: "计算方法",
    RecurringRule: "周期职责",
}
#: Parts that the files call otherwise than the code does.
_CALLED = {
    "citation": "条文",
    "gist": "要旨",
    "english": "英文",
    "anchors": "锚词",
    "condition": "条件",
    "outcome": "结论",
    "choices": "可以选择的属性",
    "force": "效力",
    "actor": "主体",
    "must": "要求",
    "premise": "前提",
    "doubt": "须人工判断的情形",
    "consequences": "责任",
    "precedes": "先于",
    "extension": "延长",
    "length": "期限",
    "unit": "单位",
    "fixed": "固定日期",
    "question": "存疑",
    "status": "状态",
    "rules": "规则",
    "fingerprint": "指纹",
    "note": "说明",
    "expires": "有效期至",
    "requirements": "要求",
}


@dataclass(frozen=True, slots=True)
class Changed(Value):
    """One thing that is written otherwise.

    Attributes:
        what: what it is.
        how: whether it was added, removed or changed.
        name: its id: of a rule, an article, an instrument, a place, a file.
        instrument: id of the instrument that it stands in; empty where it stands in none.
        title: what it is called in Chinese: the kind of rule with its passage, the title of an instrument.
        parts: which parts of it changed, by the words of the files.
    """

    what: What
    how: How
    name: str
    instrument: str = ""
    title: str = ""
    parts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "what": str(self.what),
            "how": str(self.how),
            "name": self.name,
            "instrument": self.instrument,
            "title": self.title,
            "parts": list(self.parts),
        }


def bearing_on(shelf: Shelf, place: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the instruments that bear on a place, whatever the day, and of it and the places above it.

    Args:
        shelf: the packs.
        place: the place; ``None`` for all there are.
    """
    if place is None:
        return shelf.instrument_ids(), tuple(
            path.stem for path in entries(shelf.root / PLACES) if path.suffix == ".yaml"
        )
    names: dict[str, None] = {}
    places: dict[str, None] = {}
    above: str | None = place
    while above is not None and above not in places:
        places[above] = None
        here = shelf.jurisdictions.get(above)
        if here is None:
            break
        names |= dict.fromkeys(name for one in here.instruments for name in with_older(one, shelf.amended))
        above = here.parent
    known = set(shelf.instrument_ids())
    return tuple(name for name in names if name in known), tuple(places)


def broken(shelf: Shelf, place: str | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with packs and places of a folder that cannot be read; of one place, with what bears on it."""
    found: dict[Diagnostic, None] = {}
    instruments, places = bearing_on(shelf, place)
    asked: list[tuple[Callable[[str], object], str]] = [(shelf.pack, name) for name in instruments]
    asked += [(shelf.jurisdiction, name) for name in places]
    for read, name in asked:
        try:
            read(name)
        except BadPack as error:
            found |= dict.fromkeys(error.diagnostics)
        except UnknownJurisdiction:
            # A file that is no place, told by its name.
            continue
    return tuple(found)


def between_shelves(old: Shelf, new: Shelf, place: str | None = None) -> list[Changed]:
    """What two folders write otherwise, as far as both can be read; of one place, what bears on it."""
    found: list[Changed] = []
    bearing = [bearing_on(shelf, place) for shelf in (old, new)]
    # What bears on a place on one side only may be there on the other.
    instruments, names = (dict.fromkeys((*bearing[1][part], *bearing[0][part])) for part in (0, 1))
    packs = [
        {name: _pack(shelf, name) for name in instruments if name in set(shelf.instrument_ids())}
        for shelf in (old, new)
    ]
    for name, how in _keys(*packs):
        one, other = packs[0].get(name), packs[1].get(name)
        if how is not How.CHANGED:
            shown = one or other
            found.append(Changed(What.INSTRUMENT, how, name, name, shown.instrument.title if shown else ""))
        if one is not None and other is not None:
            found += between_packs(one, other)
    places = [
        {name: shelf.jurisdictions[name] for name in names if name in shelf.jurisdictions} for shelf in (old, new)
    ]
    for name, how in _keys(*places):
        shown_place = places[1].get(name) or places[0][name]
        if how is not How.CHANGED or places[0][name] != places[1][name]:
            parts = _parts(places[0].get(name), places[1].get(name))
            found.append(Changed(What.PLACE, how, name, title=shown_place.name, parts=parts))
    calendars = [_files(shelf.root / RULES / CALENDAR) for shelf in (old, new)]
    found += [
        Changed(What.CALENDAR, how, name)
        for name, how in _keys(*calendars)
        if how is not How.CHANGED or calendars[0][name] != calendars[1][name]
    ]
    return found


def between_packs(old: Pack, new: Pack) -> Iterator[Changed]:
    """What two packs write otherwise; they may be two versions of one instrument."""
    if old is new or (old == new and old.articles == new.articles):
        return
    name = new.instrument.id
    of_packs = frozenset({old.instrument.id, name})
    parts = _parts(old.instrument, new.instrument)
    if parts:
        yield Changed(What.INSTRUMENT, How.CHANGED, name, name, new.instrument.title, parts)
    rules = [{rule.id: rule for rule in pack.provisions()} for pack in (old, new)]
    for rule, how in _keys(*rules):
        one, other = rules[0].get(rule), rules[1].get(rule)
        shown: Any = other or one
        changed = _parts(one, other, of_packs)
        if how is not How.CHANGED or changed:
            title = f"{_KINDS.get(type(shown), '规则')} {shown.citation.ref or '（条号不明）'}"
            yield Changed(What.RULE, how, rule, name, title, changed)
    if [*rules[0]] != [*rules[1]] and {*rules[0]} == {*rules[1]}:
        yield Changed(What.INSTRUMENT, How.CHANGED, name, name, new.instrument.title, ("规则的先后",))
    articles = [{row.ref: row for row in pack.articles} for pack in (old, new)]
    for ref, how in _keys(*articles):
        changed = _parts(articles[0].get(ref), articles[1].get(ref))
        if how is not How.CHANGED or changed:
            yield Changed(What.ARTICLE, how, ref, name, f"第 {ref} 条", changed)
    if old.brought != new.brought:
        yield Changed(What.WORDS, How.CHANGED, name, name, new.instrument.title)


def _pack(shelf: Shelf, name: str) -> Pack | None:
    try:
        return shelf.pack(name)
    except BadPack:
        return None


def _keys(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, How]]:
    for name in dict.fromkeys((*new, *old)):
        yield name, How.ADDED if name not in old else How.REMOVED if name not in new else How.CHANGED


def _parts(old: Any, new: Any, of_packs: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The parts in which two values of one kind differ; none where one is missing.

    Args:
        old: a rule, a row, an instrument or a place.
        new: the same on the other side.
        of_packs: ids of the two packs; their passages go by the number of the article alone.
    """
    if old is None or new is None or old == new:
        return ()
    if type(old) is not type(new):
        return ("种类",)

    def instead(value: object) -> object:
        own = isinstance(value, Citation) and value.instrument in of_packs
        return [value.ref] if own and isinstance(value, Citation) else None

    def differ(name: str) -> bool:
        one, other = getattr(old, name), getattr(new, name)
        return bool(one != other) and digests.meaning(one, instead) != digests.meaning(other, instead)

    names = (one.name for one in dataclasses.fields(old) if one.name not in ("id", "instrument"))
    return tuple(dict.fromkeys(_called(name) for name in names if differ(name)))


def _called(name: str) -> str:
    if name in _CALLED:
        return _CALLED[name]
    plain = name.removesuffix("_english")
    return f"{_called(plain)}（英文）" if plain != name else chinese(name) if name in KEYWORDS else name


def _files(folder: Path) -> dict[str, str]:
    """The files of a folder with digests of what they hold."""
    found: dict[str, str] = {}
    for path in entries(folder):
        if path.suffix == ".yaml":
            try:
                found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                found[path.name] = ""
    return found


def by_instrument(changed: Iterable[Changed]) -> dict[str, list[Changed]]:
    """What is written otherwise, by instrument; what stands in none under the empty name."""
    found: dict[str, list[Changed]] = {}
    for one in changed:
        found.setdefault(one.instrument, []).append(one)
    return found
