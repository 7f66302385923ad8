"""Reading files of cases: ``cases.yaml`` and ``duty_cases.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from ...diagnostics.diagnostic import Diagnostic, broken
from ...reading.document import Document, read
from ...reading.models import Model
from ...reading.validation import validate
from .checks import problems_of_cases
from .written import CasesModel, DutyCasesModel

File = TypeVar("File", bound=Model)


def read_cases(
    path: Path, shown: str, document: Document | None = None
) -> tuple[CasesModel | None, Document, list[Diagnostic]]:
    """Read a ``cases.yaml``, if it is not given as read; the document comes along for positions in messages."""
    return _read(document or read(path, shown=shown), CasesModel)


def read_duty_cases(
    path: Path, shown: str, document: Document | None = None
) -> tuple[DutyCasesModel | None, Document, list[Diagnostic]]:
    """Read a ``duty_cases.yaml``, if it is not given as read. See :func:`read_cases`."""
    return _read(document or read(path, shown=shown), DutyCasesModel)


def _read(document: Document, model: type[File]) -> tuple[File | None, Document, list[Diagnostic]]:
    found, problems = validate(document, model)
    told = [*problems, *problems_of_cases(document)]
    return (None if broken(told) else found), document, told
