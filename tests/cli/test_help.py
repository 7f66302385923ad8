"""Help teaches by example, in Chinese, at 80 columns; and every example works."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from opendata_rules import cli
from opendata_rules.cli.app import Program
from opendata_rules.cli.commands.ledger import Entries
from opendata_rules.cli.commands.monitor import Cases
from opendata_rules.cli.commands.new import Beginnings
from opendata_rules.cli.groups import Group

from ..laws import ROOT
from ..repositories import repository
from .conftest import Run

COMMANDS = sorted(name for panel in Program.panels.values() for name in panel)
FOLLOWING = Cases.panels["命令"]
KEEPING = tuple(name for panel in Entries.panels.values() for name in panel)
GROUPS = {"ledger": KEEPING, "monitor": FOLLOWING, "new": Beginnings.panels["命令"]}
#: Every command with what must be written before its options; a group has commands of its own.
CALLS = [
    *((name,) for name in COMMANDS if name not in GROUPS),
    *((group, name) for group, names in GROUPS.items() for name in names),
]
PAGES = [(), *((group,) for group in GROUPS), *CALLS]
ENGLISH = re.compile(
    r"\b(Usage|Options|Arguments|Commands|Show this|required|default|Error|Try|Missing|help for|Install|completion)\b"
)


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def examples(page: str) -> list[str]:
    return [line.strip() for line in page.splitlines() if re.match(r"  opendata-rules ", line)]


@pytest.mark.parametrize(
    ("group", "folder"), [(Program, "commands"), (Cases, "commands/monitor"), (Entries, "commands/ledger")]
)
def test_every_module_of_a_command_is_listed_once(group: type[Group], folder: str) -> None:
    modules = {path.stem for path in (Path(cli.__file__).parent / folder).iterdir() if "_" not in path.stem}
    listed = [name for panel in group.panels.values() for name in panel]
    assert len(listed) == len(set(listed))
    assert set(listed) - group.brought == modules - {"store"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_chinese_and_fits(run: Run, page: tuple[str, ...], option: str) -> None:
    done = run(*page, option)
    assert (done.status, done.err) == (0, "")
    assert not ENGLISH.search(done.out)
    assert done.out.startswith("用法：opendata-rules")
    # An example of a command stays on one line, to be copied.
    assert [
        line for line in done.out.splitlines() if cell_len(line) > 80 + 4 * line.startswith("  opendata-rules ")
    ] == []
    assert "退出码" in done.out
    assert examples(done.out)


@pytest.mark.parametrize("call", CALLS)
def test_help_explains_every_option(run: Run, call: tuple[str, ...]) -> None:
    page = run(*call, "-h").out
    listed = page.partition("选项：")[2]
    rows = re.findall(r"^  (-\S.*?)(?:  +(\S.*))?$", listed, re.MULTILINE)
    assert rows
    for row, about in rows:
        assert re.search("[\u4e00-\u9fff]", about), row


@pytest.mark.one_interpreter
@pytest.mark.parametrize("page", PAGES)
def test_every_example_runs(
    run: Run, folder: Path, page: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One example after the other, as people type them: what the first found out need not be worked out again.
    monkeypatch.setenv("OPENDATA_RULES_CACHE", str(tmp_path / "cache"))
    if page[:1] == ("monitor",):
        assert run("monitor", "ingest", "事件.jsonl", "-j", "济宁").status == 0
    if page[:1] == ("ledger",):
        for _ in range(12):
            run("classify", "-j", "泰安", "--fact", "涉及个人隐私=是", "--ledger", "台账.sqlite")
        run("ledger", "checkpoint", "台账.sqlite", "-o", "检查点.txt")
        run("ledger", "export", "台账.sqlite", "-o", "台账.jsonl")
        if page != ("ledger", "key"):
            run("ledger", "key", "密钥.pem", "--new", "市大数据局")
    if page[:1] == ("new",):
        # They write beside the packs.
        for name in ("rules", "jurisdictions"):
            (folder / name).unlink()
            shutil.copytree(ROOT / name, folder / name)
    if page[:1] == ("diff",):
        repository(folder)
    for example in examples(run(*page, "-h").out):
        command, _, target = example.partition(" > ")
        command, _, source = command.partition(" < ")
        program, *arguments = shlex.split(command)
        assert program == "opendata-rules"
        done = run(*arguments, stdin=(folder / source).read_bytes() if source else b"")
        assert done.status != 2, (example, done.err)
        # Servers of editors and agents only answer what they are asked.
        assert done.out or "-o" in arguments or page in (("lsp",), ("mcp",))
        if target:
            (folder / target).write_text(done.out, encoding="utf-8")


@pytest.mark.parametrize("group", [(), ("ledger",), ("monitor",)])
def test_without_a_command_the_page_is_shown_as_misuse(run: Run, group: tuple[str, ...]) -> None:
    done = run(*group)
    assert (done.status, done.out) == (2, "")
    assert done.err == run(*group, "-h").out


def test_the_page_lists_every_command_with_what_it_does(run: Run) -> None:
    page = run("-h").out
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S.*。$", page, re.MULTILINE), name
    page = run("monitor", "-h").out
    for name in FOLLOWING:
        assert re.search(rf"^  {name} +\S.*。$", page, re.MULTILINE), name


MISUSE = [
    ((), "命令"),
    (("clasify",), "没有“clasify”这个命令。是不是：classify？"),
    (("xyz",), "可选："),
    (("classify",), "缺少选项 -j/--jurisdiction（地方）。"),
    (("classify", "-j"), "选项 -j 后面要写值。"),
    (("classify", "-j", "泰安", "--jsn"), "没有 --jsn 这个选项。是不是：--json"),
    (("classify", "-j", "泰安", "--zzz"), "没有 --zzz 这个选项。"),
    (("classify", "-j", "泰安", "--json=1"), "选项 --json 后面不写值。"),
    (("classify", "-j", "泰安", "多余", "的"), "多余的参数：多余 的"),
    (("change", "open", "-j", "泰安"), "缺少参数：拟改为"),
    (("articles",), "缺少参数：地方"),
    (("classify", "-j", "泰安", "--on", "2026-3-1"), "--on 要写存在的日期，写成 2026-03-10 这样；得到的是“2026-3-1”。"),
    (("classify", "-j", "泰安", "--on", "20260310"), "写成 2026-03-10 这样"),
    (("classify", "-j", "泰安", "--on", "今天"), "写成 2026-03-10 这样"),
    (("classify", "-j", "泰安", "--lang", "de"), "--lang 只能写 zh 或者 en"),
    (("facts", "-j", "泰安", "--template", "--json"), "只能写一个"),
    (("articles", "泰安@昨天"), "写成 2026-03-10 这样"),
    (("lint", "没有这个文件"), "没有 没有这个文件 这个文件或者文件夹"),
    (("deadline", "objection.feedback", "-j", "泰安", "--trigger", "2026-2-10"), "--trigger 要写存在的日期"),
    (("monitor", "stat"), "没有“stat”这个命令。是不是：status？"),
    (("monitor", "due"), "缺少选项 -j/--jurisdiction（地方）。"),
    (("monitor", "due", "-j", "济宁", "--on", "昨天"), "写成 2026-03-10 这样"),
    (("monitor", "export", "-j", "济宁"), "缺少选项 -o/--output（文件）。"),
]


@pytest.mark.parametrize(("arguments", "told"), MISUSE)
def test_misuse_is_told_in_chinese(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert not ENGLISH.search(done.err)
    if len(arguments) > 1 and arguments[0] in COMMANDS:
        called = next((" ".join(call) for call in CALLS if arguments[: len(call)] == call), arguments[0])
        assert f"opendata-rules {called} -h" in done.err


ERRORS = [
    (("classify", "-j", "太安"), "unknown_jurisdiction", "泰安"),
    (("classify", "-j", "烟台市"), "unknown_jurisdiction", "可选"),
    (("articles", "泰安", "太安"), "unknown_jurisdiction", "泰安"),
    (("classify", "-j", "泰安", "--fact", "涉及隐私=是"), "unknown_fact", "涉及个人隐私"),
    (("facts", "-j", "泰安", "属性变更"), "unknown_topic", "开放属性变更"),
    (("classify", "-j", "泰安", "--declared", "开放"), "bad_fact", "无条件开放"),
    (("change", "开放", "不予开放", "-j", "泰安"), "bad_fact", "无条件开放"),
    (("classify", "-j", "泰安", "--scheme", "share"), "unknown_topic", "sharing"),
    (("classify", "-j", "泰安", "--unlisted", "maybe"), "bad_fact", "false"),
    (("classify", "-j", "泰安", "--facts", "没有.yaml"), "bad_fact", "没有这个文件"),
    (("classify", "-j", "泰安", "--rules", "没有"), "bad_pack", "rules/"),
    (("test", "taian-open-data-measures"), "bad_pack", "taian-open-data-measures-2025"),
    (("catalogue", "没有.csv", "-j", "泰安"), "", "没有.csv"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), ERRORS)
def test_errors_are_told_in_chinese_with_the_right_names(
    run: Run, arguments: tuple[str, ...], code: str, told: str
) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert f"错误〔{code}" in done.err
    assert told in done.err


def test_a_broken_pack_takes_its_own_place_down_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules" / "a-measures").mkdir(parents=True)
    (tmp_path / "jurisdictions").mkdir()
    (tmp_path / "rules" / "a-measures" / "instrument.yaml").write_text("标题：甲\n", encoding="utf-8")
    place = "名称: {0}市\n代码: '370000'\n级别: 省级\n主管部门: 某局\n文件: [{1}]\n"
    (tmp_path / "jurisdictions" / "a.yaml").write_text(place.format("甲", "a-measures"), encoding="utf-8")
    (tmp_path / "jurisdictions" / "b.yaml").write_text(place.format("乙", ""), encoding="utf-8")
    done = run("classify", "-j", "甲市", "--rules", str(tmp_path))
    assert (done.status, done.out) == (2, "")
    assert "rules/a-measures 有错误" in done.err
    assert run("classify", "-j", "乙市", "--rules", str(tmp_path)).status == 4


def test_control_characters_of_an_argument_never_reach_the_terminal(run: Run) -> None:
    for arguments in (("classify", "-j", "\x1b[31m"), ("\x1b[31m",), ("classify", "-j", "泰安", "\x1b]0;x\x07")):
        done = run(*arguments)
        assert done.status == 2
        assert "\x1b" not in done.err
        assert "\x07" not in done.err
