"""Making the schema files, from the models, the keyword table, the terms and the vocabulary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..authoring.schemas.packs import pack_schemas
from ..vocabulary.words import EVERYWHERE, Words
from .answers import answer_schemas
from .answers.parts import urn


def generated(words: Words = EVERYWHERE) -> dict[str, dict[str, Any]]:
    """Every schema by name, made anew.

    Args:
        words: the facts and procedures whose Chinese names pack files may write.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, (version, body) in (pack_schemas(words) | answer_schemas()).items():
        found[name] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": urn(name, version),
            **body,
        }
    return found


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write(folder: Path, words: Words = EVERYWHERE) -> list[Path]:
    """Write every schema to a folder that exists.

    Args:
        folder: the folder.
        words: see :func:`generated`.

    Returns:
        The files written.
    """
    written = []
    for name, schema in generated(words).items():
        path = folder / f"{name}.json"
        path.write_bytes(as_text(schema).encode())
        written.append(path)
    return written
