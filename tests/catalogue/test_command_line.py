"""The command ``catalogue`` as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..laws import ROOT
from .helpers import DATASET, workbook, write, write_csv

EXAMPLE = ROOT / "examples" / "taian_catalogue.csv"
ARGUMENTS = ("-j", "泰安", "--on", "2026-03-10")


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line from the sources of this checkout."""
    command = [sys.executable, "-m", "opendata_rules", "catalogue", *map(str, arguments)]
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    # A coverage run or a warning filter of the test run is not the command's business.
    env = os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"} | environment
    return subprocess.run(command, capture_output=True, env=env, cwd=ROOT, check=False, timeout=120)


def test_the_example_finds_something(tmp_path: Path) -> None:
    done = run(EXAMPLE, *ARGUMENTS, "-o", tmp_path / "报告.html", "-o", tmp_path / "报告.csv")
    assert done.returncode == 1
    assert "现在要做的" in (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert "14 个数据集：4 个的开放属性不成立" in done.stdout.decode()
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("dataset", "status"),
    [
        ({"开放属性": "不予开放", "国家秘密": "是"}, 0),
        ({"开放属性": "无条件开放", "国家秘密": "是"}, 1),
        ({"开放属性": "不予开放", "国家秘密": "是", "更新频率": "每月", "更新时间": "2020-01-01"}, 1),
        ({"开放属性": "无条件开放"}, 4),
        ({"开放属性": "无条件共享"}, 4),
    ],
)
def test_exit_status(tmp_path: Path, dataset: dict[str, str], status: int) -> None:
    assert run(write_csv(tmp_path, DATASET | dataset), *ARGUMENTS).returncode == status


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", b"\x89PNG\r\n\x1a\n"),
        ("坏.xlsx", workbook({"目录": [["数据集名称"], ["甲"]]})[:200]),
        ("别的.csv", "姓名,电话\n甲,1\n".encode()),
        ("空.csv", b""),
    ],
)
def test_a_file_that_is_no_catalogue_is_named_with_status_2(tmp_path: Path, name: str, content: bytes) -> None:
    done = run(write(tmp_path, content, name), *ARGUMENTS)
    assert done.returncode == 2
    assert name in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_bad_profiles_and_outputs_are_named_with_status_2(tmp_path: Path) -> None:
    profile = write(tmp_path, "列：{}", "平台.yaml")
    for arguments, said in (
        (("--profile", profile), "平台说明有错误"),
        (("-o", tmp_path / "报告.pdf"), "格式由文件名决定"),
    ):
        done = run(EXAMPLE, *ARGUMENTS, *arguments)
        assert done.returncode == 2
        assert said in done.stderr.decode()


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_console_of_few_characters_does_not_break(tmp_path: Path, encoding: str) -> None:
    names = ("甲𠮷乙", "ü–€", "한국", "\u202e\x1b[31m")
    path = write_csv(tmp_path, *(DATASET | {"提供单位": name, "数据集名称": name, "国家秘密": "是"} for name in names))
    for options in ((), ("--json",)):
        done = run(path, *ARGUMENTS, *options, PYTHONIOENCODING=encoding)
        assert done.returncode == 1, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"\x1b" not in done.stdout
        assert options or encoding != "gbk" or "4 个数据集：全部的开放属性不成立" in done.stdout.decode("gbk")
    assert json.loads(done.stdout.decode(encoding))["total"] == 4


def test_errors_on_a_gbk_console(tmp_path: Path) -> None:
    done = run(write(tmp_path, b"\x89PNG", "图𠮷.png"), *ARGUMENTS, PYTHONIOENCODING="gbk")
    assert done.returncode == 2
    assert "PNG 图片" in done.stderr.decode("gbk")


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    found = []
    for seed in ("1", "2"):
        outputs = [tmp_path / f"{seed}.{suffix}" for suffix in ("html", "xlsx", "csv", "json")]
        options = [option for path in outputs for option in ("-o", path)]
        done = run(EXAMPLE, *ARGUMENTS, *options, PYTHONHASHSEED=seed)
        shown = [line for line in done.stdout.splitlines() if "报告已写入".encode() not in line]
        found.append([*(path.read_bytes() for path in outputs), *shown])
    assert found[0] == found[1]


def test_json_is_the_report(tmp_path: Path) -> None:
    done = run(EXAMPLE, *ARGUMENTS, "--json")
    assert json.loads(done.stdout)["counts"]["invalid"] == 4


def test_only_new_errors_count(tmp_path: Path) -> None:
    known, more = tmp_path / "上次.json", write_csv(tmp_path, DATASET | {"国家秘密": "是"})
    assert run(more, *ARGUMENTS, "--write-baseline", known).returncode == 1
    done = run(more, *ARGUMENTS, "--baseline", known)
    assert done.returncode == 0
    assert "上次已有 1 个" in done.stdout.decode()
    # It may be written where it was read.
    assert run(more, *ARGUMENTS, "--baseline", known, "--write-baseline", known, "--json").returncode == 0
    assert json.loads(known.read_bytes())["findings"]


def test_waivers_count_and_bad_ones_are_named_with_status_2(tmp_path: Path) -> None:
    catalogue = write_csv(tmp_path, DATASET | {"编号": "A-1", "国家秘密": "是"})
    text = "- {数据集: A-1, 问题: 'A-1:invalid:taian-12-2', 理由: 甲, 批准人: 乙, 到期: 2026-03-10}\n"
    waivers = write(tmp_path, text, "豁免.yaml")
    output = tmp_path / "报告.sarif"
    assert run(catalogue, *ARGUMENTS, "--waivers", waivers, "-o", output).returncode == 0
    assert b'"accepted"' in output.read_bytes()
    late = ("-j", "泰安", "--on", "2026-03-11")
    assert run(catalogue, *late, "--waivers", waivers).returncode == 1
    done = run(catalogue, *ARGUMENTS, "--waivers", write(tmp_path, text.replace(", 批准人: 乙", ""), "豁免.yaml"))
    assert done.returncode == 2
    assert "豁免.yaml:1:3: 错误[missing_key] 缺少“批准人”" in done.stderr.decode()
    assert done.stdout == b""


def test_a_baseline_that_is_none_or_would_overwrite_is_named_with_status_2(tmp_path: Path) -> None:
    for arguments in (("--baseline", EXAMPLE), ("--write-baseline", EXAMPLE), ("--write-baseline", tmp_path)):
        done = run(EXAMPLE, *ARGUMENTS, *arguments)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
    same = tmp_path / "a.json"
    assert run(EXAMPLE, *ARGUMENTS, "-o", same, "--write-baseline", same).returncode == 2
