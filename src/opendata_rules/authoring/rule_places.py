"""Where a rule is written: its file and line, the version before it included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import BadPack
from ..packs.inheritance import read_documents
from ..packs.shelf import Shelf
from ..reading.document import Document, Location
from ..reading.folders import RULES
from ..reading.grafted import Grafted
from ..vocabulary.keywords import chinese
from .in_files import file_of, place_of

#: Most rules that one message names.
_NAMED = 4


class RulePlaces:
    """Where the rules of some packs are written; files are read when first asked for.

    Args:
        shelf: the packs.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._files: dict[str, Mapping[str, Document]] = {}
        self._homes: dict[str, tuple[str, str]] = {}
        self._read: set[str] = set()

    def home(self, rule: str, first: str) -> tuple[str, str] | None:
        """The instrument in which a rule is, and the name of its file; ``None`` where no pack has it.

        Args:
            rule: its id.
            first: the instrument to look in first.
        """
        for name in (first, *self._shelf.instrument_ids()):
            if rule in self._homes:
                break
            if name not in self._read:
                self._read.add(name)
                try:
                    rules = self._shelf.pack(name).provisions()
                except BadPack:
                    # Its errors are told when it is asked.
                    continue
                for one in rules:
                    self._homes.setdefault(one.id, (name, file_of(one)))
        return self._homes.get(rule)

    def rules(self) -> Iterable[str]:
        """Ids of all rules that were looked through."""
        return self._homes.keys()

    def document(self, instrument: str, file: str) -> Document | None:
        """A file of a pack, joined with those of the version before; ``None`` where there is none."""
        if instrument not in self._files:
            folder = self._shelf.folder(instrument)
            self._files[instrument] = read_documents(folder, f"{RULES}/{instrument}").documents
        return self._files[instrument].get(file)

    def mark(self, rule: str, first: str) -> tuple[str, int, int] | None:
        """File, line and column of the id of a rule; ``None`` where no pack has it."""
        home = self.home(rule, first)
        document = None if home is None else self.document(*home)
        at = None if document is None else place_of(document.data, rule)
        if document is None or at is None:
            return None
        return mark_of(document, (*at, chinese("id")))

    def named(self, rules: Iterable[str], first: str) -> str:
        """Rules with the places where they are written, for a message in Chinese; empty where there are none."""
        rules = list(dict.fromkeys(rules))
        told = []
        for rule in rules[:_NAMED]:
            found = self.mark(rule, first)
            told.append(rule if found is None else f"{rule}（{found[0]}:{found[1]}）")
        more = f"等 {len(rules)} 条" if len(rules) > _NAMED else ""
        return "、".join(told) + more


def mark_of(document: Document, at: Location, *, key: bool = False) -> tuple[str, int, int]:
    """File, line and column of what stands at a location (or of its key), in the file that it was written in."""
    if isinstance(document, Grafted):
        document, at = document.origin(at)
    line, column = document.mark(at, key=key)
    return document.path, line, column
