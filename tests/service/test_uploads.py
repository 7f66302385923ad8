"""Catalogues that are kept: what is found is what all answers come to, in whatever order they come."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.formats.files import NewFile
from opendata_rules.service.errors import NotHere
from opendata_rules.service.uploads import checking, exports, search
from opendata_rules.service.uploads.book import About, Upload, Uploads
from opendata_rules.service.uploads.checking import Warm, check
from opendata_rules.service.uploads.exports import written

from ..laws import ROOT, law
from .serving import ON

pytestmark = pytest.mark.one_interpreter
DIGEST = "f" * 64


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    made = Uploads(tmp_path, 7).new()
    shutil.copy(ROOT / "examples" / "taian_catalogue.csv", made.folder / "catalogue.csv")
    Uploads.keep(made, About("目录.csv", ".csv", "taian", ON, False, False, "unknown", "opening", "", 0.0, 1))
    return made


def found(upload: Upload) -> list[dict[str, Any]]:
    with upload.reading() as book:
        return search.page(book, search.Filter(), "file", 0)


def test_an_answer_that_comes_while_another_is_judged_is_not_taken_for_judged(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = Warm()
    warm.keep(upload, DIGEST, check(upload, law("taian"), DIGEST))
    judge = checking.Slice

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(checking, "Slice", judge)
        upload.answer([1], {"state_secret": True})
        return judge(*given)

    monkeypatch.setattr(checking, "Slice", meanwhile)
    upload.answer([0], {"state_secret": True})
    warm.again(upload, law("taian"), DIGEST, [0])
    assert upload.checked
    now = found(upload)
    check(upload, law("taian"), DIGEST)
    assert now == found(upload)
    assert [row["verdict"] for row in now[:2]] == ["invalid", "invalid"]


def test_a_check_that_began_earlier_does_not_undo_a_later_one(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = checking.opened_of

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(checking, "opened_of", opened)
        read = opened(*given)
        upload.answer([0], {"state_secret": True})
        check(upload, law("taian"), DIGEST)
        return read

    monkeypatch.setattr(checking, "opened_of", meanwhile)
    check(upload, law("taian"), DIGEST)
    assert upload.checked
    assert found(upload)[0]["verdict"] == "invalid"


def test_who_takes_it_away_while_another_does_gets_a_whole_file(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As somebody who presses twice: both are written in one process, at the same time."""
    keep = NewFile.keep
    other: list[bytes] = []

    def meanwhile(new: NewFile) -> None:
        monkeypatch.setattr(NewFile, "keep", keep)
        other.append(written(upload, law("taian"), DIGEST, "json").read_bytes())
        keep(new)

    monkeypatch.setattr(NewFile, "keep", meanwhile)
    path = written(upload, law("taian"), DIGEST, "json")
    assert [path.read_bytes()] == other
    assert json.loads(other[0])["total"] == 14
    assert [one.name for one in path.parent.iterdir()] == [path.name], "nothing else is left"
    assert written(upload, law("taian"), DIGEST, "json") == path


def test_a_file_that_was_written_stays_while_others_answer(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody answers while it is written, and another takes away what came of that: none loses the file."""
    keep = NewFile.keep

    def meanwhile(new: NewFile) -> None:
        monkeypatch.setattr(NewFile, "keep", keep)
        upload.answer([0], {"state_secret": False})
        written(upload, law("taian"), DIGEST, "json")
        keep(new)

    monkeypatch.setattr(NewFile, "keep", meanwhile)
    first = written(upload, law("taian"), DIGEST, "json")
    assert json.loads(first.read_bytes())["total"] == 14
    assert len([*first.parent.parent.iterdir()]) == 2, "of before the answer, and of after it"
    monkeypatch.setattr(exports, "_STAYS", -60)
    upload.answer([0], {"state_secret": None})
    written(upload, law("taian"), DIGEST, "json")
    assert len([*first.parent.parent.iterdir()]) == 1, "later they go"
    assert not [*upload.folder.glob("tmp*")], "nothing else is left"


@pytest.mark.parametrize("name", ["json", "remarks", "dcat", "findings"])
def test_a_catalogue_that_is_deleted_while_it_is_taken_away_is_told_as_that(
    upload: Upload, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    known = exports.opened_of

    def deleted(*given: Any) -> Any:
        check = known(*given)
        upload.delete()
        return check

    monkeypatch.setattr(exports, "opened_of", deleted)
    with pytest.raises(NotHere, match="可能已经到期删除"):
        written(upload, law("taian"), DIGEST, name)
    assert not upload.folder.exists(), "and is not begun again"
