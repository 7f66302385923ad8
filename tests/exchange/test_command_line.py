"""``opendata-rules export``."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.exchange import Settings, dcat, frictionless, schema_org, shacl

from ..catalogue.helpers import DATASET, taian, write, write_csv
from ..cli.conftest import Run, run
from .helpers import CATALOGUE, example

__all__ = ["run"]
ASKED = (str(CATALOGUE), "-j", "泰安", "--on", "2026-03-10")


@pytest.mark.parametrize(
    ("form", "names", "writer"),
    [
        ("dcat", ("a.ttl", "a.rdf", "a.jsonld"), dcat),
        ("shacl", ("a.ttl",), shacl),
        ("frictionless", ("a.jsonl",), frictionless),
        ("schema.org", ("a.json",), schema_org),
    ],
)
def test_it_writes_what_the_library_writes(
    run: Run, tmp_path: Path, form: str, names: tuple[str, ...], writer: Path
) -> None:
    outputs = [part for name in names for part in ("-o", str(tmp_path / name))]
    done = run("export", *ASKED, "--to", form, *outputs)
    assert done.status == 1
    assert "不成立 4 个" in done.out
    for name in names:
        writer.write(example(), tmp_path / f"b{name}")  # type: ignore[attr-defined]
        assert (tmp_path / name).read_bytes() == (tmp_path / f"b{name}").read_bytes()


def test_codes_of_a_platform_are_told_as_frequencies_in_both_ways(run: Run, tmp_path: Path) -> None:
    """One way knows how the file was read, the other works it out of the report."""
    file = write_csv(tmp_path, {**DATASET, "更新频率": "3"})
    profile = write(tmp_path, '更新频率: {"3": 每月}\n', "平台.yaml")
    target = tmp_path / "目录.ttl"
    done = run("export", str(file), *ASKED[1:], "--profile", str(profile), "-o", str(target))
    assert done.status == 1
    assert b"frequency/MONTHLY>" in target.read_bytes()
    dcat.write(taian().check_catalogue(file, profile=profile), tmp_path / "b.ttl")
    assert target.read_bytes() == (tmp_path / "b.ttl").read_bytes()


def test_settings_are_a_file_and_what_is_missing_is_told(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "目录.ttl")
    assert "目录的发布者" in run("export", *ASKED, "-o", target).out
    settings = write(tmp_path, "发布者: 泰安市大数据局\n", "发布.yaml")
    done = run("export", *ASKED, "-o", target, "--settings", str(settings))
    assert "目录的发布者" not in done.out
    dcat.write(example(), tmp_path / "b.ttl", Settings(publisher="泰安市大数据局"))
    assert Path(target).read_bytes() == (tmp_path / "b.ttl").read_bytes()
    done = run("export", *ASKED, "-o", target, "--settings", str(write(tmp_path, "发布: 1\n", "错.yaml")))
    assert (done.status, "bad_settings" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.docx"), ".jsonld"),
        (("-o", "a.ttl", "-o", "a.ttl"), "两次"),
        (("-o", "没有/a.ttl"), "没有"),
        (("-o", "a.ttl", "--to", "rdf"), "frictionless"),
        ((), "-o"),
    ],
)
def test_misuse_is_told_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", *ASKED, *arguments)
    assert (done.status, said in done.err) == (2, True)
    assert not list(tmp_path.iterdir())


def test_who_asks_for_a_report_in_rdf_is_told_of_the_command(run: Run, tmp_path: Path) -> None:
    done = run("catalogue", *ASKED, "-o", str(tmp_path / "目录.ttl"))
    assert (done.status, "opendata-rules export" in done.err) == (2, True)


def test_the_catalogue_itself_is_never_written_upon(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "目录.ttl"
    dcat.write(example(), target)
    before = target.read_bytes()
    assert run("export", str(target), *ASKED[1:], "-o", str(target)).status == 2
    assert target.read_bytes() == before
