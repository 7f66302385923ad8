"""All pages of the room: one table."""

from __future__ import annotations

from ..visit import Page
from . import answering, arriving, comparing, looking, taking

#: Those whose address is written out stand before those of a catalogue.
PAGES: tuple[Page, ...] = (
    *arriving.PAGES,
    *looking.PAGES,
    *answering.PAGES,
    *comparing.PAGES,
    *taking.PAGES,
)
