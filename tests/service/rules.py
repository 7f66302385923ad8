"""A small folder of rules, quickly linted, and edits that change what it answers."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..laws import ROOT

MEASURES = "taian-open-data-measures-2025"


def small(folder: Path) -> Path:
    """The law of one city alone, without its cases."""
    source = ROOT / "rules" / MEASURES
    target = folder / "rules" / MEASURES
    target.mkdir(parents=True)
    for path in source.iterdir():
        if "case" not in path.name and path.name != "mutation.yaml":
            shutil.copy(path, target)
    shutil.copytree(ROOT / "rules" / "calendar", folder / "rules" / "calendar")
    (folder / "jurisdictions").mkdir()
    text = (ROOT / "jurisdictions" / "taian.yaml").read_text(encoding="utf-8")
    (folder / "jurisdictions" / "taian.yaml").write_text(alone(text), encoding="utf-8")
    return folder


def alone(text: str) -> str:
    """A place without those above it."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("上级")) + "\n"


def edit(folder: Path, old: str, new: str) -> None:
    """Change the rules of the measures."""
    path = folder / "rules" / MEASURES / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
