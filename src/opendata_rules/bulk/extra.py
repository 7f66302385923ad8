"""The libraries of tables, imported only here and only when asked for."""

from __future__ import annotations

import importlib
from typing import Any

from ..errors import MissingExtra

#: The extra that brings them.
EXTRA = "frames"


def needed(name: str) -> Any:
    """A library of the extra ``frames``.

    Args:
        name: name of its package: ``numpy``, ``pyarrow``, ``narwhals``, or a module of one of them.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtra.of(EXTRA, "成批处理数据表", "tables of many datasets") from error
