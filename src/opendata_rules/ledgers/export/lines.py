"""A ledger as JSON lines: everything that is needed to verify it, and nothing else.

The first line names the ledger. A line of what answers rest on stands before the first entry that names it. The other
lines are entries, each with its digest and with the facts that are kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from ...errors import BadArgument, Error
from ..audit import Verification, audited
from ..canonical import canonical
from ..checkpoints import Checkpoint, check_signature, checkpoint_of
from ..entries import LARGEST
from ..ledger import Ledger
from ..tables import HASH, Row, Unreadable, disclosures_of, told_of

#: Longest line read, in characters: an entry, its facts, and the names of their parts.
_LONGEST = 4 * LARGEST


def write_lines(ledger: Ledger, stream: TextIO) -> int:
    """Write a ledger; returns the number of entries.

    Raises:
        LedgerBroken: an entry cannot be read.
    """
    stream.write(_line({"ledger": ledger.origin, "form": 1}))
    told: set[str] = set()
    count = 0
    for row in ledger.rows():
        basis = row.told.get("basis")
        if basis is not None and basis not in told:
            told.add(basis)
            content = ledger.basis(basis)
            if content is not None:
                stream.write(_line({"basis": basis, "content": json.loads(content)}))
        facts = [list(one) for one in row.disclosures]
        stream.write(_line({"entry": row.told, "digest": row.digest, "facts": facts}))
        count += 1
    return count


def _line(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def verify_lines(
    path: str | Path, checkpoint: str | Checkpoint | None = None, *, public_key: str | None = None
) -> Verification:
    """Verify an export, as ``ledger.verify`` does a ledger.

    Raises:
        LedgerBroken: something was altered or is missing.
        BadArgument: it is no export, or ``checkpoint`` is none or does not bear the signature.
        OSError: it cannot be read.
    """
    held = None if checkpoint is None else checkpoint_of(checkpoint)
    signed_by = ""
    if public_key is not None and held is not None:
        signed_by = check_signature(held, public_key)
    bases: dict[str, bytes] = {}
    with Path(path).open(encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
        lines = iter(lambda: stream.readline(_LONGEST + 1), "")
        origin = _origin(next(lines, ""))
        return audited(origin, _rows(lines, bases), bases.get, held, signed_by=signed_by)


def _origin(line: str) -> str:
    try:
        told = json.loads(line)
        if type(told["form"]) is int and told["form"] == 1 and type(told["ledger"]) is str:
            return str(told["ledger"])
    except (ValueError, TypeError, LookupError, RecursionError):
        pass
    raise BadArgument("这不是台账的导出文件。", english="this is no export of a ledger.", argument="path")


def _rows(lines: Iterable[str], bases: dict[str, bytes]) -> Iterator[Row]:
    for line in lines:
        try:
            if len(line) > _LONGEST:
                raise ValueError("too long")
            told = json.loads(line, parse_float=_number, parse_constant=_no_number)
            if type(told.get("basis")) is str:
                bases[told["basis"]] = _bytes(told["content"])
                continue
            body = told_of(told["entry"])
            digest, beside = told["digest"], disclosures_of(told["facts"])
            if not HASH.fullmatch(digest):
                raise ValueError("no digest")
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise Unreadable(0) from error
        yield Row(body["number"], digest, _bytes(body), body, beside)


def _bytes(value: Any) -> bytes:
    """What a digest is made of; nothing where there can be none."""
    try:
        return canonical(value)
    except Error:
        return b""


def _number(text: str) -> int | float:
    """A number as RFC 8785 writes it: 1.0 is 1."""
    found = float(text)
    return int(found) if found.is_integer() else found


def _no_number(text: str) -> float:
    raise ValueError(text)
