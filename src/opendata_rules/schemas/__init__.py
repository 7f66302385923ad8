"""JSON Schemas (draft 2020-12) of pack files, of every answer and its parts, of questions, of what ``--json`` prints.

>>> from opendata_rules import schemas
>>> schemas.schema("Decision")["$id"]
'urn:opendata-rules:schema:decision:1'

The files ship beside this module. ``python -m opendata_rules.schemas FOLDER`` makes them anew from the models, the
keyword table and the fact vocabulary; the tests compare both. Every ``$id`` ends in the version of its schema, which
goes up when a valid document could become invalid, or gets a key that older readers do not know. An answer that stands
by itself says its own under ``$schema``, and its class under ``@type``.

A schema goes by the name of its file (``decision``, ``rules``) or of the class (``Decision``, ``Citation``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

from .. import errors
from ..diagnostics.wording import nearest
from ..errors import BadArgument, Error
from ..quoting import quoted
from ..values import Json, Value, schema_name, schema_names
from ..values import schema as _read
from ..vocabulary.refusals import text_argument
from .requests import request

__all__ = ["components", "names", "request", "schema"]

#: Where an OpenAPI document keeps its schemas.
OPENAPI = "#/components/schemas/{name}"
_LOCAL = "#/$defs/"
_CLASS = re.compile("[A-Z][A-Za-z]*")


def names() -> tuple[str, ...]:
    """Everything that :func:`schema` takes: names of files, and of classes."""
    return (*schema_names(), *sorted(_classes()))


def schema(name: str | type[Value] | type[Error], *, ref_template: str | None = None) -> dict[str, Json]:
    """The schema of that name, as a new dict.

    Args:
        name: one of :func:`names`: an answer or a part of one by its class (``Decision``, ``Finding``; the class itself
            too) or by the name of its file (``decision``), a pack file (``rules``), or what a command lists
            (``fact_list``). All classes of errors have that of ``Error``.
        ref_template: how references are written where the schema becomes part of another document, such as
            ``#/components/schemas/{name}``. Other answers are referred to by their class; they are to be put there too,
            which :func:`components` does, and stand in ``$defs`` under these names. Other parts are referred to where
            they are, in the schema put there as ``name``. Such a schema has no ``$schema`` and ``$id`` of its own.

    Raises:
        BadArgument: there is none; ``nearest`` holds the closest names.
    """
    asked = _asked(name)
    file = _classes().get(asked, asked)
    if file not in schema_names():
        raise BadArgument(
            f"没有名为“{quoted(asked)}”的 JSON Schema；names() 列出有哪些。",
            nearest=nearest(asked, names()),
            english=f"There is no JSON Schema named {quoted(asked)}; names() lists them.",
            argument="name",
        )
    found = _read(file)
    if ref_template is None:
        return found
    definitions = {key: str(part.get("title", key)) for key, part in found["$defs"].items()}
    known = _classes()

    def written(place: str) -> str:
        return ref_template.replace("{name}", place).replace("{model}", place)

    def target(reference: str) -> str:
        key = reference.removeprefix(_LOCAL)
        title = definitions[key]
        return written(title) if title in known else f"{written(str(asked))}/$defs/{key}"

    placed = {key: _referring(value, target) for key, value in found.items() if key not in ("$schema", "$id", "$defs")}
    parts: dict[str, Json] = {
        title if title in known else key: _referring(found["$defs"][key], target) for key, title in definitions.items()
    }
    return {**placed, "$defs": parts} if parts else placed


def components(
    kinds: Iterable[str | type[Value] | type[Error]] = (), *, ref_template: str = OPENAPI
) -> dict[str, Json]:
    """Schemas of answers by their classes, with all that they refer to: the ``schemas`` of an OpenAPI document.

    Args:
        kinds: names or classes of answers and parts; all of them by default.
        ref_template: where they will stand; see :func:`schema`.

    Raises:
        BadArgument: there is no such schema.
    """
    titles = {file: title for title, file in _classes().items()}
    waiting = [title for title in titles.values() if not title.endswith("List")]
    if kinds:
        waiting = [str(schema(kind)["title"]) for kind in kinds]
    found: dict[str, Json] = {}
    while waiting:
        title = waiting.pop(0)
        if title not in found:
            body = schema(title, ref_template=ref_template)
            parts = body.pop("$defs", {})
            waiting += sorted(parts) if isinstance(parts, dict) else []
            found[title] = body
    return dict(sorted(found.items()))


def _asked(name: object) -> str:
    """The name that was asked for; of any class of errors that of all."""
    if isinstance(name, type):
        return Error.__name__ if issubclass(name, Error) else schema_name(name)
    asked = text_argument(name, "name")
    kind = getattr(errors, asked, None)
    return Error.__name__ if isinstance(kind, type) and issubclass(kind, Error) else asked


@functools.cache
def _classes() -> dict[str, str]:
    """Names of schemas by their titles, where these are such as classes have."""
    titles = {str(_read(name)["title"]): name for name in schema_names()}
    return {title: name for title, name in titles.items() if _CLASS.fullmatch(title)}


def _referring(node: Json, target: Callable[[str], str]) -> Json:
    if isinstance(node, list):
        return [_referring(item, target) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str):
        return {**node, "$ref": target(reference)}
    return {key: _referring(value, target) for key, value in node.items()}
