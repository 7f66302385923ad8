"""Paragraphs, articles and annexes while they are being read: what a further line adds to them.

Sentences broken by a page end are joined again; blank lines mean nothing. What belongs together is told by line starts,
sentence ends and numbering alone. No tables, pictures or footnotes are known; an annex is a row of paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...vocabulary.citations import Ref, chinese_numeral
from .articles import Article, Paragraph
from .fingerprints import normalised
from .lines import INNER_PUNCTUATION, ITEM

_CLOSERS = "”’\"'」』）)】〕》〉"
_SENTENCE_ENDS = ("。", "．", ".", "！", "!", "？", "?")
_COLONS = ("：", ":")
_SMALL_NUMERALS = {chinese_numeral(number): number for number in range(1, 100)}


def _ends_with(lines: list[str], ends: tuple[str, ...]) -> bool:
    for line in reversed(lines):
        end = line.rstrip().rstrip(_CLOSERS)
        if end:
            return end.endswith(ends)
    return False


@dataclass(slots=True)
class DraftParagraph:
    """A paragraph being read: the line it starts on, its own lines, and label and lines of each item."""

    start: int
    lines: list[str]
    items: dict[int, list[str]] = field(default_factory=dict)

    def last(self) -> list[str]:
        return next(reversed(self.items.values())) if self.items else self.lines

    def is_complete(self) -> bool:
        # In an item ； and ： announce more of the list; a paragraph that leads to a list ends with ：.
        return _ends_with(self.last(), _SENTENCE_ENDS if self.items else (*_SENTENCE_ENDS, *_COLONS))

    def printed(self) -> str:
        return "".join(line for lines in (self.lines, *self.items.values()) for line in lines)

    def set_aside(self) -> Iterator[tuple[int, str]]:
        """The paragraph as lines that belong to no article."""
        for line in self.lines:
            yield self.start, line
        for lines in self.items.values():
            yield self.start, "".join(lines)

    def finish(self) -> Paragraph:
        items = {number: "".join(lines[1:]).strip() for number, lines in self.items.items()}
        return Paragraph("".join(self.lines).strip(), items)


@dataclass(slots=True)
class DraftArticle:
    """An article or annex being read."""

    ref: Ref
    start: int
    label: str
    title: str = ""
    paragraphs: list[DraftParagraph] = field(default_factory=list)

    def is_complete(self) -> bool:
        return bool(self.paragraphs) and self.paragraphs[-1].is_complete()

    def add_line(self, at: int, line: str) -> None:
        """A line of an article: an item, the rest of a broken sentence, or a new paragraph."""
        item = ITEM.fullmatch(line)
        if item is not None and item["number"] in _SMALL_NUMERALS:
            self._add_item(at, _SMALL_NUMERALS[item["number"]], line, item)
        elif self.paragraphs and not self.is_complete():
            self.paragraphs[-1].last().append(line)
        else:
            self.paragraphs.append(DraftParagraph(at, [line]))

    def _add_item(self, at: int, number: int, line: str, item: re.Match[str]) -> None:
        if not self.paragraphs:
            self.paragraphs.append(DraftParagraph(at, []))
        self._return_to_list(number)
        paragraph = self.paragraphs[-1]
        broken_lead = not paragraph.items and bool(paragraph.lines) and not paragraph.is_complete()
        if (broken_lead and number > 1) or number <= max(paragraph.items, default=0):
            # A mention of an item after a page break, or a list inside an item.
            paragraph.last().append(line)
            return
        paragraph.items[number] = [line[: item.start("rest")], item["rest"]]

    def _return_to_list(self, number: int) -> None:
        """Give paragraphs in the middle of a list back to the item they belong to."""
        for index in range(len(self.paragraphs) - 1, -1, -1):
            paragraph = self.paragraphs[index]
            if paragraph.items:
                if number == max(paragraph.items) + 1:
                    for follower in self.paragraphs[index + 1 :]:
                        paragraph.last().extend(follower.lines)
                    del self.paragraphs[index + 1 :]
                return
            if _ends_with(paragraph.lines, _COLONS):
                return

    def add_annex_line(self, at: int, line: str) -> None:
        """A line of an annex: the rest of a broken sentence, or a line of its own (titles, forms, tables)."""
        if self.paragraphs and _is_broken_prose(self.paragraphs[-1]):
            self.paragraphs[-1].lines.append(line)
        else:
            self.paragraphs.append(DraftParagraph(at, [line]))

    def finish(self) -> Article:
        printed = normalised(self.title + "".join(paragraph.printed() for paragraph in self.paragraphs))
        paragraphs = tuple(paragraph.finish() for paragraph in self.paragraphs)
        return Article(self.ref.article_key, self.title, paragraphs or (Paragraph(""),), printed)


def _is_broken_prose(paragraph: DraftParagraph) -> bool:
    text = "".join(paragraph.lines)
    if "\t" in text or paragraph.is_complete():
        return False
    open_bracket = max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))
    return open_bracket or (INNER_PUNCTUATION.search(text) is not None and not text.endswith(("；", ";")))
