"""Everything the library raises on purpose: one small family under :class:`Error`.

Each class has a stable ``code`` for programs, and ``nearest`` names the closest right words where that helps.
Messages are in Chinese first, since legal staff read them, with the ids that developers search for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from .diagnostics.diagnostic import Diagnostic
from .values import Value


class Error(ValueError):
    """Base of all errors raised by :mod:`opendata_rules`.

    ``str(error)`` is the Chinese text. What comes from outside stands in both texts through
    :func:`opendata_rules.quoting.quoted`.

    Attributes:
        code: stable identifier of the kind of error.
        nearest: the nearest right names, best first; empty where none is near.
        english: the same in English.
        fact: id of the fact it is about, or the name given where there is none of it; ``None`` where about none.
        argument: name of the argument it is about; ``None`` where it is about none.
    """

    code: ClassVar[str] = "error"

    def __init__(
        self,
        message: str,
        *,
        nearest: Iterable[str] = (),
        english: str = "",
        fact: str | None = None,
        argument: str | None = None,
    ) -> None:
        super().__init__(message)
        self.nearest: tuple[str, ...] = tuple(nearest)
        self.english = english
        self.fact = fact
        self.argument = argument

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their positional arguments; ours have keyword state to keep.
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(cls: type[Error], args: tuple[object, ...], state: dict[str, object]) -> Error:
    error = cls.__new__(cls, *args)
    ValueError.__init__(error, *args)
    error.__dict__.update(state)
    return error


class UnknownJurisdiction(Error):
    """No place of that id or Chinese name."""

    code = "unknown_jurisdiction"


class UnknownFact(Error):
    """No fact of that id or Chinese label in the vocabulary."""

    code = "unknown_fact"


class BadFact(Error):
    """A fact has a value of the wrong type or outside its values, or two unequal ones."""

    code = "bad_fact"


class BadArgument(Error):
    """An argument that is no fact has a value outside what it may be; ``argument`` names it."""

    code = "bad_argument"


class UnknownTopic(Error):
    """No topic of that id or Chinese label in the vocabulary, or no such scheme of classification."""

    code = "unknown_topic"


class UnknownProcedure(Error):
    """No procedure or step of that id or Chinese name."""

    code = "unknown_procedure"


class BadPack(Error):
    """A rule pack or place file has errors; ``diagnostics`` lists all of them."""

    code = "bad_pack"

    def __init__(self, message: str, *, diagnostics: Iterable[Diagnostic] = (), english: str = "") -> None:
        super().__init__(message, english=english)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)


class BeyondHorizon(Error):
    """A day, or the result, lies outside the days whose holiday notice is known (or that may be estimated)."""

    code = "beyond_horizon"


class MissingExtra(Error):
    """The call needs an optional part that is not installed; the message names the extra."""

    code = "missing_extra"


class UnknownCase(Error):
    """The log of a monitor holds no event of that case."""

    code = "unknown_case"


class BadStore(Error):
    """The store of a monitor is none, is of another place, or is being written by somebody else."""

    code = "bad_store"


class ReceiptMismatch(Error):
    """A receipt cannot be replayed: what its answer rests on, or its outcome, is another here; or it is no receipt.

    Attributes:
        argument: ``receipt`` where it is no receipt; else ``None``.
        differences: what differs, thing by thing; empty where it is no receipt.
    """

    code = "receipt_mismatch"

    def __init__(
        self,
        message: str,
        *,
        nearest: Iterable[str] = (),
        english: str = "",
        argument: str | None = None,
        differences: Iterable[Value] = (),
    ) -> None:
        super().__init__(message, nearest=nearest, english=english, argument=argument)
        self.differences: tuple[Value, ...] = tuple(differences)


class BadOutput(Error):
    """A report cannot be written there."""

    code = "bad_output"
