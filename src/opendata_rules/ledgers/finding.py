"""Which entries are asked for, and the receipt of one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, NamedTuple

from ..answers.receipts import FORM as RECEIPT_FORM
from ..errors import BadArgument
from ..values import Json
from ..vocabulary.citations import Citation
from .audit import broken
from .disclosures import OPTIONS, OUTCOME, QUESTION
from .entries import ERASURE, stamp
from .tables import Row


class Wanted(NamedTuple):
    """A condition on entries, as :func:`.tables.rows` takes it."""

    where: str
    values: list[object]
    source: str


def wanted(
    texts: dict[str, str | None],
    provision: str | Citation | None,
    since: dt.date | dt.datetime | None,
    until: dt.date | dt.datetime | None,
) -> Wanted:
    """The condition that everything given applies. See ``ledger.find``.

    Raises:
        TypeError: a text is none, or a day neither a date nor a time with a zone.
    """
    where, source, values = [], "", []
    for column, value in texts.items():
        if value is not None:
            where.append(f"e.{column} = ? AND")
            values.append(_text(column, value))
    if since is not None:
        where.append("e.time >= ? AND")
        values.append(_instant("since", since))
    if until is not None:
        where.append("e.time < ? AND")
        values.append(_instant("until", until, ends=True))
    if isinstance(provision, Citation):
        provision = f"{provision.instrument} {provision.ref}".rstrip()
    if provision is not None:
        source = " JOIN ledger_provisions AS p ON p.number = e.number"
        where.append("p.provision = ? AND")
        values.append(_text("provision", provision))
    return Wanted(" ".join(where), list(values), source)


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
    """A day or a time as the times of entries are written, to be compared with them."""
    if isinstance(value, dt.datetime):
        return stamp(value)
    if not isinstance(value, dt.date):
        raise TypeError(f"{argument} 应当是日期，或者带时区的时刻。 ({argument} is a date, or a time with a zone)")
    day = value + dt.timedelta(1) if ends and value < dt.date.max else value
    return f"{day.isoformat()}T00:00:00.000000Z"


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
