"""Suggested cases as they stand in a file of cases: one mapping a line where it is short, flow style for facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..case_text import text_of
from ..rule_cases.checks import TO_WRITE
from .cases import Suggested

_HEADING = (
    f"# 由 opendata-rules test --suggest 写出。“{TO_WRITE}”的地方，请对照条文写出应当的结果，再放进用例文件；",
    "# 不要照抄程序的结果。差一点的各行，没有写明的预期与基准相同的，可以删去那一项。",
)


def written(cases: Iterable[Suggested]) -> str:
    """Cases as YAML, list by list; empty where there are none."""
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for one in cases:
        lists.setdefault(one.kind, []).append(one.case)
    lines = [*_HEADING] if lists else []
    for kind, bases in lists.items():
        lines += ["", f"{kind}:"]
        for base in bases:
            lines += [text_of(base), ""]
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""
