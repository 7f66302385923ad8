"""The table of articles beside itself and the rules: rows left out, fingerprints lost, statuses that are not so."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics.diagnostic import Diagnostic
from ...norms.pack import Article, Pack
from ...packs.files import INSTRUMENT
from ...vocabulary.citations import Ref
from ...vocabulary.terms import ARTICLE_STATUS_TERMS, Collected
from ..in_files import InFiles

#: Rows of the shortest table that is one of a whole text.
_FEW = 5
#: Statuses that say that rules rest on the article, and those that say that none does.
_WITH_RULES = ("encoded", "partly")
_WITHOUT_RULES = ("definition", "organisation", "principle")


def problems_of_table(pack: Pack, files: InFiles) -> Iterator[Diagnostic]:
    """Rows that are missing, that nobody filled in, or that say what the rules do not."""
    if pack.instrument.collected is Collected.NONE:
        return
    yield from _rows_left_out(pack, files)
    yield from _fingerprints(pack, files)
    yield from _statuses(pack, files)


def _rows_left_out(pack: Pack, files: InFiles) -> Iterator[Diagnostic]:
    """Numbers that the table skips; only of a table that was made from a text, which has them all."""
    if not _from_text(pack) or pack.instrument.collected is not Collected.FULL:
        return
    refs = [Ref.parse(row.ref) for row in pack.articles]
    for annex in (False, True):
        there = {ref.annex if annex else ref.article for ref in refs if not ref.bis}
        there |= {ref.annex if annex else ref.article for ref in map(Ref.parse, _articles(pack.abolished))}
        numbers = sorted(number for number in there if number)
        before = 0
        for number in numbers:
            if number > before + 1:
                names = [f"annex{one}" if annex else str(one) for one in range(before + 1, number)]
                here = f"annex{number}" if annex else str(number)
                yield files.of_article("article_row_missing", here, missing=_span(names), row=names[0])
            before = number


def _from_text(pack: Pack) -> bool:
    """Whether the table was made from a text: then most of its rows have a fingerprint."""
    return len(pack.articles) >= _FEW and 2 * sum(row.fingerprint is not None for row in pack.articles) >= len(
        pack.articles
    )


def _articles(names: frozenset[str]) -> Iterator[str]:
    for name in names:
        try:
            Ref.parse(name)
        except ValueError:
            continue
        yield name


def _span(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} 至 {names[-1]}"


def _fingerprints(pack: Pack, files: InFiles) -> Iterator[Diagnostic]:
    homes: dict[str, str] = {}
    known = [row for row in pack.articles if row.fingerprint is not None]
    for row in known:
        assert row.fingerprint is not None
        other = homes.setdefault(row.fingerprint, row.ref)
        if other != row.ref:
            yield files.of_article("fingerprint_twice", row.ref, "fingerprint", other=other)
    if _from_text(pack) and pack.instrument.amends is None:
        for row in pack.articles:
            if row.fingerprint is None and row.status != "pending":
                yield files.of_article("fingerprint_missing", row.ref)


def _statuses(pack: Pack, files: InFiles) -> Iterator[Diagnostic]:
    resting: dict[str, list[str]] = {}
    for rule in pack.provisions():
        resting.setdefault(Ref.parse(rule.citation.ref).article_key, []).append(rule.id)
    for row in pack.articles:
        status = ARTICLE_STATUS_TERMS[row.status]
        if row.status in _WITH_RULES and not row.rules and not _in_head(row):
            yield files.of_article("encoded_without_rules", row.ref, "status", status=status, id=pack.instrument.id)
        elif row.status in _WITHOUT_RULES and (rules := resting.get(row.ref)):
            yield files.of_article("rules_not_encoded", row.ref, "status", status=status, rules="、".join(rules))
        elif row.status == "partly" and row.note is None:
            yield files.of_article("partly_without_note", row.ref, "status", status=status)


def _in_head(row: Article) -> bool:
    """Whether the row says that what it is about stands in the head: dates and the like have no rule."""
    return row.note is not None and INSTRUMENT in row.note
