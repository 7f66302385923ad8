"""Where in the files of a pack a rule or a row is written, so that what is said of it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..norms.provisions import CountingRule, DutyRule, Provision, RecurringRule, TermRule
from ..packs.files import ARTICLES, DEADLINES, DUTIES, INSTRUMENT, RULES
from ..packs.inheritance import read_documents
from ..reading.document import Document, Location, read
from ..vocabulary.keywords import chinese


def file_of(rule: Provision) -> str:
    """Name of the file in which such a rule is written."""
    if isinstance(rule, DutyRule):
        return DUTIES
    return DEADLINES if isinstance(rule, TermRule | CountingRule | RecurringRule) else RULES


def place_of(node: Any, rule: str, at: Location = (), key: str = chinese("id")) -> Location | None:
    """Where in the content of a file a rule is written; an article, if another key than 编号 is given."""
    if isinstance(node, dict) and node.get(key) == rule:
        return at
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for part, item in items:
        found = place_of(item, rule, (*at, part), key)
        if found is not None:
            return found
    return None


class InFiles:
    """The files of one pack, read again when something is to be said of them.

    Args:
        folder: the folder of the pack.
        shown: its name in messages.
    """

    def __init__(self, folder: Path, shown: str) -> None:
        self.folder = folder
        self.shown = shown

    @cached_property
    def _documents(self) -> Mapping[str, Document]:
        return read_documents(self.folder, self.shown).documents

    def document(self, name: str) -> Document:
        """One of the files, with what it inherits."""
        found = self._documents.get(name)
        # It may be gone since its rules were read.
        return found if found is not None else read(self.folder / name, shown=f"{self.shown}/{name}")

    def of_rule(self, code: str, rule: Provision, at: Location = (), /, **fields: Any) -> Diagnostic:
        """A diagnostic on a rule, or on a part of it."""
        document = self.document(file_of(rule))
        place = place_of(document.data, rule.id) or ()
        return document.diagnostic(code, (*place, *(at or (chinese("id"),))), **fields)

    def of_article(self, code: str, ref: str, key: str = "ref", /, **fields: Any) -> Diagnostic:
        """A diagnostic on a row of the article table.

        Args:
            code: its kind.
            ref: the article.
            key: name of the keyword at which it stands.
            **fields: what the kind names.
        """
        document = self.document(ARTICLES)
        at = place_of(document.data, ref, key=chinese("ref")) or ()
        return document.diagnostic(code, (*at, chinese(key)), **{"ref": ref, **fields})

    def of_head(self, code: str, key: str, /, **fields: Any) -> Diagnostic:
        """A diagnostic on a line of ``instrument.yaml``, by the name of its keyword."""
        return self.document(INSTRUMENT).diagnostic(code, (chinese(key),), **fields)
