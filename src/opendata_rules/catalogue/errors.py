"""What checking a catalogue raises on purpose, beside the errors of the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..diagnostics.diagnostic import Diagnostic
from ..errors import Error


class NotACatalogue(Error):
    """The file is no catalogue of datasets, or cannot be read; the message says what it is and what to do.

    What to do depends on the door that the file came through: not everywhere can a profile be given.
    """

    code = "not_a_catalogue"
    about = "path"

    def __init__(self, message: str, *, english: str = "", remedy: Remedy | None = None) -> None:
        told = remedy and remedy.profile
        super().__init__(message + (told or ""), english=english)
        self._bare = message
        self._remedy = remedy

    def without_profile(self) -> NotACatalogue:
        """The same where no profile can be given, as in a browser."""
        remedy = self._remedy
        if remedy is None:
            return self
        return NotACatalogue(self._bare + remedy.file, english=remedy.english)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a file that a profile could explain.

    Attributes:
        profile: by a profile, in Chinese.
        file: where none can be given, by the file itself, in Chinese.
        english: the whole message in English where none can be given.
    """

    profile: str
    file: str
    english: str


class BadProfile(Error):
    """A profile has errors; the message shows them."""

    code = "bad_profile"
    about = "profile"


class BadBaseline(Error):
    """What was given as the findings of last time is no such file, or is of another place."""

    code = "bad_baseline"
    about = "baseline"


class BadWaivers(Error):
    """A file of waivers has errors; ``diagnostics`` lists all of them."""

    code = "bad_waivers"
    about = "waivers"

    def __init__(self, message: str, *, diagnostics: Iterable[Diagnostic] = (), english: str = "") -> None:
        super().__init__(message, english=english)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
