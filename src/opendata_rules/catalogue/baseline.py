"""Findings of last time: read from an earlier report, or from the small file that is made for this."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..reading.document import refusal
from ..vocabulary.terms import SCHEME_TERMS, Scheme
from .errors import BadBaseline
from .text import quoted, shortened

#: Largest file that is read, in bytes: the ids of some two million findings.
SIZE_LIMIT = 256_000_000
#: The class that the small file names.
TYPE = "Baseline"
_ID = re.compile(r"[A-Za-z0-9~][A-Za-z0-9._-]*:[a-z_]+:[A-Za-z0-9._-]+(?::[0-9]+)?")
_LONGEST = 400
#: So much of a title is kept.
TITLE = 60


def named(title: str, department: str) -> str:
    """How a dataset is told from others of its id: its title, and on a line of its own who provides it.

    Args:
        title: its title, masked.
        department: who provides it; empty where that is not known.
    """
    shown = shortened(title, TITLE)
    return f"{shown}\n{shortened(department, TITLE)}" if department else shown


def title_of(name: str) -> str:
    """The title in a name, see :func:`named`."""
    return name.partition("\n")[0]


def read_baseline(path: Path, place: str, scheme: Scheme) -> dict[str, str]:
    """How the dataset is named (:func:`named`) by the id of each finding of last time.

    Args:
        path: an earlier report in JSON, or what ``report.write_baseline`` wrote.
        place: id of the place that is checked now; the findings of another place are none of its own.
        scheme: what is asked about now; so are those of another attribute.

    Raises:
        BadBaseline: it is neither, cannot be read, or is of another place or attribute.
    """
    shown = quoted(path.name)
    data = _loaded(path, shown)
    if isinstance(data, dict) and data.get("@type") == "Report":
        found = _of_report(data)
    elif isinstance(data, dict) and data.get("@type") == TYPE:
        found = data.get("findings")
    else:
        found = None
    if not isinstance(found, list) or not all(map(_is_finding, found)):
        raise BadBaseline(
            f"{shown} 不是以前的检查报告（.json），也不是用 --write-baseline 写的文件，或者是没有问题编号的旧报告。",
            english=f"{shown} is neither an earlier report in JSON nor a file made by --write-baseline.",
        )
    assert isinstance(data, dict)
    if data.get("place") != place:
        raise BadBaseline(
            f"{shown} 是按“{quoted(data.get('place'))}”的规定检查的，这次按“{place}”的规定，不能比较。",
            english=f"{shown} is of {quoted(data.get('place'))}, and this check of {place}.",
        )
    if data.get("scheme", scheme) != scheme:
        raise BadBaseline(
            f"{shown} 检查的不是{SCHEME_TERMS[scheme]}，不能与这次的比较。",
            english=f"{shown} is not about the {scheme} attribute.",
        )
    return {one["id"]: named(one.get("title", ""), one.get("department", "")) for one in found}


def _of_report(data: Mapping[str, Any]) -> object:
    rows = data.get("rows")
    if not isinstance(rows, list):
        return None
    found: list[object] = []
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("findings"), list):
            return None
        for one in row["findings"]:
            of = {"title": row.get("title"), "department": row.get("department", "")}
            found.append({"id": one.get("id"), **of} if isinstance(one, dict) else one)
    return found


def _is_finding(one: object) -> bool:
    if not isinstance(one, dict):
        return False
    name, told = one.get("id"), (one.get("title", ""), one.get("department", ""))
    if not isinstance(name, str) or not all(isinstance(text, str) for text in told):
        return False
    return len(name) <= _LONGEST and _ID.fullmatch(name) is not None


def _loaded(path: Path, shown: str) -> Any:
    try:
        mode = path.stat()
        if not stat.S_ISREG(mode.st_mode):
            raise BadBaseline(f"{shown} 不是文件，不能作为上次的结果。", english=f"{shown} is no file.")
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, BadBaseline):
            raise
        raise BadBaseline(f"读不了 {shown}：{refusal(error)}。", english=f"Cannot read {shown}.") from error
    if len(content) > SIZE_LIMIT:
        raise BadBaseline(
            f"{shown} 超过 {SIZE_LIMIT / 1e6:.0f} MB；请用 --write-baseline 写一份只有问题编号的文件。",
            english=f"{shown} is larger than {SIZE_LIMIT / 1e6:.0f} MB; --write-baseline makes a smaller file.",
        )
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadBaseline(
            f"{shown} 不是完整的 JSON，不能作为上次的结果。", english=f"{shown} is no JSON that can be read."
        ) from error
