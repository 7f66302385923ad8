"""The report on a whole catalogue, as a value that explains itself and can be written to a file.

What was found stands in ``results`` and ``summary``; how it is shown, in ``reports``, which nothing loads before it is
asked for.
"""

from __future__ import annotations

from pathlib import Path

from ..vocabulary.arguments import Lang
from ..vocabulary.refusals import path_argument
from .summary import Findings, Summary


class ReportSummary(Summary):
    """Answer to ``law.report_catalogue``: all that a report tells but its datasets, which stand in the files."""

    __slots__ = ()

    def explain(self, lang: Lang = "zh") -> str:
        """The headline and what to do now, as text."""
        from .reports.advice import explain

        return explain(self, lang)


class Report(Findings):
    """Answer to ``law.check_catalogue``: what was found, with the ways to show it."""

    __slots__ = ()

    def explain(self, lang: Lang = "zh") -> str:
        """The headline and what to do now, as text."""
        from .reports.advice import explain

        return explain(self, lang)

    def write_baseline(self, path: str | Path) -> None:
        """Write the ids of all findings, for ``baseline=`` of the next check.

        Raises:
            BadOutput: the file cannot be written.
        """
        from .reports.writing import write_baseline

        write_baseline(self, Path(path))

    def write(self, path: str | Path) -> None:
        """Write the report; the suffix says how: ``.html``, ``.xlsx``, ``.csv``, ``.json``, ``.jsonl``,
        ``.sarif`` or ``.junit.xml``.

        A page lists 20 000 datasets at most, the most urgent ones; all of a larger catalogue are then written to
        ``…-全部.csv`` beside it.

        Raises:
            BadOutput: another suffix, or the file cannot be written.
            MissingExtra: the extra ``catalogue`` is not installed.
        """
        from .reports.writing import write

        write(self, Path(path))

    def annotate(self, source: str | Path, target: str | Path) -> tuple[str, ...]:
        """Write a copy of the very file that was checked with a column of findings (检查意见), and comments at cells.

        Nothing else in it is changed. A workbook stays the same archive, a CSV file keeps its encoding and its line
        ends. A column and comments of an earlier check are replaced.

        Args:
            source: the file, XLSX or CSV.
            target: where the copy goes; a name of the same kind.

        Returns:
            What is to be known of the copy, in Chinese.

        Raises:
            NotACatalogue: the file cannot be read.
            BadArgument: its content is not that of the report.
            BadOutput: nothing can be written into such a file (JSON, a signed workbook), or not to that place.
            TypeError: an argument is of the wrong type.
            MissingExtra: the extra ``catalogue`` is not installed.
        """
        from .reports.annotation.annotate import annotate

        return annotate(self, path_argument(source, "source"), path_argument(target, "target"))
