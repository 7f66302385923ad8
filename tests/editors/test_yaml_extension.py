"""The plain YAML extension: its own language server, under the settings that `new editor` writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opendata_rules import cli
from opendata_rules.diagnostics.kinds import KINDS
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.keywords import KEYWORDS

from .conftest import HERE, Session, files_of, lacking, session

pytestmark = pytest.mark.one_interpreter
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
TAIAN = Path("rules") / "taian-open-data-measures-2025"


def nested(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as an editor hands them over: every dot is a level."""
    found: dict[str, Any] = {}
    for name, value in settings.items():
        *way, last = name.split(".")
        inner = found
        for part in way:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return found


@pytest.fixture(scope="module")
def run(node: str, folder: Path) -> Iterator[Session]:
    if not SERVER.exists():
        lacking("needs yaml-language-server: `npm ci --prefix tests/editors --ignore-scripts`")
    assert cli.run(["new", "editor", "--rules", str(folder)]) == 0
    written = nested(json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8")))
    written["yaml"] |= {"validate": True, "hover": True, "completion": True}
    with session([node, str(SERVER), "--stdio"], folder, written) as opened:
        yield opened


def edited(run: Session, path: Path, text: str) -> list[str]:
    """What is underlined once a file holds another text: line from 1, and what is said."""
    uri = path.as_uri()
    if uri not in run.editor.said:
        run.editor.open(path)
        run(run.editor.next_said(uri))
    before = len(run.editor.said[uri])
    run.editor.replace(uri, text)
    said = run(run.editor.next_said(uri, before))
    return [f"{one.range.start.line + 1} {one.message}" for one in said]


def replaced(run: Session, path: Path, pattern: str, text: str) -> list[str]:
    written = path.read_text(encoding="utf-8")
    found = re.search(pattern, written)
    assert found is not None
    told = edited(run, path, written[: found.start()] + text + written[found.end() :])
    line = written[: found.start()].count("\n") + 1
    return [one.removeprefix(f"{line} ") for one in told]


def test_no_shipped_file_is_underlined(run: Session, folder: Path) -> None:
    told = {}
    for path in files_of(folder):
        if said := run(run.editor.next_said(run.editor.open(path))):
            told[path.name] = [one.message for one in said]
    assert told == {}


@pytest.mark.parametrize(
    ("file", "pattern", "text", "said"),
    [
        ("rules", r"\{法定不予开放: 是\}", "{法定不予开房: 是}", ["属性 法定不予开房 不被允许。"]),
        ("rules", r"\{法定不予开放: 是\}", "{法定不予开放: 对}", ["可以写：是、否。"]),
        ("rules", "效力: 应当", "效力: 必须", ["可以写：应当、可以。"]),
        ("rules", "编号: taian-12-1", "编号: 泰安12", ["编号用英文小写字母、数字和短横线，例如 taian-12-4。"]),
        (
            "rules",
            r'条文: "12\(一\)"',
            "条文: 第十二条第（一）项",
            [f"{KINDS['bad_citation'].help}条号不知道的写两个引号。"],
        ),
        ("duties", "事项: 适用范围", "事项: 适用", ["没有这个名称。按 Ctrl+空格 列出可以写的。"]),
        ("deadlines", "长度: 5", "长度: 五", ["写正整数，例如 10。"]),
        ("instrument", "施行日期: 2025-09-01", "施行日期: 2025年9月1日", ["日期写成 2026-03-10。"]),
        ("articles", "指纹: [0-9a-f]+", "指纹: abc", ["指纹是 64 位小写十六进制数。"]),
    ],
)
def test_what_is_wrong_is_underlined_in_chinese(
    run: Session, folder: Path, file: str, pattern: str, text: str, said: list[str]
) -> None:
    assert replaced(run, folder / TAIAN / f"{file}.yaml", pattern, text) == said


def test_a_missing_force_claims_nothing_else(run: Session, folder: Path) -> None:
    told = replaced(run, folder / TAIAN / "rules.yaml", "      效力: 应当\n", "")
    assert len(told) == 1
    assert "效力" in told[0]
    assert "可选" not in told[0]


def test_a_later_version_writes_only_what_changes(run: Session, folder: Path) -> None:
    version = folder / "rules" / "taian-open-data-measures-2027"
    version.mkdir()
    holds = '开放属性:\n  暂缓:\n    - {编号: taian-12-4-consult, 条文: "12(四)", 要旨: 要旨, 英文: gist, '
    for name, text in {
        "instrument": "修订自: taian-open-data-measures-2025\n施行日期: 2027-01-01\n废止: [taian-12-1]\n",
        "rules": f"{holds}条件: {{国家秘密: 是}}, 要求: 先做}}\n",
    }.items():
        path = version / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        uri = run.editor.open(path)
        assert not run(run.editor.next_said(uri))


def test_hover_says_what_a_word_means(run: Session, folder: Path) -> None:
    path = folder / TAIAN / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    edited(run, path, text)
    lines = text.splitlines()
    titles = {}
    for word in ("从严", "编号", "条文", "要旨", "锚词", "存疑", "依据", "条件", "全部满足", "变更", "要件", "转致"):
        line = next(index for index, line in enumerate(lines) if re.match(f"[- ]*{word}:", line))
        shown = run(run.editor.hover(path.as_uri(), line, lines[line].index(word)))
        titles[word] = re.findall("^#+ (.*)$", shown, re.MULTILINE)
        abouts = [about for known, about in KEYWORDS.values() if known == word]
        assert any(about in shown for about in abouts), shown
    assert titles == {word: [word] for word in titles}
    line = next(index for index, line in enumerate(lines) if "{国家秘密: 是}" in line)
    shown = run(run.editor.hover(path.as_uri(), line, lines[line].index("国家秘密")))
    assert vocabulary().facts["state_secret"].question in shown


def test_keys_facts_and_values_are_completed(run: Session, folder: Path) -> None:
    path = folder / TAIAN / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("      条件: {"))

    def offered(*instead: str) -> list[str]:
        edited(run, path, "\n".join([*lines[:at], *instead, *lines[at + 1 :]]))
        row = at + len(instead) - 1
        items = run(run.editor.completion(path.as_uri(), row, len(instead[-1])))
        return [item.label for item in items]

    facts = offered("      条件:", "        涉")
    assert {"涉及商业秘密", "涉及个人隐私", "全部满足", "任一满足"} <= set(facts)
    assert offered("      条件:", "        国家秘密: ") == ["是", "否"]
    assert {"除非", "可选"} <= set(offered("      条件: {法定不予开放: 是}", "      "))
    assert {"同意", "不同意", "未征询"} <= set(offered("      条件:", "        第三方意见: "))
