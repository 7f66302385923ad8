"""Which dataset of one state is which of the other; nothing is guessed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from opendata_rules.catalogue.changes.matching import Matched, matched

from ..helpers import DATASET, report_of

#: id, title, department
Name = tuple[str, str, str]
TWO: list[Name] = [("1", "甲", "市"), ("", "甲", "市")]


def of(folder: Path, old: list[Name], new: list[Name]) -> Matched:
    def rows(names: list[Name]) -> list[dict[str, str]]:
        columns = ("编号", "数据集名称", "提供单位")
        return [DATASET | dict(zip(columns, name, strict=True)) for name in names]

    states = [report_of(folder, *(rows(names) or [DATASET | {"数据集名称": ""}])).rows for names in (old, new)]
    return matched(*([row for row in state if row.title] for state in states))


def told(found: Matched) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        [f"{pair.old.title}={pair.new.title} {pair.by}" for pair in found.pairs],
        [
            "".join(row.title for row in doubt.old) + "?" + "".join(row.title for row in doubt.new)
            for doubt in found.doubts
        ],
        [row.title for row in found.removed],
        [row.title for row in found.added],
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        # by id, whatever it is called
        ([("1", "甲", "市")], [("1", "乙", "县")], (["甲=乙 id"], [], [], [])),
        # by title and department where one has no id
        ([("", "甲", "市")], [("", "甲", "市")], (["甲=甲 title"], [], [], [])),
        ([("1", "甲", "市")], [("", "甲", "市")], (["甲=甲 title"], [], [], [])),
        ([("", "甲\u200b", "市")], [("", "甲", "市")], (["甲=甲 title"], [], [], [])),
        # two ids that differ are two datasets, or one whose id was changed
        ([("1", "甲", "市")], [("2", "甲", "市")], ([], ["甲?甲"], [], [])),
        # of two with one id nobody can tell
        ([("1", "甲", "市"), ("1", "乙", "市")], [("1", "甲", "市")], ([], ["甲乙?甲"], [], [])),
        ([("", "甲", "市"), ("", "甲", "市")], [("", "甲", "市")], ([], ["甲甲?甲"], [], [])),
        # the department may have another name now
        ([("", "甲", "市")], [("", "甲", "县")], ([], ["甲?甲"], [], [])),
        # new and gone
        ([("1", "甲", "市")], [("2", "乙", "市")], ([], [], ["甲"], ["乙"])),
        ([], [("2", "乙", "市")], ([], [], [], ["乙"])),
        # an id that is certain takes its dataset out of what is doubtful
        (
            [("1", "甲", "市"), ("", "甲", "市")],
            [("1", "甲", "市"), ("", "甲", "市")],
            (["甲=甲 id", "甲=甲 title"], [], [], []),
        ),
    ],
)
def test_what_is_matched(
    tmp_path: Path, old: list[Name], new: list[Name], wanted: tuple[list[str], list[str], list[str], list[str]]
) -> None:
    assert told(of(tmp_path, old, new)) == wanted


def test_every_row_comes_out_once_in_any_order(tmp_path: Path) -> None:
    draw = random.Random(7)
    for _ in range(20):
        old, new = (
            [(draw.choice("123 ").strip(), draw.choice("甲乙丙"), draw.choice("市县")) for _ in range(8)]
            for _ in range(2)
        )
        found = of(tmp_path, old, new)
        for side, rows, rest in (("old", old, found.removed), ("new", new, found.added)):
            seen = [getattr(pair, side).number for pair in found.pairs]
            seen += [row.number for doubt in found.doubts for row in getattr(doubt, side)] + [
                row.number for row in rest
            ]
            assert sorted(seen) == list(range(2, 2 + len(rows)))
