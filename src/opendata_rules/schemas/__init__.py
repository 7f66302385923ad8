"""JSON Schemas (draft 2020-12) of the pack files, of every answer and its parts, and of what ``--json`` prints.

>>> from opendata_rules import schemas
>>> schemas.schema("decision")["$id"]
'urn:opendata-rules:schema:decision:1'

The files ship beside this module. ``python -m opendata_rules.schemas FOLDER`` makes them anew from the models, the
keyword table and the fact vocabulary; the tests compare both. Every ``$id`` ends in the version of its schema, which
goes up when a valid document could become invalid, or gets a key that older readers do not know.
"""

from __future__ import annotations

from typing import Any

from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..quoting import quoted
from ..values import schema as _read
from ..values import schema_names
from ..vocabulary.refusals import text_argument


def names() -> tuple[str, ...]:
    """Names of all schemas, in alphabetical order."""
    return schema_names()


def schema(name: str, *, ref_template: str | None = None) -> dict[str, Any]:
    """The schema of that name, as a new dict.

    Args:
        name: one of :func:`names`: a pack file (``rules``), an answer or a part of one (``decision``, ``finding``), or
            what a command lists (``fact_list``).
        ref_template: how references are written where the schema becomes part of another document, such as
            ``#/components/schemas/{model}``; what stands in ``$defs`` is then to be put there. Such a schema has no
            ``$schema`` and ``$id`` of its own.

    Raises:
        BadArgument: there is none; ``nearest`` holds the closest names.
    """
    known = names()
    if text_argument(name, "name") not in known:
        raise BadArgument(
            f"没有名为“{quoted(name)}”的 JSON Schema。可选：{'、'.join(known)}。",
            nearest=nearest(name, known),
            english=f"There is no JSON Schema named {quoted(name)}; names() lists them.",
            argument="name",
        )
    found = _read(name)
    if ref_template is None:
        return found
    placed: dict[str, Any] = _referring(found, ref_template)
    return {key: value for key, value in placed.items() if key not in ("$schema", "$id")}


def _referring(node: Any, template: str) -> Any:
    if isinstance(node, list):
        return [_referring(item, template) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        name = node["$ref"].rpartition("/")[2]
        return {**node, "$ref": template.replace("{model}", name)}
    return {key: _referring(value, template) for key, value in node.items()}
