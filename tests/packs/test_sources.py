"""Packs added by entry point: they stand beside the shipped ones, replace nothing, and cannot take them down."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.authoring.lint import lint_added
from opendata_rules.packs.sources import added

from ..laws import ROOT

ON = dt.date(2026, 3, 10)
COUNTY = """\
名称: 新泰市
别名: [新泰]
代码: "370982"
级别: 县级
上级: taian
主管部门: 新泰市大数据局
"""
Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution that has one entry point, for the time of a test."""

    def call(name: str, code: str) -> None:
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[opendata_rules.packs]\n{name} = {name}:packs\n")
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        sys.modules.pop(name, None)

    return call


def folder(root: Path, **places: str) -> Path:
    (root / "rules").mkdir(parents=True)
    (root / "jurisdictions").mkdir()
    for place, text in places.items():
        (root / "jurisdictions" / f"{place}.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_county_added_by_another_distribution_builds_on_its_city(tmp_path: Path, install: Install) -> None:
    root = folder(tmp_path / "more", xintai=COUNTY)
    install("odr_xintai", f"packs = {str(root)!r}\n")
    library = odr.load()
    law = library.law("新泰", on=ON)
    assert law.instruments[0].place == "taian"
    assert law.classify({"state_secret": True}).attribute == "closed"
    assert [problem for problem in library.lint() if "xintai" in problem.path] == []


def test_a_function_may_name_the_folder(tmp_path: Path, install: Install) -> None:
    root = folder(tmp_path / "more", xintai=COUNTY)
    install("odr_function", f"import pathlib\ndef packs():\n    return pathlib.Path({str(root)!r})\n")
    assert "xintai" in odr.load().jurisdictions


def test_what_is_shipped_is_not_replaced(tmp_path: Path, install: Install) -> None:
    install("odr_taian", f"packs = {str(folder(tmp_path / 'more', taian=COUNTY))!r}\n")
    assert odr.load().jurisdictions["taian"].name == "泰安市"


#: Code of a package, and what is told of it.
BROKEN = {
    "raise RuntimeError('no')": "RuntimeError：no",
    "raise SystemExit(3)": "SystemExit：3",
    "raise GeneratorExit": "GeneratorExit",
    "raise BaseException('x')": "BaseException：x",
    "def packs():\n    return packs()": "RecursionError",
    "def packs():\n    import sys\n    sys.exit('bye')": "SystemExit：bye",
    "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd": "Odd",
    "raise RuntimeError('\\x1b[2J\\ud800\\n' + 'a' * 100_000)": "RuntimeError：",
    "packs = 3": "TypeError",
    "packs = b'/tmp'": "TypeError",
    "class packs:\n    def __fspath__(self):\n        raise OSError": "OSError",
    "packs = '/nowhere/at/all'": "缺少 rules/",
    "packs = '.'": "不是绝对路径",
    "packs = ''": "不是绝对路径",
    "packs = '/a' * 5000": "",
    "packs = '/' + 'a' * 5000": "",
    "packs = '/a\\0b'": "",
    "packs = '/dev/null'": "",
    "packs = '/\\ud800'": "",
    "x = 1": "AttributeError",
}


def test_those_that_cannot_be_loaded_take_no_other_down_and_are_told(tmp_path: Path, install: Install) -> None:
    for number, code in enumerate(BROKEN):
        install(f"odr_broken_{number}", code + "\n")
    install("odr_sound", f"packs = {str(folder(tmp_path / 'more', xintai=COUNTY))!r}\n")
    library = odr.load()
    assert library.law("taian", on=ON).classify({"state_secret": True}).attribute == "closed"
    assert library.law("新泰", on=ON).place.id == "xintai"
    with pytest.raises(odr.UnknownJurisdiction) as caught:
        library.law("东平", on=ON)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500 + 300 * len(BROKEN)
    found = {problem.path: problem.message for problem in library.lint()}
    for number, told in enumerate(BROKEN.values()):
        assert f"odr_broken_{number}" in str(caught.value)
        assert told in found[f"odr_broken_{number}"]
        assert found[f"odr_broken_{number}"].isprintable()


def test_ctrl_c_is_for_whoever_pressed_it(install: Install) -> None:
    install("odr_interrupted", "raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        odr.load()


def test_a_package_that_opens_the_library_itself_does_not_go_round(install: Install) -> None:
    for number in range(3):
        code = "def packs():\n    import opendata_rules\n    return opendata_rules.load().root\n"
        install(f"odr_round_{number}", code)
    assert odr.load().law("taian", on=ON).place.id == "taian"


def test_a_list_of_entry_points_that_is_no_text_takes_no_other_down(tmp_path: Path, install: Install) -> None:
    install("odr_sound", f"packs = {str(folder(tmp_path / 'more', xintai=COUNTY))!r}\n")
    install("odr_damaged", "")
    (tmp_path / "odr_damaged-1.0.dist-info" / "entry_points.txt").write_bytes(b"\xff\xfe\0[")
    library = odr.load()
    assert "xintai" in library.jurisdictions
    assert "odr_damaged" in {problem.path for problem in lint_added(library.root, added())}


def test_two_of_one_name_both_stand(tmp_path: Path, install: Install) -> None:
    for number, place in enumerate(("xintai", "dongping")):
        text = COUNTY.replace("新泰", place).replace("370982", f"37098{number}")
        install(f"odr_{place}", f"packs = {str(folder(tmp_path / place, **{place: text}))!r}\n")
        points = tmp_path / f"odr_{place}-1.0.dist-info" / "entry_points.txt"
        points.write_text(f"[opendata_rules.packs]\nsame = odr_{place}:packs\n")
    assert {"xintai", "dongping"} <= odr.load().jurisdictions.keys()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipes_are_not_waited_for(tmp_path: Path, install: Install) -> None:
    os.mkfifo(tmp_path / "pipe")
    install("odr_pipe", f"packs = {str(tmp_path / 'pipe')!r}\n")
    root = folder(tmp_path / "more", xintai=COUNTY)
    os.mkfifo(root / "jurisdictions" / "a.yaml")
    os.mkfifo(root / "rules" / "b")
    install("odr_pipes", f"packs = {str(root)!r}\n")
    library = odr.load()
    assert library.law("新泰", on=ON).place.id == "xintai"
    assert "odr_pipe" in {problem.path for problem in lint_added(library.root, added())}


def test_a_folder_that_vanishes_takes_no_other_down(tmp_path: Path, install: Install) -> None:
    root = folder(tmp_path / "more", xintai=COUNTY)
    install("odr_vanishing", f"packs = {str(root)!r}\n")
    library, later = odr.load(), odr.load()
    assert "xintai" in library.jurisdictions
    shutil.rmtree(root)
    for one in (library, later):
        assert one.law("taian", on=ON).place.id == "taian"
    assert any(problem.code == "cannot_read" for problem in lint_added(library.root, library._added))


def test_a_broken_place_or_pack_of_one_takes_down_nothing_else(tmp_path: Path, install: Install) -> None:
    root = folder(
        tmp_path / "more", xintai=COUNTY, dongping="\0", feicheng=COUNTY.replace("上级: taian", "文件: [jia]")
    )
    (root / "rules" / "jia").mkdir()
    (root / "rules" / "jia" / "instrument.yaml").write_bytes(b"\xff")
    install("odr_broken_packs", f"packs = {str(root)!r}\n")
    library = odr.load()
    assert library.law("xintai", on=ON).place.id == "xintai"
    for place in ("dongping", "feicheng"):
        with pytest.raises(odr.BadPack):
            library.law(place, on=ON)


# What is shipped goes by its id, its names and its code, whatever else calls itself so.
@pytest.mark.parametrize("name", ["taian", "泰安", "泰安市", "370900"])
@pytest.mark.parametrize("text", [COUNTY, "\0", COUNTY.replace("新泰", "泰安").replace("370982", "370900")])
@pytest.mark.parametrize("file", ["taian", "a", "370900"])
def test_nothing_that_is_added_stands_before_what_is_shipped(
    tmp_path: Path, install: Install, name: str, text: str, file: str
) -> None:
    install("odr_usurper", f"packs = {str(folder(tmp_path / 'more', **{file: text}))!r}\n")
    law = odr.load().law(name, on=ON)
    assert (law.place.id, law.place.name, law.place.level) == ("taian", "泰安市", "市级")


def test_an_instrument_that_is_added_does_not_stand_for_a_shipped_one_and_that_is_told(
    tmp_path: Path, install: Install
) -> None:
    name = "taian-open-data-measures-2025"
    root = folder(tmp_path / "more", taian=COUNTY)
    shutil.copytree(ROOT / "rules" / name, root / "rules" / name)
    (root / "rules" / name / "rules.yaml").unlink()
    install("odr_usurper", f"packs = {str(root)!r}\n")
    library = odr.load()
    assert library.folder(name) == library.root / "rules" / name
    assert library.law("taian", on=ON).classify({"state_secret": True}).attribute == "closed"
    told = {problem.path for problem in lint_added(library.root, added()) if "同名" in problem.message}
    assert told == {f"odr_usurper/rules/{name}", "odr_usurper/jurisdictions/taian.yaml"}


def test_another_folder_replaces_them_all(tmp_path: Path, install: Install) -> None:
    install("odr_xintai2", f"packs = {str(folder(tmp_path / 'more', xintai=COUNTY))!r}\n")
    assert "xintai" not in odr.load(Path(__file__).parent.parent.parent).jurisdictions
