"""What a report on a catalogue was made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What a report was made from, beside the law.

    Attributes:
        file: name of the file.
        digest: SHA-256 of its bytes.
        profile: text of the profile, if one was given.
        unlisted: how bool facts without a column are read.
    """

    file: str
    digest: str
    profile: str | None
    unlisted: str
