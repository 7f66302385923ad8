"""What somebody says that the law is, as JSON: one claim is one question, and what is said to be its answer.

A claim is read here and judged by nobody: :mod:`.verifying` holds it against the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..quoting import quoted
from ..values import Json
from .questions import KINDS, Kind, checked, text_in, wrong

#: Asks what stands in force, and which articles there are, beside what nothing else is said.
LAW = "law"
#: Most things said or cited in one claim.
_MOST = 200
#: Those of a claim that are not of its question.
_SAID = ("states", "cites", "told_as")
#: Those that need a question: the law itself has no parts and no receipt.
_SAID_OF_ANSWERS = ("parts", "evidence")


class ToldAs(StrEnum):
    """What a claim is going to be told as."""

    LAW = "law"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim.

    Attributes:
        kind: the question it answers; ``None`` where it only says which law there is.
        place: id, Chinese name or division code.
        about: topic, step or procedure, where the question has one.
        body: the request of the question.
        states: what is said of the answer, by the key of its JSON; of a claim on the law itself, the state of
            instruments by their ids.
        parts: what is said of its findings, requirements or steps, by their ids.
        cites: what is said to be the provisions it rests on.
        told_as: whether it is to be told as law.
        evidence: the receipt it is said to rest on.
    """

    kind: Kind | None
    place: str
    about: str
    body: Mapping[str, Any]
    states: Mapping[str, Json]
    parts: Mapping[str, Mapping[str, Json]]
    cites: tuple[Json, ...]
    told_as: ToldAs
    evidence: Mapping[str, Json] | None


def claim_of(said: object) -> Claim:
    """Read a claim.

    Args:
        said: plain JSON.

    Raises:
        BadArgument: it is no claim, or says nothing.
    """
    given = dict(said) if isinstance(said, dict) else said
    name = given.get("question") if isinstance(given, dict) else None
    if isinstance(given, dict) and name not in (LAW, *KINDS):
        raise BadArgument(
            f"question 要写 {'、'.join((LAW, *KINDS))} 之一，得到的是“{quoted(name)}”。",
            english=f"question must be one of {', '.join((LAW, *KINDS))}, not {quoted(name)}.",
            argument="question",
            nearest=nearest(name, (LAW, *KINDS)),
        )
    kind = KINDS.get(str(name))
    asks = {"on"} if kind is None else {*kind.takes, *([kind.about] if kind.about else ())}
    more = _SAID if kind is None else (*_SAID, *_SAID_OF_ANSWERS)
    whole = checked(given, {"question", "place", *asks, *more}, ("question",))
    evidence = _object(whole, "evidence") or None
    if evidence is not None:
        within = evidence.get("receipt")
        evidence = within if isinstance(within, dict) else evidence
        _fill(whole, kind, evidence)
    for needed in ("place", "on", *([kind.about] if kind is not None and kind.about else ())):
        if needed not in whole:
            raise BadArgument(f"主张里要写明 {needed}。", english=f"The claim needs {needed}.", argument=needed)
    claim = Claim(
        kind,
        text_in(whole, "place"),
        text_in(whole, kind.about) if kind is not None and kind.about else "",
        {key: value for key, value in whole.items() if key in asks and (kind is None or key != kind.about)},
        _object(whole, "states"),
        _parts(whole),
        _list(whole, "cites"),
        _told_as(whole),
        evidence,
    )
    if not (claim.states or claim.parts or claim.cites):
        raise BadArgument(
            "主张里没有说出结果：要写 states、parts 或者 cites。",
            english="The claim says nothing: it needs states, parts or cites.",
            argument="states",
        )
    return claim


def _fill(whole: dict[str, Any], kind: Kind | None, evidence: Mapping[str, Json]) -> None:
    """Take from the receipt what a claim does not say of its question."""
    options = evidence.get("options")
    if kind is None or not isinstance(options, dict):
        return
    told = {name: value for name, value in options.items() if name != "on"}
    told |= {"place": evidence.get("place"), "on": evidence.get("on"), "facts": evidence.get("facts")}
    if "as_of" in kind.takes:
        told["as_of"] = options.get("on")
    for name, value in told.items():
        if value is not None and name in {"place", kind.about, *kind.takes}:
            whole.setdefault(name, value)


def _object(whole: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = whole.get(name, {})
    if isinstance(value, dict) and len(value) <= _MOST:
        return value
    raise wrong(name, f"对象，最多 {_MOST} 项", f"an object of at most {_MOST} entries", value)


def _parts(whole: Mapping[str, Any]) -> dict[str, Mapping[str, Json]]:
    found = _object(whole, "parts")
    for name, said in found.items():
        if not isinstance(said, dict):
            raise wrong(f"parts.{quoted(name)}", "对象", "an object", said)
    return found


def _list(whole: Mapping[str, Any], name: str) -> tuple[Json, ...]:
    value = whole.get(name, [])
    if isinstance(value, list) and len(value) <= _MOST:
        return tuple(value)
    raise wrong(name, f"列表，最多 {_MOST} 项", f"a list of at most {_MOST} entries", value)


def _told_as(whole: Mapping[str, Any]) -> ToldAs:
    text = text_in(whole, "told_as", str(ToldAs.LAW))
    try:
        return ToldAs(text)
    except ValueError:
        raise wrong("told_as", " law 或者 draft", "law or draft", text) from None
