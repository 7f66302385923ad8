"""What is found in a regulation: articles with paragraphs and items, and what belongs to none.

Characters are never normalised here: the printed text is evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...vocabulary.citations import Ref, chinese_numeral
from .fingerprints import fingerprint, normalised


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
        return fingerprint(self.printed)


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
