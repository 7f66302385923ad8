"""Suggested cases as they stand in a file of cases: one mapping a line where it is short, flow style for facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ...vocabulary.keywords import chinese
from ..rule_cases.checks import TO_WRITE
from .cases import Suggested

_HEADING = (
    f"# 由 opendata-rules test --suggest 写出。“{TO_WRITE}”的地方，请对照条文写出应当的结果，再放进用例文件；",
    "# 不要照抄程序的结果。差一点的各行，没有写明的预期与基准相同的，可以删去那一项。",
)
#: Characters that stand for themselves in plain flow style.
_PLAIN = re.compile(r"[^\s,:#\[\]{}&*!|>'\"%@`?-][^,:#\[\]{}'\"]*")
_WIDTH = 118
_NEAR_MISSES = chinese("near_misses")


def written(cases: Iterable[Suggested]) -> str:
    """Cases as YAML, list by list; empty where there are none."""
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for one in cases:
        lists.setdefault(one.kind, []).append(one.case)
    lines = [*_HEADING] if lists else []
    for kind, bases in lists.items():
        lines += ["", f"{kind}:"]
        for base in bases:
            for index, (word, value) in enumerate(base.items()):
                start = "  - " if index == 0 else "    "
                if word == _NEAR_MISSES:
                    lines.append(f"{start}{word}:")
                    lines += [line for near in value for line in _folded("      - ", near)]
                else:
                    lines.append(f"{start}{word}: {_flow(value)}")
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _folded(start: str, mapping: Mapping[str, Any]) -> list[str]:
    """A mapping in flow style, on several lines where it is long."""
    parts = [f"{word}: {_flow(value)}" for word, value in mapping.items()]
    whole = f"{start}{{{', '.join(parts)}}}"
    if len(whole) <= _WIDTH:
        return [whole]
    inside = " " * (len(start) + 1)
    return [
        f"{start if index == 0 else inside}{'{' if index == 0 else ''}{part}{'}' if index == len(parts) - 1 else ','}"
        for index, part in enumerate(parts)
    ]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(name)}: {_flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    text = str(value)
    if _PLAIN.fullmatch(text) and text == text.strip():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
