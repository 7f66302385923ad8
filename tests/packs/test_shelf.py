"""The shelf takes nothing at a venture: arguments, ids and folders are what they should be, or it says so in words."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy
import pytest

import opendata_rules as odr
from opendata_rules.reading.folders import is_id

from ..laws import ROOT
from ..laws import library as shipped
from ..samples import duty, instrument
from ..samples import library as made

ON = dt.date(2026, 3, 10)
LINKS = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
MANY = "泰" * 100_000
TAIAN = "taian-open-data-measures-2025"


def files() -> dict[str, Any]:
    return instrument(duties=[duty("jia-1", {"国家秘密": "是"})])


# -- arguments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["drafts", "strict"])
@pytest.mark.parametrize("value", ["false", "", "x", 1, 0, None, numpy.bool_(True), [], object()])
def test_what_is_no_bool_switches_nothing_on(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"{name} 应当是 True 或者 False.*must be a bool"):
        shipped().law("泰安", on=ON, **{name: value})
    with pytest.raises(TypeError, match=name):
        shipped().order("泰安", ON, **{name: value})


@pytest.mark.parametrize("value", [[], {}, 370900, None, b"taian", object(), ("taian",), numpy.int64(370900)])
def test_a_place_that_is_no_text_is_a_wrong_type(value: Any) -> None:
    for call in (lambda: shipped().law(value, on=ON), lambda: shipped().articles(value)):
        with pytest.raises(TypeError, match="place 应当是文本"):
            call()
    for asked in (shipped().pack, shipped().folder):
        with pytest.raises(TypeError, match="instrument 应当是文本"):
            asked(value)


def test_a_division_code_that_is_a_number_is_told_how_to_write_it() -> None:
    with pytest.raises(TypeError, match='例如 "370900"'):
        shipped().law(370900, on=ON)  # type: ignore[arg-type]
    assert shipped().law("370900", on=ON).place.id == "taian"


@pytest.mark.parametrize("options", [{"drafts": "false"}, {"strict": 1}, {"drafts": None}])
def test_a_receipt_takes_no_other_options_either(options: dict[str, Any]) -> None:
    receipt = shipped().law("泰安", on=ON).classify({"国家秘密": True}).receipt
    receipt["options"] |= options
    with pytest.raises(odr.ReceiptMismatch):
        shipped().replay(receipt)


@pytest.mark.parametrize("options", [{"drafts": "false"}, {"strict": 1}])
def test_nor_does_the_transcript_of_an_interview(options: dict[str, Any]) -> None:
    told = odr.Interview(shipped().law("泰安", on=ON)).transcript()
    with pytest.raises(odr.BadArgument):
        odr.Interview.from_transcript(shipped(), told | options)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("泰安是", "泰安市"),
        ("tian", "taian"),
        ("shut", None),
        ("不存在的地方", None),
        (MANY, None),
        ("\ud800\x1b[2J\n", None),
    ],
)
def test_only_near_names_are_offered_and_the_message_is_fit_to_be_shown(name: str, near: str | None) -> None:
    with pytest.raises(odr.UnknownJurisdiction) as caught:
        shipped().law(name, on=ON)
    error = caught.value
    assert (near in error.nearest) if near else error.nearest == ()
    for text in (str(error), error.english):
        assert text.isprintable()
        assert len(text) < 700
    assert error.argument == "place"


# -- folders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [5, b"rules", None.__class__, [], object()])
def test_what_is_no_path_is_a_wrong_type(path: Any) -> None:
    for call in (odr.load, odr.lint):
        with pytest.raises(TypeError, match="应当是路径"):
            call(path)


@pytest.mark.parametrize("path", ["a" * 5000, "a\0b", "/nowhere/at/all", "/dev/null", __file__, "\ud800", "\x1b[2J"])
def test_a_folder_that_is_none_is_a_bad_pack(path: str) -> None:
    with pytest.raises(odr.BadPack) as caught:
        odr.load(path)
    for text in (str(caught.value), caught.value.english):
        assert text.isprintable()
        assert len(text) < 400
    assert caught.value.diagnostics


@contextmanager
def as_nobody() -> Iterator[None]:
    """Where root runs the tests, permissions bind only whom root becomes."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions of files")
@pytest.mark.parametrize("closed", [".", "rules", "jurisdictions"])
def test_a_folder_that_may_not_be_entered_is_a_bad_pack(closed: str) -> None:
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        root = Path(top) / "packs"
        made(root, {"jia": files()})
        (root / closed).chmod(0)
        try:
            with as_nobody(), pytest.raises(odr.BadPack, match="权限"):
                odr.load(root)
        finally:
            (root / closed).chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions of files")
@pytest.mark.parametrize("what", ["rules/above", "rules/above/duties.yaml", "jurisdictions/above.yaml"])
def test_a_pack_that_may_not_be_read_takes_no_other_place_down(what: str) -> None:
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        two_places(Path(top) / "packs")
        closed = Path(top) / "packs" / what
        closed.chmod(0)
        try:
            with as_nobody():
                only_above_is_down(odr.load(Path(top) / "packs"))
        finally:
            closed.chmod(0o755)


@pytest.mark.parametrize("what", ["rules/above/duties.yaml", "rules/above/instrument.yaml", "jurisdictions/above.yaml"])
@pytest.mark.parametrize("how", ["bytes", "folder", "pipe", "loop", "huge", "gone"])
def test_what_is_broken_takes_no_other_place_down(tmp_path: Path, what: str, how: str) -> None:
    two_places(tmp_path)
    path = tmp_path / what
    path.unlink()
    match how:
        case "bytes":
            path.write_bytes(b"\xff\xfe\0\x80")
        case "folder":
            path.mkdir()
        case "pipe":
            if not hasattr(os, "mkfifo"):
                pytest.skip("needs pipes")
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)
        case "huge":
            path.write_bytes(b"#" * 2_000_000)
    only_above_is_down(odr.load(tmp_path))
    assert odr.lint(tmp_path)


def two_places(root: Path) -> None:
    """A place that stands by itself and another one, each with a pack."""
    made(root, {"jia": files()}, {"above": instrument(duties=[duty("above-1", {"国家秘密": "是"})])})
    place = root / "jurisdictions" / "here.yaml"
    lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
    place.write_text("".join(line for line in lines if not line.startswith("上级")), encoding="utf-8")
    assert odr.load(root).law("here", on=ON).place.parent is None


def only_above_is_down(library: odr.Library) -> None:
    with pytest.raises((odr.BadPack, odr.UnknownJurisdiction)):
        library.law("above", on=ON)
    assert library.law("here", on=ON).check("delisting", {}).topic == "delisting"


# -- ids --------------------------------------------------------------------------------------------------------------

OUTSIDE = [
    "../x",
    "..",
    ".",
    "/etc",
    "C:\\x",
    "a/b",
    "a\\b",
    "a b",
    "a.yaml",
    "",
    "-a",
    "a--b",
    "nul",
    "COM1",
    "泰安",
    "a\n",
    "a\0",
    "a" * 200,
    "\ud800",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_can_be_no_id_is_none(name: str) -> None:
    assert not is_id(name)
    for call in (shipped().pack, shipped().folder):
        with pytest.raises(odr.BadPack) as caught:
            call(name)
        assert str(caught.value).isprintable()


def test_every_shipped_id_is_one() -> None:
    assert all(map(is_id, (*shipped().jurisdictions, *shipped().instrument_ids())))


@pytest.mark.parametrize(
    "name", ["../rules/taian-open-data-measures-2025", "calendar", "TAIAN-open-data-measures-2025"]
)
def test_an_id_is_taken_as_written_and_leads_nowhere_else(name: str) -> None:
    with pytest.raises(odr.BadPack, match="没有名为"):
        shipped().pack(name)


def test_a_place_cannot_name_a_pack_outside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "packs"
    made(root, {"jia": files()})
    shutil.move(root / "rules" / "jia", tmp_path / "evil")
    place = root / "jurisdictions" / "here.yaml"
    text = place.read_text(encoding="utf-8")
    for name in ("../../evil", str(tmp_path / "evil")):
        place.write_text(text.replace("- jia", f"- {name}").replace("[jia]", f"[{name}]"), encoding="utf-8")
        assert name in place.read_text(encoding="utf-8")
        with pytest.raises(odr.BadPack) as caught:
            odr.load(root).law("here", on=ON)
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.line > 1, problem.column > 1) == ("unsafe_id", True, True)
        assert problem.help
        assert "unsafe_id" in {problem.code for problem in odr.lint(root)}


def test_a_place_cannot_be_above_another_from_outside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "packs"
    made(root, {"jia": files()})
    shutil.move(root / "jurisdictions" / "above.yaml", tmp_path / "evil.yaml")
    place = root / "jurisdictions" / "here.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("above", "../../evil"), encoding="utf-8")
    with pytest.raises(odr.BadPack) as caught:
        odr.load(root).law("here", on=ON)
    assert [problem.code for problem in caught.value.diagnostics] == ["unsafe_id"]


def test_a_place_that_lists_an_instrument_twice_is_told(tmp_path: Path) -> None:
    made(tmp_path, {"jia": files()})
    place = tmp_path / "jurisdictions" / "here.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("- jia\n", "- jia\n- jia\n").replace("[jia]", "[jia, jia]"), encoding="utf-8")
    (problem,) = (problem for problem in odr.lint(tmp_path) if problem.code == "duplicate_instrument")
    assert problem.severity == "error"


@pytest.mark.parametrize("name", ["a.b.yaml", "con.yaml", "jia 副本.yaml", "\udc80.yaml"])
@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
def test_a_file_of_no_id_is_no_place_and_takes_no_other_down(tmp_path: Path, name: str) -> None:
    made(tmp_path, {"jia": files()})
    shutil.copy(tmp_path / "jurisdictions" / "here.yaml", tmp_path / "jurisdictions" / name)
    library = odr.load(tmp_path)
    assert set(library.jurisdictions) == {"above", "here"}
    assert library.law("here", on=ON).place.id == "here"
    with pytest.raises(odr.UnknownJurisdiction) as caught:
        library.law("nowhere", on=ON)
    assert str(caught.value).isprintable()
    assert "bad_name" in {problem.code for problem in odr.lint(tmp_path)}


# -- links ------------------------------------------------------------------------------------------------------------


@LINKS
@pytest.mark.parametrize(
    "what",
    ["rules", "jurisdictions", "rules/jia", "rules/jia/duties.yaml", "rules/jia/facts.yaml", "jurisdictions/here.yaml"],
)
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, what: str) -> None:
    root, outside = tmp_path / "packs", tmp_path / "outside"
    made(root, {"jia": files()})
    if (root / what).exists():
        shutil.move(root / what, outside)
    else:
        outside.write_text("前缀: secret\n本地事实: []\n", encoding="utf-8")
    (root / what).symlink_to(outside)
    with pytest.raises(odr.Error) as caught:
        odr.load(root).law("here", on=ON)
    assert "以外" in str(caught.value)
    found = odr.lint(root)
    assert any("以外" in problem.message for problem in found)
    assert not any("secret" in problem.source for problem in found)


@LINKS
def test_a_link_within_the_folder_or_to_what_is_shipped_is_followed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "jurisdictions", tmp_path / "jurisdictions")
    (tmp_path / "rules").mkdir()
    for pack in (ROOT / "rules").iterdir():
        (tmp_path / "rules" / pack.name).symlink_to(pack)
    (tmp_path / "jurisdictions" / "taian.yaml").rename(tmp_path / "kept.yaml")
    (tmp_path / "jurisdictions" / "taian.yaml").symlink_to(Path("..") / "kept.yaml")
    law = odr.load(tmp_path).law("taian", on=ON)
    assert law.classify({"国家秘密": True}).attribute == "closed"
    assert law.calendar == odr.calendar()


@LINKS
def test_a_calendar_that_leads_out_is_not_read_nor_replaced_in_silence(tmp_path: Path) -> None:
    root, outside = tmp_path / "packs", tmp_path / "outside"
    made(root, {"jia": files()})
    outside.mkdir()
    for target in (outside, tmp_path / "gone"):
        link = root / "rules" / "calendar"
        link.symlink_to(target)
        library = odr.load(root)
        with pytest.raises(odr.BadPack):
            _ = library.calendar
        assert odr.lint(root)
        link.unlink()


# -- a library that is kept -------------------------------------------------------------------------------------------


def test_what_vanishes_after_it_was_listed_is_told(tmp_path: Path) -> None:
    made(tmp_path, {"jia": files()})
    library = odr.load(tmp_path)
    assert set(library.jurisdictions) == {"above", "here"}
    shutil.rmtree(tmp_path / "rules")
    with pytest.raises(odr.BadPack, match="没有名为“jia”"):
        library.law("here", on=ON)
    shutil.rmtree(tmp_path)
    assert library.lint()


def test_places_pickle_and_copy() -> None:
    places = shipped().jurisdictions
    assert pickle.loads(pickle.dumps(places)) == places
