"""Documents by the schema that CKAN ships for Solr."""

from __future__ import annotations

import re
import threading
import xml.etree.ElementTree as ElementTree
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

from .query import BadQuery, Query, matches

Document = dict[str, list[str]]


class Schema:
    """Fields of a ``schema.xml``."""

    def __init__(self, path: Path) -> None:
        root = ElementTree.parse(path).getroot()
        types = {one.get("name"): one.get("class") for one in root.iter("fieldType")}
        self.text = path.read_text("utf-8")
        self._fields = [
            (one.attrib, types[one.get("type")]) for tag in ("field", "dynamicField") for one in root.iter(tag)
        ]
        self._copies = [(one.get("source", ""), one.get("dest", "")) for one in root.iter("copyField")]
        self.key = root.findtext("uniqueKey", "")

    def _field(self, name: str) -> tuple[dict[str, str], str]:
        for attributes, kind in self._fields:
            if fnmatchcase(name, attributes["name"]):
                return attributes, str(kind)
        raise BadQuery(f"undefined field {name}")

    def many(self, name: str) -> bool:
        """Whether a field holds several values."""
        return self._field(name)[0].get("multiValued") == "true"

    def stored(self, name: str) -> bool:
        """Whether answers show it."""
        return self._field(name)[0].get("stored") == "true"

    def words(self, name: str) -> bool:
        """Whether words are looked for in it; else whole values."""
        return self._field(name)[1] == "solr.TextField"

    def with_copies(self, document: Document) -> Document:
        """A document with the fields that hold what others do."""
        whole = {name: list(values) for name, values in document.items()}
        for source, target in self._copies:
            for name in document:
                if fnmatchcase(name, source) and name != target:
                    whole.setdefault(target, []).extend(document[name])
        return whole


class Index:
    """All documents, in memory."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._documents: dict[str, Document] = {}
        self._lock = threading.Lock()

    def add(self, document: Document) -> None:
        """Add a document, or replace the one of its key.

        Raises:
            BadQuery: its key is missing, or a field has two values that may have one.
        """
        [key] = document.get(self.schema.key, []) or [""]
        if not key:
            raise BadQuery(f"document is missing mandatory uniqueKey field: {self.schema.key}")
        for name, values in document.items():
            if len(values) > 1 and not self.schema.many(name):
                raise BadQuery(f"multiple values encountered for non multiValued field {name}")
        whole = self.schema.with_copies(document)
        with self._lock:
            self._documents[key] = whole

    def delete(self, query: Query) -> None:
        """Delete what matches."""
        with self._lock:
            for key in [key for key, one in self._documents.items() if self._matches(query, one)]:
                del self._documents[key]

    def delete_key(self, key: str) -> None:
        """Delete the document of a key."""
        with self._lock:
            self._documents.pop(key, None)

    def search(self, queries: list[Query], order: list[tuple[str, bool]]) -> list[Document]:
        """The documents that match all queries, by fields, each with whether it descends."""
        with self._lock:
            found = [one for one in self._documents.values() if all(self._matches(query, one) for query in queries)]
        for name, descending in reversed(order):
            found.sort(key=lambda one: one.get(name, [""])[0], reverse=descending)
        return found

    def shown(self, document: Document, names: list[str]) -> dict[str, object]:
        """A document as an answer shows it; ``*`` names all fields."""
        every = "*" in names
        return {
            name: values if self.schema.many(name) else values[0]
            for name, values in document.items()
            if (every or name in names) and self.schema.stored(name)
        }

    def counted(self, documents: list[Document], name: str) -> list[object]:
        """The values of a field and how many documents have each, most first."""
        counts = Counter(value for one in documents for value in set(one.get(name, [])))
        return [part for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) for part in pair]

    def _matches(self, query: Query, document: Document) -> bool:
        def holds(name: str, pattern: re.Pattern[str], phrase: bool) -> bool:
            values = document.get(name, [])
            if not self.schema.words(name):
                return any(pattern.fullmatch(value) for value in values)
            pattern = re.compile(pattern.pattern, re.IGNORECASE)
            if phrase:
                return any(pattern.search(value) for value in values)
            return any(pattern.fullmatch(word) for value in values for word in _words(value))

        def between(name: str, low: str | None, high: str | None, with_low: bool, with_high: bool) -> bool:
            return any(
                (low is None or value > low or (with_low and value == low))
                and (high is None or value < high or (with_high and value == high))
                for value in document.get(name, [])
            )

        return matches(query, holds, between)


def _words(text: str) -> list[str]:
    """Words of a text: runs of letters and digits, and each Chinese character, as the analysers of Solr see them."""
    return [text, *re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", text)]
