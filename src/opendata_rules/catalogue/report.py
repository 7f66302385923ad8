"""The report on a whole catalogue, as a value that explains itself and can be written to a file.

What was found stands in ``results`` and ``summary``; how it is shown, in ``reports``, which nothing loads before it is
asked for.
"""

from __future__ import annotations

from pathlib import Path

from ..vocabulary.arguments import Lang
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
