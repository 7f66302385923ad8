"""Consoles, locales, pipes and keys: no traceback, the right status, readable text."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.cli import TRACEBACK

from .conftest import ON, ROOT, Run, environment

Process = Callable[..., subprocess.CompletedProcess[bytes]]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and locales of POSIX")
C_LOCALE = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
CLASSIFY = ("classify", "-j", "泰安", "--on", ON, "--fact", "涉及个人隐私=是", "--fact", "第三方意见=同意")


def test_a_process_answers_like_a_call(run: Run, process: Process) -> None:
    done, called = process(*CLASSIFY), run(*CLASSIFY)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (called.status, called.out, b"")


def test_a_gbk_console_reads_chinese(process: Process) -> None:
    done = process(*CLASSIFY, PYTHONIOENCODING="gbk")
    assert done.returncode == 4
    assert "泰安市 2026-03-10 开放属性：未定" in done.stdout.decode("gbk")
    assert not done.stderr
    assert "没有收录" in process("classify", "-j", "烟台", PYTHONIOENCODING="gbk").stderr.decode("gbk")
    assert "用法" in process("-h", PYTHONIOENCODING="gbk").stdout.decode("gbk")


def test_a_gbk_console_gets_the_same_json(process: Process) -> None:
    plain = process(*CLASSIFY, "--json").stdout
    assert json.loads(process(*CLASSIFY, "--json", PYTHONIOENCODING="gbk").stdout.decode("ascii")) == json.loads(plain)


def test_a_template_written_on_a_gbk_console_is_read_back(process: Process, tmp_path: Path) -> None:
    template = process("facts", "-j", "青岛", "--on", ON, "--template", PYTHONIOENCODING="gbk").stdout
    path = tmp_path / "facts.yaml"
    path.write_bytes(template.replace("\n国家秘密:".encode("gbk"), "\n国家秘密: 是".encode("gbk")))
    done = process("classify", "-j", "青岛", "--on", ON, "--facts", str(path), "--json", PYTHONIOENCODING="gbk")
    assert json.loads(done.stdout)["receipt"]["facts"] == {"state_secret": True}


@POSIX
def test_a_locale_without_chinese(process: Process, folder: Path) -> None:
    done = process(*CLASSIFY, **C_LOCALE)
    assert (done.returncode, done.stderr) == (4, b"")
    assert "泰安市 2026-03-10 开放属性：未定" in done.stdout.decode()
    done = process("classify", "-j", "烟台", **C_LOCALE)
    assert done.returncode == 2
    assert "没有收录“烟台”" in done.stderr.decode()
    done = process("classify", "-j", "泰安", "--on", ON, "--facts", "事实.yaml", cwd=folder, **C_LOCALE)
    assert done.returncode == 0
    assert "不予开放" in done.stdout.decode()
    done = process("catalogue", "目录.csv", "-j", "泰安", "-o", "报告.html", cwd=folder, **C_LOCALE)
    assert done.returncode == 1
    assert "报告已写入 报告.html" in done.stdout.decode()
    assert (folder / "报告.html").is_file()
    assert process("lint", "条文", cwd=folder, **C_LOCALE).returncode == 1
    done = process("lint", "没有", cwd=folder, **C_LOCALE)
    assert done.returncode == 2
    assert "没有 没有 这个文件" in done.stderr.decode()


@POSIX
def test_an_ascii_stream_that_is_asked_for_is_kept(process: Process) -> None:
    done = process(*CLASSIFY, "--json", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout.decode("ascii"))["place"] == "taian"
    assert process(*CLASSIFY, PYTHONIOENCODING="ascii").returncode == 4


@POSIX
def test_bytes_that_are_no_text_are_no_traceback(process: Process) -> None:
    for arguments in (("classify", "-j", "\udcff\udcfe"), ("classify", "-j", "泰安", "--fact", "\udcff=是")):
        done = process(*arguments)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
    done = process("lint", "\udcff")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@POSIX
@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (0, ("facts", "-j", "泰安")),
        (4, CLASSIFY),
        (4, (*CLASSIFY, "--json")),
        (0, ("articles", "泰安", "滕州", "青岛", "山东", "--json")),
        (1, ("lint", "坏")),
        (1, ("catalogue", "目录.csv", "-j", "泰安", "--on", ON)),
    ],
)
def test_a_reader_that_goes_away_changes_nothing(folder: Path, status: int, arguments: tuple[str, ...]) -> None:
    bad = folder / "坏"
    bad.mkdir()
    for number in range(300):
        (bad / f"{number}.yaml").write_text("标题：甲\n", encoding="utf-8")
    for lines in (0, 1):
        running = subprocess.Popen(
            [sys.executable, "-m", "opendata_rules", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert running.stdout is not None
        for _ in range(lines):
            running.stdout.readline()
        running.stdout.close()
        _, errors = running.communicate(timeout=120)
        assert (running.returncode, errors) == (status, b"")


@POSIX
def test_a_full_disk_is_told(process: Process) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "opendata_rules", *CLASSIFY],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
            env=environment(),
        )
    assert done.returncode == 2
    assert "结果写不出去：标准输出的设备满了" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_interruption_inside_a_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("opendata_rules.cli.commands.classify.order_of", interrupt)
    done = run(*CLASSIFY)
    assert (done.status, done.out) == (130, "")
    assert "已中断" in done.err


@POSIX
@pytest.mark.parametrize("wait", [0.15, 3.0])
def test_ctrl_c(wait: float) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", "from opendata_rules.cli import main; main()", *CLASSIFY, "--facts", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
        # A suite that runs in the background has Ctrl-C ignored, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(wait)
    running.send_signal(signal.SIGINT)
    out, errors = running.communicate(timeout=60)
    if wait > 1:
        assert running.returncode == 130
        assert "已中断" in errors.decode()
    assert out == b""
    assert b"click" not in errors


#: What a command has no use for, as prefixes of modules.
TERMINAL = ("rich.console", "rich.table", "rich.progress", "rich.markdown", "typer.rich_utils")
REPORTS = ("jinja2", "openpyxl", "xlsxwriter", "icalendar", "stdnum", "opendata_rules.schemas")
OTHER_QUESTIONS = (
    "opendata_rules.analysis",
    "opendata_rules.authoring",
    "opendata_rules.monitoring",
    "durable",
    "sqlite3",
)
#: Of the calendar, what no question needs that counts no days.
CALENDARS = (
    "holidays",
    "dateutil",
    "opendata_rules.working_days.building",
    "opendata_rules.working_days.estimate",
    "opendata_rules.working_days.folder",
    "opendata_rules.working_days.notices",
    "opendata_rules.working_days.sources",
    "opendata_rules.working_days.spans",
    "opendata_rules.working_days.written",
)
#: The facade, which names the answers to all questions, and what one question has no use for in it.
FACADE = (
    "opendata_rules.law",
    "opendata_rules.library",
    "opendata_rules.catalogue",
    "opendata_rules.diagnostics.kinds",
)
#: The answers to other questions than that of classification.
OTHER_ANSWERS = (
    "opendata_rules.answers.changes",
    "opendata_rules.answers.deadlines",
    "opendata_rules.answers.duties",
)
UNUSED = [
    (CLASSIFY, (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *CALENDARS, *FACADE, *OTHER_ANSWERS)),
    (
        ("change", "open", "closed", "-j", "济宁", "--on", ON),
        (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *CALENDARS, *FACADE),
    ),
    (("check", "下架", "-j", "济宁", "--on", ON), (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *FACADE)),
    (("facts", "-j", "泰安"), (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *CALENDARS)),
    (
        ("deadline", "objection.feedback", "-j", "泰安", "--trigger", ON),
        (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *FACADE),
    ),
    (("calendar", "2026-02"), (*TERMINAL, *REPORTS, *OTHER_QUESTIONS)),
    (("--version",), (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *CALENDARS, "yaml", "opendata_rules.library")),
    (("classify", "-h"), (*TERMINAL, *REPORTS, *OTHER_QUESTIONS, *CALENDARS)),
]


@pytest.mark.parametrize(("arguments", "unused"), UNUSED)
def test_a_command_loads_only_what_it_needs(arguments: tuple[str, ...], unused: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from opendata_rules.cli import run\n"
        f"run({list(arguments)!r})\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment())
    loaded = done.stderr.decode().splitlines()[-1].split()
    assert "opendata_rules.cli.app" in loaded
    assert [name for name in loaded if any(name == one or name.startswith(f"{one}.") for one in unused)] == []


@pytest.mark.parametrize("gone", [">&-", "<&-", "2>&-"])
@POSIX
def test_a_process_without_one_of_its_streams(gone: str) -> None:
    for arguments, expected in ((("articles", "滕州"), 0), (("ask", f"泰安@{ON}"), 4), (("lint", "没有"), 2)):
        command = shlex.join([sys.executable, "-m", "opendata_rules", *arguments])
        done = subprocess.run(["sh", "-c", f"{command} {gone}"], input=b"", capture_output=True, env=environment())
        assert (done.returncode, "程序内部出错" in done.stderr.decode()) == (expected, False), arguments


def broken(*arguments: Any, **options: Any) -> None:
    raise RuntimeError("something\nunexpected")


def test_an_error_that_nobody_expected(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opendata_rules.cli.commands.classify.order_of", broken)
    monkeypatch.delenv(TRACEBACK, raising=False)
    done = run(*CLASSIFY, unexpected=True)
    assert (done.status, done.out) == (2, "")
    assert "程序内部出错" in done.err
    assert "RuntimeError: something unexpected" in done.err
    assert TRACEBACK in done.err
    assert len(done.err.splitlines()) == 2


def test_a_developer_can_see_where_it_happened(process: Process, tmp_path: Path) -> None:
    script = (
        "import opendata_rules.cli.commands.classify as judging, sys\n"
        "def broken(*a, **o): raise RuntimeError('unexpected')\n"
        "judging.order_of = broken\n"
        "from opendata_rules.cli import run\n"
        "sys.exit(run(['classify', '-j', 'taian']))\n"
    )
    for value, seen in (("1", True), ("", False)):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=False,
            timeout=120,
            env=environment(**{TRACEBACK: value}),
        )
        assert done.returncode == 2
        assert (b"Traceback" in done.stderr) is seen


@POSIX
@pytest.mark.parametrize("columns", [80, 60])
def test_results_fit_a_terminal(columns: int) -> None:
    import fcntl
    import pty
    import struct
    import termios

    from rich.cells import cell_len

    for arguments in (CLASSIFY, ("facts", "-j", "泰安"), ("articles", "滕州"), ("classify", "-h")):
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        running = subprocess.Popen(
            [sys.executable, "-m", "opendata_rules", *arguments],
            stdout=follower,
            stderr=follower,
            stdin=follower,
            env=environment(NO_COLOR="1"),
        )
        os.close(follower)
        seen = b""
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
        os.close(leader)
        assert running.wait(timeout=60) in (0, 4)
        text = seen.decode().replace("\r\n", "\n")
        assert "\x1b" not in text
        wide = [line for line in text.split("\n") if cell_len(line) > columns]
        assert [line for line in wide if not line.startswith("  opendata-rules ")] == []


def test_results_are_whole_lines_where_no_terminal_reads_them(run: Run) -> None:
    line = next(line for line in run(*CLASSIFY).out.splitlines() if "第十二条第（四）项〔应当" in line)
    assert line.endswith("列为不予开放类")
