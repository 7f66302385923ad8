"""How a catalogue changed, written to a file in the form that its name asks for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from ...errors import BadOutput
from ...formats.pages import template
from ...formats.trees import Language
from ...formats.workbooks import Workbook
from ...quoting import json_text, visible
from ...vocabulary.terms import ATTRIBUTE_TERMS, VERDICT_TERMS, WARNING_TERMS, Scheme, Verdict
from ..reports.csv import harmless
from ..text import quoted
from .answer import CatalogueChanges, Listed
from .explain import headline, move, reasons, removal_text

#: Headings of the table, with widths of the columns in characters.
HEADINGS = (
    ("种类", 14),
    ("结论", 12),
    ("数据集名称", 36),
    ("数据集编号", 24),
    ("提供单位", 20),
    ("原行号", 9),
    ("现行号", 9),
    ("原属性", 14),
    ("现属性", 14),
    ("理由和要做的", 70),
)
_TERMS = ATTRIBUTE_TERMS[Scheme.OPENING]
_CHINESE = Language("zh")


def renderer(path: Path) -> Callable[[CatalogueChanges], bytes]:
    """What makes a file of the kind that the suffix names.

    Raises:
        BadOutput: there is no such kind.
    """
    found = {".json": _json, ".csv": _csv, ".xlsx": _xlsx, ".html": _html, ".htm": _html}.get(path.suffix.lower())
    if found is None:
        shown = quoted(path.name)
        raise BadOutput(
            f"目录变更的格式由文件名决定：.html、.xlsx、.csv、.json；得到的是“{shown}”。",
            english=f"The name says the form: .html, .xlsx, .csv or .json, not {shown}.",
            argument="path",
        )
    return found


def rows(found: CatalogueChanges) -> Iterator[tuple[str, ...]]:
    """Every dataset that is not simply as it was, as cells in the order of :data:`HEADINGS`."""
    for change in found.changes:
        told = "\n".join(reasons(change, _CHINESE))
        yield _cells("改属性", VERDICT_TERMS[change.verdict], change.old, change.new, told)
    down = removal_text(found, _CHINESE)
    for one in found.removed:
        yield _cells("撤出", "", one, None, down if one in found.taken_down else "")
    for one in found.added:
        yield _cells("新增", "", None, one, "")
    for doubt in found.doubtful:
        if len(doubt.old) == len(doubt.new) == 1:
            yield _cells("不能比较", "", doubt.old[0], doubt.new[0], doubt.why)
        else:
            for one in doubt.old:
                yield _cells("不能比较", "", one, None, doubt.why)
            for one in doubt.new:
                yield _cells("不能比较", "", None, one, doubt.why)


def _cells(kind: str, verdict: str, old: Listed | None, new: Listed | None, told: str) -> tuple[str, ...]:
    shown = new or old
    assert shown is not None
    places = (_place(old), _place(new), _attribute(old), _attribute(new))
    return (kind, verdict, shown.title, shown.id, shown.department, *places, told)


def _place(one: Listed | None) -> str:
    return "" if one is None else f"{one.sheet} {one.number}".strip()


def _attribute(one: Listed | None) -> str:
    if one is None:
        return ""
    return one.declared_text if one.declared is None else _TERMS[one.declared]


def _json(found: CatalogueChanges) -> bytes:
    return (json_text(found.to_dict(), indent=1) + "\n").encode()


def _csv(found: CatalogueChanges) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([name for name, _ in HEADINGS])
    for row in rows(found):
        writer.writerow([_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _cell(cell: str) -> str:
    shown = visible(cell)
    # As in the report on a catalogue: long digits stay text.
    return shown + "\t" if shown.isdecimal() and len(shown) > 11 else harmless(shown)


def _xlsx(found: CatalogueChanges) -> bytes:
    book = Workbook("公共数据目录变更")
    page = book.sheet("变更", HEADINGS)
    number = 0
    for number, row in enumerate(rows(found), 1):
        for column, cell in enumerate(row):
            book.text(page, number, column, harmless(cell))
    if number:
        page.autofilter(0, 0, number, len(HEADINGS) - 1)
    about = book.sheet("说明", (("内容", 100),))
    lines = [headline(found, _CHINESE), removal_text(found, _CHINESE), *_notes(found)]
    for number, text in enumerate(filter(None, lines), 1):
        book.text(about, number, 0, harmless(text))
    return book.content()


def _notes(found: CatalogueChanges) -> list[str]:
    states = {"old": "旧目录", "new": "新目录"}
    said = [f"{states[state]}{f'第 {row} 行' if row else ''}：{text}" for state, row, text in found.problems]
    return [*(f"{WARNING_TERMS[warning.code]}：{warning.text}" for warning in found.warnings), *said]


def _html(found: CatalogueChanges) -> bytes:
    page: str = template(__package__, "changes.html.j2").render(
        found=found,
        headline=headline(found, _CHINESE),
        removal=removal_text(found, _CHINESE),
        changes=[(change, move(change, "zh"), reasons(change, _CHINESE)) for change in found.changes],
        verdicts=VERDICT_TERMS,
        forbidden=Verdict.FORBIDDEN,
        attribute=_attribute,
        place=_place,
        notes=_notes(found),
    )
    return page.encode("utf-8", "replace")
