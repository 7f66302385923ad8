"""The report as JSON: the whole as one value, or one dataset a line."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ... import digests
from ...answers.receipts import issued
from ...quoting import json_text
from ..results import Row
from ..summary import Findings, Summary, asked_of
from .writer import Beside, Writer

#: Where the datasets stand in the text of a report without any; within a text of JSON these marks are escaped.
_NO_ROWS = '"rows": []'
_NO_ROWS_CANONICAL = '"rows":[]'


class JsonLinesWriter(Writer):
    """The datasets, one a line, each as ``Row.to_dict()`` has it."""

    def add(self, row: Row) -> None:
        """A line."""
        told = row.to_dict()
        text = json.dumps(told, ensure_ascii=False)
        self.file.write(f"{text if text.isprintable() else json_text(told)}\n".encode())

    def finish(self, summary: Summary) -> None:
        """Nothing stands below them."""


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
