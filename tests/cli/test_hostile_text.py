"""Text from outside never reaches a terminal, a log or a file raw, whatever it holds and wherever it comes in."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile_text import ACTING, HOSTILE, LONG, RARE

from .conftest import ON, Done, Run

TAIAN, JINING = ("-j", "泰安", "--on", ON), ("-j", "济宁", "--on", ON)
DUE = ("-j", "济宁", "--trigger", ON)

#: Commands with ``X`` where a text comes in.
COMMANDS: list[tuple[str, ...]] = [
    ("X",),
    ("--X",),
    ("classify", "--X", *TAIAN),
    ("classify", "X", *TAIAN),
    ("classify", "-j", "X"),
    ("classify", "-j", "泰安", "--on", "X"),
    ("classify", *TAIAN, "--fact", "X"),
    ("classify", *TAIAN, "--fact", "X=是"),
    ("classify", *TAIAN, "--fact", "国家秘密=X"),
    ("classify", *TAIAN, "--fact", "第三方意见=X", "--fact", "X=X", "--fact", "国家秘密=X"),
    ("classify", *TAIAN, "--facts", "X"),
    ("classify", *TAIAN, "--declared", "X"),
    ("classify", *TAIAN, "--scheme", "X"),
    ("classify", *TAIAN, "--unlisted", "X"),
    ("classify", *TAIAN, "--lang", "X"),
    ("classify", *TAIAN, "--rules", "X"),
    ("change", "X", "不予开放", *JINING),
    ("change", "不予开放", "X", *JINING),
    ("check", "X", *JINING),
    ("check", "下架", *JINING, "--fact", "公示工作日数=X"),
    ("deadline", "X", *DUE),
    ("deadline", "objection.X", *DUE),
    ("deadline", "objection.feedback", "-j", "济宁", "--trigger", "X"),
    ("deadline", "objection.feedback", *DUE, "--receipt", "X"),
    ("schedule", "X", *JINING, "--trigger", ON),
    ("schedule", "objection", *JINING, "--trigger", "X"),
    ("schedule", "objection", *JINING, "--trigger", ON, "--actual", "X"),
    ("schedule", "objection", *JINING, "--trigger", ON, "--actual", f"X={ON}"),
    ("schedule", "objection", *JINING, "--trigger", ON, "--actual", "feedback=X"),
    ("duties", "X", "-j", "济宁"),
    ("duties", "2026", "-j", "济宁", "-o", "X"),
    ("duties", "2026", "-j", "济宁", "-o", "X/X.ics"),
    ("calendar", "X"),
    ("calendar", "--from", "X", "--days", "1"),
    ("calendar", "--from", ON, "--days", "X"),
    ("analyse", "X"),
    ("analyse", "泰安@X"),
    ("analyse", f"泰安@{ON}", "--save", "X/X"),
    ("compare", "X", "泰安"),
    ("compare", "泰安@X", "济宁"),
    ("compare", "泰安", "济宁", "--topic", "X"),
    ("compare", "泰安", "济宁", "-o", "X"),
    ("ask", "X"),
    ("ask", "泰安", "--on", ON, "--topic", "X"),
    ("ask", "泰安", "--on", ON, "--change", "X", "X"),
    ("ask", "泰安", "--on", ON, "--replay", "X"),
    ("facts", *TAIAN, "X"),
    ("facts", *TAIAN, "--search", "X"),
    ("articles", "X"),
    ("articles", "泰安", "-o", "X"),
    ("lint", "X"),
    ("lint", "--texts", "X"),
    ("test", "X"),
    ("diff", "X", "."),
    ("diff", "2026-03-10", "X", "-j", "泰安"),
    ("diff", "2026-03-10", "2026-03-11", "-j", "X"),
    ("diff", "2026-03-10", "2026-03-11", "-j", "泰安", "-o", "X"),
    ("diff", "2026-03-10", "2026-03-11", "-j", "泰安", "--log", "X"),
    ("diff", "2026-03-10", "2026-03-11", "-j", "泰安", "--catalogue", "X"),
    ("catalogue", "X", *TAIAN),
    ("catalogue", "X.csv", *TAIAN, "--profile", "X"),
    ("catalogue", "X", *TAIAN, "-o", "X"),
    ("monitor", "X"),
    ("monitor", "status", "X", *JINING),
    ("monitor", "status", *JINING, "--store", "X"),
    ("monitor", "due", *JINING, "--store", "X/X.sqlite"),
    ("monitor", "ingest", "X", "-j", "济宁"),
    ("monitor", "export", *JINING, "-o", "X"),
]


def clean(text: str, also: str = "") -> None:
    """Nothing in it acts on a terminal or turns the direction of writing."""
    left = RARE.sub("", text)
    raw = {char for char in left if not char.isprintable() and char not in "\n" + also}
    assert not raw, sorted(map(ascii, raw))


def harmless(done: Done, longest: int = 6000) -> None:
    clean(done.out)
    clean(done.err)
    assert len(done.err) < longest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", [ACTING[0] + ACTING[1], HOSTILE, LONG], ids=["acting", "hostile", "long"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command)[:60])
def test_no_argument_is_printed_raw(run: Run, folder: Path, command: tuple[str, ...], text: str) -> None:
    done = run(*(word.replace("X", text) for word in command))
    harmless(done)
    assert done.status in (0, 1, 2, 4)


@pytest.mark.parametrize("text", ["".join(ACTING), HOSTILE, LONG], ids=["acting", "hostile", "long"])
def test_no_file_of_facts_is_printed_raw(run: Run, folder: Path, text: str) -> None:
    for facts in (
        {text: True},
        {"国家秘密": text},
        {"审核通过机关": [text]},
        {"不予开放理由": text},
        {"国家秘密": {text: text}},
    ):
        for written in (json.dumps(facts), json.dumps(facts, ensure_ascii=False)):
            done = run("check", "list", *JINING, "--facts", "-", stdin=written.encode("utf-8", "surrogatepass"))
            harmless(done, 40_000)


@pytest.mark.parametrize("text", ["".join(ACTING), HOSTILE, LONG], ids=["acting", "hostile", "long"])
def test_no_answer_to_a_question_is_printed_raw(run: Run, folder: Path, text: str) -> None:
    answers = f"{text}\n停\n".encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
    harmless(run("ask", "泰安", "--on", ON, "--save", "问答.json", stdin=answers), 60_000)
    clean((folder / "问答.json").read_text(encoding="utf-8"))
    talk = json.loads((folder / "问答.json").read_text(encoding="utf-8"))
    for key in talk:
        for wrong in (text, [text], {text: text}):
            (folder / "错.json").write_text(json.dumps({**talk, key: wrong}), encoding="utf-8")
            harmless(run("ask", "泰安", "--replay", "错.json"))


# -- cases ------------------------------------------------------------------------------------------------------------


def events() -> Iterator[dict[str, Any]]:
    """Events with such texts in each field, some of which are taken."""
    for number, text in enumerate([*ACTING, LONG[:3000]]):
        right = {"id": f"r{number}", "case": f"A{text}{number}", "procedure": "objection", "kind": "received"}
        right |= {"date": "2026-03-02", "actor": f"人{text}"}
        yield right
        for field in right:
            yield {**right, "id": f"w{number}{field}", field: text}
        yield {**right, "id": f"f{number}", text: text, "不予开放理由": text}
        yield {**right, "id": f"c{number}", "corrects": text}


def test_no_event_is_shown_or_written_raw(run: Run, folder: Path) -> None:
    pytest.importorskip("durable", reason="the case monitor's engine is not installed (it needs Python < 3.13)")
    lines = "\n".join(json.dumps(event) for event in events())
    stdin = f"{lines}\nx {ACTING[0]}\n".encode("utf-8", "surrogatepass")
    harmless(run("monitor", "ingest", "-", "-j", "济宁", stdin=stdin))
    clean((folder / "cases.rejects.jsonl").read_text(encoding="utf-8"))
    for arguments in (("due",), ("status",), ("status", "--lang", "en"), ("replay",)):
        day = () if arguments == ("replay",) else ("--on", "2026-09-01")
        done = run("monitor", *arguments, "-j", "济宁", *day)
        clean(done.out + done.err)
        clean(run("monitor", *arguments, "-j", "济宁", *day, "--json").out)
    for name in ("案件.html", "案件.json", "案件.ics", "案件.xlsx"):
        harmless(run("monitor", "export", "-j", "济宁", "--on", "2026-09-01", "-o", name))
        if name.endswith("xlsx"):
            cells_are_clean(folder / name)
        else:
            clean((folder / name).read_text(encoding="utf-8"), "\r\t")


def cells_are_clean(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for sheet in openpyxl.load_workbook(path).worksheets:
        clean(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            for cell in row:
                clean(str(cell), "\t\r")


# -- catalogues -------------------------------------------------------------------------------------------------------


def catalogue_rows() -> list[dict[str, str]]:
    return [
        {
            "数据集名称": f"甲{text}乙{number}",
            "数据提供单位": f"局{text}",
            f"开放属性{'' if number else text}": text if number else "无条件开放",
            "开放属性": f"无条件{text}",
            "更新频率": text,
            "更新时间": text,
            "编号": text,
            f"别的{text}": text,
        }
        for number, text in enumerate([*ACTING, LONG[:3000]])
    ]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_no_cell_of_a_catalogue_is_shown_or_written_raw(run: Run, folder: Path, kind: str) -> None:
    for extra in ("openpyxl", "jinja2", "xlsxwriter"):
        if importlib.util.find_spec(extra) is None:
            pytest.skip(f"{extra} is not installed")
    rows = catalogue_rows()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = folder / f"目录\u202e.{kind}"
    if kind == "json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    elif kind == "csv":
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    else:
        write_workbook(path, columns, rows)
    done = run(
        "catalogue",
        str(path),
        *TAIAN,
        *(word for form in ("html", "csv", "xlsx", "json") for word in ("-o", f"报告.{form}")),
    )
    harmless(done)
    clean(run("catalogue", str(path), *TAIAN, "--json").out)
    for form in ("html", "csv", "json"):
        clean((folder / f"报告.{form}").read_text(encoding="utf-8"), "\r\t\ufeff")
    cells_are_clean(folder / "报告.xlsx")


def write_workbook(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    """A workbook with what such a file can hold."""
    import openpyxl
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def held(text: str) -> str:
        return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()

    book = openpyxl.Workbook()
    for title in ("甲\u202e乙", "丙\u2028丁"):
        sheet = book.create_sheet(title)
        sheet.append([held(column) for column in columns])
        for row in rows:
            sheet.append([held(row.get(column, "")) for column in columns])
    book.save(path)


@pytest.mark.parametrize("text", ["".join(ACTING), HOSTILE, LONG], ids=["acting", "hostile", "long"])
@pytest.mark.parametrize("key", ["列", "开放属性", "更新频率", "是否", "日期写法", "工作表", "X"])
def test_no_profile_is_printed_raw(run: Run, folder: Path, key: str, text: str) -> None:
    (folder / "目录.csv").write_text("数据集名称,开放属性\n甲,无条件开放\n", encoding="utf-8")
    for value in ({text: text}, text, [text], {"甲": text}, {text: "数据集名称"}):
        written = json.dumps({key.replace("X", text): value})
        (folder / "平台.yaml").write_text(written, encoding="utf-8")
        harmless(run("catalogue", "目录.csv", *TAIAN, "--profile", "平台.yaml"))


# -- packs ------------------------------------------------------------------------------------------------------------


def test_no_text_of_a_pack_is_printed_raw(run: Run, folder: Path) -> None:
    root = Path(__file__).parent.parent.parent
    home = folder / "packs" / "jurisdictions"
    home.mkdir(parents=True)
    (folder / "packs" / "rules").mkdir()
    written = (root / "jurisdictions" / "taian.yaml").read_text(encoding="utf-8")
    [named] = re.findall("^名称: .*$", written, re.MULTILINE)
    for text in ACTING:
        name = json.dumps(f"泰{text}安")
        (home / "taian.yaml").write_text(written.replace(named, f"名称: {name}"), encoding="utf-8")
        for command in (
            ("lint", "packs"),
            ("classify", *TAIAN, "--rules", "packs"),
            ("articles", "泰安", "--rules", "packs"),
        ):
            done = run(*command)
            clean(done.out + done.err)
            assert done.status in (0, 1, 2, 4)
