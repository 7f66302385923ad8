"""Remarks as JUnit's XML, which every build server shows: each remark a test, failed where it counts.

There is no standard of it. The form is that of Jenkins (``junit-10.xsd`` of its xUnit plugin), with nothing in it that
others do not take.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ..quoting import visible
from .annotations import Annotation, Kind, Level, Since

#: What XML 1.0 takes in no form, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Junit:
    """A file on its way. How many tests there are stands before them, so they wait in a file.

    Args:
        file: where it goes.
        name: of what was looked at.
        kinds: every kind that occurs, by its code.
    """

    def __init__(self, file: BinaryIO, name: str, kinds: Mapping[str, Kind]) -> None:
        self._file = file
        self._name = name
        self._kinds = kinds
        self._tests = self._failures = self._skipped = 0
        beside = getattr(file, "name", None)
        # Beside the file, since what is for temporary files may be memory.
        folder = Path(beside).parent if isinstance(beside, str) else None
        self._waiting = tempfile.TemporaryFile("w+b", dir=folder)  # noqa: SIM115

    def add(self, annotation: Annotation) -> None:
        """Count a remark as a test; what is gone since last time is none any more."""
        if annotation.since is Since.ABSENT:
            return
        self._tests += 1
        self._failures += annotation.fails
        self._skipped += _passed_over(annotation) is not None
        self._waiting.write(_test(self._name, self._kinds, annotation).encode())

    def finish(self) -> None:
        """Write the whole."""
        counts = f'tests="{self._tests}" failures="{self._failures}" errors="0"'
        title = _attribute(self._name)
        head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={title} {counts}>\n'
        self._file.write(f'{head}<testsuite name={title} {counts} skipped="{self._skipped}">\n'.encode())
        self._waiting.seek(0)
        shutil.copyfileobj(self._waiting, self._file)
        self._waiting.close()
        self._file.write(b"</testsuite>\n</testsuites>\n")


def junit(name: str, kinds: Mapping[str, Kind], annotations: Iterable[Annotation]) -> bytes:
    """The file of a few remarks. See :class:`Junit`."""
    buffer = io.BytesIO()
    made = Junit(buffer, name, kinds)
    for annotation in annotations:
        made.add(annotation)
    made.finish()
    return buffer.getvalue()


def _test(name: str, kinds: Mapping[str, Kind], annotation: Annotation) -> str:
    place = f"{annotation.path}:{annotation.line}" + (f":{annotation.column}" if annotation.column else "")
    kind = kinds.get(annotation.code)
    # Servers know a test again by its names, so that its line does not stand in them where it has an id.
    title = " ".join(filter(None, (annotation.subject, kind.title if kind else "", annotation.id or place)))
    head = f"<testcase classname={_attribute(annotation.group or name)} name={_attribute(title)}"
    if annotation.level is Level.PASSED:
        return f"{head}/>\n"
    lines = [annotation.message, annotation.help, annotation.waived.why if annotation.waived else "", place]
    told = _content("\n".join(filter(None, lines)))
    why = _passed_over(annotation)
    if annotation.fails:
        body = f"<failure type={_attribute(annotation.code)} message={_attribute(annotation.message)}>{told}</failure>"
    elif why is not None:
        body = f"<skipped message={_attribute(why)}/><system-out>{told}</system-out>"
    else:
        body = f"<system-out>{told}</system-out>"
    return f"{head}>{body}</testcase>\n"


def _passed_over(annotation: Annotation) -> str | None:
    """Why an error does not fail; ``None`` where it does, or is none."""
    if annotation.level is not Level.ERROR or annotation.fails:
        return None
    return annotation.waived.why if annotation.waived is not None else "上次已经发现"


def _attribute(text: str) -> str:
    return quoteattr(_xml(text))


def _content(text: str) -> str:
    return escape(_xml(text), {"\r": "&#13;"})


def _xml(text: str) -> str:
    """The text with all that XML cannot hold escaped as everywhere else."""
    return _FORBIDDEN.sub(lambda match: match.group().encode("unicode_escape").decode(), visible(text))
