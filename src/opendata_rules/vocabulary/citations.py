"""Citations: which passage of which instrument, in the short form of the packs and in the form of lawyers.

The short forms are ``12`` (article), ``12(四)`` (item), ``18(3)`` (paragraph), ``18(3)(四)`` (item of a paragraph),
``13之一`` (an article that an amendment put in behind 13), ``25bis`` (the second of two articles printed with one
number), ``annex3``, and ``""`` where the article number is not known. Items are written with Chinese numerals because
the regulations number them so, and because otherwise a paragraph could not be told from an item.

This module knows nothing of the texts themselves; whether a passage exists is asked of
:mod:`opendata_rules.authoring.regulation_texts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, total_ordering
from itertools import groupby

from ..values import Json, Value

#: Greatest number that :func:`chinese_numeral` writes; no article, paragraph, item or annex may exceed it.
GREATEST_NUMBER = 999

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[零一二三四五六七八九十百]+"
_SHORT_FORM = re.compile(
    rf"(?P<article>[1-9][0-9]{{0,2}})(?:(?P<bis>bis)|之(?P<inserted>{_NUMERAL}))?(?:\((?P<paragraph>[1-9][0-9]{{0,2}})\))?"
    rf"(?:\((?P<item>{_NUMERAL})\))?|annex(?P<annex>[1-9][0-9]{{0,2}})|"
)
_UNKNOWN_ARTICLE = "（条号未知）"
_UNKNOWN_IN_ENGLISH = "(article not known)"
_SECOND_OF_ITS_NUMBER = "（重号，第二处）"


def chinese_numeral(number: int) -> str:
    """Write a number as the regulations number their articles and items.

    Args:
        number: 1 to :data:`GREATEST_NUMBER`.

    Returns:
        The numeral: ``十二``, ``二十``, ``一百零一``, ``一百一十``.

    Raises:
        ValueError: the number is outside that range.
    """
    if not 1 <= number <= GREATEST_NUMBER:
        raise ValueError(f"只能书写 1 至 {GREATEST_NUMBER} 的中文数字，不能书写 {number}")
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    parts = [_DIGITS[hundreds] + "百"] if hundreds else []
    if tens:
        # 十二 stands alone, but within a hundred it is 一百一十二.
        parts.append(("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十")
    elif hundreds and units:
        parts.append("零")
    if units:
        parts.append(_DIGITS[units])
    return "".join(parts)


_NUMERALS: dict[str, int] = {chinese_numeral(number): number for number in range(1, GREATEST_NUMBER + 1)}


def number_of(numeral: str) -> int:
    """Read a Chinese numeral, written exactly as :func:`chinese_numeral` writes it.

    Args:
        numeral: such as ``十二`` or ``一百零一``.

    Returns:
        The number, 1 to :data:`GREATEST_NUMBER`.

    Raises:
        ValueError: not such a numeral (``一十二``, ``两``, ``12``).
    """
    try:
        return _NUMERALS[numeral]
    except KeyError:
        raise ValueError(f"“{numeral}”不是规范的中文数字") from None


@total_ordering
@dataclass(frozen=True, slots=True)
class Ref:
    """Place of a passage inside one instrument.

    Articles sort by number, a second article of the same number after the first and what was put in behind it
    (``13之一``) after both, an article before its paragraphs and a paragraph before its items; annexes follow all
    articles; the unknown place comes last.

    Attributes:
        article: article number, or ``None`` for an annex and for the unknown place.
        bis: whether the second of two articles printed with the same number is meant.
        paragraph: paragraph (款) from 1, or ``None`` where the whole article or its only paragraph is meant.
        item: item (项) as numbered in the text, or ``None``.
        annex: annex number, or ``None``.
        inserted: of an article that an amendment put in behind the one of that number, which it is: 1 in 第十三条之一.

    Raises:
        ValueError: parts that do not go together, or a number outside 1 to :data:`GREATEST_NUMBER`.
    """

    article: int | None = None
    bis: bool = False
    paragraph: int | None = None
    item: int | None = None
    annex: int | None = None
    inserted: int | None = None

    def __post_init__(self) -> None:
        for number in (self.article, self.paragraph, self.item, self.annex, self.inserted):
            if number is not None and not 1 <= number <= GREATEST_NUMBER:
                raise ValueError(f"条、款、项和附件的序号只能是 1 至 {GREATEST_NUMBER}，不能是 {number}")
        if self.article is None and (self.bis or (self.paragraph, self.item, self.inserted) != (None, None, None)):
            raise ValueError("没有条号，不能引用款、项")
        if self.bis and self.inserted is not None:
            raise ValueError("一条不能既是重号的第二条又是“之一”这样增加的")
        if self.article is not None and self.annex is not None:
            raise ValueError("一处引用不能既是条又是附件")

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read a short form.

        Args:
            text: exactly one of the forms this module describes; no spaces, no full-width brackets or digits.

        Returns:
            The place; ``str()`` of it gives the text back.

        Raises:
            ValueError: not such a form; the message, in Chinese, offers the right form where one is near.
        """
        return _parse(text)

    def chinese(self) -> str:
        """Write the place as lawyers cite it.

        Returns:
            ``第十八条第三款第（四）项``, ``第二十五条（重号，第二处）``, ``附件3``, or ``（条号未知）``.
        """
        if self.annex is not None:
            return f"附件{self.annex}"
        if self.article is None:
            return _UNKNOWN_ARTICLE
        text = f"第{chinese_numeral(self.article)}条"
        if self.inserted is not None:
            text += f"之{chinese_numeral(self.inserted)}"
        if self.bis:
            text += _SECOND_OF_ITS_NUMBER
        if self.paragraph is not None:
            text += f"第{chinese_numeral(self.paragraph)}款"
        if self.item is not None:
            text += f"第（{chinese_numeral(self.item)}）项"
        return text

    def english(self) -> str:
        """Write the place in English.

        Returns:
            ``18(3) item 4``, ``13-1`` (put in behind 13), ``25bis``, ``annex 3``, or ``(article not known)``. A
            bracket is a paragraph, as in the short form; an item is called one, since its number alone would pass for
            a paragraph.
        """
        if self.annex is not None:
            return f"annex {self.annex}"
        if self.article is None:
            return _UNKNOWN_IN_ENGLISH
        paragraph = "" if self.paragraph is None else f"({self.paragraph})"
        item = "" if self.item is None else f" item {self.item}"
        article = self.article_key if self.inserted is None else f"{self.article}-{self.inserted}"
        return f"{article}{paragraph}{item}"

    @property
    def article_key(self) -> str:
        """Id of the whole article or annex: ``12``, ``13之一``, ``25bis``, ``annex3``, or ``""`` if not known."""
        if self.annex is not None:
            return f"annex{self.annex}"
        if self.article is None:
            return ""
        inserted = "" if self.inserted is None else f"之{chinese_numeral(self.inserted)}"
        return f"{self.article}bis" if self.bis else f"{self.article}{inserted}"

    def __str__(self) -> str:
        paragraph = "" if self.paragraph is None else f"({self.paragraph})"
        item = "" if self.item is None else f"({chinese_numeral(self.item)})"
        return f"{self.article_key}{paragraph}{item}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Ref):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int, bool, int, int]:
        if self.annex is not None:
            return (1, self.annex, 0, False, 0, 0)
        if self.article is None:
            return (2, 0, 0, False, 0, 0)
        return (0, self.article, self.inserted or 0, self.bis, self.paragraph or 0, self.item or 0)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Ref:
    match = _SHORT_FORM.fullmatch(text)
    item, inserted = (match["item"], match["inserted"]) if match else (None, None)
    if match is None or any(one is not None and one not in _NUMERALS for one in (item, inserted)):
        raise ValueError(_complaint(text))
    return Ref(
        article=_optional_number(match["article"]),
        bis=match["bis"] is not None,
        paragraph=_optional_number(match["paragraph"]),
        item=None if item is None else _NUMERALS[item],
        annex=_optional_number(match["annex"]),
        inserted=None if inserted is None else _NUMERALS[inserted],
    )


def _optional_number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _complaint(text: str) -> str:
    right = nearest_ref(text)
    if right is not None:
        return f"引用“{text}”不是规定的写法，应写作“{right}”"
    return f"引用“{text}”不是规定的写法；可以写作“12”“12(四)”“18(3)”“18(3)(四)”“13之一”“25bis”“annex3”，条号未知时留空"


_LOOSE_PLACE = rf"(?:[0-9]{{1,3}}|{_NUMERAL})"
# As text: they are compiled when something is written wrongly, which is seldom.
_LOOSE_FORM = (
    rf"第?(?P<article>{_LOOSE_PLACE})条?(?:(?P<bis>bis|\(重号,第二处\))|之(?P<inserted>{_LOOSE_PLACE}))?"
    rf"(?P<rest>(?:\(第?{_LOOSE_PLACE}[款项]?\)|第\(?{_LOOSE_PLACE}\)?[款项])*)"
)
_LOOSE_ANNEX = rf"(?:annex|附件|附录|附表)\(?(?P<annex>{_LOOSE_PLACE})\)?"
_LOOSE_PART = rf"(?P<number>{_LOOSE_PLACE})\)?(?P<kind>[款项]?)"
_HALF_WIDTH = str.maketrans("（）［］【】[]，０１２３４５６７８９", "()()()(),0123456789")


def nearest_ref(text: str) -> str | None:
    """Guess the short form that was meant.

    Args:
        text: what stands where a short form should: ``１８（３）（四）``, ``第十八条第三款第（四）项``,
            ``18(3)(4)``, ``附件3``, ``012``.

    Returns:
        The short form, or ``None`` where nothing is near. A text that is right already is returned unchanged.
    """
    plain = "".join(text.split()).translate(_HALF_WIDTH)
    annex = re.fullmatch(_LOOSE_ANNEX, plain, re.IGNORECASE)
    whole = re.fullmatch(_LOOSE_FORM, plain, re.IGNORECASE)
    try:
        if annex is not None:
            return str(Ref(annex=_loose_number(annex["annex"])))
        if whole is None:
            return None
        paragraph, item = _loose_parts(whole["rest"])
        return str(
            Ref(
                article=_loose_number(whole["article"]),
                bis=whole["bis"] is not None,
                paragraph=paragraph,
                item=item,
                inserted=None if whole["inserted"] is None else _loose_number(whole["inserted"]),
            )
        )
    except ValueError:
        return None


def _loose_number(text: str) -> int:
    return int(text) if text.isdecimal() else number_of(text)


def _loose_parts(rest: str) -> tuple[int | None, int | None]:
    """Paragraph and item of what follows the article, by the words 款 and 项, else by script and order."""
    found: dict[str, int] = {}
    for part in re.finditer(_LOOSE_PART, rest):
        arabic = part["number"].isdecimal()
        kind = part["kind"] or ("款" if arabic and "款" not in found else "项")
        if kind in found:
            raise ValueError("款、项各只能写一次")
        found[kind] = _loose_number(part["number"])
    return found.get("款"), found.get("项")


@total_ordering
@dataclass(frozen=True, slots=True)
class Citation(Value):
    """A passage of an instrument, as results name it. Sorts by instrument, then by place.

    Attributes:
        instrument: id of the instrument, the name of its folder under ``rules/``.
        title: Chinese title of the instrument, without book-title marks.
        ref: short form of the place, as :class:`Ref` reads it.
        version: of a later version of an instrument, what tells it from the one before (number, day of the amendment).

    Raises:
        ValueError: ``ref`` is not a short form.
    """

    instrument: str
    title: str
    ref: str
    version: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        Ref.parse(self.ref)

    @property
    def text(self) -> str:
        """The Chinese form: ``《…》第十八条第三款第（四）项``, and of a version ``《…》（…修订）第十八条``."""
        return f"{self.named}{Ref.parse(self.ref).chinese()}"

    @property
    def named(self) -> str:
        """The instrument by its title, and what tells a later version of it from the one before."""
        return f"《{self.title}》" + (f"（{self.version}）" if self.version else "")

    @property
    def english(self) -> str:
        """The English form, the instrument by its id: ``taian-open-data-measures-2025 12 item 4``."""
        return f"{self.instrument} {Ref.parse(self.ref).english()}"

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON form.

        Returns:
            The keys ``instrument``, ``ref`` and ``text``.
        """
        return {"instrument": self.instrument, "ref": self.ref, "text": self.text}

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Citation):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[str, Ref, str]:
        return (self.instrument, Ref.parse(self.ref), self.title)


def enclosing(citations: Sequence[Citation]) -> Citation:
    """The narrowest passage that all are in; the first of them where they are of several articles.

    Args:
        citations: one at least.
    """
    first, refs = citations[0], [Ref.parse(one.ref) for one in citations]
    articles = {replace(ref, paragraph=None, item=None) for ref in refs}
    if len(articles) > 1 or len({(one.instrument, one.version) for one in citations}) > 1:
        return first
    paragraphs, items = {ref.paragraph for ref in refs}, {ref.item for ref in refs}
    [article] = articles
    paragraph = refs[0].paragraph if len(paragraphs) == 1 else None
    item = refs[0].item if len(paragraphs) == len(items) == 1 else None
    return replace(first, ref=str(replace(article, paragraph=paragraph, item=item)))


def together(citations: Iterable[Citation], lang: str = "zh") -> str:
    """Several passages in one phrase; in Chinese each title is named once for the passages that follow each other."""
    if lang == "en":
        return ", ".join(citation.english for citation in citations)
    by_title = groupby(citations, key=lambda citation: citation.named)
    return "；".join(f"{named}{'、'.join(Ref.parse(c.ref).chinese() for c in group)}" for named, group in by_title)
