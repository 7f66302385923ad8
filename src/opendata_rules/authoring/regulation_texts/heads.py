"""The head of an instrument beside its printed text: title, number, authority and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ...diagnostics.diagnostic import Diagnostic
from ...norms.instruments import Instrument
from ...vocabulary.keywords import chinese
from ..in_files import InFiles
from .articles import RegulationText
from .fingerprints import normalised

#: A remark that only drafts have, which the text itself may not print.
_OF_DRAFT = re.compile(r"（[^（）]*(?:征求意见|草案|送审)[^（）]*）$")
_BRACKETS = str.maketrans("[]［］【】()", "〔〕〔〕〔〕（）")
_CHINESE = r"[\u4e00-\u9fff]"
_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_STARTS = re.compile(rf"自{_DAY}起(?:正式)?(?:施行|实施|执行)")
_ENDS = re.compile(rf"有效期(?:截至|至|到|截止到|截止至){_DAY}")
_NUMBER = re.compile(rf"(?:{_CHINESE}{{2,12}}〔\d{{4}}〕\d+号)")


def problems_of_head(one: Instrument, text: RegulationText, files: InFiles) -> Iterator[Diagnostic]:
    """What the head says that the text does not.

    Args:
        one: the instrument.
        text: its text.
        files: the files of its pack.
    """
    if one.amends is not None:
        # Texts of later versions are often printed with the number of the first.
        return
    lines = [normalised(line).translate(_BRACKETS) for line in text.unplaced]
    if lines:
        yield from _names(one, lines, files)
    whole = "。".join([*lines, *(normalised(article.text) for article in text.articles.values())])
    for key, day, pattern in (("effective", one.effective, _STARTS), ("expires", one.expires, _ENDS)):
        printed = {found for match in pattern.findall(whole) if (found := _day(match)) is not None}
        if day is not None and printed and day not in printed:
            told = "、".join(map(str, sorted(printed)))
            yield files.of_head("date_not_in_text", key, word=chinese(key), value=day, printed=told)


def _names(one: Instrument, lines: list[str], files: InFiles) -> Iterator[Diagnostic]:
    title = normalised(one.title).translate(_BRACKETS)
    title = _OF_DRAFT.sub("", title) if one.draft else title
    if title not in lines and not any(f"《{title}》" in line for line in lines):
        yield files.of_head("not_in_text", "title", value=one.title, word=chinese("title"))
    # Where only the title stands before the articles, nobody is named.
    if len(lines) > 1 and not _whole(normalised(one.authority), lines):
        yield files.of_head("not_in_text", "authority", value=one.authority, word=chinese("authority"))
    if one.number is not None and not _whole(normalised(one.number).translate(_BRACKETS), lines):
        yield files.of_head("not_in_text", "number", value=one.number, word=chinese("number"))


def _whole(name: str, lines: list[str]) -> bool:
    """Whether a name stands in a line, and not as the end of a longer one."""
    return any(re.search(rf"(?<!{_CHINESE}){re.escape(name)}|[日，,]{re.escape(name)}", line) for line in lines)


def _day(match: tuple[str, str, str]) -> dt.date | None:
    try:
        return dt.date(*map(int, match))
    except ValueError:
        return None
