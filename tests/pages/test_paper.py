"""What is printed: all that is to be done, also what is folded on the screen, and how much more there is."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from opendata_rules.formats.pages import PRINTED

from .made import LAST_CASE, LAST_SUSPECTED, LAST_UNDECIDED

pytestmark = pytest.mark.one_interpreter

Paper = Callable[..., str]


def test_a_folded_list_is_printed_to_its_last_row(paper: Paper) -> None:
    text = paper("catalogue")
    assert LAST_SUSPECTED in text
    assert all(f"低保金发放名单{number:03}" in text for number in range(90))
    assert LAST_CASE in paper("monitor_many")
    assert "要打印，请先点开" not in text


def test_of_a_very_long_list_the_first_are_printed_and_the_rest_is_counted(paper: Paper) -> None:
    text = paper("catalogue")
    [(shown, left)] = set(re.findall(r"这里印出 (\d+) 个，其余 (\d+) 个没有印出；全部在 XLSX 报告里", text))
    [total] = re.findall(r"尚不能定（(\d+)）", text)
    assert (int(shown), int(shown) + int(left)) == (PRINTED, int(total))
    assert LAST_UNDECIDED not in text


def test_every_difference_is_printed_with_its_provisions(paper: Paper) -> None:
    text = re.sub(r"\s", "", paper("comparison", "-raw"))
    assert "另有6项都为“否”法定不予开放、国家秘密" in text
    assert "公共数据共享：青岛16条要求，济宁0条" in text


def test_sheets_are_numbered_and_carry_what_they_are(paper: Paper) -> None:
    for name, heading in (
        ("catalogue", "公共数据目录检查报告"),
        ("comparison", "规定比较"),
        ("monitor", "案件待办与违规"),
    ):
        sheets = paper(name).split("\f")[:-1]
        assert len(sheets) > 1
        for number, sheet in enumerate(sheets, 1):
            assert f"第 {number} 页，共 {len(sheets)} 页" in sheet
            assert heading in sheet.strip().splitlines()[-1]


def test_the_heads_of_a_table_are_on_every_sheet(paper: Paper) -> None:
    sheets = [sheet for sheet in paper("monitor_many").split("\f") if len(re.findall(r"案件-\d{3}", sheet)) > 9]
    tables = [sheet for sheet in sheets if "最后一天" in sheet]
    assert len(tables) > 2
    for sheet in tables:
        assert re.search(r"案件\s+事项\s+最后一天\s+依据\s+经办人", sheet)


def test_nothing_is_printed_beyond_the_margin(folder: Path, tmp_path: Path) -> None:
    for path in sorted(set(folder.glob("*.pdf")) - set(folder.glob("example*"))):
        target = tmp_path / f"{path.stem}.html"
        subprocess.run(["pdftotext", "-bbox", path, target], check=True)
        tree = ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", target.read_text(encoding="utf-8")))
        for sheet in tree.iter("{http://www.w3.org/1999/xhtml}page"):
            # A4 in points, less the margins of 14 mm.
            width = float(sheet.attrib["width"])
            assert width == pytest.approx(595, abs=1)
            for word in sheet:
                assert float(word.attrib["xMin"]) > 38, (path.name, word.text)
                assert float(word.attrib["xMax"]) < width - 38, (path.name, word.text)
