"""The entries of a ledger: what of an answer goes into the chain, and what stands beside it and can be forgotten.

The *body* of an entry is canonical JSON and never changes: who asked what of which law, and what it came to. Facts are
in it as salted digests only (:mod:`.disclosures`); so are the digests of the question and of the whole answer, from
which facts could be found by trying all values. Explanations are not kept: they tell facts. What an answer rests on
(digests of places, packs, words, calendar) is kept once for all answers that rest on the same, as a *basis*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..answers.receipts import FORM as RECEIPT_FORM
from ..answers.result import plain
from ..errors import BadArgument, UnknownFact
from ..quoting import quoted, type_name
from ..values import Json, Value, fill, frozen
from .canonical import canonical, sha256
from .disclosures import OPTIONS, OUTCOME, QUESTION, Disclosure, disclosed
from .tree import leaf

#: Version of the form of entries.
FORM = 1
#: Longest name of an asker, a dataset, a department or a request, in characters.
_LONGEST = 200
#: Most bytes of a body, and of the facts beside it.
LARGEST = 1_000_000
#: The parts of a receipt that say what the answer rests on.
BASIS = ("places", "vocabulary", "procedures", "packs", "calendar")
#: Kinds of answers whose options hold events with their facts.
_OF_CASES = frozenset({"case", "owed", "breach", "agenda"})
#: The kind of an entry that says that facts of another were erased.
ERASURE = "erasure"
#: Bases seen lately: most answers rest on the same.
_BASES: dict[tuple[Any, ...], tuple[bytes, str]] = {}
_REMEMBERED = 256
NAMES = ("asker", "dataset", "department", "request")


class Provision(NamedTuple):
    """A provision that an answer names.

    Attributes:
        rule: id of the rule.
        instrument: id of the instrument it cites.
        ref: article, paragraph, item: ``12(四)``.
    """

    rule: str
    instrument: str
    ref: str


@dataclass(frozen=True, slots=True)
class LedgerEntry(Value):
    """An answer that was given, or an erasure.

    Attributes:
        number: its place in the ledger, from 1.
        digest: the hash of the entry, which the next one names: 64 hexadecimal digits.
        time: when it was appended, in UTC, by the clock of who appended it.
        asker: who asked; as all names, empty where it was not told.
        dataset: which dataset it was about.
        department: whose dataset.
        request: id of the request.
        kind: which question (``classify``, ``change``, …), or ``erasure``.
        place: id of the place.
        on: date of the law.
        verdict: what it came to, in a word: the attribute where one was decided, else the status or verdict.
        outcome: the gist of the outcome.
        provisions: the provisions that the answer names.
        options: how it was asked; ``None`` where that was erased.
        engine: version of the engine.
        basis: digest of what it rests on.
        facts: the facts as stated, as far as they are kept.
        withheld: names of facts that were left out when it was appended.
        erased: how many facts were erased.
    """

    number: int
    digest: str
    time: str
    asker: str
    dataset: str
    department: str
    request: str
    kind: str
    place: str
    on: str
    verdict: str
    outcome: Mapping[str, Json] = field(hash=False)
    provisions: tuple[Provision, ...]
    options: Mapping[str, Json] | None = field(hash=False)
    engine: str
    basis: str
    facts: Mapping[str, Json] = field(hash=False)
    withheld: tuple[str, ...]
    erased: int

    def __post_init__(self) -> None:
        fill(self, outcome=frozen(self.outcome), options=frozen(self.options), facts=frozen(self.facts))

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        told: dict[str, Any] = self._tag() | {name: plain(getattr(self, name)) for name in self.__slots__}
        told["provisions"] = [one._asdict() for one in self.provisions]
        return told


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a number and one before it.

    Attributes:
        told: the body without both.
        basis: the content of its basis; empty where it has none.
        disclosures: what stands beside it.
    """

    told: Mapping[str, Any]
    basis: bytes
    disclosures: tuple[Disclosure, ...]

    def numbered(self, number: int, previous: str) -> Written:
        """The entry in its place.

        Raises:
            BadArgument: it is too large.
        """
        body = canonical({**self.told, "number": number, "previous": previous})
        if len(body) > LARGEST:
            raise BadArgument(
                f"这一结果写成台账条目有 {len(body)} 字节，超过 {LARGEST}。",
                english=f"this answer makes an entry of {len(body)} bytes, more than {LARGEST}.",
                argument="result",
            )
        return Written(number, leaf(body), body, self)


class Written(NamedTuple):
    """An entry in its place."""

    number: int
    hash: bytes
    body: bytes
    draft: Draft


@dataclass(frozen=True, slots=True)
class Record:
    """An answer to be appended, and what is known of its asking.

    Attributes:
        result: the answer.
        asker: who asked; as the other names, at most 200 visible characters.
        dataset: id of the dataset.
        department: whose dataset.
        request: id of the request.
        time: when it was asked, with a time zone; ``None`` is now, by this machine's clock.
        withhold: names of facts that are not kept at all.
        receipt: the receipt of the answer, where it is at hand already.
    """

    result: object
    asker: str = ""
    dataset: str = ""
    department: str = ""
    request: str = ""
    time: dt.datetime | None = None
    withhold: Collection[str] = ()
    receipt: Mapping[str, Json] | None = None

    def draft(self) -> Draft:
        """What is kept of it.

        Raises:
            TypeError: it is no answer with a receipt, or its time has no zone.
            BadArgument: a name is too long or has characters that nobody sees, or a value has no place in JSON.
            UnknownFact: a fact to be left out is not among those stated.
        """
        receipt: Any = self.receipt if self.receipt is not None else getattr(self.result, "receipt", None)
        if not isinstance(receipt, Mapping) or receipt.get("receipt") != RECEIPT_FORM:
            raise TypeError(_without_receipt(self.result))
        facts = receipt["facts"]
        withheld = _withheld(self.withhold)
        for name in withheld:
            if name not in facts:
                raise UnknownFact(
                    f"结果所据的事实里没有“{quoted(name)}”。",
                    english=f"{quoted(name)} is none of the facts that the answer rests on.",
                    fact=name,
                )
        outcome = {name: told for name, told in receipt["outcome"].items() if name != "digest"}
        values = {name: told for name, told in facts.items() if name not in withheld}
        if not withheld:
            values |= {QUESTION: receipt["question"], OUTCOME: receipt["outcome"]["digest"]}
        if receipt["kind"] in _OF_CASES:
            values[OPTIONS] = receipt["options"]
        basis, basis_digest = _basis(receipt)
        beside = tuple(disclosed(values))
        written = [canonical(list(one)) for one in beside]
        if sum(map(len, written)) > LARGEST:
            raise BadArgument(
                f"这一结果的事实超过 {LARGEST} 字节。",
                english=f"the facts of this answer come to more than {LARGEST} bytes.",
                argument="result",
            )
        told = {
            "form": FORM,
            "time": stamp(self.time),
            **{name: _name(name, getattr(self, name)) for name in NAMES},
            "kind": receipt["kind"],
            "place": receipt["place"],
            "on": receipt["on"],
            "options": None if receipt["kind"] in _OF_CASES else receipt["options"],
            "engine": receipt["engine"],
            "basis": basis_digest,
            "facts": sorted(map(sha256, written)),
            "withheld": withheld,
            "outcome": outcome,
            "verdict": verdict_of(receipt["kind"], outcome),
            "provisions": [list(one) for one in provisions_of(self.result)],
        }
        return Draft(told, basis, beside)


def _without_receipt(result: object) -> str:
    """Why something cannot be appended, and what can in its place."""
    if isinstance(result, tuple | list) and result and all(hasattr(one, "receipt") for one in result):
        return (
            f"append 一次记一个结果，这里有 {len(result)} 个；用 append_many(map(Record, …))。"
            " (append takes one answer: append_many(map(Record, answers)))"
        )
    one = result[0] if isinstance(result, tuple | list) and result else result
    match type(one).__name__:
        case "Recheck":
            return "重新作答的比较没有凭据；请记入它的 now。 (a recheck has no receipt: append its now)"
        case "Path":
            return "改变结论的办法没有凭据；请记入它们所出自的判定。 (paths have no receipt: append their decision)"
        case "Duty":
            return "定期职责没有凭据；请记入 law.check 的结果。 (duties have no receipt: append what law.check answers)"
    return f"append 要一个带凭据的结果，得到的是 {type_name(result)}。 (append takes an answer that has a receipt)"


def _withheld(names: object) -> list[str]:
    """The names of facts that are left out, sorted."""
    told = [names] if isinstance(names, str) else names
    if not isinstance(told, Collection) or not all(isinstance(name, str) for name in told):
        raise TypeError("withhold 应当是事实编号的列表。 (withhold is a collection of ids of facts)")
    return sorted(set(told))


def _basis(receipt: Mapping[str, Any]) -> tuple[bytes, str]:
    """What an answer rests on, with its digest; the digests in it tell whether it was seen before."""
    calendar = receipt["calendar"]
    seen = (
        tuple(receipt["places"].items()),
        receipt["vocabulary"]["digest"],
        receipt["procedures"]["digest"],
        tuple((name, told["digest"], told["instrument"]) for name, told in receipt["packs"].items()),
        calendar if calendar is None else calendar["digest"],
    )
    found = _BASES.get(seen)
    if found is None:
        content = canonical({name: receipt[name] for name in BASIS})
        if len(_BASES) >= _REMEMBERED:
            _BASES.clear()
        found = _BASES[seen] = content, sha256(content)
    return found


def erasure(number: int, digests: Iterable[str], names: Iterable[str], asker: str, time: dt.datetime | None) -> Draft:
    """The entry that says that facts of another were erased."""
    told = {
        "form": FORM,
        "time": stamp(time),
        **dict.fromkeys(NAMES, ""),
        "asker": _name("asker", asker),
        "kind": ERASURE,
        "of": number,
        "erased": sorted(digests),
        "names": sorted(names),
    }
    return Draft(told, b"", ())


def stamp(time: dt.datetime | None) -> str:
    """A time as it is written: in UTC, to the microsecond.

    Raises:
        TypeError: it is no time, or has no time zone.
    """
    if time is None:
        time = dt.datetime.now(dt.UTC)
    elif not isinstance(time, dt.datetime) or time.tzinfo is None:
        raise TypeError("time 应当是带时区的 datetime。 (time is a datetime with a time zone)")
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _name(argument: str, value: object) -> str:
    if type(value) is not str:
        raise TypeError(f"{argument} 应当是文字。 ({argument} is a text)")
    if len(value) > _LONGEST or not value.isprintable() or value != value.strip():
        raise BadArgument(
            f"{argument} 应当是至多 {_LONGEST} 个字的文字，前后没有空格，没有看不见的字符；得到的是“{quoted(value)}”。",
            english=f"{argument} has at most {_LONGEST} characters, none invisible, no blank at its ends;"
            f" this is {quoted(value)}.",
            argument=argument,
        )
    return value


#: The states of a schedule's steps, that which matters most first.
_STATES = ("overdue", "late", "pending", "blocked", "met", "not_applicable")


def verdict_of(kind: str, outcome: Mapping[str, Any]) -> str:
    """What an answer came to, in a word."""
    match kind:
        case "classify":
            return str(outcome["attribute"] or outcome["status"])
        case "schedule" | "case":
            states = {step["state"] for step in outcome["steps"].values()}
            return next((state for state in _STATES if state in states), "")
    told = next((outcome[name] for name in ("verdict", "status", "state", "kind", "relation") if name in outcome), "")
    return told if isinstance(told, str) else ""


def provisions_of(result: Any) -> list[Provision]:
    """The provisions that an answer names: what was found, asked for, or set."""
    found: list[Any] = [result] if hasattr(result, "counting_rule") else []
    for name in ("grounds", "findings", "requirements"):
        parts = getattr(result, name, ())
        # Of a whole catalogue, findings are counted.
        found += parts if isinstance(parts, tuple) else ()
    for step in getattr(result, "steps", ()):
        if getattr(step, "deadline", None) is not None:
            found.append(step.deadline)
    told = {
        Provision(str(getattr(one, "rule", "") or getattr(one, "id", "")), one.citation.instrument, one.citation.ref)
        for one in found
        if getattr(one, "citation", None) is not None
    }
    return sorted(told)
