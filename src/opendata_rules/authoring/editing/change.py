"""One file before and after an edit, and the edit as lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import BadOutput
from ...formats.files import replace_file
from ...reading.document import refusal
from ...values import Json


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of a file.

    Attributes:
        path: the file, as it was found.
        shown: its name in messages.
        target: its name afterwards, as shown; the same where it keeps it.
        before: its text; empty where it was no text in UTF-8.
        after: its text afterwards.
        reasons: what is changed, in Chinese, each once.
    """

    path: Path
    shown: str
    target: str
    before: str
    after: str
    reasons: tuple[str, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "path": self.shown,
            "target": self.target,
            "reasons": list(self.reasons),
            "diff": "\n".join(self.diff()),
        }

    def diff(self) -> Iterator[str]:
        """The edit as lines, as ``diff -u`` writes them."""
        before, after = self.before.splitlines(), self.after.splitlines()
        yield from difflib.unified_diff(before, after, self.shown, self.target, lineterm="", n=1)

    def write(self) -> None:
        """Write the file, under its new name where it has one.

        Raises:
            BadOutput: it cannot be written, or there is a file of that name already.
        """
        target = self.path.with_name(Path(self.target).name)
        try:
            if target != self.path and target.exists():
                raise BadOutput(f"已经有 {self.target}，不会覆盖它。", english="it is there already", argument="path")
            replace_file(target, self.after.encode())
            if target != self.path:
                self.path.unlink()
        except OSError as error:
            told = f"写不进 {self.target}：{refusal(error)}。"
            raise BadOutput(told, english="it cannot be written", argument="path") from error
