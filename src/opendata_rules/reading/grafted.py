"""A document made of parts of others: every part is told where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..diagnostics.diagnostic import Diagnostic
from .document import Document, Location


@dataclass(frozen=True)
class Grafted(Document):
    """A document whose tree has branches of other documents.

    Attributes:
        trunk: the document that the rest is added to; what has no other place is told there.
        origins: by location in the tree, the document and the location in it that the branch comes from.
    """

    trunk: Document = field(kw_only=True)
    origins: Mapping[Location, tuple[Document, Location]] = field(kw_only=True, repr=False)

    def origin(self, location: Location) -> tuple[Document, Location]:
        """The document that was written, and where in it, for a location in the tree."""
        for end in range(len(location), -1, -1):
            found = self.origins.get(location[:end])
            if found is not None:
                document, at = found
                at = (*at, *location[end:])
                return document.origin(at) if isinstance(document, Grafted) else (document, at)
        return self.trunk.origin(location) if isinstance(self.trunk, Grafted) else (self.trunk, location)

    def mark(self, location: Location, *, key: bool = False) -> tuple[int, int]:
        """Line and column of what stands at a location, in the document it was written in."""
        document, at = self.origin(location)
        return document.mark(at, key=key)

    def diagnostic(
        self, code: str, location: Location, *, key: bool = False, help: str | None = None, **fields: object
    ) -> Diagnostic:
        """A diagnostic on a place, in the document it was written in."""
        document, at = self.origin(location)
        return document.diagnostic(code, at, key=key, help=help, **fields)
