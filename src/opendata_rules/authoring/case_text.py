"""Cases as they are written in their files, and where in a file a new one goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..reading.document import Document, read_bytes
from ..vocabulary.keywords import chinese

#: Widest line of a file of cases.
WIDTH = 118
_CHARS = r"[\w（）/·—、。；“”《》〔〕.\-]"
#: What needs no quotation marks.
_PLAIN = re.compile(rf"{_CHARS}+(?: +{_CHARS}+)*")
_NEAR_MISSES = chinese("near_misses")


def text_of(case: Mapping[str, Any], remark: str = "") -> str:
    """A case as an entry of its list: a keyword a line, near misses a line each, what is long in braces over several.

    Args:
        case: the case, by keyword.
        remark: a comment before it.
    """
    return "\n".join(_lines(case, remark))


def _lines(case: Mapping[str, Any], remark: str) -> Iterator[str]:
    lead = "  - "
    if remark:
        yield f"  # {remark}"
    for key, value in case.items():
        if key == _NEAR_MISSES:
            yield f"{lead}{key}:"
            for near in value:
                yield from _wrapped(near, " " * 6 + "- ")
        elif isinstance(value, Mapping) and len(f"{lead}{key}: {flow(value)}") > WIDTH:
            yield f"{lead}{key}:"
            yield from _wrapped(value, " " * 6)
        else:
            yield f"{lead}{key}: {flow(value)}"
        lead = "    "


def _wrapped(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    """A mapping in braces, over several lines where it is long."""
    row, inside = f"{indent}{{", " " * (len(indent) + 1)
    items = [f"{scalar(str(key))}: {flow(item)}" for key, item in value.items()]
    for number, item in enumerate(items):
        piece = item + ("}" if number == len(items) - 1 else ",")
        if len(row) + len(piece) + 1 > WIDTH and row.strip("{- "):
            yield row.rstrip()
            row = inside
        row += piece + " "
    yield row.rstrip()


def flow(value: Any) -> str:
    """A value in flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(str(value))


def scalar(text: str) -> str:
    """A word or a sentence, in quotation marks where YAML might take it for something else."""
    if _PLAIN.fullmatch(text) and text[0] not in "-.":
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def with_entry(content: bytes, key: str, entry: str) -> str:
    """A file with one more entry behind the others of a list; everything else in it stays as it is.

    Args:
        content: the file; empty where there is none yet.
        key: the list, by its keyword.
        entry: the entry as text.
    """
    document = read_bytes(content, "") if content else None
    lines = content.decode("utf-8").replace("\r\n", "\n").rstrip("\n").split("\n") if content else []
    at = None if document is None else _end(document, key, lines)
    block = entry.split("\n")
    if at is None:
        new = [*lines, *([""] if lines else []), f"{key}:", *block]
    else:
        new = [*lines[:at], *([] if lines[at - 1].endswith(f"{key}:") else [""]), *block, *lines[at:]]
    ending = "\r\n" if b"\r\n" in content else "\n"
    return ending.join(new) + ending


def _end(document: Document, key: str, lines: list[str]) -> int | None:
    """The number of lines up to the end of a list; ``None`` where there is no such list."""
    if not isinstance(document.data, dict) or key not in document.data:
        return None
    start = document.mark((key,), key=True)[0]
    later = [document.mark((other,), key=True)[0] for other in document.data]
    end = min((line for line in later if line > start), default=len(lines) + 1) - 1
    # Comments before the next list belong to it.
    while end > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end
