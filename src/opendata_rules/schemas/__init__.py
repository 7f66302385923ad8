"""JSON Schemas (draft 2020-12) of the pack files and of what ``--json`` prints.

>>> from opendata_rules import schemas
>>> schemas.schema("decision")["$id"]
'urn:opendata-rules:schema:decision:1'

The files ship beside this module. ``python -m opendata_rules.schemas FOLDER`` makes them anew from the models, the
keyword table and the fact vocabulary; the tests compare both. Every ``$id`` ends in the version of its schema, which
goes up when a valid document could become invalid, or gets a key that older readers do not know.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from ..diagnostics.wording import nearest
from ..errors import Error

_SUFFIX = ".json"


def names() -> tuple[str, ...]:
    """Names of all schemas, in alphabetical order."""
    files = (entry.name for entry in resources.files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX)))


def schema(name: str) -> dict[str, Any]:
    """The schema of that name, as a new dict.

    Args:
        name: one of :func:`names`: a pack file (``rules``), or what a command prints (``decision``).

    Raises:
        Error: there is none; ``nearest`` holds the closest names.
    """
    known = names()
    if name not in known:
        raise Error(f"没有名为“{name}”的 JSON Schema。可选：{'、'.join(known)}。", nearest=nearest(str(name), known))
    text = resources.files(__package__).joinpath(name + _SUFFIX).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
