"""What the tests of the clients share: packs of another night."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def other_rules(tmp_path: Path) -> Path:
    """The packs as they might be some day: under item 12(4) of Tai'an privacy is no longer a right of others."""
    folder = tmp_path / "packs"
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, folder / name)
    rules = folder / "rules" / "taian-open-data-measures-2025" / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    line = "              - {涉及个人隐私: 是}\n"
    before, _, after = text.partition("编号: taian-12-4\n")
    assert line in after
    rules.write_text(f"{before}编号: taian-12-4\n{after.replace(line, '', 1)}", encoding="utf-8")
    return folder
