"""What a request means: JSON to a question, and the answer of a law to it. Knows nothing of HTTP.

What is taken is what :func:`opendata_rules.schemas.request` describes, with ``dataset`` and ``department`` for the
ledger; the same for one question and for a line of a batch.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, cast

from ..answers.changes.answer import ChangeVerdict
from ..answers.classification.answer import Decision
from ..answers.duties.answer import Assessment
from ..answers.receipts import Answer
from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..law import Law
from ..library import Library
from ..quoting import described, quoted, type_name
from ..values import Json

Body = Mapping[str, Any]


class Rules(Protocol):
    """A state of the rules, which answers."""

    @property
    def digest(self) -> str:
        """What it is named by."""

    @property
    def library(self) -> Library:
        """Its packs."""

    def law(self, place: str, on: dt.date, drafts: bool, strict: bool) -> Law:
        """The law of a place on a date. See :meth:`opendata_rules.library.Library.law`."""


#: Longest name of a dataset or department.
LONGEST = 200
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OPTIONS = ("on", "drafts", "strict")
_FOR_THE_LEDGER = ("dataset", "department")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    Attributes:
        name: as in addresses and batches.
        about: what its address names beside the place, by the argument of the library; empty where nothing.
        takes: keys of a request, beside those of every request.
        needs: those that have to be there.
        ask: gives the answer.
    """

    name: str
    about: str
    takes: frozenset[str]
    needs: tuple[str, ...]
    ask: Callable[[Law, str, Body], Answer]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and what goes with it into the ledger."""

    kind: str
    answer: Answer
    law: Law
    dataset: str = ""
    department: str = ""


def answered(rules: Rules, kind: Kind, place: str, about: str, body: object, *more: str) -> Reply:
    """The answer to a request.

    Args:
        rules: those that answer.
        kind: the question.
        place: id, Chinese name or division code.
        about: topic, step or procedure, where the question has one.
        body: what was sent.
        more: further keys that are taken here.

    Raises:
        BadArgument: a key is unknown, missing, or of the wrong type.
        Error: whatever the library says of facts, names and dates.
    """
    asked = checked(body, {*kind.takes, *_FOR_THE_LEDGER, *more}, kind.needs)
    law = law_of(rules, place, asked)
    dataset, department = (name_in(asked, key) for key in _FOR_THE_LEDGER)
    return Reply(kind.name, kind.ask(law, about, asked), law, dataset, department)


# -- the parts of a request -------------------------------------------------------------------------------------------


def checked(body: object, takes: set[str] | frozenset[str], needs: tuple[str, ...] = ()) -> dict[str, Any]:
    """A body that is an object with no other keys than those, and with those that it needs; null is not given.

    Raises:
        BadArgument: it is something else.
    """
    if not isinstance(body, dict):
        raise BadArgument(
            f"请求应当是一个 JSON 对象，得到的是{described(body)}。",
            english=f"A request is a JSON object, not {type_name(body)}.",
            argument="body",
        )
    if not body.keys() <= takes:
        name = next(name for name in body if name not in takes)
        shown = quoted(name)
        raise BadArgument(
            f"请求里没有“{shown}”这一项。可以写：{'、'.join(sorted(takes))}。",
            english=f"A request has no {shown}; it may have: {', '.join(sorted(takes))}.",
            argument=name,
            nearest=nearest(name, sorted(takes)),
        )
    given = body if None not in body.values() else {name: value for name, value in body.items() if value is not None}
    for name in needs:
        if name not in given:
            raise BadArgument(f"请求里要写明 {name}。", english=f"The request needs {name}.", argument=name)
    return given


def wrong(name: str, wanted: str, english: str, value: object) -> BadArgument:
    """The error on a value of another kind."""
    return BadArgument(
        f"{name} 应当是{wanted}，得到的是{described(value)}。",
        english=f"{name} must be {english}, not {quoted(value)}.",
        argument=name,
    )


def day_in(body: Body, name: str) -> dt.date:
    """A day of a body.

    Raises:
        BadArgument: it is none.
    """
    return day(body[name], name)


def day(value: object, name: str) -> dt.date:
    """A day written as ``2026-03-10``.

    Raises:
        BadArgument: it is none.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return dt.date.fromisoformat(value)
    raise wrong(name, "存在的日期，写成 2026-03-10 这样", "a day that exists, such as 2026-03-10", value)


def flag_in(body: Body, name: str) -> bool:
    """A yes or no of a body; no where it is not there.

    Raises:
        BadArgument: it is neither.
    """
    value = body.get(name, False)
    if value is True or value is False:
        return value
    raise wrong(name, " true 或者 false", "true or false", value)


def text_in(body: Body, name: str, default: str = "") -> str:
    """A text of a body.

    Raises:
        BadArgument: it is none.
    """
    value = body.get(name, default)
    if isinstance(value, str):
        return value
    raise wrong(name, "文本", "text", value)


def name_in(body: Body, name: str) -> str:
    """A name of a body, for the ledger.

    Raises:
        BadArgument: it is none, or very long.
    """
    value = text_in(body, name)
    if len(value) > LONGEST or not value.isprintable() or value != value.strip():
        raise wrong(
            name, f"最多 {LONGEST} 个看得见的字符", f"text of at most {LONGEST} characters, none invisible", value
        )
    return value


def facts_in(body: Body) -> Mapping[str, object]:
    """The facts of a body; none where they are not there.

    Raises:
        BadArgument: they are no object.
    """
    value = body.get("facts", {})
    if isinstance(value, dict):
        return value
    raise wrong("facts", "“事实名称到值”的对象", "an object of names and values", value)


def law_of(rules: Rules, place: str, body: Body) -> Law:
    """The law that a body asks."""
    return rules.law(place, day_in(body, "on"), flag_in(body, "drafts"), flag_in(body, "strict"))


# -- the questions ----------------------------------------------------------------------------------------------------


def _classify(law: Law, about: str, body: Body) -> Answer:
    declared = text_in(body, "declared") if "declared" in body else None
    return law.classify(
        facts_in(body),
        unlisted=cast(Any, text_in(body, "unlisted", "unknown")),
        declared=cast(Any, declared),
        scheme=cast(Any, text_in(body, "scheme", "opening")),
    )


def _change(law: Law, about: str, body: Body) -> Answer:
    before, after = (cast(Any, text_in(body, name)) for name in ("before", "after"))
    return law.check_change(before, after, facts_in(body))


def _check(law: Law, about: str, body: Body) -> Answer:
    return law.check(about, facts_in(body))


def _deadline(law: Law, about: str, body: Body) -> Answer:
    policy = cast(Any, text_in(body, "receipt", "receipt_instant"))
    return law.deadline(about, trigger=day_in(body, "trigger"), facts=facts_in(body), receipt=policy)


def _schedule(law: Law, about: str, body: Body) -> Answer:
    actual = body.get("actual", {})
    if not isinstance(actual, dict):
        raise wrong("actual", "“步骤到日期”的对象", "an object of steps and days", actual)
    as_of = day_in(body, "as_of") if "as_of" in body else None
    return law.schedule(
        about,
        trigger=day_in(body, "trigger"),
        actual={name: day(value, f"actual.{name}") for name, value in actual.items()},
        on=as_of,
        facts=facts_in(body),
        receipt=cast(Any, text_in(body, "receipt", "receipt_instant")),
    )


def _kind(name: str, about: str, ask: Callable[[Law, str, Body], Answer], needs: str, more: str = "") -> Kind:
    needed = ("on", *needs.split())
    return Kind(name, about, frozenset({*_OPTIONS, *needed, "facts", *more.split()}), needed, ask)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind("classify", "", _classify, "facts", "declared scheme unlisted"),
        _kind("change", "", _change, "before after facts"),
        _kind("check", "topic", _check, "facts"),
        _kind("deadline", "step", _deadline, "trigger", "receipt"),
        _kind("schedule", "procedure", _schedule, "trigger", "receipt actual as_of"),
    )
}


def next_question(asked: Reply, body: Body) -> dict[str, Json]:
    """What to ask next, once an answer is known; and whether the matter is settled.

    Args:
        asked: the answer to what is known by now.
        body: the request; ``asked`` lists facts that were asked about and that nobody knew.
    """
    given = body.get("asked")
    given = [] if given is None else given
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise wrong("asked", "事实名称的列表", "a list of names of facts", given)
    known = {asked.law.vocabulary.fact(name).id for name in given}
    answer = asked.answer
    assert isinstance(answer, Decision | Assessment | ChangeVerdict)
    left = [question for question in answer.questions if question.fact not in known]
    fact = asked.law.vocabulary.facts[left[0].fact].to_dict() if left else None
    return {
        "question": left[0].to_dict() if left else None,
        "fact": fact,
        "settled": not answer.questions,
        "outcome": str(answer.status if isinstance(answer, Decision) else answer.verdict),
    }


# -- answers as bytes -------------------------------------------------------------------------------------------------


def told(value: object) -> bytes:
    """Plain JSON as the bytes of a response."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


class Plain(Protocol):
    """What has a plain JSON form."""

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""


class Told(NamedTuple):
    """An answer as bytes, and its receipt, which nobody changes."""

    data: bytes
    receipt: Mapping[str, Json]


class Written:
    """Answers as the bytes of a response. Equal decisions are the same bytes, so those asked last are kept.

    A decision costs microseconds, telling it most of a millisecond; the datasets of a catalogue repeat each other.
    """

    def __init__(self, most: int = 16_000_000) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Decision, Told] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, answer: Plain) -> Told:
        """The bytes of an answer, and its receipt."""
        if type(answer) is not Decision:
            return _told_of(answer)
        with self._lock:
            found = self._kept.get(answer)
            if found is not None:
                self._kept.move_to_end(answer)
                return found
        made = _told_of(answer)
        with self._lock:
            if answer not in self._kept:
                self._kept[answer] = made
                self._size += len(made.data)
                while self._size > self._most:
                    self._size -= len(self._kept.popitem(last=False)[1].data)
        return made


def _told_of(answer: Plain) -> Told:
    found = answer.to_dict()
    return Told(told(found), cast(dict[str, Json], found["receipt"]))
