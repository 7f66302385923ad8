"""The report as one HTML file that opens offline and prints well. All text of the catalogue is escaped."""

from __future__ import annotations

from ...formats.pages import template
from ...vocabulary.terms import ATTRIBUTE_TERMS, WARNING_TERMS, Scheme
from ..columns import label
from ..results import FACT, VERDICTS, Findings
from .advice import grouped, headline, profile_example, steps, update_groups
from .csv import last_day
from .page import cited, must, sections

#: Remarks on rows shown; the workbook and the other forms have them all.
_REMARKS = 200
#: Departments in the table before the rest is folded.
_FOLD_DEPARTMENTS = 60


def render_html(report: Findings) -> bytes:
    """The page.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    facts = report.words.vocabulary.facts
    told = {
        spelling.reading
        for spelling in report.spellings
        if not spelling.recognised and spelling.column in _declared(report)
    }
    remarks = grouped(
        (row.number, f"{row.sheet}：{note}" if row.sheet else note)
        for row in report.rows
        for note in row.notes
        if note not in told
    )
    page: str = template(__package__, "report.html.j2").render(
        report=report,
        headline=headline(report),
        steps=steps(report),
        verdicts={name: text for name, text in VERDICTS.items() if report.counts[name]},
        terms=ATTRIBUTE_TERMS[Scheme.OPENING],
        warning_terms={str(code): term for code, term in WARNING_TERMS.items()},
        facts=facts,
        sections=sections(report),
        cited=cited,
        must=must,
        update_groups=update_groups(report),
        last_day=last_day,
        fold_departments=_FOLD_DEPARTMENTS,
        problems=grouped(report.problems),
        remarks=remarks[:_REMARKS],
        more_remarks=max(0, len(remarks) - _REMARKS),
        profile=profile_example(report),
        meanings=_meanings(report),
        asked=[facts[name] for name in report.asked],
    )
    return page.encode("utf-8", "replace")


def _declared(report: Findings) -> set[str]:
    """Columns of the opening attribute: why they were not understood stands in its own section."""
    return {column for column, meaning in report.columns if meaning == label("declared")}


def _meanings(report: Findings) -> list[tuple[str, list[str]]]:
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
