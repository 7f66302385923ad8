"""The tables of a file as one: which of them are read, which are left out, and what a file is that has none."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ..columns import Columns, Meaning, example, folded, known_labels, label, labels, recognise
from ..errors import NotACatalogue, Remedy
from ..tables import table
from ..text import line, listed, shortened
from .outline import COLUMN_LIMIT, Rows
from .parts import LinesOfTables, Part, parts_of
from .records import NOT_KNOWN, Kept, Layout, Problems, Record, Records, Table, Told, filled

_SEPARATORS = frozenset("、,，;；\n")


def of_grid(
    name: str,
    kind: str,
    encoding: str,
    rows: Rows,
    profile: Mapping[str, Meaning],
    problems: Problems,
    asked: str,
) -> Table:
    """The table of one grid.

    Args:
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.

    Raises:
        NotACatalogue: it has no header, or no rows.
    """
    parts = parts_of(rows, profile, ragged=kind == "csv")
    if not parts:
        _, first = next(iter(rows), (0, []))
        raise not_recognised(name, [str(cell) for cell in first if filled(cell)], profile)
    best = best_of(name, parts, list(parts[0].columns), asked, profile)
    taken, left = taken_with(best, parts, problems, asked)
    return joined(name, kind, encoding, None, taken, left, problems, profile)


def best_of(name: str, parts: Sequence[Part], columns: list[str], asked: str, profile: Mapping[str, Meaning]) -> Part:
    """The table that is most of a catalogue, the first of equals.

    Args:
        name: the file's name, for messages.
        parts: its tables.
        columns: what is said to be its columns where none is a catalogue.
        asked: the meaning of the attribute that is to be judged.
        profile: meaning by column name.

    Raises:
        NotACatalogue: none is a catalogue.
    """
    catalogues = [part for part in parts if part.is_catalogue]
    if len(catalogues) == 1:
        return catalogues[0]
    if catalogues:
        return max(catalogues, key=lambda part: (part.records.counted() > 0, *part.score(asked)))
    if any(part.form for part in parts):
        raise NotACatalogue(
            f"{name} 像是竖着填写的表（每行是一个数据集的一项），不是每行一个数据集的目录；"
            "请改为列名在第一行、每个数据集占一行，再检查。",
            english=f"{name} looks like a form filled in downwards; put the names in the first row, a dataset a row.",
        )
    raise not_recognised(name, columns, profile)


def taken_with(best: Part, parts: Sequence[Part], problems: Problems, asked: str) -> tuple[list[Part], list[str]]:
    """Of the tables of one sheet those that are read with the best one, and what is left out, in Chinese.

    Below each other, tables may differ in some column, but what is one row of one of them is one of the other: a
    dataset with its attribute.
    """
    taken, left = [], []
    wanted = best.core(asked)
    for part in parts:
        core = part.core(asked)
        alike = part.is_catalogue and asked in core & wanted and ("fields" in core) == ("fields" in wanted)
        if part is best or core == wanted or alike:
            taken.append(part)
        elif part.records.counted():
            where = f"工作表“{line(part.sheet)}”" if part.sheet else ""
            at = f"第 {part.left + 1} 列起" if part.left or best.left else "起"
            names = f"，它的列是：{listed([line(column) for column in part.columns], 10)}"
            rows = part.records.total
            problems.append((part.number, f"{where}从这一行{at}是另一张表，列名不同，没有读取：{rows} 行{names}"))
            left.append(f"{where}第 {part.number} 行{at}的另一张表 {rows} 行")
    if len(taken) > 1:
        heads = "、".join(str(row) for row in dict.fromkeys(part.number for part in taken))
        where = "，有的左右并排" if any(part.left for part in taken) else ""
        problems.append((0, f"有 {len(taken)} 张表{where}，表头在第 {heads} 行，合在一起检查"))
    return taken, left


def joined(
    name: str,
    kind: str,
    encoding: str,
    sheet: str | None,
    parts: Sequence[Part],
    left: Sequence[str],
    problems: Problems,
    profile: Mapping[str, Meaning],
) -> Table:
    """Several tables as one, see :func:`table_of`.

    Args:
        left: what of the file is left out, in Chinese; lines that are no datasets are added to it.
    """
    columns: dict[str, None] = {}
    for part in parts:
        columns |= dict.fromkeys(part.columns)
        problems += [(row, f"{_where(part.sheet)}{text}") for row, text in part.problems]
    return table_of(name, kind, encoding, sheet, tuple(columns), _Joined(parts), problems, profile, left)


def _where(sheet: str) -> str:
    return f"工作表“{line(sheet)}”：" if sheet else ""


class _Joined(Records):
    """The datasets of several tables, those of one sheet gone through at once."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._groups: list[tuple[str, LinesOfTables]] = []
        for part in parts:
            own = part.records
            if self._groups and self._groups[-1][1].rows is own.rows:
                own = LinesOfTables(own.rows, [*self._groups.pop()[1].tables, *own.tables])
            self._groups.append((part.sheet, own))

    def layouts(self) -> tuple[Layout, ...]:
        return tuple(layout for _, group in self._groups for layout in group.layouts())

    def __iter__(self) -> Iterator[Record]:
        for _, group in self._groups:
            yield from group
        self.total = sum(group.total for _, group in self._groups)
        self.left = sum(group.left for _, group in self._groups)
        self.problems = [
            (row, f"{_where(sheet)}{text}") for sheet, group in self._groups for row, text in group.problems
        ]


def table_of(
    name: str,
    kind: str,
    encoding: str,
    sheet: str | None,
    columns: tuple[str, ...],
    records: Records | Sequence[Record],
    problems: Problems,
    profile: Mapping[str, Meaning],
    left: Sequence[str] = (),
) -> Table:
    """The table of records, if they are a catalogue's.

    Raises:
        NotACatalogue: there are none, or they are something else.
    """
    if len(columns) > COLUMN_LIMIT:
        raise NotACatalogue(
            f"{name} 有超过 {COLUMN_LIMIT} 列，不是目录；确是目录的，请只留下目录的各列，再检查。",
            english=f"{name} has more than {COLUMN_LIMIT} columns and is no catalogue.",
        )
    found = recognise(columns, profile)
    if not found.is_catalogue:
        raise not_recognised(name, list(columns), profile)
    rows = records if isinstance(records, Records) else Kept(records)
    if not rows.some():
        raise NotACatalogue(f"{name} 只有表头，没有数据集。", english=f"{name} has a header and no datasets.")
    _refuse_resources(name, columns, found, rows)
    if found.meaning.get("fields"):
        rows = OnePerDataset(rows, found)
    return Table(kind, encoding, sheet, columns, rows, tuple(problems), tuple(left))


def not_recognised(name: str, columns: list[str], profile: Mapping[str, Meaning]) -> NotACatalogue:
    """The refusal of a file whose columns are no catalogue's, with what to do if it is one after all."""
    found = recognise(columns, profile)
    titles = found.meaning.get("title", ())
    turned = [column for column in columns if not titles and recognise([column]).meaning.get("title")]
    if turned:
        meanings = recognise(turned[:1], profile)
        meaning = [*map(label, meanings.meaning), *(fact.label for fact in meanings.facts.values())][0]
        reason = (
            f"{name} 按平台说明没有数据集名称一列，认不出是目录（“{shortened(turned[0])}”一列，平台说明写作{meaning}）"
        )
    elif titles:
        lacking = "但没有开放属性、更新频率、提供单位这样的列"
        reason = f"{name} 有“{shortened(titles[0])}”一列，{lacking}，像是一张普通的数据表，不是数据集目录"
    else:
        reason = f"{name} 中没有找到数据集名称一列，认不出是目录"
    shown = [shortened(column, 20) for column in columns]
    if len([column for column in columns if column.strip()]) < 2:
        return NotACatalogue(
            f"{reason}；开头是：{listed(shown, 1) or '（空）'}。",
            english=f"{name} is not recognised as a catalogue of datasets.",
        )
    told = {folded(column) for column in profile}
    to_do = (
        "如果它确是目录，请在平台说明里改正：哪一列是数据集名称，哪一列是什么"
        if any(folded(column) in told for column in columns)
        else "如果它确是目录，请写一份平台说明，例如 平台.yaml，再加上 --profile 平台.yaml"
    )
    english = f"{name} is not recognised as a catalogue"
    return NotACatalogue(
        f"{reason}。\n它的列是：{listed(shown, 10)}。\n",
        english=f"{english}: explain its columns in a profile (--profile).",
        remedy=Remedy(
            f"{to_do}：\n\n{example(columns[:10], profile)}\n\n"
            f"冒号右边可以写：{'、'.join(labels())}，或者一个事实的名称。",
            f"如果它确是目录，请在表里改列名，再检查；认得的列名有：{'、'.join(known_labels())}，以及各个事实的名称，"
            "数据集名称一列不能少。不便改的，请管理这个服务的人登记平台的格式（目录检查指南的“登记一种格式”）。",
            f"{english}: rename its columns, or have whoever runs this service register the format of the platform.",
        ),
    )


def _refuse_resources(name: str, columns: tuple[str, ...], found: Columns, records: Records) -> None:
    """A list of the files or services of datasets names each dataset many times, beside what only a file has."""
    known = {folded(column): column for column in columns}
    keys = [*found.meaning.get("id", ()), *found.meaning.get("title", ())][:1]
    for what, names in table("shapes")["resources"].items():
        own = [column for name_, column in known.items() if name_ in names]
        if own and keys and _names_twice(records, keys[0]):
            raise NotACatalogue(
                f"{name} 每行是一个{what}资源（列：{'、'.join(sorted(map(line, own)))}），"
                "同一数据集重复出现，不是数据集目录。",
                english=f"{name} lists files or services of datasets, not datasets.",
            )


def _names_twice(records: Records, key: str) -> bool:
    """Whether a column holds everything twice on average."""
    marks = array("q", (hash(record.values.get(key)) for record in records))
    return len(marks) > 1 and sum(1 for _ in groupby(sorted(marks))) * 2 <= len(marks)


# -- one row for each data item ------------------------------------------------------------------------------------


class OnePerDataset(Records):
    """Records of one dataset folded into one, where the file has a row for each of its data items.

    Rows belong together where everything but the data item is the same as in the row above, or left empty.
    """

    def __init__(self, records: Records, columns: Columns) -> None:
        self._records = records
        self._items = columns.meaning["fields"]
        self._facts = tuple(columns.facts)
        self._own = [column for meaning in ("title", "id", "department") for column in columns.meaning.get(meaning, ())]
        self._others = [
            column
            for meaning, names in columns.meaning.items()
            if meaning not in ("fields", "ignored")
            for column in names
        ] + [column for names in columns.doubtful.values() for column in names]

    def layouts(self) -> tuple[Layout, ...]:
        return self._records.layouts()

    def __iter__(self) -> Iterator[Record]:
        total = 0
        told = Told()
        above: Record | None = None
        #: for each column of data items what is gathered, once there is something to gather
        gathered: list[list[str]] = []
        for record in self._records:
            if above is not None and self._continues(above, record, gathered):
                gathered = gathered or [self._written(above, item) for item in self._items]
                for item, texts in zip(self._items, gathered, strict=True):
                    texts += self._written(record, item)
                above = self._agreed(above, record, told)
                continue
            if above is not None:
                yield self._whole(above, gathered)
            total += 1
            above, gathered = record, []
        if above is not None:
            yield self._whole(above, gathered)
        lines = self._records.total
        said = f"一个数据集占几行（每行一个数据项）：{lines} 行已合成 {total} 个数据集"
        self.total, self.left = total, self._records.left
        told.close()
        self.problems = [*self._records.problems, *([(0, said)] if total < lines else []), *told]

    def _agreed(self, above: Record, record: Record, told: Told) -> Record:
        """The record above with the facts that its next row states: what rows say differently is not known."""
        values = above.values
        for column in self._facts:
            cell, known = record.values.get(column, ""), values.get(column, "")
            if filled(cell) and cell != known:
                values = values | {column: NOT_KNOWN if filled(known) else cell}
                if filled(known) and known != NOT_KNOWN:
                    told.tell(record.number, f"同一数据集的几行，“{line(column)}”填的不一致，当作未知")
        return above if values is above.values else Record(above.number, values, above.sheet)

    def _continues(self, above: Record, record: Record, gathered: list[list[str]]) -> bool:
        values = record.values
        for column in self._others:
            cell = values.get(column, "")
            if cell != "" and cell != above.values.get(column, ""):
                return False
        texts = [str(values.get(item, "")).strip() for item in self._items]
        if not any(texts) or not all(map(_SEPARATORS.isdisjoint, texts)):
            return False
        if not any(filled(values.get(column, "")) for column in self._own):
            return True
        if not gathered:
            return any(values.get(item) != above.values.get(item) for item in self._items)
        return any([values.get(item)] != told for item, told in zip(self._items, gathered, strict=True))

    @staticmethod
    def _written(record: Record, item: str) -> list[str]:
        cell = record.values.get(item, "")
        return [str(cell)] if filled(cell) else []

    def _whole(self, above: Record, gathered: list[list[str]]) -> Record:
        if not gathered:
            return above
        items = {item: "、".join(texts) for item, texts in zip(self._items, gathered, strict=True)}
        return Record(above.number, {**above.values, **items}, above.sheet)
