"""A feed of events as lines of JSON, and what was kept aside as lines again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ...diagnostics.characters import INVISIBLE
from ..events import Unreadable
from ..results.answer import Reject

#: Longest line read whole, in bytes.
_LONGEST = 1_000_000
#: What is kept of a line that cannot be read, in characters.
_KEPT = 2_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def events_in(stream: BinaryIO) -> Iterator[object]:
    """The events of a feed, one JSON object a line; a line that is none comes as
    :class:`opendata_rules.monitoring.events.Unreadable`.

    Empty lines are passed over. Lines are read one by one, so that a feed may be of any length.
    """
    start = _BYTE_ORDER_MARK
    while raw := stream.readline(_LONGEST + 1):
        line = raw.removeprefix(start).strip()
        start = b""
        if len(raw) > _LONGEST:
            while not raw.endswith(b"\n") and (raw := stream.readline(_LONGEST)):
                pass
            yield Unreadable(_shown(line), f"这一行超过 {_LONGEST:,} 字节。")
        elif line:
            yield _event(line)


def _event(line: bytes) -> object:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return Unreadable(_shown(line), "这一行不是 UTF-8 编码；文件可能是 GBK 编码的，请另存为 UTF-8。")
    try:
        return json.loads(text, object_pairs_hook=_once)
    except _Twice as error:
        return Unreadable(_shown(line), f"“{error}”写了两次。")
    except ValueError as error:
        where = f"第 {error.colno} 个字" if isinstance(error, json.JSONDecodeError) else "有的数字"
        full_width = "；标点要用半角的" if any(mark in text for mark in "：，“”｛｝") else ""
        return Unreadable(_shown(line), f"这一行不是完整的 JSON：{where}处有误，可能没有写完{full_width}。")
    except RecursionError:
        return Unreadable(_shown(line), "这一行的括号套得太深。")


class _Twice(ValueError):
    """A name stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _shown(line: bytes) -> str:
    return line[: _KEPT * 4].decode(errors="replace")[:_KEPT]


def holds_rejects(path: Path) -> bool:
    """Whether a file is empty or begins with a line that :func:`write_rejects` could have written.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        first = file.readline(_LONGEST)
    try:
        return not first.strip() or {"event", "reason"} <= json.loads(first).keys()
    except (ValueError, AttributeError, RecursionError):
        return False


def write_rejects(path: Path, rejects: Iterable[Reject]) -> int:
    """Write what was kept aside, one JSON object a line, in place of what the file held.

    The file is whole at every moment: it is written beside and then put in its place.

    Returns:
        How many there are; where there are none, no file is left.
    """
    beside = path.with_name(f"{path.name}.tmp")
    number = 0
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        for reject in rejects:
            line = json.dumps(reject.to_dict(), ensure_ascii=False)
            if INVISIBLE.search(line):
                # Half a character cannot be stored as UTF-8, others end lines or act on a terminal; escaped it is the
                # same JSON.
                line = json.dumps(reject.to_dict())
            file.write(line + "\n")
            number += 1
        file.flush()
        os.fsync(file.fileno())
    if number:
        beside.replace(path)
    else:
        beside.unlink()
        path.unlink(missing_ok=True)
    return number
