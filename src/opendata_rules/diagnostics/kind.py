"""What a kind of problem is: its code, the stage that finds it, and its texts."""

from __future__ import annotations

from dataclasses import dataclass

from ..values import Term


class Severity(Term):
    """Whether a file can be used as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of reading.

    Attributes:
        name: name of its module under ``kinds``.
        title: Chinese name.
    """

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of diagnostic.

    Attributes:
        code: stable code.
        stage: stage of reading in which it is found.
        title: short Chinese name.
        template: message with ``{fields}``.
        help: what to do, with ``{fields}``.
        explanation: longer text for the documentation.
        severity: error unless the file can be used all the same.
    """

    code: str
    stage: Stage
    title: str
    template: str
    help: str
    explanation: str
    severity: Severity = Severity.ERROR
