"""No output shows a number whole that leads to a person, wherever it stood in the catalogue and however written."""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata_rules import catalogue
from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import BadProfile, NotACatalogue
from opendata_rules.catalogue.report import Report
from opendata_rules.cli import run

from .helpers import DATASET, report_of, taian, write, write_csv, write_json, write_xlsx
from .test_identity import LONG, whole
from .test_kinds import CARD, PERSON

#: Numbers of every kind that belong to nobody.
NUMBERS = (
    LONG,
    "370902680101123",
    whole("81000019900101001"),
    whole("93784019900101001"),
    "USA370190010112",
    CARD,
    PERSON,
    "13812345678",
    "05372345678",
    "鲁H12345",
)
WRITTEN = {number: number for number in NUMBERS} | {"05372345678": "0537-2345678"}
SUFFIXES = ("html", "csv", "json", "jsonl", "xlsx", "sarif", "xml")


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def scattered(text: str) -> str:
    return "\u200b".join(text)


def spaced(text: str) -> str:
    """In groups of four, as cards are written; short telephones in their own."""
    if len(text) == 11 and text.startswith("1"):
        return f"{text[:3]} {text[3:7]} {text[7:]}"
    if len(text) not in (18, 19) or not text[:17].isdigit():
        return text
    return " ".join(text[begin : begin + 4] for begin in range(0, len(text), 4))


FORMS = {"plain": str, "wide": wide, "scattered": scattered, "spaced": spaced}


def cell(form: str) -> str:
    """A cell with a number of every kind."""
    return "；".join(f"张三 {FORMS[form](written)}" for written in WRITTEN.values())


def bare(text: str) -> str:
    """A text without whatever may stand between the digits of a number."""
    return re.sub(r"[^0-9A-Za-z一-鿿；]", "", unicodedata.normalize("NFKC", text))


def texts_in(node: object) -> Iterator[str]:
    """Every text in plain JSON."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from texts_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts_in(value)
    elif isinstance(node, str):
        yield node


def outputs(report: Report, folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that a report can be written as."""
    for suffix in SUFFIXES:
        path = folder / f"r.{suffix}"
        report.write(path)
        data = path.read_bytes()
        if suffix == "xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            # What stands between marks belongs to different cells.
            yield suffix, html.unescape(re.sub(r"<[^>]*>", "；", "；".join(parts)))
        elif suffix in ("json", "jsonl", "sarif"):
            documents = data.splitlines() if suffix == "jsonl" else [data]
            yield suffix, "；".join(text for one in documents for text in texts_in(json.loads(one)))
        else:
            text = data.decode("utf-8-sig")
            # What stands between marks, in an attribute or behind a comma is something else.
            yield suffix, text.replace(",", "；") if suffix == "csv" else html.unescape(re.sub('<[^>]*>|"', "；", text))
            yield f"{suffix}, marks", html.unescape(text.replace(",", "；")) if suffix != "csv" else ""
    yield "explain", report.explain()
    yield "english", report.explain("en")
    yield "dict", "；".join(texts_in(report.to_dict()))
    yield "receipt", "；".join(texts_in(report.receipt))
    yield "repr", "；".join(map(repr, report.rows))


def shows_none(what: str, text: str) -> None:
    read = bare(text)
    for number in NUMBERS:
        assert number not in read, (what, number)


COLUMNS = [
    *DATASET,
    "摘要",
    "数据项",
    "数据集编号",
    "标签",
    "备注",
    "涉及个人隐私",
    "第三方意见",
    "归档日期",
    "随便",
    "姓名、电话",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("column", COLUMNS)
def test_no_cell_is_shown_whole(tmp_path: Path, column: str, form: str) -> None:
    report = report_of(tmp_path, DATASET | {"数据集名称": "甲"}, DATASET | {column: cell(form)})
    for what, text in outputs(report, tmp_path):
        shows_none(what, text)


@pytest.mark.parametrize("form", FORMS)
def test_a_number_alone_in_a_cell_is_masked_and_asked_about(tmp_path: Path, form: str) -> None:
    for number, written in WRITTEN.items():
        report = report_of(tmp_path, DATASET | {"摘要": FORMS[form](written)})
        for what, text in outputs(report, tmp_path):
            shows_none(what, text)
        if number != "05372345678":
            assert [question.fact for question in report.rows[0].suspected] == ["personal_privacy"], written


@pytest.mark.parametrize("form", FORMS)
def test_no_name_of_a_column_a_sheet_or_a_file_is_shown_whole(tmp_path: Path, form: str) -> None:
    for number, written in WRITTEN.items():
        name = FORMS[form](written)
        columns, cells = [*DATASET, name], [*DATASET.values(), "x"]
        # Names of sheets have at most 31 characters.
        sheets = (
            {f"{sheet}{name}"[:31]: [columns, cells] for sheet in "甲乙"}
            if len(name) < 30
            else {"甲": [columns, cells]}
        )
        reports = [
            check(taian(), write_xlsx(tmp_path, sheets)),
            check(taian(), write_csv(tmp_path, DATASET | {name: "x"}, name=f"{name}.csv")),
            check(taian(), write_json(tmp_path, [DATASET | {name: {name: name}}], name=f"{name}.json")),
        ]
        for report in reports:
            for what, text in outputs(report, tmp_path):
                shows_none(f"{what} {number}", text)


def test_no_refusal_shows_one(tmp_path: Path) -> None:
    for written in WRITTEN.values():
        for text in (
            f"姓名,号码,{written}\n张三,1,2\n",
            f"{written}\n{written}\n",
            "",
            f'[{{"{written}": [1}}',
            f"甲,{written}\n",
        ):
            with pytest.raises(NotACatalogue) as refused:
                check(taian(), write(tmp_path, text, f"{written}.csv"))
            shows_none(text, f"{refused.value}{refused.value.english}{refused.value.to_dict()}")
        with pytest.raises(NotACatalogue) as missing:
            check(taian(), tmp_path / f"没有{written}.csv")
        shows_none("missing", str(missing.value))


@pytest.mark.parametrize(
    "profile",
    [
        "{}: 数据集名称",
        "列:\n  {}: 请填",
        "列:\n  甲: {}",
        "开放属性:\n  {}: 公开",
        "工作表: {{{}: 1}}",
        "列:\n  {}:数据集名称",
        "日期写法: {}",
    ],
)
def test_no_problem_of_a_profile_shows_one(tmp_path: Path, profile: str) -> None:
    for written in (LONG, CARD, "13812345678"):
        path = write(tmp_path, profile.format(f"张三{written}"), "平台.yaml")
        with pytest.raises(BadProfile) as refused:
            check(taian(), write_csv(tmp_path, DATASET), profile=path)
        shows_none(profile, f"{refused.value}{refused.value.english}{refused.value.nearest}")


def test_the_terminal_shows_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path, DATASET | {"数据集名称": cell("plain"), "随便": LONG}, name=f"{LONG}.csv")
    for more in ([], ["--json"]):
        run(["catalogue", str(path), "-j", "taian", "--on", "2026-03-10", *more])
        told = capsys.readouterr()
        shows_none("terminal", told.out.replace(str(path), "") + told.err)


def test_ids_of_fifteen_digits_and_more_stay(tmp_path: Path) -> None:
    for written in ("370902680101123", CARD, "13812345678"):
        [row] = report_of(tmp_path, DATASET | {"数据集编号": written}).rows
        assert row.id == written
        assert row.suspected == ()


def test_every_message_about_a_catalogue_takes_its_names_from_one_place() -> None:
    """What comes from a catalogue, and from the files beside it, is quoted masked."""
    home = Path(catalogue.__file__).parent
    for path in home.rglob("*.py"):
        if path != home / "text.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"quoting import .*\bquoted\b", text), path
