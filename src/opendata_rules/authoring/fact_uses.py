"""Which packs speak of a fact, as their files are written: also of those that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ..packs.files import DEADLINES, DUTIES
from ..packs.files import RULES as RULES_FILE
from ..reading.folders import RULES, entries, is_file


def uses(root: Path, labels: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Ids of the instruments in whose rules the Chinese name of a fact stands as a key or as a value, by name.

    Args:
        root: the folder of packs.
        labels: Chinese names of facts.
    """
    wanted = tuple(labels)
    found: dict[str, list[str]] = {label: [] for label in wanted}
    for folder in entries(root / RULES):
        text = "\n".join(_text(folder / name) for name in (RULES_FILE, DUTIES, DEADLINES))
        words = set(re.findall(r"(?:^|[\[{,:\s])\"?([^\[\]{},:\"\s]+)\"?\s*(?=[:,\]}]|$)", text, re.MULTILINE))
        for label in wanted:
            if label in words:
                found[label].append(folder.name)
    return {label: tuple(names) for label, names in found.items()}


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace") if is_file(path) else ""
    except OSError:
        return ""
