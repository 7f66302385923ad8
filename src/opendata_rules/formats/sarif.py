"""Remarks as SARIF 2.1.0 (OASIS, errata 01), which code hosts and editors show at the lines of a file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO
from urllib.parse import quote

from ..quoting import visible
from ..version import __version__
from .annotations import Annotation, Kind, Level

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Under which a result is known again; a number goes up where ids are made in another way.
FINGERPRINT = "opendata-rules/v1"
#: What may stand in a path of a URI as it is. A colon in a first segment would make it a scheme.
_PATH = "/~()@!,;=+&$*'"


class Sarif:
    """A file on its way: written remark by remark, and nothing is held.

    Args:
        file: where it goes.
        kinds: every kind that occurs, by its code.
    """

    def __init__(self, file: BinaryIO, kinds: Mapping[str, Kind]) -> None:
        self._file = file
        self._index = {code: number for number, code in enumerate(kinds)}
        self._between = "\n"
        driver = {
            "name": "opendata-rules",
            "version": __version__,
            "language": "zh-CN",
            "rules": [_rule(code, kind) for code, kind in kinds.items()],
        }
        head = {"$schema": SCHEMA, "version": "2.1.0"}
        run = {"tool": {"driver": driver}, "language": "zh-CN", "columnKind": "unicodeCodePoints"}
        # The results stand last, so that they are written one by one.
        self._file.write(f'{_json(head)[:-1]}, "runs": [{_json(run)[:-1]}, "results": ['.encode())

    def add(self, annotation: Annotation) -> None:
        """Write a remark; what is only passed is left out."""
        if annotation.level is not Level.PASSED:
            result = _result(annotation, self._index[annotation.code])
            self._file.write((self._between + _json(result)).encode())
            self._between = ",\n"

    def finish(self) -> None:
        """All remarks have been added."""
        self._file.write(b"\n]}]}\n")


def sarif(kinds: Mapping[str, Kind], annotations: Iterable[Annotation]) -> bytes:
    """The file of a few remarks. See :class:`Sarif`."""
    buffer = io.BytesIO()
    made = Sarif(buffer, kinds)
    for annotation in annotations:
        made.add(annotation)
    made.finish()
    return buffer.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(text: str) -> dict[str, str]:
    return {"text": visible(text)}


def _rule(code: str, kind: Kind) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": _text(kind.title),
        "fullDescription": _text(kind.about),
        "help": _text(kind.about),
        "defaultConfiguration": {"level": str(kind.level)},
    }


def _result(annotation: Annotation, index: int) -> dict[str, Any]:
    help_ = f"\n{annotation.help}" if annotation.help else ""
    found: dict[str, Any] = {
        "ruleId": annotation.code,
        "ruleIndex": index,
        "level": str(annotation.level),
        "message": _text(annotation.message + help_),
    }
    if annotation.path:
        found["locations"] = [_location(annotation)]
    if annotation.id:
        found["partialFingerprints"] = {FINGERPRINT: annotation.id}
    if annotation.since is not None:
        found["baselineState"] = str(annotation.since)
    if annotation.waived is not None:
        status = "accepted" if annotation.waived.holds else "rejected"
        why = visible(annotation.waived.why)
        found["suppressions"] = [{"kind": "external", "status": status, "justification": why}]
    told = {name: visible(text) for name, text in annotation.more.items() if text}
    if told:
        found["properties"] = told
    return found


def _location(annotation: Annotation) -> dict[str, Any]:
    region = {"startLine": annotation.line}
    if annotation.column:
        region["startColumn"] = annotation.column
    found: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri(annotation.path)}, "region": region}}
    if annotation.subject:
        name = visible(annotation.subject)
        whole = "/".join(filter(None, (visible(annotation.group), name)))
        found["logicalLocations"] = [{"name": name, "fullyQualifiedName": whole}]
    return found


def uri(path: str) -> str:
    """A path as a reference of a URI; one that is not relative is of this machine."""
    plain = visible(path).replace("\\", "/")
    drive = plain[1:3] == ":/"
    return ("file://" if plain.startswith("/") else "file:///" if drive else "") + quote(plain, safe=_PATH)
