"""The ids of all findings in a small file: what the next check can be given as last time's."""

from __future__ import annotations

import json

from ...quoting import json_text
from ..baseline import TYPE
from ..results import Row
from ..summary import Summary
from ..text import shortened
from .writer import Writer

#: Characters of a title and of a department that are kept, so that a finding that is gone can be told.
_TITLE = 60


class BaselineWriter(Writer):
    """Each finding by its id, with the title of its dataset."""

    def begin(self, before: Summary) -> None:
        """Whose law they are of."""
        head = json.dumps({"@type": TYPE, "place": before.place, "scheme": str(before.scheme)})[:-1]
        self.file.write(f'{head}, "findings": ['.encode())
        self._between = "\n"

    def add(self, row: Row) -> None:
        """The findings of a dataset."""
        for finding in row.findings:
            told = json_text(
                {
                    "id": finding.id,
                    "title": shortened(row.title, _TITLE),
                    "department": shortened(row.department, _TITLE),
                }
            )
            self.file.write((self._between + told).encode())
            self._between = ",\n"

    def finish(self, summary: Summary) -> None:
        """Nothing stands below them."""
        self.file.write(b"\n]}\n")
