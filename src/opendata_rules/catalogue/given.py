"""What a report on a catalogue was made from."""

from __future__ import annotations

from dataclasses import dataclass

from ..answers.result import plain
from ..values import Json

#: What of a report its receipt holds.
_GIST = ("total", "counts", "updates", "suspected")


@dataclass(frozen=True, slots=True)
class Given:
    """What a report was made from, beside the law.

    Attributes:
        file: name of the file.
        digest: SHA-256 of its bytes.
        profile: text of the profile, if one was given.
        unlisted: how bool facts without a column are read.
        format: text of the registered format by which the file was read, if by one.
    """

    file: str
    digest: str
    profile: str | None
    unlisted: str
    format: str | None = None

    def options(self) -> dict[str, Json]:
        """The same as a receipt holds it."""
        return {
            "file": self.file,
            "source": self.digest,
            "profile": self.profile,
            "format": self.format,
            "unlisted": self.unlisted,
        }


def gist_of(report: object) -> dict[str, Json]:
    """What of a report its receipt holds."""
    return {name: plain(getattr(report, name)) for name in _GIST}
