"""Remarks as JUnit's XML, which every build server shows: each remark a test, failed where it counts.

There is no standard of it. The form is that of Jenkins (``junit-10.xsd`` of its xUnit plugin), with nothing in it that
others do not take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from ..quoting import visible
from .annotations import Annotation, Kind, Level, Since

#: What XML 1.0 takes in no form, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(name: str, kinds: Mapping[str, Kind], annotations: Iterable[Annotation]) -> Iterator[bytes]:
    """The file, in pieces.

    Args:
        name: of what was looked at.
        kinds: every kind that occurs, by its code.
        annotations: the remarks; gone through twice, since their number stands first. What is gone since last time is
            no test any more.
    """
    tests = failures = skipped = 0
    for annotation in _tests(annotations):
        tests += 1
        failures += annotation.fails
        skipped += _passed_over(annotation) is not None
    counts = f'tests="{tests}" failures="{failures}" errors="0"'
    title = _attribute(name)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={title} {counts}>\n'.encode()
    yield f'<testsuite name={title} {counts} skipped="{skipped}">\n'.encode()
    for annotation in _tests(annotations):
        yield _test(name, kinds, annotation).encode()
    yield b"</testsuite>\n</testsuites>\n"


def _tests(annotations: Iterable[Annotation]) -> Iterator[Annotation]:
    return (annotation for annotation in annotations if annotation.since is not Since.ABSENT)


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
