"""What became of mutants, kept for the next run by the meaning of everything that it hangs on.

A case that noticed a mutant notices it again as long as case, rules and engine mean the same, whatever other cases come
or go. A mutant that survived survives again as long as there is no case that did not run against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..kept import Database

_FATES = "fates (mutant text primary key, fate text not null, cases text not null"


class Store:
    """Fates of mutants by the digest of what they hang on.

    Args:
        folder: where it is kept; nothing is kept where it cannot be written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._database = Database(folder, "mutation.sqlite", _FATES)

    def known(self, mutants: Iterable[str]) -> Mapping[str, tuple[str, str]]:
        """By mutant known, what became of it, and the digest of the cases that this hangs on."""
        rows = self._database.rows("select mutant, fate, cases from fates where mutant = ?", mutants)
        return {mutant: (fate, cases) for mutant, fate, cases in rows}

    def keep(self, fates: Iterable[tuple[str, str, str]]) -> None:
        """Keep what became of mutants: the digest of each, its fate, and the digest of the cases this hangs on."""
        self._database.write("insert or replace into fates (mutant, fate, cases) values (?, ?, ?)", fates)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
