"""Reading files of cases: ``cases.yaml`` and ``duty_cases.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from ...diagnostics.diagnostic import Diagnostic, broken
from ...reading.document import Document, read
from ...reading.models import Model
from ...reading.validation import validate
from ...vocabulary.words import EVERYWHERE, Words
from .checks import problems_of_cases, without_what_is_to_write
from .written import CasesModel, DutyCasesModel

File = TypeVar("File", bound=Model)


def read_cases(
    path: Path, shown: str, document: Document | None = None, words: Words = EVERYWHERE
) -> tuple[CasesModel | None, Document, list[Diagnostic]]:
    """Read a ``cases.yaml``, if it is not given as read; the document comes along for positions in messages.

    Args:
        path: the file.
        shown: its name in messages.
        document: the file as read.
        words: the facts and procedures of which it may speak; whether the place of a case knows them is seen when it
            is run.
    """
    return _read(document or read(path, shown=shown), CasesModel, words)


def read_duty_cases(
    path: Path, shown: str, document: Document | None = None, words: Words = EVERYWHERE
) -> tuple[DutyCasesModel | None, Document, list[Diagnostic]]:
    """Read a ``duty_cases.yaml``, if it is not given as read. See :func:`read_cases`."""
    return _read(document or read(path, shown=shown), DutyCasesModel, words)


def _read(document: Document, model: type[File], words: Words) -> tuple[File | None, Document, list[Diagnostic]]:
    found, problems = validate(document, model)
    told = without_what_is_to_write([*problems, *problems_of_cases(document, words)])
    return (None if broken(told) else found), document, told
