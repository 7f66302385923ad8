"""The report as JSON: the whole as one value, or one dataset a line."""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from ... import digests
from ...answers.receipts import issued
from ...quoting import json_text
from ..datasets import Datasets, OfPart
from ..judged import Finding
from ..remembering import Remembered
from ..results import Row
from ..summary import Findings, Summary, asked_of
from .writer import Beside, Writer

#: Where the datasets stand in the text of a report without any; within a text of JSON these marks are escaped.
_NO_ROWS = '"rows": []'
_NO_ROWS_CANONICAL = '"rows":[]'


#: The keys of a dataset in JSON by what they come from, in their order.
_PARTS = (
    ("described", "summary fields"),
    ("stated", "declared_text declared verdict attribute possible permitted grounds objections"),
    ("asked", "questions"),
    ("stated", "actions ways ways_english warnings facts"),
    (
        "updated",
        "cadence updated updated_text due earliest latest lapsed overdue_days update term term_note term_note_english",
    ),
)
#: Longest finding that is kept as it is written.
_LONGEST = 5_000
_encoded = json.JSONEncoder(ensure_ascii=False).encode


class JsonLinesWriter(Writer):
    """The datasets, one a line, each as ``Row.to_dict()`` has it; what comes from one part of it is written once."""

    def begin(self, before: Summary) -> None:
        """Nothing stands above them."""
        self._parts = [OfPart(part, functools.partial(_members, keys.split())) for part, keys in _PARTS]
        self._texts = Remembered(_text)
        self._findings = Remembered(_but_id, longest=_LONGEST)

    def add(self, row: Row) -> None:
        """A line."""
        self.file.write(f"{_text(row.to_dict())}\n".encode())

    def add_all(self, datasets: Datasets) -> None:
        """Some lines. What several share is kept as the bytes that are written, since most of a line is."""
        pieces: list[bytes] = []
        texts = self._texts
        own = zip(
            datasets.numbers,
            datasets.sheets,
            datasets.titles,
            datasets.ids,
            datasets.departments,
            datasets.notes,
            datasets.findings,
            zip(*(part.of(datasets) for part in self._parts), strict=True),
            strict=True,
        )
        for number, sheet, title, identifier, department, notes, findings, parts in own:
            begin = f'{{"number": {number}, "sheet": {texts[sheet]}, "title": {_text(title)}, "id": {_text(identifier)}'
            pieces.append(f'{begin}, "department": {texts[department]}'.encode())
            pieces += parts
            noted = _text(list(notes)) if notes else "[]"
            pieces.append(f', "notes": {noted}, "findings": ['.encode())
            between = '{"id": "'
            for finding in findings:
                # No id of a finding has anything in it that JSON would escape.
                pieces.append(f'{between}{finding.id}", '.encode())
                pieces.append(self._findings[_told(finding)])
                between = '}, {"id": "'
            pieces.append(b"}]}\n" if findings else b"]}\n")
        self.file.write(b"".join(pieces))

    def finish(self, summary: Summary) -> None:
        """Nothing stands below them."""


def _text(told: object) -> str:
    """JSON in one line: each part of it by itself is written as it is in the whole."""
    text = _encoded(told)
    return text if text.isprintable() else json_text(told)


def _members(keys: Sequence[str], row: Row) -> bytes:
    """Some members of a dataset, with a comma before them and without the braces around them."""
    told = row.to_dict()
    return f", {_text({key: told[key] for key in keys})[1:-1]}".encode()


#: All of a finding but its id.
_told = attrgetter(*(field.name for field in fields(Finding) if field.name != "id"))


def _but_id(told: tuple[Any, ...]) -> bytes:
    """The members of a finding in JSON but its id, without the braces around them."""
    members = Finding("", *told).to_dict()
    del members["id"]
    return _text(members)[1:-1].encode()


class JsonWriter(Writer):
    """What ``Report.to_dict()`` holds. Totals and digest come before the datasets, so these wait in a file."""

    def __init__(self, file: BinaryIO, beside: Beside | None = None) -> None:
        super().__init__(file, beside)
        name = getattr(file, "name", None)
        # Beside the report, since what is for temporary files may be memory.
        folder = Path(name).parent if isinstance(name, str) else None
        self._rows = tempfile.TemporaryFile("w+b", dir=folder)  # noqa: SIM115

    def add(self, row: Row) -> None:
        """Keep a dataset aside."""
        self._rows.write(f"{json.dumps(row.to_dict())}\n".encode("ascii"))

    def finish(self, summary: Summary) -> None:
        """Write the whole."""
        report = Findings.of(summary, ())
        told = report.to_dict()
        del told["receipt"]
        receipt = issued(asked_of(report), told, self._digest)
        head, _, tail = json_text({**told, "receipt": receipt}, indent=1).partition(_NO_ROWS)
        write = self.file.write
        write(f'{head}"rows": ['.encode())
        between = "\n  "
        for row in self._lines():
            text = json_text(json.loads(row), indent=1).replace("\n", "\n  ")
            write(f"{between}{text}".encode())
            between = ",\n  "
        write(f"\n ]{tail}\n".encode())
        self._rows.close()

    def _digest(self, told: object) -> str:
        """The digest of what is told, with the datasets in it."""
        head, _, tail = digests.canonical(told).partition(_NO_ROWS_CANONICAL)
        found = hashlib.sha256(f'{head}"rows":['.encode("ascii"))
        between = ""
        for row in self._lines():
            found.update(f"{between}{digests.canonical(json.loads(row))}".encode("ascii"))
            between = ","
        found.update(f"]{tail}".encode("ascii"))
        return found.hexdigest()

    def _lines(self) -> Iterator[bytes]:
        self._rows.seek(0)
        return iter(self._rows)
