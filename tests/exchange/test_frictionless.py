"""Data Packages: valid by the framework, read back by the catalogue check, the decision in each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opendata_rules.errors import BadOutput
from opendata_rules.exchange import Settings, frictionless

from ..hostile_text import ACTING, LONG
from .helpers import example, kept, read_back, row, rows
from .test_dcat import FULL


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_what_is_written_is_read_back_equal(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"数据包{suffix}"
    frictionless.write(example(), path)
    back = read_back(path)
    assert kept(back) == kept(example())
    assert not back.unused


def test_each_package_has_a_folder(tmp_path: Path) -> None:
    frictionless.write(example(), tmp_path / "数据包")
    found = sorted((tmp_path / "数据包").glob("*/datapackage.json"))
    assert [path.parent.name for path in found] == [one.id for one in example().rows]
    assert kept(read_back(found[3])) == [kept(example())[3]]
    with pytest.raises(BadOutput, match="空的文件夹"):
        frictionless.write(example(), tmp_path / "数据包")
    with pytest.raises(BadOutput, match=r"\.json"):
        frictionless.write(example(), tmp_path / "数据包.zip")


def test_the_decision_is_a_property_of_the_package() -> None:
    found = {package["id"]: package["opendata_rules"] for package in frictionless.packages(example(), FULL)}
    for one in example().rows:
        decision = found[one.id]
        assert isinstance(decision, dict)
        assert decision["verdict"] == one.verdict
        assert decision["objections"] == [basis.to_dict() for basis in one.objections]
        assert decision["access_right"] in ("PUBLIC", "RESTRICTED", "NON_PUBLIC", None)
    assert any("第三方意见：不同意" in json.dumps(one, ensure_ascii=False) for one in found.values())


def test_the_framework_takes_every_package() -> None:
    framework = pytest.importorskip("frictionless", reason="needs the group dev: pip install --group dev")
    for settings in (Settings(), FULL):
        packages = list(frictionless.packages(example(), settings))
        files = 0
        for told in packages:
            package = framework.Package.from_descriptor(told)
            assert package.custom["opendata_rules"] == told["opendata_rules"]
            resource = package.resources[0]
            files += resource.path is not None
            assert resource.path or len(resource.read_rows()) == 1
        assert files == (
            sum(one.verdict == "valid" and one.declared != "closed" for one in example().rows)
            if settings is FULL
            else 0
        )


def test_no_text_breaks_a_file_and_no_two_have_one_name(tmp_path: Path) -> None:
    told = [
        row(id=text, title=text, department=text, summary=text, fields=text, declared_text=text)
        for text in (*ACTING, LONG, "../../x", "CON", "a", "A", "", "")
    ]
    for name in ("包.json", "包.jsonl", "包"):
        frictionless.write(rows(*told), tmp_path / name, FULL)
    listed = json.loads((tmp_path / "包.json").read_bytes())
    assert listed == [json.loads(line) for line in (tmp_path / "包.jsonl").read_bytes().splitlines()]
    names = [package["name"] for package in listed]
    assert sorted(path.name for path in (tmp_path / "包").iterdir()) == sorted(names)
    assert len({name.casefold() for name in names}) == len(told)
    frictionless.write(rows(), tmp_path / "空.json")
    assert json.loads((tmp_path / "空.json").read_bytes()) == []
