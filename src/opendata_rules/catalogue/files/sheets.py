"""The sheets of a workbook: the one that is most of a catalogue and every one that looks like it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..columns import Meaning
from ..errors import NotACatalogue, Remedy
from ..returned import Returned
from ..text import line, listed, quoted
from .error_cells import ERRORS
from .grid import best_of, joined, taken_with
from .outline import Grid
from .parts import Part, parts_of
from .records import Cell, Problems, Table, filled, text_of

#: Rows of a sheet, and merged ranges in it; a catalogue has neither more.
ROW_LIMIT = 500_000
_MERGE_LIMIT = 20_000
#: Spreadsheets keep 15 digits of a number.
_EXACT = 10**15
#: The sheet of our own reports in which facts are filled in. It is a catalogue, and goes before the other sheets.
FILL_IN_SHEET = "待填写"
#: The sheet of our own reports with what was found of the same datasets.
FOUND_SHEET = "数据集"
#: The sheet of our own reports that says what they are of: in two columns what, and which.
ABOUT_SHEET, ABOUT_PLACE, ABOUT_DAY = "说明", "地方", "法律日期"
#: Sheets that show how to fill in another one; a file of nothing else is read.
_EXAMPLES = re.compile("示例|样例|范例|样表|例表|填[报写表]说明|填[报写]示范|说明$")
#: Characters that a workbook writes by their code (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def table_of_sheets(
    name: str,
    kind: str,
    grids: Mapping[str, Grid],
    hidden: set[str],
    profile: Mapping[str, Meaning],
    sheets: tuple[str, ...],
    problems: Problems,
    asked: str,
) -> Table:
    """The table of a workbook.

    Args:
        name: the file's name, for messages.
        kind: what kind of workbook it is.
        grids: the rows of every sheet that has some.
        hidden: which of the sheets are hidden.
        profile: meaning by column name.
        sheets: the sheets to read; all that look alike if empty.
        problems: what is noticed is added here.
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.

    Raises:
        NotACatalogue: it is none.
    """
    if not grids:
        raise NotACatalogue(f"{name} 的工作表都是空的。", english=f"{name} has empty sheets only.")
    chosen, left = _chosen(name, grids, hidden, profile, sheets, problems, asked)
    titles = list(dict.fromkeys(part.sheet for part in chosen))
    if len(titles) == 1:
        # Of one sheet rows go by their numbers alone.
        chosen = [part.nameless() for part in chosen]
    found = joined(name, kind, kind.upper(), "、".join(titles), chosen, left, problems, profile)
    return replace(found, returned=_returned(grids)) if FILL_IN_SHEET in titles else found


def _returned(grids: Mapping[str, Grid]) -> Returned | None:
    """What a report of ours says that it was made by; nothing where that was taken out of it."""
    about = {str(cells[0]): cells[1] for _, cells in grids.get(ABOUT_SHEET, ()) if len(cells) > 1}
    place, day = about.get(ABOUT_PLACE), str(about.get(ABOUT_DAY, ""))
    try:
        return Returned(line(str(place)), dt.date.fromisoformat(day)) if place else None
    except ValueError:
        return None


# -- cells ---------------------------------------------------------------------------------------------------------


def cell_of(value: object) -> Cell:
    """A value of a workbook as a cell."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        return _unescaped(value).strip()
    return text_of(value).strip() if value is not None else ""


def month_of(day: dt.date) -> Cell:
    """A day of which only the month shows: that month, where it is the first, since any day may be meant."""
    return f"{day.year}年{day.month}月" if day.day == 1 else day


def _unescaped(text: str) -> str:
    """A text with the characters that stand in it by their codes (``_x000D_``), half characters put together."""
    if "_x" not in text:
        return text
    found = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def tell_long_numbers(number: int, values: Iterable[object], problems: Problems) -> None:
    """Say of a row that a number in it has lost its last digits."""
    if any(isinstance(value, int | float) and abs(value) >= _EXACT for value in values):
        problems.append((number, "有超过 15 位的数字，后几位已经不准；请把这一列（例如编号）存成文本"))


def tell_errors(title: str, rows: Grid, problems: Problems) -> None:
    """Say which errors stand in the cells of a sheet: what could not be computed is not known."""
    found = [
        cell for _, cells in rows for cell in cells if isinstance(cell, str) and cell[:1] == "#" and cell in ERRORS
    ]
    if found:
        shown = listed(list(dict.fromkeys(found)), 5)
        problems.append(
            (0, f"工作表“{line(title)}”有 {len(found)} 个格子是错误值（{shown}），当作未知；请改好公式再检查")
        )


def unmerged(rows: Grid, merges: list[tuple[int, int, int, int]], problems: Problems, title: str) -> Grid:
    """The rows with the value of a range merged downwards in each of its rows, as the eye reads it."""
    by_number = dict(rows)
    done = 0
    numbers = [number for number, _ in rows]
    for first, left, last, _ in merges[:_MERGE_LIMIT]:
        above = by_number.get(first, [])
        if last == first or left >= len(above) or not filled(above[left]):
            continue
        for number in numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]:
            cells = by_number[number]
            cells.extend([""] * (left + 1 - len(cells)))
            if not filled(cells[left]):
                cells[left] = above[left]
                done += 1
    if done:
        problems.append((0, f"工作表“{line(title)}”有合并的单元格，各行都按合并的内容读取"))
    return rows


# -- which sheets --------------------------------------------------------------------------------------------------


def _chosen(
    name: str,
    grids: Mapping[str, Grid],
    hidden: set[str],
    profile: Mapping[str, Meaning],
    sheets: tuple[str, ...],
    problems: Problems,
    asked: str,
) -> tuple[list[Part], list[str]]:
    """The tables to read: of the sheets asked for, else of the best sheet and all that look like it; and what is left.

    Hidden sheets, and those that show how to fill in another one, are read only when asked for.
    """
    missing = [title for title in sheets if title not in grids]
    if missing:
        raise NotACatalogue(
            f"{name} 没有工作表“{quoted(missing[0])}”（或者它是空的）；有：{listed(list(map(line, grids)))}。",
            english=f"{name} has no sheet {quoted(missing[0])}, or it is empty.",
        )
    parts = {
        title: parts_of(rows, profile, sheet=title) for title, rows in grids.items() if not sheets or title in sheets
    }
    if sheets:
        found = [part for title in sheets for part in parts[title] if part.is_catalogue]
        if found:
            read = {part.sheet for part in found}
            left = [f"工作表“{line(title)}”（认不出是目录）" for title in sheets if title not in read]
            problems.extend((0, f"{text}，没有读取") for text in left)
            return found, left
        return [_best(name, grids, parts, asked, profile)], []
    only_named = {title for title in grids if title in hidden or (len(grids) > 1 and _EXAMPLES.search(title))}
    open_parts = {title: found for title, found in parts.items() if title not in only_named}
    if not any(part.is_catalogue for found in open_parts.values() for part in found):
        _refuse_only_named(name, only_named, parts)
    best = _best(name, grids, open_parts, asked, profile)
    return _with_alike(best, parts, only_named, hidden, problems, asked)


def _best(
    name: str, grids: Mapping[str, Grid], parts: Mapping[str, list[Part]], asked: str, profile: Mapping[str, Meaning]
) -> Part:
    fill_in = [part for part in parts.get(FILL_IN_SHEET, ()) if part.is_catalogue]
    if fill_in:
        return fill_in[0]
    likeliest = next((title for title, found in parts.items() if found), next(iter(parts), next(iter(grids))))
    rows = grids[likeliest]
    first = next((part.number for part in parts.get(likeliest, ())), rows[0][0])
    cells = next(cells for number, cells in rows if number == first)
    shown = [str(cell) for cell in cells if filled(cell)]
    return best_of(name, [part for found in parts.values() for part in found], shown, asked, profile)


def _refuse_only_named(name: str, only_named: set[str], parts: Mapping[str, list[Part]]) -> None:
    titles = [title for title in parts if title in only_named and any(part.is_catalogue for part in parts[title])]
    if titles:
        shown = listed([line(title) for title in titles])
        english = f"{name} has catalogues in hidden or example sheets only"
        raise NotACatalogue(
            f"{name} 里像目录的工作表只有隐藏的或者示例（{shown}），没有读取。",
            english=f"{english}; name the sheet in a profile to read it.",
            remedy=Remedy(
                "确要检查的，请写一份平台说明，例如 平台.yaml："
                f"\n\n工作表: [{quoted(titles[0])}]\n\n再加上 --profile 平台.yaml。",
                "确要检查的，请取消隐藏；名称是示例、说明的，请改名，例如 目录，存盘以后再检查。",
                f"{english}; show the sheet, or give it another name, and save.",
            ),
        )


def _with_alike(
    best: Part,
    parts: Mapping[str, list[Part]],
    only_named: set[str],
    hidden: set[str],
    problems: Problems,
    asked: str,
) -> tuple[list[Part], list[str]]:
    """What is read with the best table, and what is not."""
    taken: list[Part] = []
    left: list[str] = []
    others: list[str] = []
    for title, found in parts.items():
        rows = sum(part.records.counted() for part in found if part.is_catalogue)
        if title in only_named:
            what = "隐藏的" if title in hidden else "示例或者说明"
            to_do = f"要读取的，请{'取消隐藏' if title in hidden else '改名'}，或者在平台说明的“工作表”里写明"
            if title in hidden or rows:
                problems.append((0, f"工作表“{line(title)}”是{what}，没有读取；{to_do}"))
            if rows:
                left.append(f"{what}工作表“{line(title)}”{rows} 行")
        elif title == best.sheet:
            some, rest = taken_with(best, found, problems, asked)
            taken += some
            left += rest
        elif rows and (best.sheet, title) != (FILL_IN_SHEET, FOUND_SHEET):
            alike = [part for part in found if part.is_catalogue and part.core(asked) == best.core(asked)]
            if best.sheet == FILL_IN_SHEET or not alike:
                others.append(line(title))
                left.append(f"工作表“{line(title)}”{rows} 行")
            else:
                taken += alike
    titles = list(dict.fromkeys(line(part.sheet) for part in taken))
    if len(titles) > 1:
        problems.append((0, f"有 {len(titles)} 张列名相同的工作表，合在一起检查：{listed(titles)}"))
    if others:
        problems.append((0, f"只读了工作表“{listed(titles)}”；别的工作表列名不同，没有读取：{listed(others)}"))
    return taken, left
