"""What checking a catalogue raises on purpose, beside the errors of the library."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics.diagnostic import Diagnostic
from ..errors import Error


class NotACatalogue(Error):
    """The file is no catalogue of datasets, or cannot be read; the message says what it is and what to do."""

    code = "not_a_catalogue"
    about = "path"


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
