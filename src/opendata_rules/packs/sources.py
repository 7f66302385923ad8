"""Packs that other distributions add, by the entry point group ``opendata_rules.packs``.

An entry point names a path, or a function without arguments that returns one: a folder with ``rules/`` and
``jurisdictions/`` of its own. What is added stands beside the shipped packs and may build on them (a county under a
shipped city); it replaces nothing. One that cannot be loaded takes no other down: it is reported by ``library.lint()``
and where a place is not found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

GROUP = "opendata_rules.packs"


@dataclass(frozen=True, slots=True)
class Added:
    """What one entry point adds.

    Attributes:
        name: name of the entry point.
        root: the folder; ``None`` where it could not be loaded.
        problem: why not, in Chinese.
    """

    name: str
    root: Path | None
    problem: str = ""


def added() -> Iterator[Added]:
    """What the installed distributions add, by name."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found = point.load()
            root = Path(os.fspath(found() if callable(found) else found))
        except Exception as error:  # whatever somebody else's package raises
            yield Added(point.name, None, f"载入时出错（{type(error).__name__}：{error}）")
            continue
        if (root / "rules").is_dir() and (root / "jurisdictions").is_dir():
            yield Added(point.name, root)
        else:
            yield Added(point.name, None, f"{root} 中没有 rules/ 和 jurisdictions/ 文件夹")
