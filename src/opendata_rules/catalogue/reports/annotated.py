"""The report as remarks at the rows of the file, in the forms that build servers and code hosts take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...formats.annotations import Annotation, Kind, Level, Since, Waived
from ...formats.junit import junit
from ...formats.sarif import sarif
from ...quoting import quoted
from ..judged import KINDS, Finding, Gone
from ..results import Findings, Row
from .since import waiver_text

_ASKS = {"suspected": Level.NOTE}
#: A finding of a kind that is known no more, as a file of last time may name it.
_OTHER = "other"


def render_sarif(report: Findings) -> bytes:
    """The findings as SARIF 2.1.0; those of last time that are gone are absent in it."""
    return b"".join(sarif(_KINDS, _annotations(report)))


def render_junit(report: Findings) -> bytes:
    """Each finding as a test, and each dataset on which nothing was found as one that passed."""
    return b"".join(junit(report.file, _KINDS, _Twice(report)))


def _level(kind: str, error: bool) -> Level:
    return Level.ERROR if error else _ASKS.get(kind, Level.WARNING)


_KINDS = {kind: Kind(term, f"{about}。", _level(kind, error)) for kind, (term, about, error) in KINDS.items()} | {
    _OTHER: Kind("其他", "以前的检查发现的。", Level.NOTE)
}


class _Twice(Iterable[Annotation]):
    """The annotations of a report, as often as they are gone through."""

    def __init__(self, report: Findings) -> None:
        self._report = report

    def __iter__(self) -> Iterator[Annotation]:
        return _annotations(self._report, passed=True)


def _annotations(report: Findings, *, passed: bool = False) -> Iterator[Annotation]:
    for row in report.rows:
        for finding in row.findings:
            yield _annotation(report, row, finding)
        if passed and not row.findings:
            # Its row tells it from another one of its name.
            title = f"{row.title} {_place(row)}".strip()
            yield Annotation(report.file, row.number, 0, "", Level.PASSED, "", subject=title, group=row.department)
    for gone in report.findings.gone:
        yield _absent(gone)


def _place(row: Row) -> str:
    return f"{row.sheet} {row.number}" if row.sheet else str(row.number)


def _annotation(report: Findings, row: Row, finding: Finding) -> Annotation:
    cited = f"（{finding.citation}）" if finding.citation else ""
    waiver = finding.waiver
    expired = "已过期：" if finding.expired else ""
    waived = None if waiver is None else Waived(expired + waiver_text(waiver), not finding.expired)
    return Annotation(
        report.file,
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
