"""Chinese text in Sphinx: searched by what readers type, and without spaces where the lines of its source end.

Sphinx cuts Chinese into the words of a dictionary when it makes the index, and does not cut what is typed: nothing is
found for 不予开放. Here the index holds whole runs of characters, in which the search of the page finds any part of
three or more, and all pairs of characters, since it finds two only as they stand. A run ends in a mark, since what is
found as it stands is not looked for in others.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from docutils import nodes
from sphinx.search import SearchLanguage

_RUN = re.compile(r"\w+")
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


class ChineseSearch(SearchLanguage):
    """Takes the place of the search in Chinese that comes with Sphinx."""

    lang = "zh"
    language_name = "Chinese"

    def split(self, input: str) -> list[str]:
        """The words of a text: its runs of letters, and the pairs of neighbouring Chinese characters."""
        words: list[str] = []
        for run in _RUN.findall(input.lower()):
            chinese = _CHINESE.findall(run)
            words.append(f"{run}_" if chinese else run)
            words += [part[at : at + 2] for part in chinese for at in range(len(part) - 1)]
        return words

    def word_filter(self, word: str) -> bool:
        """Single letters and digits are no words."""
        return len(word) > 1


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def without_breaks(app: Any, document: nodes.document) -> None:
    """Take the ends of lines between Chinese characters away: browsers show them as spaces."""
    for text in list(document.findall(nodes.Text)):
        if text != "\n" or isinstance(text.parent, nodes.literal_block):
            continue
        at = text.parent.index(text)
        before, after = text.parent[at - 1].astext() if at else "", ""
        if at + 1 < len(text.parent):
            after = text.parent[at + 1].astext()
        if before and after and _is_wide(before[-1]) and _is_wide(after[0]):
            text.parent.remove(text)


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_search_language(ChineseSearch)
    app.connect("doctree-read", without_breaks)
    return {"parallel_read_safe": True}
