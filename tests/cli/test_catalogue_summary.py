"""What the terminal shows."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.report import Report
from opendata_rules.cli.catalogue_summary import progress, summary
from opendata_rules.formats.lines import fill

from ..catalogue.helpers import DATASET, ON, report_of, taian, write, write_json
from ..laws import ROOT, law


def shown(report: Report, width: int = 80) -> str:
    output = io.StringIO()
    summary(report, Console(file=output, width=width, highlight=False, soft_wrap=True))
    return output.getvalue()


@pytest.mark.parametrize("width", [50, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in shown(check(taian(), ROOT / "examples" / "taian_catalogue.csv"), width).splitlines():
        assert cell_len(line) <= width, line


def test_headline_steps_and_departments() -> None:
    text = shown(check(taian(), ROOT / "examples" / "taian_catalogue.csv"))
    assert text.index("14 个数据集：") < text.index("1. 改正 4 个") < text.index("提供单位")
    assert "市民政局           3       2" in text


def test_long_lists_of_departments_are_cut_and_told(tmp_path: Path) -> None:
    text = shown(report_of(tmp_path, *(DATASET | {"提供单位": f"局{n}"} for n in range(40))))
    assert "还有 25 个单位，见报告。" in text


def test_what_was_not_recognised_is_shown_with_a_profile(tmp_path: Path) -> None:
    text = shown(check(taian(), write(tmp_path, "标题,开放属性,怪列\n甲,1,x\n短\n")))
    assert '"1": 请填' in text
    assert '"怪列": ' in text
    assert "另有 1 种问题在个别的行里" in text


def test_markup_and_escape_sequences_of_others_are_text(tmp_path: Path) -> None:
    name = "[bold red]甲[/] \x1b[31m乙\x1b]0;丙\x07 [/x]"
    text = shown(report_of(tmp_path, DATASET | {"提供单位": name, "国家秘密": "是", "[red]列": "x"}))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert r"[bold red]甲[/] \x1b[31m乙\x1b]0;丙\x07 [/x]" in text
    assert "[red]列" in text


def test_wrapping_keeps_words_and_punctuation_together() -> None:
    text = "一二三，四五（六七）report.html八“九十”，2026-03-10。"
    for width in range(12, 60):
        lines = fill(text, width).split("\n")
        assert "".join(lines) == text
        assert all(cell_len(line) <= width for line in lines)
        assert not any(line[0] in "，。）”" for line in lines)
        assert not any(line[-1] in "（“" for line in lines)
        assert any("report.html" in line for line in lines)
    assert fill("", 10) == ""


def test_a_progress_bar_shows_on_a_terminal_only() -> None:
    for terminal in (True, False):
        output = io.StringIO()
        with progress(Console(file=output, force_terminal=terminal, width=80), "正在检查") as step:
            step(50, 100)
            step(100, 100)
        assert bool(output.getvalue()) is terminal


def test_surrogates_do_not_break_it(tmp_path: Path) -> None:
    shown(check(taian(), write_json(tmp_path, [DATASET | {"提供单位": "\ud800"}]))).encode("utf-8")


def test_where_no_term_is_set_for_updates_the_terminal_says_so(tmp_path: Path) -> None:
    report = report_of(tmp_path, DATASET, law=law("tengzhou", ON))
    assert "· 更新没有规定期限 1 个：此日有效的规定没有给这一步骤定期限。" in shown(report, 120)


def test_updates_in_real_time_are_left_to_a_human_under_an_article(tmp_path: Path) -> None:
    said = shown(report_of(tmp_path, DATASET | {"更新频率": "实时"}), 200)
    assert (
        "· 更新须人工判断 1 个：声明的更新频率是实时，不能用天数衡量（《泰安市公共数据开放办法（试行）》第十八条）。"
        in said
    )
    assert "〔open_question〕" in said
