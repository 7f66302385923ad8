"""Remarks at places of files, as other programs take them: what SARIF and JUnit are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..values import Term


class Level(Term):
    """How much a remark weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    #: nothing is wrong there; it only counts
    PASSED = "none"


class Since(Term):
    """How a remark stands to those of last time, in the words of SARIF."""

    NEW = "new"
    UNCHANGED = "unchanged"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of remark.

    Attributes:
        title: its name.
        about: what it means.
        level: how much such remarks weigh.
    """

    title: str
    about: str
    level: Level


@dataclass(frozen=True, slots=True)
class Waived:
    """Why a remark is to be let pass.

    Attributes:
        why: the reason, with who gave it and until when.
        holds: whether it does; what has run out does not.
    """

    why: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark at a place.

    Attributes:
        path: the file, as shown to the user; empty where there is no place any more.
        line: line or row, from 1.
        column: column, from 1, in characters; 0 for the whole line.
        code: its kind.
        level: how much it weighs.
        message: what is said.
        help: what may be done.
        id: what tells it from all others, today and next time; empty where nothing does.
        subject: what it is about, in a few words.
        group: what that belongs to.
        since: how it stands to last time; ``None`` where that was not asked.
        waived: why it is to be let pass, where somebody said so.
        more: what else programs may want to know, as text by name.
    """

    path: str
    line: int
    column: int
    code: str
    level: Level
    message: str
    help: str = ""
    id: str = ""
    subject: str = ""
    group: str = ""
    since: Since | None = None
    waived: Waived | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def fails(self) -> bool:
        """Whether it is an error that is neither of last time nor let pass; a waiver that has run out fails anyway."""
        if self.level is not Level.ERROR or self.since is Since.ABSENT:
            return False
        if self.waived is not None:
            return not self.waived.holds
        return self.since is not Since.UNCHANGED
