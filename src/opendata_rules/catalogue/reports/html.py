"""The report as one HTML file that opens offline and prints well. All text of the catalogue is escaped."""

from __future__ import annotations

import functools

from ...formats.pages import template
from ...vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, WARNING_TERMS
from ..results import FACT, VERDICTS, Row
from ..schemes import in_words_of
from ..summary import Summary
from .advice import Grouped, grouped, headline, profile_example, steps, update_groups
from .csv import last_day, last_update
from .page import Chosen, cited, must, sections
from .since import Listing
from .writer import Writer

#: Remarks on rows shown; the workbook and the other forms have them all.
_REMARKS = 200
#: Remarks told apart while the rows go by.
_KEPT_REMARKS = 20_000
#: Departments in the table before the rest is folded.
_FOLD_DEPARTMENTS = 60


#: A page of more datasets takes a browser too long; the most urgent are listed, and all of them in a table beside it.
LIMIT = 20_000


class HtmlWriter(Writer):
    """The page."""

    def begin(self, before: Summary) -> None:
        """Choose what is listed, and open the table of all where that is not all."""
        large = before.total > LIMIT
        self._chosen = Chosen(LIMIT if large else None)
        self._remarks = Grouped(_KEPT_REMARKS)
        self._judged = Listing()
        self._sheets: set[str] = set()
        self._all, self._name = self.beside() if large and self.beside is not None else (None, "")
        if self._all is not None:
            self._all.begin(before)

    def add(self, row: Row) -> None:
        """Keep a dataset, or count it."""
        self._chosen.add(row)
        self._judged.add(row)
        if row.sheet:
            self._sheets.add(row.sheet)
        for note in row.notes:
            self._remarks.add(row.number, f"{row.sheet}：{note}" if row.sheet else note)
        if self._all is not None:
            self._all.add(row)

    def finish(self, summary: Summary) -> None:
        """Write the page.

        Raises:
            MissingExtra: ``Jinja2`` is not installed.
        """
        if self._all is not None:
            self._all.finish(summary)
        # Why an attribute was not understood stands in a section of its own.
        declared = _declared(summary)
        told = {one.reading for one in summary.spellings if not one.recognised and one.column in declared}
        told |= {f"{sheet}：{text}" for sheet in self._sheets for text in told}
        remarks = [entry for entry in self._remarks.entries() if entry[1] not in told]
        more = max(0, len(remarks) - _REMARKS) + self._remarks.more
        page = _page(summary, self._chosen, self._judged, remarks[:_REMARKS], more, self._name)
        self.file.write(page.encode("utf-8", "replace"))


def _page(
    summary: Summary, chosen: Chosen, judged: Listing, remarks: list[tuple[str, str]], more: int, beside: str
) -> str:
    facts = summary.words.vocabulary.facts
    page: str = template(__package__, "report.html.j2").render(
        report=summary,
        headline=headline(summary),
        steps=steps(summary),
        since=judged.fragment(summary.findings),
        verdicts={
            name: (short, in_words_of(summary.scheme, text))
            for name, (short, text) in VERDICTS.items()
            if summary.counts[name]
        },
        terms=ATTRIBUTE_TERMS[summary.scheme],
        attribute=SCHEME_TERMS[summary.scheme],
        warning_terms={str(code): term for code, term in WARNING_TERMS.items()},
        facts=facts,
        sections=sections(summary, chosen),
        beside=beside,
        cited=cited,
        must=functools.partial(must, scheme=summary.scheme),
        update_groups=update_groups(summary),
        last_day=last_day,
        last_update=last_update,
        fold_departments=_FOLD_DEPARTMENTS,
        problems=grouped(summary.problems),
        remarks=remarks,
        more_remarks=more,
        profile=profile_example(summary),
        meanings=_meanings(summary),
        asked=[facts[name] for name in summary.asked],
    )
    return page


def _declared(report: Summary) -> set[str]:
    """Columns of the attribute: why they were not understood stands in its own section."""
    return {column for column, meaning in report.columns if meaning == SCHEME_TERMS[report.scheme]}


def _meanings(report: Summary) -> list[tuple[str, list[str]]]:
    """The columns by what they were taken for; facts together, since their columns bear their names."""
    found: dict[str, list[str]] = {}
    for column, meaning in report.columns:
        fact = meaning.removeprefix(FACT)
        if fact != meaning:
            note = fact.removeprefix(column)
            found.setdefault("事实", []).append(column + (note if note != fact else f"（{fact}）"))
        else:
            found.setdefault(meaning, []).append(column)
    return list(found.items())
