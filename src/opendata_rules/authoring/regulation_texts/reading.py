"""Reading the text of a regulation, line by line; tolerant, and complete.

What belongs to no article (title, preamble, signatures, advertising) is kept and named in
:attr:`RegulationText.unplaced`; only page furniture is dropped without a word.
"""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from ...vocabulary.citations import Ref
from .articles import RegulationText
from .drafts import DraftArticle
from .lines import (
    ANNEX,
    ANNEX_TITLE,
    ARTICLE,
    ARTICLE_TITLE,
    CLOSING_LINE,
    CLOSING_MATTER,
    DIVISION,
    ENTRY_INTO_FORCE,
    SIGNATURE,
    lines,
    printed_number,
)


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
    for line in lines(text):
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


class _Reader:
    """Reads line by line; :meth:`finish` settles what only the whole document shows."""

    def __init__(self) -> None:
        self._at = 0
        self._done: dict[str, DraftArticle] = {}
        self._current: DraftArticle | None = None
        self._last_article = 0
        self._last_inserted = 0
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
            if CLOSING_LINE.fullmatch(line):
                self._set_aside(line)
            else:
                current.add_annex_line(self._at, line)
            return
        if self._starts_division(line) or self._starts_article(line):
            return
        ended = current is not None and current.is_complete()
        if current is None or (ended and (CLOSING_LINE.fullmatch(line) or SIGNATURE.fullmatch(line))):
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

    def _set_article_aside(self, article: DraftArticle) -> None:
        self._unplaced.append((article.start, f"{article.label} {article.title}".strip()))
        for paragraph in article.paragraphs:
            self._unplaced.extend(paragraph.set_aside())

    def _is_broken_off(self) -> bool:
        return self._current is not None and not self._current.is_complete()

    def _starts_division(self, line: str) -> bool:
        match = DIVISION.fullmatch(line)
        if match is None or self._ended or (self._is_broken_off() and not match["gap"]):
            return False
        self._divisions.append(line)
        self._current = None
        return True

    def _starts_article(self, line: str) -> bool:
        match = ARTICLE.fullmatch(line)
        number = printed_number(match["number"]) if match else 0
        if match is None or not number or self._ended:
            return False
        last, last_inserted = self._last_article, self._last_inserted
        inserted = printed_number(match["inserted"]) if match["inserted"] else 0
        # 第十三条之一 follows 第十三条, and 第十三条之二 follows it.
        follows = number == last and inserted == last_inserted + 1 if inserted else number == last + 1 or not last
        broken_off = self._is_broken_off()
        set_off = bool(match["gap"] or not match["rest"] or match["rest"].startswith("【"))
        if (not follows or broken_off) and not set_off:
            return False  # a mention: 第十八条规定的
        if broken_off and not follows and number != last:
            return False
        ref = Ref(article=number, inserted=inserted) if inserted else Ref(article=number, bis=number == last)
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
        self._last_article, self._last_inserted = number, inserted
        title = ARTICLE_TITLE.match(match["rest"])
        label = line[: match.start("rest")].strip()
        self._current = DraftArticle(ref, self._at, label, title[0] if title else "")
        self._done[ref.article_key] = self._current
        rest = match["rest"][title.end() if title else 0 :].strip()
        if rest:
            self._current.add_line(self._at, rest)
        return True

    def _starts_annex(self, line: str) -> bool:
        match = ANNEX.fullmatch(line)
        if match is None or not self._last_article or self._ended:
            return False
        in_article = self._current is not None and self._current.ref.annex is None
        if match["title"] and in_article and self._is_broken_off():
            return False
        number = printed_number(match["number"]) if match["number"] else self._last_annex + 1
        if not number:
            return False
        ref = Ref(annex=number)
        if ref.article_key in self._done:
            # The first was an entry of a list of annexes; the annex itself stands here.
            self._set_article_aside(self._done.pop(ref.article_key))
        self._last_annex = number
        self._current = self._done[ref.article_key] = DraftArticle(ref, self._at, line)
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
            foreign = in_force and CLOSING_MATTER.search(text) is None
            if index and (foreign or not paragraph.is_complete()):
                for rest in closing.paragraphs[index:]:
                    self._unplaced.extend(rest.set_aside())
                del closing.paragraphs[index:]
                return
            in_force = in_force or ENTRY_INTO_FORCE.search(text) is not None

    def _split_annexes(self) -> None:
        """Find annexes that lost their label by their titles, where just as many are found as are missing."""
        found = sorted(article.ref.annex for article in self._done.values() if article.ref.annex)
        for number, following in pairwise(found):
            paragraphs = self._done[f"annex{number}"].paragraphs
            titles = [
                index
                for index, paragraph in enumerate(paragraphs)
                if index and ANNEX_TITLE.fullmatch(paragraph.printed())
            ]
            if len(titles) != following - number - 1:
                continue
            for offset, (start, end) in enumerate(pairwise([*titles, len(paragraphs)]), 1):
                lost = DraftArticle(
                    Ref(annex=number + offset), paragraphs[start].start, "", paragraphs=paragraphs[start:end]
                )
                self._done[lost.ref.article_key] = lost
            del paragraphs[titles[0] if titles else len(paragraphs) :]
