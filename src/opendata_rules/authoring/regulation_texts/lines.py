"""What a line of a regulation is: an article, an item, a heading, an annex, a signature, page furniture.

The texts come from converted documents: Markdown marks and page numbers are dropped, lost line breaks restored,
brackets around item numbers may be half-width. Everything is told by how a line begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...vocabulary.citations import number_of
from .fingerprints import IGNORED

_NUMERAL = "[零一二三四五六七八九十百]+"
_NUMBER = rf"(?:{_NUMERAL}|[0-9]{{1,3}})"
#: 第十三条之一 is an article of its own, put in behind 第十三条; 之前, 之后 and the like are words.
ARTICLE = re.compile(
    rf"第\s*(?P<number>{_NUMBER})\s*条(?:\s*之\s*(?P<inserted>{_NUMERAL})(?=[\s【]|$))?(?P<gap>\s*)(?P<rest>.*)"
)
ARTICLE_TITLE = re.compile(r"【[^】]*】")
DIVISION = re.compile(rf"第\s*{_NUMBER}\s*[编章节](?P<gap>\s*)[^，。；：、,;:.]{{0,40}}")
#: Not labels: （四）项 after a page end inside 第（四）项, and （四）、（五） or （四）至（六）.
_ITEM_LABEL = rf"[（(]\s*{_NUMERAL}\s*[）)](?!\s*(?:[项款条]|[、至或和及]\s*[（(]))"
ITEM = re.compile(rf"(?={_ITEM_LABEL})[（(]\s*(?P<number>{_NUMERAL})\s*[）)]\s*(?P<rest>.*)")
#: An item or article that starts in the middle of a line: the line break was lost.
_LOST_BREAK = re.compile(rf"(?<=[：:；;。])\s*(?={_ITEM_LABEL})|(?<=。)\s*(?=第\s*{_NUMERAL}\s*条[\s【])")
ANNEX = re.compile(
    rf"附\s*(?:件|录|表)\s*(?P<number>{_NUMBER})?(?:\s*[：:]?\s*|[\s：:]\s*(?P<title>[^，。；：,;:]{{1,60}}))"
)
#: Words that end the title of an annex; they find annexes that have lost their label.
ANNEX_TITLE = re.compile(r"\w{2,40}(?:图|表|书|协议|清单|目录|指南|模板|范本|样式)")
_LINE_MARK = re.compile(r"^[\s>]*(?:#+\s*|[-+]\s+)?\s*")
_PAGE_FURNITURE = re.compile(
    r"[-—–_=~·•\s]{3,}|[-—–·•]*\s*[0-9]{1,3}\s*[-—–·•]*|第\s*[0-9]+\s*页.{0,12}|[0-9]+\s*/\s*[0-9]+"
)
#: Lines that end the regulation, or an annex, wherever they stand.
CLOSING_LINE = re.compile(
    r"[（(]?此页无正文.*|(?:抄送|主送|分送)\s*[：:].*|.*[日室局]\s*印发|.*(?:二维码|扫码).*|[↓↑→▼△▲].*"
)
#: Lines that sign a regulation; in an annex they may be part of a form.
SIGNATURE = re.compile(r"(?:联系人|联系电话|责任编辑|来源)\s*[：:].*|[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日")
ENTRY_INTO_FORCE = re.compile(r"施\s*行|实\s*施")
CLOSING_MATTER = re.compile(r"施行|实施|废止|有效期|解释|本(?:办法|细则|规定|条例|通知|意见|方案|规范)")
INNER_PUNCTUATION = re.compile(r"[，。；,;]")
_IGNORED_BUT_HEADING = {code: None for code in IGNORED if chr(code) != "#"}


def lines(text: str) -> Iterator[str]:
    """Lines without Markdown marks, blank lines and page furniture; lost line breaks restored."""
    for raw in text.translate(_IGNORED_BUT_HEADING).splitlines():
        line = _LINE_MARK.sub("", raw).rstrip()
        if not line or _PAGE_FURNITURE.fullmatch(line):
            continue
        yield from _LOST_BREAK.split(line)


def printed_number(text: str) -> int:
    """The number an article or annex is printed with, or 0 where it is no number."""
    if text.isdecimal():
        return int(text)
    try:
        return number_of(text)
    except ValueError:
        return 0
