"""The Chinese of the documentation keeps to the usual typography, as AutoCorrect knows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..laws import ROOT

ENGLISH = ("agents", "bulk", "developers", "receipts", "security", "service", "sql")
TABLES = ("errors", "keywords")
PAGES = sorted(page for page in (ROOT / "docs").rglob("*.md") if page.stem not in (*ENGLISH, *TABLES))
#: What is shown as it is typed or printed, which has its own typography.
_CODE = re.compile(r"^ *```.*?^ *```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[([^]\n]*)\]\([^)\n]*\)")
#: Numbers stand close to what they count here, as in the laws themselves: 第12条, 2026年3月10日, 10个工作日.
_BESIDE_DIGITS = re.compile(r"(?<=[0-9]) +(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) +(?=[0-9])")


def slips(text: str) -> list[tuple[int, str, str]]:
    """Line, what is written, and what is usual."""
    autocorrect = pytest.importorskip("autocorrect_py", reason="needs the group dev: pip install --group dev")
    # A character stands for what is left out, with which nothing is wrong on either side.
    shown = _LINK.sub(r"\1", _CODE.sub(lambda code: "\n" * code[0].count("\n") or "码", text))
    found = [(line.line, line.old, line.new) for line in autocorrect.lint_for(shown, "md").lines]
    return [(line, old, new) for line, old, new in found if _close(old) != _close(new)]


def _close(text: str) -> str:
    return _BESIDE_DIGITS.sub("", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_keeps_to_the_typography(page: Path) -> None:
    assert slips(page.read_text(encoding="utf-8")) == []


def test_slips_are_found() -> None:
    assert slips("规则写在YAML里,不用编程。\n") == [(1, "规则写在YAML里,不用编程。", "规则写在 YAML 里，不用编程。")]
    assert slips("第12条，`a,b`。\n") == []
