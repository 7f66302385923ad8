"""Columns that stand for one attribute each, in which that of a dataset is ticked."""

from __future__ import annotations

import collections
from collections.abc import Mapping

from ..columns import repeated
from ..tables import table
from .lines import attribute_words, text_of_cell
from .records import Cell


def marks_of(texts: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """The columns that stand for one attribute each, to be ticked: by place, the meaning and the attribute.

    One alone is no choice.
    """
    found = {i: (attribute_words()[text], text) for i, text in texts.items() if text in attribute_words()}
    counts = collections.Counter(meaning for meaning, _ in found.values())
    return {i: mark for i, mark in found.items() if counts[mark[0]] > 1}


def names_of(marks: Mapping[int, tuple[str, str]], columns: tuple[str, ...]) -> dict[str, str]:
    """The names of the columns that ticks come to, by their meaning.

    Args:
        marks: the columns to be ticked.
        columns: the other columns.
    """
    found = {}
    for place, meaning in enumerate(dict.fromkeys(meaning for meaning, _ in marks.values()), len(columns) + 1):
        name = str(table("columns")[meaning]["label"])
        found[meaning] = name if name not in columns else repeated(name, f"{place} 列")
    return found


def ticked(attribute: str, cell: Cell) -> str:
    """The attribute of a ticked cell; what a cell says beside it that is neither yes nor no."""
    words = table("values")
    text = text_of_cell(cell).casefold()
    if not text or text in words["no_words"]:
        return ""
    return attribute if text in words["yes_words"] else f"{attribute}：{text}"
