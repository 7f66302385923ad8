"""Addresses of what is written: of datasets, departments, instruments. The same for the same report, each used once.

Nothing is said to be on the web that may not be there: what has no address of its own gets a URN, made of its id where
that can stand in one, else of a digest.
"""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from ..catalogue.findings import dataset_key
from ..catalogue.results import Row
from ..digests import mark
from ..quoting import visible
from .settings import ID, Settings, is_address

_URN = "urn:opendata-rules"
#: Longest id that stands in an address as it is.
_LONGEST = 200
_DIGITS = 20


class Names:
    """The addresses of one catalogue on its way.

    Args:
        place: id of the place.
        settings: which addresses there are.
    """

    def __init__(self, place: str, settings: Settings) -> None:
        self._place = place
        self._settings = settings
        # Digests, since there may be millions.
        self._used: set[bytes] = set()

    @property
    def catalogue(self) -> str:
        """Of the catalogue."""
        return self._settings.catalogue or f"{_URN}:catalogue:{self._place}"

    @property
    def publisher(self) -> str:
        """Of who publishes it."""
        return self._settings.publisher_address or self.department(self._settings.publisher)

    def dataset(self, row: Row) -> str:
        """Of a dataset, the next one: of several with the same id, the second ends in ``#2``."""
        first = address = self._dataset(row)
        mark_of_number, number = "~" if "#" in first else "#", 2
        while (key := hashlib.blake2b(address.encode("utf-8"), digest_size=16).digest()) in self._used:
            address, number = f"{first}{mark_of_number}{number}", number + 1
        self._used.add(key)
        return address

    def _dataset(self, row: Row) -> str:
        identifier = visible(row.id)
        if identifier.startswith(("http://", "https://", "urn:")) and is_address(identifier) and "#" not in identifier:
            return identifier
        key = dataset_key(row.id, row.title, row.department)
        if not self._settings.base:
            return f"{_URN}:dataset:{self._place}:{key}"
        return self._settings.base + (in_address(identifier) if 0 < len(identifier) <= _LONGEST else key)

    def department(self, name: str) -> str:
        """Of a department."""
        return self._settings.departments.get(name) or f"{_URN}:department:{self._place}:{mark(name, _DIGITS)}"

    def instrument(self, name: str) -> str:
        """Of an instrument, by its id."""
        return self._settings.instruments.get(name) or f"{_URN}:instrument:{name}"

    def finding(self, name: str) -> str:
        """Of a finding, by its id, which has nothing in it that an address may not have."""
        return f"{_URN}:finding:{self._place}:{name}"


def rule(name: str) -> str:
    """Address of a rule, or of a passage, by its id."""
    return f"{_URN}:rule:{name}"


def filled(template: str, identifier: str) -> str:
    """A template with the id of a dataset in it; nothing where there is no id, or it is too long."""
    return template.replace(ID, in_address(identifier)) if template and 0 < len(identifier) <= _LONGEST else ""


def in_address(identifier: str) -> str:
    """An id as it stands in an address."""
    return quote(visible(identifier), safe="")
