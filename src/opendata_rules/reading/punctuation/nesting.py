"""Which collections are open, so that it is known where a key is due and how far a plain scalar goes on."""

from __future__ import annotations

from .findings import Enough, Findings

#: Deepest nesting a pack may have.
DEPTH_LIMIT = 40


class Nesting:
    """Collections that are open.

    Attributes:
        blocks: block collections: column and whether each is a mapping (else a sequence).
        brackets: flow collections: the opening bracket, its line and column (from 0).
    """

    __slots__ = ("_findings", "blocks", "brackets")

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.blocks: list[tuple[int, bool]] = []
        self.brackets: list[tuple[str, int, int]] = []

    def column(self) -> int:
        """Column of the innermost block collection."""
        return self.blocks[-1][0] if self.blocks else -1

    def push(self, column: int, *, mapping: bool) -> None:
        """A block collection stands at a column: a new one, or the one that is open there."""
        blocks = self.blocks
        while blocks and blocks[-1][0] > column:
            blocks.pop()
        if not blocks or blocks[-1] != (column, mapping):
            blocks.append((column, mapping))
            self.check_depth(column)

    def end_deeper(self, column: int) -> None:
        """End what a line ends that begins at a column and is no item of a list."""
        blocks = self.blocks
        while blocks and (blocks[-1][0] > column or blocks[-1] == (column, False)):
            blocks.pop()

    def check_depth(self, position: int) -> None:
        """End the pass where the collections are nested too deep."""
        if len(self.blocks) + len(self.brackets) > DEPTH_LIMIT:
            self._findings.report("too_deep", position, limit=DEPTH_LIMIT)
            raise Enough
