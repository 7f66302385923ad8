"""Regulation texts as published: plain text in, articles with paragraphs and items out.

The texts come from converted documents, so the reader is tolerant: sentences broken by a page end are joined
again, blank lines mean nothing, Markdown marks and page numbers are dropped, brackets around item numbers may
be half-width. What belongs to no article (title, preamble, signatures, advertising) is kept and named in
:attr:`RegulationText.unplaced`; only page furniture is dropped without a word. Characters are never
normalised: the printed text is evidence.

The project carries no law text. This module serves the check of citations, anchors and fingerprints where the
texts are at hand. It knows no tables, pictures or footnotes; an annex is a row of paragraphs without items.
What belongs together is told by line starts, sentence ends and numbering alone, so all rules of reading are
here, in one place, though that makes the module a long one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from ..vocabulary.citations import Ref, chinese_numeral, number_of

_NUMERAL = "[零一二三四五六七八九十百]+"
_NUMBER = rf"(?:{_NUMERAL}|[0-9]{{1,3}})"
_ARTICLE = re.compile(rf"第\s*(?P<number>{_NUMBER})\s*条(?P<gap>\s*)(?P<rest>.*)")
_ARTICLE_TITLE = re.compile(r"【[^】]*】")
_DIVISION = re.compile(rf"第\s*{_NUMBER}\s*[编章节](?P<gap>\s*)[^，。；：、,;:.]{{0,40}}")
#: Not labels: （四）项 after a page end inside 第（四）项, and （四）、（五） or （四）至（六）.
_ITEM_LABEL = rf"[（(]\s*{_NUMERAL}\s*[）)](?!\s*(?:[项款条]|[、至或和及]\s*[（(]))"
_ITEM = re.compile(rf"(?={_ITEM_LABEL})[（(]\s*(?P<number>{_NUMERAL})\s*[）)]\s*(?P<rest>.*)")
#: An item or article that starts in the middle of a line: the line break was lost.
_LOST_BREAK = re.compile(rf"(?<=[：:；;。])\s*(?={_ITEM_LABEL})|(?<=。)\s*(?=第\s*{_NUMERAL}\s*条[\s【])")
_ANNEX = re.compile(
    rf"附\s*(?:件|录|表)\s*(?P<number>{_NUMBER})?(?:\s*[：:]?\s*|[\s：:]\s*(?P<title>[^，。；：,;:]{{1,60}}))"
)
#: Words that end the title of an annex; they find annexes that have lost their label.
_ANNEX_TITLE = re.compile(r"\w{2,40}(?:图|表|书|协议|清单|目录|指南|模板|范本|样式)")
_LINE_MARK = re.compile(r"^[\s>]*(?:#+\s*|[-+]\s+)?\s*")
_PAGE_FURNITURE = re.compile(
    r"[-—–_=~·•\s]{3,}|[-—–·•]*\s*[0-9]{1,3}\s*[-—–·•]*|第\s*[0-9]+\s*页.{0,12}|[0-9]+\s*/\s*[0-9]+"
)
#: Lines that end the regulation, or an annex, wherever they stand.
_CLOSING_LINE = re.compile(
    r"[（(]?此页无正文.*|(?:抄送|主送|分送)\s*[：:].*|.*[日室局]\s*印发|.*(?:二维码|扫码).*|[↓↑→▼△▲].*"
)
#: Lines that sign a regulation; in an annex they may be part of a form.
_SIGNATURE = re.compile(
    r"(?:联系人|联系电话|责任编辑|来源)\s*[：:].*|[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日"
)
_ENTRY_INTO_FORCE = re.compile(r"施\s*行|实\s*施")
_CLOSING_MATTER = re.compile(r"施行|实施|废止|有效期|解释|本(?:办法|细则|规定|条例|通知|意见|方案|规范)")
_INNER_PUNCTUATION = re.compile(r"[，。；,;]")
_CLOSERS = "”’\"'」』）)】〕》〉"
_SENTENCE_ENDS = ("。", "．", ".", "！", "!", "？", "?")
_COLONS = ("：", ":")
_SMALL_NUMERALS = {chinese_numeral(number): number for number in range(1, 100)}
_IGNORED = dict.fromkeys(map(ord, "*#\u200b\u200c\u200d\u2060\ufeff"))
_IGNORED_BUT_HEADING = {code: None for code in _IGNORED if chr(code) != "#"}


def normalised(text: str) -> str:
    """Reduce a text to what fingerprints and anchors compare.

    Args:
        text: any passage.

    Returns:
        The text without white space (the ideographic space too), zero-width characters, Markdown ``*`` and
        ``#``, and list dashes at the start of lines. All other characters are left as printed: full-width and
        half-width punctuation differ.
    """
    lines = (re.sub(r"^\s*[-+]\s+", "", line) for line in text.splitlines())
    return "".join("".join(lines).translate(_IGNORED).split())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (款).

    Attributes:
        text: the paragraph without its items, as printed, its broken lines joined.
        items: text of each item (项) by the number printed, in order.
    """

    text: str
    items: Mapping[int, str] = field(default_factory=dict)

    @property
    def full_text(self) -> str:
        """The paragraph with its items, one a line."""
        items = (f"（{chinese_numeral(number)}）{text}" for number, text in self.items.items())
        return "\n".join(part for part in (self.text, *items) if part)


@dataclass(frozen=True, slots=True)
class Article:
    """An article (条) or an annex.

    Attributes:
        key: ``12``, ``25bis`` or ``annex3``, as :attr:`opendata_rules.vocabulary.citations.Ref.article_key` names it.
        title: title printed in front of the text, with its brackets (``【适用范围】``), or empty.
        paragraphs: the paragraphs in order; of an annex, its lines.
        printed: the normalised text after the article's number, with item numbers as printed.
    """

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    printed: str

    @property
    def text(self) -> str:
        """The article without number and title, one line a paragraph or item."""
        return "\n".join(paragraph.full_text for paragraph in self.paragraphs)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of :attr:`printed` in UTF-8, in lower-case hexadecimal."""
        return hashlib.sha256(self.printed.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RegulationText:
    """One regulation, read.

    Attributes:
        articles: articles and annexes by key, in the order printed.
        divisions: headings of parts, chapters and sections, in the order printed.
        unplaced: what belongs to no article, in the order printed.
    """

    articles: Mapping[str, Article]
    divisions: tuple[str, ...]
    unplaced: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of articles and annexes that the numbering skips: probably swallowed by the one before."""
        found = [Ref.parse(key) for key in self.articles]
        articles = {ref.article for ref in found if ref.article}
        annexes = {ref.annex for ref in found if ref.annex}
        skipped = [str(n) for n in range(1, max(articles, default=0)) if n not in articles]
        return tuple(skipped + [f"annex{n}" for n in range(1, max(annexes, default=0)) if n not in annexes])

    def passage(self, ref: Ref | str) -> str | None:
        """Text of a cited passage.

        Args:
            ref: the place. With an item but no paragraph, all paragraphs of the article are searched for it.

        Returns:
            The text, one line a paragraph or item; of an item, the item alone without the words that lead to
            it. ``None`` where there is no such passage, where no paragraph is named and several have an item
            of that number, and for the unknown article.

        Raises:
            ValueError: ``ref`` is not a short form.
        """
        place = Ref.parse(ref) if isinstance(ref, str) else ref
        article = self.articles.get(place.article_key)
        if article is None:
            return None
        paragraphs = article.paragraphs
        if place.paragraph is not None:
            paragraphs = paragraphs[place.paragraph - 1 : place.paragraph]
            if not paragraphs:
                return None
        if place.item is not None:
            found = [paragraph.items[place.item] for paragraph in paragraphs if place.item in paragraph.items]
            return found[0] if len(found) == 1 else None
        return "\n".join(paragraph.full_text for paragraph in paragraphs)

    def contains(self, ref: Ref | str, anchor: str) -> bool:
        """Whether a cited passage contains a term, white space aside.

        Args:
            ref: the place, as for :meth:`passage`.
            anchor: the term; it may not run across paragraphs or items. Nothing contains an empty term.

        Returns:
            ``False`` also where there is no such passage.

        Raises:
            ValueError: ``ref`` is not a short form.
        """
        passage = self.passage(ref)
        term = normalised(anchor)
        return bool(term) and any(term in normalised(line) for line in (passage or "").split("\n"))

    def fingerprint(self, key: str) -> str:
        """SHA-256 of the normalised text of an article or annex, in hexadecimal.

        The article's number is not part of it, so a renumbered article is recognised; its printed title, its
        item numbers and the title of an annex are.

        Args:
            key: such as ``12``, ``25bis``, ``annex3``.

        Raises:
            KeyError: there is no such article.
        """
        return self.articles[key].fingerprint


def read_text(path: Path) -> RegulationText:
    """Read the text of a regulation from a UTF-8 file.

    Args:
        path: the file.

    Returns:
        What was found in it.

    Raises:
        OSError: the file cannot be read.
        ValueError: not UTF-8 (GBK and UTF-16 are named), empty, or without any article, in Chinese.
    """
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(f"{path.name}：文件是 UTF-16 编码，请另存为 UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_gbk(content):
            raise ValueError(f"{path.name}：文件像是 GBK 编码，请另存为 UTF-8") from None
        raise ValueError(f"{path.name}：文件不是 UTF-8 编码（第 {error.start + 1} 个字节起读不出来）") from None
    try:
        return parse_text(text)
    except ValueError as error:
        raise ValueError(f"{path.name}：{error}") from None


def parse_text(text: str) -> RegulationText:
    """Read the text of a regulation.

    Args:
        text: the whole document.

    Returns:
        What was found in it.

    Raises:
        ValueError: empty, or without any article, in Chinese.
    """
    if not text.strip():
        raise ValueError("文件是空的")
    reader = _Reader()
    for line in _lines(text):
        reader.read(line)
    result = reader.finish()
    if not any(Ref.parse(key).article for key in result.articles):
        raise ValueError("没有找到任何一条（行首应有“第一条”之类的条号）")
    return result


def _is_gbk(content: bytes) -> bool:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: str) -> Iterator[str]:
    """Lines without Markdown marks, blank lines and page furniture; lost line breaks restored."""
    for raw in text.translate(_IGNORED_BUT_HEADING).splitlines():
        line = _LINE_MARK.sub("", raw).rstrip()
        if not line or _PAGE_FURNITURE.fullmatch(line):
            continue
        yield from _LOST_BREAK.split(line)


def _ends_with(lines: list[str], ends: tuple[str, ...]) -> bool:
    for line in reversed(lines):
        end = line.rstrip().rstrip(_CLOSERS)
        if end:
            return end.endswith(ends)
    return False


@dataclass(slots=True)
class _DraftParagraph:
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
class _DraftArticle:
    """An article or annex being read."""

    ref: Ref
    start: int
    label: str
    title: str = ""
    paragraphs: list[_DraftParagraph] = field(default_factory=list)

    def is_complete(self) -> bool:
        return bool(self.paragraphs) and self.paragraphs[-1].is_complete()

    def add_line(self, at: int, line: str) -> None:
        """A line of an article: an item, the rest of a broken sentence, or a new paragraph."""
        item = _ITEM.fullmatch(line)
        if item is not None and item["number"] in _SMALL_NUMERALS:
            self._add_item(at, _SMALL_NUMERALS[item["number"]], line, item)
        elif self.paragraphs and not self.is_complete():
            self.paragraphs[-1].last().append(line)
        else:
            self.paragraphs.append(_DraftParagraph(at, [line]))

    def _add_item(self, at: int, number: int, line: str, item: re.Match[str]) -> None:
        if not self.paragraphs:
            self.paragraphs.append(_DraftParagraph(at, []))
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
            self.paragraphs.append(_DraftParagraph(at, [line]))

    def finish(self) -> Article:
        printed = normalised(self.title + "".join(paragraph.printed() for paragraph in self.paragraphs))
        paragraphs = tuple(paragraph.finish() for paragraph in self.paragraphs)
        return Article(self.ref.article_key, self.title, paragraphs or (Paragraph(""),), printed)


def _is_broken_prose(paragraph: _DraftParagraph) -> bool:
    text = "".join(paragraph.lines)
    if "\t" in text or paragraph.is_complete():
        return False
    open_bracket = max(text.rfind("（"), text.rfind("(")) > max(text.rfind("）"), text.rfind(")"))
    return open_bracket or (_INNER_PUNCTUATION.search(text) is not None and not text.endswith(("；", ";")))


class _Reader:
    """Reads line by line; :meth:`finish` settles what only the whole document shows."""

    def __init__(self) -> None:
        self._at = 0
        self._done: dict[str, _DraftArticle] = {}
        self._current: _DraftArticle | None = None
        self._last_article = 0
        self._last_annex = 0
        self._ended = False
        self._divisions: list[str] = []
        self._unplaced: list[tuple[int, str]] = []

    def read(self, line: str) -> None:
        self._at += 1
        current = self._current
        if self._starts_annex(line):
            return
        if current is not None and current.ref.annex is not None:
            if _CLOSING_LINE.fullmatch(line):
                self._set_aside(line)
            else:
                current.add_annex_line(self._at, line)
            return
        if self._starts_division(line) or self._starts_article(line):
            return
        ended = current is not None and current.is_complete()
        if current is None or (ended and (_CLOSING_LINE.fullmatch(line) or _SIGNATURE.fullmatch(line))):
            self._set_aside(line)
        else:
            current.add_line(self._at, line)

    def finish(self) -> RegulationText:
        if self._last_article:
            self._cut_closing()
        self._split_annexes()
        articles = sorted(self._done.values(), key=lambda article: article.ref)
        return RegulationText(
            articles={article.ref.article_key: article.finish() for article in articles},
            divisions=tuple(self._divisions),
            unplaced=tuple(text for _, text in sorted(self._unplaced, key=itemgetter(0))),
        )

    def _set_aside(self, line: str) -> None:
        self._current = None
        self._unplaced.append((self._at, line))

    def _set_article_aside(self, article: _DraftArticle) -> None:
        self._unplaced.append((article.start, f"{article.label} {article.title}".strip()))
        for paragraph in article.paragraphs:
            self._unplaced.extend(paragraph.set_aside())

    def _is_broken_off(self) -> bool:
        return self._current is not None and not self._current.is_complete()

    def _starts_division(self, line: str) -> bool:
        match = _DIVISION.fullmatch(line)
        if match is None or self._ended or (self._is_broken_off() and not match["gap"]):
            return False
        self._divisions.append(line)
        self._current = None
        return True

    def _starts_article(self, line: str) -> bool:
        match = _ARTICLE.fullmatch(line)
        number = _printed_number(match["number"]) if match else 0
        if match is None or not number or self._ended:
            return False
        last = self._last_article
        follows = number == last + 1 or not last
        broken_off = self._is_broken_off()
        set_off = bool(match["gap"] or not match["rest"] or match["rest"].startswith("【"))
        if (not follows or broken_off) and not set_off:
            return False  # a mention: 第十八条规定的
        if broken_off and not follows and number != last:
            return False
        ref = Ref(article=number, bis=number == last)
        if number < last or ref.article_key in self._done:
            if number > 1 or "1" in self._done:
                # A quotation; or the numbering starts anew, and what follows is another text.
                self._ended = number == 1
                self._set_aside(line)
                return True
            # Articles quoted before the text itself begins.
            for quoted in self._done.values():
                self._set_article_aside(quoted)
            self._done.clear()
        self._last_article = number
        title = _ARTICLE_TITLE.match(match["rest"])
        label = line[: match.start("rest")].strip()
        self._current = _DraftArticle(ref, self._at, label, title[0] if title else "")
        self._done[ref.article_key] = self._current
        rest = match["rest"][title.end() if title else 0 :].strip()
        if rest:
            self._current.add_line(self._at, rest)
        return True

    def _starts_annex(self, line: str) -> bool:
        match = _ANNEX.fullmatch(line)
        if match is None or not self._last_article or self._ended:
            return False
        in_article = self._current is not None and self._current.ref.annex is None
        if match["title"] and in_article and self._is_broken_off():
            return False
        number = _printed_number(match["number"]) if match["number"] else self._last_annex + 1
        if not number:
            return False
        ref = Ref(annex=number)
        if ref.article_key in self._done:
            # The first was an entry of a list of annexes; the annex itself stands here.
            self._set_article_aside(self._done.pop(ref.article_key))
        self._last_annex = number
        self._current = self._done[ref.article_key] = _DraftArticle(ref, self._at, line)
        if match["title"]:
            self._current.add_annex_line(self._at, match["title"].strip())
        return True

    def _cut_closing(self) -> None:
        """Set aside what follows the closing article: signatures without a date, advertising."""
        closing = max(
            (article for article in self._done.values() if article.ref.article),
            key=lambda article: article.ref,
        )
        in_force = False
        for index, paragraph in enumerate(closing.paragraphs):
            text = paragraph.printed()
            foreign = in_force and _CLOSING_MATTER.search(text) is None
            if index and (foreign or not paragraph.is_complete()):
                for rest in closing.paragraphs[index:]:
                    self._unplaced.extend(rest.set_aside())
                del closing.paragraphs[index:]
                return
            in_force = in_force or _ENTRY_INTO_FORCE.search(text) is not None

    def _split_annexes(self) -> None:
        """Find annexes that lost their label by their titles, where just as many are found as are missing."""
        found = sorted(article.ref.annex for article in self._done.values() if article.ref.annex)
        for number, following in pairwise(found):
            paragraphs = self._done[f"annex{number}"].paragraphs
            titles = [
                index
                for index, paragraph in enumerate(paragraphs)
                if index and _ANNEX_TITLE.fullmatch(paragraph.printed())
            ]
            if len(titles) != following - number - 1:
                continue
            for offset, (start, end) in enumerate(pairwise([*titles, len(paragraphs)]), 1):
                lost = _DraftArticle(
                    Ref(annex=number + offset), paragraphs[start].start, "", paragraphs=paragraphs[start:end]
                )
                self._done[lost.ref.article_key] = lost
            del paragraphs[titles[0] if titles else len(paragraphs) :]


def _printed_number(text: str) -> int:
    """The number an article or annex is printed with, or 0 where it is no number."""
    if text.isdecimal():
        return int(text)
    try:
        return number_of(text)
    except ValueError:
        return 0
