"""Making the schema files, from the models, the keyword table, the terms and the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    return of_pack_files(words) | _identified(answer_schemas())


def of_pack_files(words: Words) -> dict[str, dict[str, Any]]:
    """The schemas of pack files by name, made anew.

    Args:
        words: see :func:`generated`.
    """
    return _identified(pack_schemas(words))


def _identified(bodies: Mapping[str, tuple[int, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {name: {"$schema": draft, "$id": urn(name, version), **body} for name, (version, body) in bodies.items()}


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
    return write_all(folder, generated(words))


def write_all(folder: Path, schemas: Mapping[str, dict[str, Any]]) -> list[Path]:
    """Write schemas to a folder that exists; the files written."""
    written = []
    for name, schema in schemas.items():
        path = folder / f"{name}.json"
        path.write_bytes(as_text(schema).encode())
        written.append(path)
    return written
