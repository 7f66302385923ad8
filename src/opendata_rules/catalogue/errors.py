"""What checking a catalogue raises on purpose, beside the errors of the library."""

from __future__ import annotations

from ..errors import Error


class NotACatalogue(Error):
    """The file is no catalogue of datasets, or cannot be read; the message says what it is and what to do."""

    code = "not_a_catalogue"
    about = "path"


class BadProfile(Error):
    """A profile has errors; the message shows them."""

    code = "bad_profile"
    about = "profile"
