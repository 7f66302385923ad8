"""What an editor with the YAML extension needs: made for a folder of packs, and nothing of anybody else overwritten."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules import cli
from opendata_rules.packs.shelf import Shelf
from opendata_rules.schemas.editors import SETTINGS, set_up

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / "tests" / "places" / "donghai" / name, tmp_path / "甲" / name)
    return tmp_path / "甲"


def written(packs: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((packs / SETTINGS).read_text(encoding="utf-8"))
    return found


def test_the_settings_name_ascii_paths_that_are_there(packs: Path) -> None:
    set_up(Shelf(packs))
    for name in written(packs)["yaml.schemas"]:
        # What the language server of the extension takes for a path that is relative.
        assert re.fullmatch(r"(((\.\.?)|([A-Za-z0-9_\-@. ]+))/)*[A-Za-z0-9_\-. ]*\.[A-Za-z0-9_\-]+", name)
        assert (packs / name).is_file()


def test_the_guide_shows_the_settings_that_are_written(packs: Path) -> None:
    set_up(Shelf(packs))
    guide = (ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")
    assert re.findall(r"```json\n(.*?)```", guide, re.DOTALL) == [(packs / SETTINGS).read_text(encoding="utf-8")]


def test_the_schemas_know_what_the_packs_bring_now(packs: Path) -> None:
    facts = next((packs / "rules").glob("*/facts.yaml"))
    set_up(Shelf(packs))
    rules = packs / "schemas" / "rules.json"
    assert "涉海观测数据" in rules.read_text(encoding="utf-8")
    facts.write_text(facts.read_text(encoding="utf-8").replace("涉海观测数据", "临海观测数据"), encoding="utf-8")
    set_up(Shelf(packs))
    assert "涉海观测数据" not in rules.read_text(encoding="utf-8")
    assert "临海观测数据" in rules.read_text(encoding="utf-8")


def test_nothing_of_somebody_else_is_overwritten(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (packs / ".vscode").mkdir()
    (packs / SETTINGS).write_text('{"editor.fontSize": 20}', encoding="utf-8")
    assert cli.run(["new", "editor", "--rules", str(packs)]) == 0
    assert "没有改动它" in capsys.readouterr().out
    assert written(packs) == {"editor.fontSize": 20}
    (packs / "schemas" / "rules.json").write_text("{}", encoding="utf-8")
    with pytest.raises(odr.Error, match="不是本程序写的") as caught:
        set_up(Shelf(packs))
    assert caught.value.code == "bad_output"
    (packs / "schemas" / "rules.json").unlink()
    os.symlink(packs / "nowhere", packs / "schemas" / "rules.json")
    with pytest.raises(odr.Error, match="不会覆盖"):
        set_up(Shelf(packs))


def test_every_beginning_brings_what_editors_need_once(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = ["new", "instrument", "甲", "某市办法", "某市人民政府", "--rules", str(packs)]
    assert cli.run([*new[:2], "mou-2026", *new[3:]]) == 0
    assert ".vscode/settings.json" in capsys.readouterr().out
    assert written(packs)["yaml.schemas"]["schemas/rules.json"] == "rules/*/rules.yaml"
    assert cli.run([*new[:2], "mou-2027", *new[3:]]) == 0
    assert ".vscode" not in capsys.readouterr().out
    # A folder of that name that holds something else stays as it is.
    shutil.rmtree(packs / ".vscode")
    shutil.rmtree(packs / "schemas")
    (packs / "schemas").mkdir()
    assert cli.run([*new[:2], "mou-2028", *new[3:]]) == 0
    assert not any((packs / "schemas").iterdir())
    assert not (packs / ".vscode").exists()
