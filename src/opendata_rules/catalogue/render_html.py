"""The report as one HTML file that opens offline and prints well. All text of the catalogue is escaped."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from ..errors import MissingExtra
from ..results import WARNING_TERMS
from ..terms import ATTRIBUTE_TERMS, Scheme
from ..vocabulary import vocabulary
from .advice import grouped, headline, profile_example, steps
from .columns import label
from .page import OPEN_LIMIT, cited, must, sections
from .report import FACT, VERDICTS, Report
from .text import visible

#: Remarks on rows shown; the workbook and the other forms have them all.
_REMARKS = 200
#: Departments in the table before the rest is folded.
_FOLD_DEPARTMENTS = 60


@functools.cache
def _template() -> Any:
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtra('写 HTML 报告需要安装：pip install "opendata-rules[catalogue]"') from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    # Once more what every reader has done already: nothing that HTML cannot hold comes in by another way.
    environment.finalize = lambda value: visible(value) if type(value) is str else value
    source = resources.files(__package__).joinpath("report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)


def render_html(report: Report) -> bytes:
    """The page.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    facts = vocabulary().facts
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
    page: str = _template().render(
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
        open_limit=OPEN_LIMIT,
        fold_departments=_FOLD_DEPARTMENTS,
        problems=grouped(report.problems),
        remarks=remarks[:_REMARKS],
        more_remarks=max(0, len(remarks) - _REMARKS),
        profile=profile_example(report),
        meanings=_meanings(report),
        asked=[facts[name] for name in report.asked],
    )
    return page.encode("utf-8", "replace")


def _declared(report: Report) -> set[str]:
    """Columns of the opening attribute: why they were not understood stands in its own section."""
    return {column for column, meaning in report.columns if meaning == label("declared")}


def _meanings(report: Report) -> list[tuple[str, list[str]]]:
    """The columns by what they were taken for; facts together, since their columns bear their names."""
    found: dict[str, list[str]] = {}
    for column, meaning in report.columns:
        fact = meaning.removeprefix(FACT)
        if fact != meaning:
            found.setdefault("事实", []).append(column if column == fact else f"{column}（{fact}）")
        else:
            found.setdefault(meaning, []).append(column)
    return list(found.items())
