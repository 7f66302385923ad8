"""Answering a ledger again so that a break loses little: what is found is kept in a file, which is gone on with.

The file has lines of JSON: first what is answered, then the entries that are not unchanged, and every thousand entries
how far it came, with the digests of the laws that were asked. What stands behind the last such line is done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from ..errors import BadArgument, Error
from ..formats.files import unwritable
from ..quoting import quoted
from .recheck import Desk
from .rechecked import AnsweredAgain, EntryStanding, Rechecked, collected, from_dict
from .tables import Row

#: Entries after which is written how far it came, and somebody is told.
_EVERY = 1000
_QUIET = (EntryStanding.UNCHANGED, EntryStanding.SKIPPED)


def run(entries: Iterable[Row], desk: Desk, progress: Callable[[int], None] | None) -> Iterator[AnsweredAgain]:
    """The entries, answered again one by one."""
    for count, row in enumerate(entries, 1):
        yield desk.again(row)
        if progress is not None and count % _EVERY == 0:
            progress(row.number)


def kept_in(
    path: Path,
    origin: str,
    desk: Desk,
    after: int,
    rows: Callable[[int], Iterator[Row]],
    progress: Callable[[int], None] | None,
) -> Rechecked:
    """Go on with a file, or begin it. See ``ledger.recheck``."""
    head = {"recheck": origin, "on": None if desk.on is None else desk.on.isoformat(), "after": after}
    found, counts, last, size = _read(path, head, desk)
    try:
        with path.open("r+b" if size else "wb") as stream:
            stream.truncate(size)
            stream.seek(size)
            if not size:
                stream.write(_line(head))
            fresh = _writing(run(rows(max(last, after)), desk, progress), stream, desk, counts)
            # Those that are not told are in the counts.
            return _with_counts(chain(found, fresh), counts, max(last, after))
    except OSError as error:
        raise unwritable(path, error) from error


def _with_counts(found: Iterable[AnsweredAgain], counts: dict[str, int], last: int) -> Rechecked:
    told = list(found)
    made = collected(told, max(last, counts.pop("last", 0)))
    return Rechecked(
        {str(standing): counts[standing] for standing in EntryStanding}, made.groups, made.untold, made.last
    )


def _writing(
    found: Iterable[AnsweredAgain], stream: Any, desk: Desk, counts: dict[str, int]
) -> Iterator[AnsweredAgain]:
    """What is not unchanged, written as it comes; ``counts`` has all."""
    number = 0
    for seen, one in enumerate(found, 1):
        number = one.number
        counts[one.standing] += 1
        if one.standing not in _QUIET:
            stream.write(_line(one.to_dict()))
            yield one
        if seen % _EVERY == 0:
            _reached(stream, number, counts, desk)
    if number:
        counts["last"] = number
        _reached(stream, number, counts, desk)


def _reached(stream: Any, number: int, counts: Mapping[str, int], desk: Desk) -> None:
    standing = {str(one): counts[one] for one in EntryStanding}
    stream.write(_line({"reached": number, "counts": standing, "laws": desk.marks()}))
    stream.flush()
    os.fsync(stream.fileno())


def _line(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"


def _read(path: Path, head: object, desk: Desk) -> tuple[list[AnsweredAgain], dict[str, int], int, int]:
    """What a file holds: entries, counts, the number reached, and how many bytes of it count."""
    counts = {str(standing): 0 for standing in EntryStanding}
    if not path.exists() or not path.stat().st_size:
        return [], counts, 0, 0
    found: list[AnsweredAgain] = []
    waiting: list[AnsweredAgain] = []
    last, size, position = 0, 0, 0
    laws: dict[str, str] = {}
    with path.open("rb") as stream:
        for number, line in enumerate(stream):
            position += len(line)
            try:
                told = json.loads(line)
                if number == 0:
                    if told != head:
                        raise _another(path)
                    size = position
                elif "reached" in told:
                    last, size = int(told["reached"]), position
                    counts = {str(one): int(told["counts"][one]) for one in EntryStanding}
                    laws.update(told["laws"])
                    found += waiting
                    waiting = []
                else:
                    waiting.append(from_dict(told))
            except BadArgument:
                raise
            except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
                if not line.endswith(b"\n") and number:
                    break  # cut off while it was being written
                raise _another(path) from error
    _same_laws(path, laws, desk)
    return found, counts, last, size


def _same_laws(path: Path, laws: Mapping[str, str], desk: Desk) -> None:
    """Refuse to go on under other rules."""
    try:
        for key in laws:
            place, on, drafts, strict = key.split(" ")
            desk.ask((place, on, drafts == "True", strict == "True"))
        same = desk.marks() == laws
    except (Error, ValueError):
        same = False
    if not same:
        raise BadArgument(
            f"{quoted(str(path))} 里的结果是按别的规则得出的；请换一个文件，从头开始。",
            english=f"what {quoted(str(path))} holds was answered under other rules; begin with another file.",
            argument="state",
        )


def _another(path: Path) -> BadArgument:
    return BadArgument(
        f"{quoted(str(path))} 不是这次重新作答的进度文件（台账、日期要相同）；请换一个文件。",
        english=f"{quoted(str(path))} keeps no progress of this recheck (same ledger, same date); name another file.",
        argument="state",
    )
