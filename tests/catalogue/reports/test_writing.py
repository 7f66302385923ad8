"""A report written to a file, in all forms."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from opendata_rules.errors import BadOutput

from ..helpers import DATASET, report_of
from .hostile import hostile, written


def test_json_is_what_to_dict_holds(tmp_path: Path) -> None:
    report = hostile(tmp_path)
    assert json.loads(written(report, tmp_path, "json")) == report.to_dict()
    assert json.loads(json.dumps(report.to_dict())) == report.to_dict()


@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "json"])
def test_the_same_catalogue_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    assert written(hostile(tmp_path), tmp_path, suffix) == written(hostile(tmp_path), tmp_path, suffix)


@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "json"])
def test_nothing_of_this_machine_is_in_a_report(tmp_path: Path, suffix: str) -> None:
    content = written(report_of(tmp_path, DATASET), tmp_path, suffix)
    if suffix == "xlsx":
        parts = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(parts.read(name) for name in parts.namelist())
    assert str(tmp_path).encode() not in content


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("报告.pdf", "格式由文件名决定"),
        ("报告", "格式由文件名决定"),
        ("没有/报告.html", "没有这个文件夹"),
        ("夹.html", "文件夹"),
    ],
)
def test_where_a_report_cannot_go_is_told(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "夹.html").mkdir()
    with pytest.raises(BadOutput, match=said):
        report_of(tmp_path, DATASET).write(tmp_path / name)
