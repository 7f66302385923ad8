"""What writing for others raises on purpose, beside the errors of the library."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics.diagnostic import Diagnostic
from ..errors import Error


class BadSettings(Error):
    """Settings for what is written for others have errors; ``diagnostics`` lists those of a file."""

    code = "bad_settings"
    about = "settings"

    def __init__(self, message: str, *, diagnostics: Iterable[Diagnostic] = (), english: str = "") -> None:
        super().__init__(message, english=english)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
