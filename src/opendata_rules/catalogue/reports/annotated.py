"""The report as remarks at the rows of the file, in the forms that build servers and code hosts take."""

from __future__ import annotations

from ...formats.annotations import Annotation, Kind, Level, Since, Waived
from ...formats.junit import Junit
from ...formats.sarif import Sarif
from ..judged import KINDS, Finding, Gone
from ..results import Row
from ..summary import Summary
from ..text import quoted
from .since import waiver_text
from .writer import Writer

_ASKS = {"suspected": Level.NOTE}
#: A finding of a kind that is known no more, as a file of last time may name it.
_OTHER = "earlier"


class SarifWriter(Writer):
    """The findings as SARIF 2.1.0; those of last time that are gone are absent in it."""

    def begin(self, before: Summary) -> None:
        """What kinds there are."""
        self._of = before.file
        self._made = Sarif(self.file, _KINDS)

    def add(self, row: Row) -> None:
        """Each finding."""
        for finding in row.findings:
            self._made.add(_annotation(self._of, row, finding))

    def finish(self, summary: Summary) -> None:
        """What is gone."""
        for gone in summary.findings.gone:
            self._made.add(_absent(gone))
        self._made.finish()


class JunitWriter(Writer):
    """Each finding as a test, and each dataset on which nothing was found as one that passed."""

    def begin(self, before: Summary) -> None:
        """What kinds there are."""
        self._of = before.file
        self._made = Junit(self.file, before.file, _KINDS)

    def add(self, row: Row) -> None:
        """Each finding, or that there is none."""
        for finding in row.findings:
            self._made.add(_annotation(self._of, row, finding))
        if not row.findings:
            # Its row tells it from another one of its name.
            title = f"{row.title} {row.sheet} {row.number}" if row.sheet else f"{row.title} {row.number}"
            passed = Annotation(self._of, row.number, 0, "", Level.PASSED, "", subject=title, group=row.department)
            self._made.add(passed)

    def finish(self, summary: Summary) -> None:
        """Write the whole."""
        self._made.finish()


def _level(kind: str, error: bool) -> Level:
    return Level.ERROR if error else _ASKS.get(kind, Level.WARNING)


_KINDS = {kind: Kind(term, f"{about}。", _level(kind, error)) for kind, (term, about, error) in KINDS.items()} | {
    _OTHER: Kind("其他", "以前的检查发现的。", Level.NOTE)
}


def _annotation(file: str, row: Row, finding: Finding) -> Annotation:
    cited = f"（{finding.citation}）" if finding.citation else ""
    waiver = finding.waiver
    expired = "已过期：" if finding.expired else ""
    waived = None if waiver is None else Waived(expired + waiver_text(waiver), not finding.expired)
    return Annotation(
        file,
        row.number,
        0,
        finding.kind,
        _level(finding.kind, finding.is_error),
        f"{quoted(row.title)}：{finding.text}{cited}",
        id=finding.id,
        subject=row.title,
        group=row.department,
        since=None if finding.since is None else Since(finding.since),
        waived=waived,
        more={
            "provision": finding.provision,
            "citation": finding.citation,
            "english": finding.english,
            "dataset": row.id,
            "department": row.department,
            "sheet": row.sheet,
        },
    )


def _absent(gone: Gone) -> Annotation:
    kind = gone.id.split(":")[1]
    code = kind if kind in _KINDS else _OTHER
    text = f"{quoted(gone.title)}：上次的问题，已经没有了"
    return Annotation("", 1, 0, code, _KINDS[code].level, text, id=gone.id, subject=gone.title, since=Since.ABSENT)
