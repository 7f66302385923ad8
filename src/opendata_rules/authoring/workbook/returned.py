"""An edited workbook back into the files of its instrument: what was changed in it, or why that cannot be."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import broken
from ...diagnostics.wording import nearest
from ...packs.conditions import ALL
from ...packs.files import read_pack
from ...packs.inheritance import beside
from ...quoting import quoted, visible
from ...reading.document import Location, read_bytes
from ...vocabulary.keywords import chinese
from ...vocabulary.words import Words
from .alternatives import SEPARATOR
from .columns import REMARKS, ROW, Column, Kind
from .edited import Edited, EditedSheet, Place
from .sheets import Cell, Review, Row, Table, review_of
from .splices import CannotSplice, Splices

_CONDITION = chinese("condition")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a workbook cannot be taken back.

    Attributes:
        cell: the sheet and the cell, such as ``职责!E5``; the sheet alone where it is no cell.
        text: why, in Chinese.
    """

    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote beside a rule.

    Attributes:
        key: id of the rule, or number of the article.
        text: the remark.
    """

    key: str
    text: str


@dataclass(slots=True)
class Returned:
    """What comes of an edited workbook.

    Attributes:
        files: new texts by name of the file; empty where nothing was changed, or something cannot be taken.
        old: the texts as they are.
        changed: cells that were changed.
        remarks: remarks, which go into no file.
        problems: why it cannot be taken back; then nothing is.
    """

    files: dict[str, str] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)
    changed: int = 0
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Change:
    """A cell that was changed.

    Attributes:
        place: where it stands in the workbook.
        row: its row.
        column: its column.
        text: what it says now.
    """

    place: Place
    row: Row
    column: Column
    text: str


def returned(folder: Path, words: Words, book: Edited) -> Returned:
    """What an edited workbook changes in the files of its instrument.

    Args:
        folder: the folder of the instrument.
        words: the facts and procedures of which it speaks.
        book: the workbook.

    Raises:
        BadPack: the instrument has errors.
    """
    found = Returned()
    review = review_of(folder, words)
    changes = [(table, list(_changes(table, book, found))) for table in review.tables]
    if found.problems:
        return found
    by_file: dict[str, list[tuple[Table, list[_Change]]]] = defaultdict(list)
    for table, some in changes:
        found.changed += len(some)
        if some:
            by_file[table.sheet.file].append((table, some))
    for name, edited in by_file.items():
        _splice(folder / name, name, edited, found)
    if not found.problems and found.files:
        _checked(folder, words, review, [(table, change) for table, some in changes for change in some], found)
    if found.problems:
        found.files.clear()
    return found


# -- what was changed --------------------------------------------------------------------------------------------------


def _changes(table: Table, book: Edited, found: Returned) -> Iterator[_Change]:
    """The cells of a sheet that were changed; what cannot be is noted."""
    title = table.sheet.title
    page = book.sheet(title)
    if page is None:
        found.problems.append(Problem(title, "这张工作表不见了；不要删去或者改名"))
        return
    columns = {column.heading: column for column in table.columns}
    before = len(found.problems)
    found.problems += (Problem(place.shown, text) for place, text in page.wrong_headings({*columns, REMARKS}))
    if len(found.problems) > before:
        return
    rows = {(row.key, str(row.number)): row for row in table.rows}
    seen: set[tuple[str, str]] = set()
    for line in page.lines():
        key = line.get(table.sheet.key, ""), line.get(ROW, "1") if table.sheet.numbered else "1"
        row = rows.get(key)
        place = page.place(line.number, table.sheet.key)
        if row is None or key in seen:
            told = "重复了" if row is not None else "规则文件里没有"
            near = "" if row is not None else "、".join(nearest(key[0], {one for one, _ in rows}))
            advice = f"；是不是：{near}？" if near else "；新的规则请写在规则文件里"
            found.problems.append(Problem(place.shown, f"“{quoted(key[0])}”{told}{advice if row is None else ''}"))
            continue
        seen.add(key)
        if remark := line.get(REMARKS, ""):
            found.remarks.append(Remark(row.key, remark))
        for heading, column in columns.items():
            yield from _change(page, line.number, row, column, line.get(heading, ""), book, found)
    for key in rows.keys() - seen:
        found.problems.append(Problem(title, f"少了“{key[0]}”的一行；要删去规则，请直接改规则文件"))
    found.problems += (Problem(place.shown, text) for place, text in page.unread())


def _change(
    page: EditedSheet, line: int, row: Row, column: Column, text: str, book: Edited, found: Returned
) -> Iterator[_Change]:
    place = page.place(line, column.heading)
    cell = row.cells.get(column.heading)
    now = visible("" if cell is None else cell.text)
    then = book.original(page.title, row.key, row.number, column.heading)
    if then is None:
        found.problems.append(Problem(place.shown, "工作簿里没有记下原来的值，请重新写一份"))
    elif text in (then, now):
        # As it was; or changed in the same way in the file meanwhile.
        return
    elif now != then:
        found.problems.append(Problem(place.shown, f"规则文件里也改了，现在是“{quoted(now)}”；请重新写一份工作簿再改"))
    elif row.inherited:
        found.problems.append(Problem(place.shown, "这一条沿用以前的版本；要改，请在这个版本里用原编号整条重写"))
    elif column.kind is Kind.SHOWN or column.heading == page.key or (cell is None and column.path):
        found.problems.append(Problem(place.shown, f"这一格只供查看；要改，请改规则文件第 {row.line} 行起的一条"))
    else:
        yield _Change(place, row, column, text)


# -- into the text -----------------------------------------------------------------------------------------------------


def _splice(path: Path, name: str, edited: Iterable[tuple[Table, list[_Change]]], found: Returned) -> None:
    content = path.read_bytes()
    text = content.decode("utf-8-sig")
    mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    splices = Splices(text)
    data: Any = read_bytes(text.encode(), name).data
    for table, changes in edited:
        conditions: dict[Location, list[_Change]] = defaultdict(list)
        for change in changes:
            if change.column.path:
                _field(splices, data, table, change, found)
            else:
                conditions[change.row.entry].append(change)
        for entry, some in conditions.items():
            _condition(splices, data, table, entry, some, found)
    if found.problems:
        return
    new = splices.text()
    if read_bytes(new.encode(), name).data != data:
        found.problems.append(Problem(name, "改动写不进这个文件，请直接改规则文件"))
        return
    found.old[name], found.files[name] = mark + text, mark + new


def _node(data: Any, at: Location) -> Any:
    for step in at:
        data = data[step]
    return data


def _field(splices: Splices, data: Any, table: Table, change: _Change, found: Returned) -> None:
    """One keyword of an entry written anew, added or taken away."""
    *path, key = change.column.path
    entry = (*change.row.entry, *path)
    try:
        node = _node(data, entry)
    except KeyError:
        found.problems.append(Problem(change.place.shown, f"这一条没有“{path[-1]}”，请直接改规则文件"))
        return
    value: str | list[str] = _split(change.text) if change.column.kind is Kind.LIST else change.text
    try:
        if not change.text:
            splices.remove((*entry, key))
            del node[key]
        elif key in node:
            # What was one text stays one where a list may be either.
            splices.replace((*entry, key), value)
            node[key] = value
        else:
            before = [column.path[-1] for column in table.columns if column.path and column.path[-1] in node]
            splices.add(entry, key, value, before[-1] if before else next(iter(node)))
            node[key] = value
    except CannotSplice as error:
        found.problems.append(Problem(change.place.shown, str(error)))


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", SEPARATOR).split(SEPARATOR) if part.strip()]


def _condition(
    splices: Splices, data: Any, table: Table, entry: Location, changes: list[_Change], found: Returned
) -> None:
    """The condition of an entry, of which cells of a decision table were changed."""
    rows = [row for row in table.rows if row.entry == entry]
    at = (*entry, _CONDITION)
    condition = copy.deepcopy(_node(data, entry).get(_CONDITION))
    if condition is None:
        found.problems.append(Problem(changes[0].place.shown, "这一条没有条件，请直接改规则文件"))
        return
    before = len(found.problems)
    edits = dict(_edits(rows, changes, found))
    if len(found.problems) > before:
        return
    for (where, label), (text, place) in sorted(edits.items(), key=_places_kept):
        problem = _edited(condition, where, label, _value(text))
        if problem is not None:
            found.problems.append(Problem(place.shown, problem))
            return
    try:
        if all(where is not None and text for (where, _), (text, _) in edits.items()):
            for (where, _), (text, _) in edits.items():
                splices.replace((*entry, *(where or ())), _value(text) or "")
        else:
            splices.condition(at, condition)
    except CannotSplice as error:
        found.problems.append(Problem(changes[0].place.shown, str(error)))
        return
    _node(data, entry)[_CONDITION] = condition


def _value(text: str) -> str | list[str] | None:
    values = _split(text)
    return values if len(values) > 1 else values[0] if values else None


def _places_kept(edit: tuple[tuple[Location | None, str], tuple[str, Place]]) -> tuple[int, list[str]]:
    """An order in which no edit moves what another one is about: other values, then what goes, then what comes."""
    (where, _), (text, _) = edit
    if where is None:
        return 2, []
    # Of what goes, the last in a list first.
    backwards = [f"{999_999 - step:06}" if isinstance(step, int) else step for step in where]
    return (0 if text else 1), backwards


def _edits(
    rows: list[Row], changes: list[_Change], found: Returned
) -> Iterator[tuple[tuple[Location | None, str], tuple[str, Place]]]:
    """By part of the condition (``None`` for one that comes to it) and fact: what it says now, and its cell."""
    told = {(change.row.number, change.column.heading): change for change in changes}
    for label in dict.fromkeys(change.column.heading for change in changes):
        some = [change for change in changes if change.column.heading == label]
        problem = _unknown(some, label, rows)
        if problem is not None:
            found.problems.append(problem)
            continue
        cells: dict[Location | None, list[Row]] = defaultdict(list)
        for row in rows:
            cell = row.cells.get(label)
            cells[None if cell is None else cell.at].append(row)
        for where, those in cells.items():
            texts = {
                told[row.number, label].text if (row.number, label) in told else _text(row, label) for row in those
            }
            mine = [told[row.number, label] for row in those if (row.number, label) in told]
            if not mine:
                continue
            if len(texts) > 1 or (where is None and len(those) < len(rows)):
                shown = "、".join(str(row.number) for row in those)
                what = "是同一个条件，要一起改成一样的" if where else "要都写上一样的，才知道加在哪里"
                found.problems.append(Problem(mine[0].place.shown, f"“{rows[0].key}”第 {shown} 行的这一格{what}"))
                continue
            yield (where, label), (mine[0].text, mine[0].place)


def _text(row: Row, label: str) -> str:
    cell: Cell | None = row.cells.get(label)
    return "" if cell is None else cell.text


def _unknown(changes: list[_Change], label: str, rows: list[Row]) -> Problem | None:
    """The first value that the fact cannot have."""
    for change in changes:
        for value in _split(change.text):
            if value not in change.column.words:
                allowed = "、".join(change.column.words)
                return Problem(change.place.shown, f"“{label}”没有“{quoted(value)}”这个值；可以写：{allowed}")
    return None


def _edited(condition: dict[str, Any], where: Location | None, label: str, value: str | list[str] | None) -> str | None:
    """Change a condition in place.

    Returns:
        Why it cannot be changed so; ``None`` where it was.
    """
    if where is None:
        old = dict(condition)
        [word] = old
        parts = old[word] if word == ALL else [old]
        condition.clear()
        condition[ALL] = [*parts, {label: value}]
        return None
    inner = where[1:]
    if value is not None:
        _node(condition, inner[:-1])[inner[-1]] = value
        return None
    if len(inner) < 3 or inner[-3] != ALL:
        return "删去它，这一行就没有条件了；要删去一种情形，请直接改规则文件"
    parts = _node(condition, inner[:-2])
    if len(parts) < 2:
        return "删去它，这一行就没有条件了；要删去规则，请直接改规则文件"
    del parts[int(inner[-2])]
    return None


# -- what the files say then -------------------------------------------------------------------------------------------


def _checked(
    folder: Path, words: Words, review: Review, changes: Iterable[tuple[Table, _Change]], found: Returned
) -> None:
    """Read the new files as they will be read, and see that they say what is wanted and nothing else."""
    with tempfile.TemporaryDirectory() as temporary:
        there = Path(temporary) / folder.name
        shutil.copytree(folder, there)
        for name, text in found.files.items():
            (there / name).write_bytes(text.encode())
        _, problems = read_pack(there, folder.name, beside(folder))
        if broken(problems):
            worst = [one for one in problems if broken([one])]
            found.problems += (Problem(f"{one.path} 第 {one.line} 行", f"{one.message}。{one.help}") for one in worst)
            return
        wanted = _shown(review)
        edited = {(t.sheet.title, c.row.key, c.row.number, c.column.heading): c for t, c in changes}
        wanted |= {key: change.text for key, change in edited.items()}
        given = _shown(review_of(there, words, beside(folder)))
    for key in wanted.keys() | given.keys():
        if _split(visible(wanted.get(key, ""))) != _split(visible(given.get(key, ""))):
            cell = edited[key].place.shown if key in edited else f"{key[0]}“{key[1]}”"
            found.problems.append(Problem(cell, "写进规则文件以后，意思与工作簿里不一样，请直接改规则文件"))


def _shown(review: Review) -> dict[tuple[str, str, int, str], str]:
    """What every cell that can be changed says."""
    return {
        (table.sheet.title, row.key, row.number, column.heading): row.cells[column.heading].text
        for table in review.tables
        for row in table.rows
        for column in table.columns
        if column.kind is not Kind.SHOWN and column.heading in row.cells
    }
