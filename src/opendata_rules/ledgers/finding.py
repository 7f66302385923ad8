"""Which entries are asked for, and the receipt of one."""

from __future__ import annotations

import datetime as dt
import json
import re
import string
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from ..answers.receipts import FORM as RECEIPT_FORM
from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..quoting import quoted
from ..storage.database import Database
from ..values import Json, Term
from ..vocabulary.citations import Citation, nearest_ref
from ..vocabulary.terms import (
    ATTRIBUTE_TERMS,
    COMPLIANCE_TERMS,
    DEADLINE_TERMS,
    STATUS_TERMS,
    STEP_TERMS,
    VERDICT_TERMS,
)
from .audit import broken
from .canonical import canonical
from .disclosures import OPTIONS, OUTCOME, QUESTION
from .entries import ERASURE, LedgerEntry, stamp
from .tables import Row

#: The words of verdicts, by id and by Chinese term; a term that several kinds of answers use is one word in all.
_VERDICTS: dict[str, str] = {
    name: str(word)
    for terms in (*ATTRIBUTE_TERMS.values(), STATUS_TERMS, VERDICT_TERMS, COMPLIANCE_TERMS, DEADLINE_TERMS, STEP_TERMS)
    for word, term in cast(Mapping[Term, str], terms).items()
    for name in (str(word), term)
}
#: The scheme that a Chinese term speaks of: 不予共享 is not 不予开放, though both are ``closed``.
_SCHEMES = {term: str(scheme) for scheme, terms in ATTRIBUTE_TERMS.items() for term in terms.values()}
_EXAMPLES = ("closed", "不予开放", "noncompliant", "不符合", "undetermined", "未定")
#: The id of a rule has a hyphen or an underscore; that of an instrument, a passage behind it.
_PROVISION = re.compile(r"[A-Za-z0-9]+(?:[-_]+[A-Za-z0-9]+)+(?: (.+))?")
#: The texts of which a part may be enough.
PARTS = ("dataset", "department")
_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Wanted(NamedTuple):
    """A condition on entries, as :func:`.tables.rows` takes it."""

    where: str
    values: list[object]
    source: str


#: No condition.
EVERY = Wanted("", [], "")


def wanted(
    database: Database,
    texts: dict[str, str | None],
    provision: str | Citation | None,
    since: dt.date | dt.datetime | None,
    until: dt.date | dt.datetime | None,
    asker: str | None = None,
    within: str | None = None,
    parts: bool = False,
) -> Wanted:
    """The condition that everything given applies, or of ``asker`` and ``parts`` one that a little more satisfies.

    See ``ledger.find``; :func:`holds` looks at what the condition lets through.

    Raises:
        TypeError: a text is none, or a day neither a date nor a time with a zone.
        BadArgument: no answer has such a verdict, or no provision can have such a name.
    """
    where, source, values = [], "", []
    for column, value in texts.items():
        if value is not None:
            text = _text(column, value)
            if parts and column in PARTS:
                where.append(f"LOWER(e.{column}) LIKE LOWER(?) ESCAPE '!' AND")
                values.append(f"%{_escaped(text)}%")
                continue
            where.append(f"e.{column} = ? AND")
            values.append(_verdict(database, text) if column == "verdict" else text)
    # These have no column, but stand among the bytes of the body. Whoever reads the few others that hold the same asker
    # looks at its value; a scheme is told of nothing but a class.
    for name, told in (("asker", asker), ("scheme", _SCHEMES.get(texts.get("verdict") or ""))):
        if told is not None:
            held = canonical({name: _text(name, told)}).decode("utf-8")[1:-1]
            where.append("e.body LIKE ? ESCAPE '!' AND")
            values.append(f"%{_escaped(held)}%")
    if since is not None:
        where.append("e.time >= ? AND")
        values.append(_instant("since", since))
    if until is not None:
        where.append("e.time < ? AND")
        values.append(_instant("until", until, ends=True))
    if within is not None:
        passage = _text("within", within)
        where.append(
            "e.number IN (SELECT number FROM ledger_provisions"
            " WHERE provision = ? OR provision LIKE ? ESCAPE '!' OR provision LIKE ? ESCAPE '!') AND"
        )
        values += [passage, f"{_escaped(passage)} %", f"{_escaped(passage)}(%"]
    if isinstance(provision, Citation):
        provision = f"{provision.instrument} {provision.ref}".rstrip()
    elif provision is not None:
        _check_provision(database, _text("provision", provision))
    if provision is not None:
        source = " JOIN ledger_provisions AS p ON p.number = e.number"
        where.append("p.provision = ? AND")
        values.append(_text("provision", provision))
    return Wanted(" ".join(where), list(values), source)


def _escaped(text: str) -> str:
    """A text in which LIKE finds nothing but itself."""
    return re.sub("[!%_]", r"!\g<0>", text)


def holds(entry: LedgerEntry, texts: Mapping[str, str | None], asker: str | None, parts: bool) -> bool:
    """Whether what a condition let through is meant: databases differ in what they take for the same letter."""
    if asker is not None and entry.asker != asker:
        return False
    asked = [(getattr(entry, name), texts.get(name)) for name in PARTS] if parts else []
    return all(text is None or _lowered(text) in _lowered(value) for value, text in asked)


def _lowered(text: str) -> str:
    """A text with its ASCII letters small, which is what all databases do."""
    return text.translate(_SMALL)


def _verdict(database: Database, name: str) -> str:
    """The word of a verdict that is named by its id or its Chinese term; empty for answers that come to none.

    Raises:
        BadArgument: there is none, and no entry has it.
    """
    found = _VERDICTS.get(name)
    # What comes to no word (a catalogue, a comparison) has none.
    if not name or (
        found is None and database.run("SELECT number FROM ledger_entries WHERE verdict = ? LIMIT 1", (name,))
    ):
        found = name
    if found is None:
        shown, near = quoted(name), nearest(name, _VERDICTS)
        hint = f"是不是：{'、'.join(near)}？" if near else f"例如：{'、'.join(_EXAMPLES)}。"
        raise BadArgument(
            f"没有“{shown}”这种结论。{hint}",
            english=f"no answer has the verdict {shown}; verdicts are such as {', '.join(near or _EXAMPLES)}.",
            argument="verdict",
            nearest=near or _EXAMPLES,
        )
    return found


def _check_provision(database: Database, name: str) -> None:
    """That a text is an id of a rule, or instrument and passage: another would find nothing, whatever the ledger holds.

    Raises:
        BadArgument: it is none; provisions of this ledger that may be meant are named.
    """
    if database.run("SELECT number FROM ledger_provisions WHERE provision = ? LIMIT 1", (name,)):
        return
    of_it = "SELECT DISTINCT provision FROM ledger_provisions WHERE provision > ? AND provision < ? ORDER BY provision"
    near = [told for (told,) in database.run(of_it, (f"{name} ", f"{name}!"))]
    rule = _PROVISION.fullmatch(name)
    if not near and rule is not None and (rule[1] is None or nearest_ref(rule[1]) == rule[1]):
        return
    if not near:
        rows = database.run("SELECT DISTINCT provision FROM ledger_provisions ORDER BY provision")
        known = [told for (told,) in rows]
        passage = nearest_ref(name.rpartition("》")[2].rpartition(" ")[2])
        near = [told for told in known if passage is not None and told.endswith(f" {passage}")]
        near = near or list(nearest(name, known))
    hint = f"台账里有的，例如：{'、'.join(near[:5])}。" if near else ""
    raise BadArgument(
        "规定要写规则编号，或者“文件编号 条款”，例如 taian-open-data-measures-2025 12(四)；"
        f"得到的是“{quoted(name)}”。{hint}",
        english=f"a provision is named by the id of a rule, or by instrument and passage, as in"
        f" taian-open-data-measures-2025 12(四), not by {quoted(name)}.",
        argument="provision",
        nearest=near[:5],
    )


def _text(argument: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{argument} 应当是文字。 ({argument} is a text)")
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise BadArgument(
            f"{argument} 里有空字符或者半个字符，台账里没有这样的名称。",
            english=f"{argument} holds a null or half a character; no name in a ledger does.",
            argument=argument,
        )
    return str(value)


def _instant(argument: str, value: object, *, ends: bool = False) -> str:
    """A day or a time as the times of entries are written, to be compared with them.

    The days of the law are those of Beijing, where one begins at four in the afternoon, UTC, of the day before.
    """
    if isinstance(value, dt.datetime):
        return stamp(value)
    if not isinstance(value, dt.date):
        raise TypeError(f"{argument} 应当是日期，或者带时区的时刻。 ({argument} is a date, or a time with a zone)")
    eve = value if ends or value == dt.date.min else value - dt.timedelta(1)
    return f"{eve.isoformat()}T16:00:00.000000Z"


def receipt_of(row: Row, basis: bytes | None) -> dict[str, Json]:
    """The receipt of an entry whose facts are all kept. See ``ledger.receipt``."""
    told, values = row.told, {name: value for _, name, value in row.disclosures}
    if told["kind"] == ERASURE or told["withheld"] or not {QUESTION, OUTCOME} <= values.keys():
        raise BadArgument(
            f"第 {row.number} 条没有完整的凭据：它不是结果，或者有事实没有留下。",
            english=f"entry {row.number} has no whole receipt: it is no answer, or some of its facts are not kept.",
            argument="number",
        )
    if basis is None:
        raise broken("basis", row.number)
    try:
        rests: dict[str, Any] = json.loads(basis)
    except (ValueError, RecursionError) as error:
        raise broken("basis", row.number) from error
    return {
        "receipt": RECEIPT_FORM,
        "engine": told["engine"],
        "kind": told["kind"],
        "place": told["place"],
        "on": told["on"],
        "options": values.get(OPTIONS, told["options"]),
        "facts": {name: value for name, value in sorted(values.items()) if not name.startswith("@")},
        "question": values[QUESTION],
        **rests,
        "outcome": {**told["outcome"], "digest": values[OUTCOME]},
    }
