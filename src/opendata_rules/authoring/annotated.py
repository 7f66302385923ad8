"""Diagnostics as remarks at places, in the forms that other programs take."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic
from ..diagnostics.kinds import KINDS
from ..errors import BadOutput
from ..formats.annotations import Annotation, Kind, Level
from ..formats.junit import junit
from ..formats.sarif import sarif
from ..quoting import quoted

#: The forms, each with how the name of such a file ends.
FORMS = {"sarif": (".sarif", ".sarif.json"), "junit": (".xml",)}
#: The name of what was looked at.
_NAME = "opendata-rules lint"


def form_of(path: Path) -> str:
    """The form that the name of a file asks for.

    Raises:
        BadOutput: there is no such form.
    """
    for form, endings in FORMS.items():
        if path.name.lower().endswith(endings):
            return form
    shown = quoted(path.name)
    raise BadOutput(
        f"检查结果的格式由文件名决定：.sarif、.junit.xml；得到的是“{shown}”。",
        english=f"The name says the form: .sarif or .junit.xml, not {shown}.",
        argument="path",
    )


def written(form: str, problems: Iterable[Diagnostic]) -> bytes:
    """The problems in one of the forms."""
    found = [_annotation(problem) for problem in problems]
    kinds = {
        code: Kind(kind.title, kind.explanation, Level(kind.severity))
        for code, kind in KINDS.items()
        if any(one.code == code for one in found)
    }
    # A build server takes a file without tests for a failure.
    nothing = [Annotation("", 1, 0, "", Level.PASSED, "", subject="没有发现问题")]
    return sarif(kinds, found) if form == "sarif" else junit(_NAME, kinds, found or nothing)


def _annotation(problem: Diagnostic) -> Annotation:
    return Annotation(
        problem.path,
        problem.line,
        problem.column,
        problem.code,
        Level(problem.severity),
        problem.message,
        problem.help,
        group=problem.path,
    )
