"""Everything the library raises on purpose: one small family under :class:`Error`.

Each class has a stable ``code`` for programs, and ``nearest`` names the closest right words where that helps.
Messages are in Chinese first, since legal staff read them, with the ids that developers search for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from .diagnostics.diagnostic import Diagnostic
from .quoting import quoted, visible
from .values import Json, Value

#: Problems told one by one in the text of an error on several.
_TOLD = 8


class Error(ValueError):
    """Base of all errors raised by :mod:`opendata_rules`.

    ``str(error)`` is the Chinese text. What comes from outside stands in both texts through
    :func:`opendata_rules.quoting.quoted`; whatever slips in otherwise is escaped here.

    Attributes:
        code: stable identifier of the kind of error.
        nearest: the nearest right names, best first; empty where none is near.
        english: the same in English.
        fact: id of the fact it is about, or the name given where there is none of it; ``None`` where about none.
        argument: name of the argument it is about; ``None`` where it is about none.
    """

    code: ClassVar[str] = "error"
    #: The argument that errors of a class are about, where it is always the same.
    about: ClassVar[str | None] = None

    def __init__(
        self,
        message: str,
        *,
        nearest: Iterable[str] = (),
        english: str = "",
        fact: str | None = None,
        argument: str | None = None,
    ) -> None:
        super().__init__(visible(message))
        self.nearest: tuple[str, ...] = tuple(visible(str(name)) for name in nearest)
        self.english = visible(english)
        self.fact = None if fact is None else quoted(fact)
        argument = self.about if argument is None else argument
        self.argument = None if argument is None else quoted(argument)
        self._several: tuple[Error, ...] = ()

    @property
    def problems(self) -> tuple[Error, ...]:
        """Each problem by itself, where one call had several; else the error alone."""
        return self._several or (self,)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types: ``code``, ``fact``, ``argument``, ``nearest``, the text in Chinese and in English.

        Where there are several problems, ``problems`` holds the same of each.
        """
        told: dict[str, Json] = {
            "code": self.code,
            "fact": self.fact,
            "argument": self.argument,
            "nearest": list(self.nearest),
            "detail": str(self),
            "detail_en": self.english,
        }
        if self._several:
            told["problems"] = [problem.to_dict() for problem in self._several]
        return told

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their positional arguments; ours have keyword state to keep.
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(cls: type[Error], args: tuple[object, ...], state: dict[str, object]) -> Error:
    error = cls.__new__(cls, *args)
    ValueError.__init__(error, *args)
    error.__dict__.update(state)
    return error


def together(problems: Sequence[Error]) -> Error:
    """One error on all problems of a call: of the class of the first, and about what that is about."""
    first = problems[0]
    if len(problems) == 1:
        return first
    more = len(problems) - _TOLD
    chinese = [str(problem) for problem in problems[:_TOLD]] + ([f"（其余 {more} 处略）"] if more > 0 else [])
    english = [problem.english for problem in problems[:_TOLD]] + ([f"({more} more)"] if more > 0 else [])
    error = type(first)(
        f"共 {len(problems)} 处有误：" + "\n".join(["", *chinese]),
        nearest=first.nearest,
        english=f"{len(problems)} problems:" + "\n".join(["", *english]),
        fact=first.fact,
        argument=first.argument,
    )
    error._several = tuple(problems)
    return error


class Problems:
    """What is wrong with the parts of one call, kept until all were looked at."""

    def __init__(self) -> None:
        self._found: list[Error] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keeps a problem with a fact, or with an argument that is told as one, in place of raising it."""
        try:
            yield
        except (UnknownFact, BadFact) as error:
            self._found += error.problems

    def tell(self) -> None:
        """Raise what was kept, as one error; nothing where nothing was."""
        if self._found:
            raise together(self._found)


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

    def __init__(
        self,
        message: str,
        *,
        nearest: Iterable[str] = (),
        diagnostics: Iterable[Diagnostic] = (),
        english: str = "",
        argument: str | None = None,
    ) -> None:
        super().__init__(message, nearest=nearest, english=english, argument=argument)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)


class BeyondHorizon(Error):
    """A day, or the result, lies outside the days whose holiday notice is known (or that may be estimated)."""

    code = "beyond_horizon"


class MissingExtra(Error):
    """The call needs an optional part that is not installed; the message names the extra."""

    code = "missing_extra"

    @classmethod
    def of(cls, extra: str, chinese: str, english: str) -> MissingExtra:
        """The error on a part that is not installed.

        Args:
            extra: name of the extra.
            chinese: what needs it.
            english: the same in English.
        """
        command = f'pip install "opendata-rules[{extra}]"'
        return cls(f"{chinese}需要安装：{command}", english=f"{english} needs: {command}")


class UnknownCase(Error):
    """The log of a monitor holds no event of that case."""

    code = "unknown_case"


class BadStore(Error):
    """The store of a monitor is none, is of another place, or is being written by somebody else."""

    code = "bad_store"
    about = "store"


class LedgerBroken(Error):
    """A ledger is not what was written to it: an entry was altered or is missing, or a checkpoint is of another.

    Attributes:
        number: the first entry that is wrong; of a tail that was cut off, the first one that is missing.
        reason: in which way, in a word: ``number``, ``digest``, ``previous``, ``fact``, ``missing``, ``basis``,
            ``index``, ``form``, ``cut``, ``checkpoint`` or ``origin``.
    """

    code = "ledger_broken"

    def __init__(
        self,
        message: str,
        *,
        nearest: Iterable[str] = (),
        english: str = "",
        argument: str | None = None,
        number: int | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(message, nearest=nearest, english=english, argument=argument)
        self.number = number
        self.reason = reason

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types, ``number`` and ``reason`` among them."""
        return {**super().to_dict(), "number": self.number, "reason": self.reason}


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

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types, ``differences`` among them."""
        return {**super().to_dict(), "differences": [one.to_dict() for one in self.differences]}


class BadOutput(Error):
    """A report cannot be written there."""

    code = "bad_output"
