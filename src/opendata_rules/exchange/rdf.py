"""RDF in terms of rdflib, written resource by resource in Turtle, JSON-LD or RDF/XML.

rdflib's own serializers take a whole graph, lose the order of the datasets, and make what they write depend on how sets
are gone through; one graph a dataset takes them 5 to 8 ms. What is written here is flat (every resource has an address,
so that no name is made up), and that needs little: the same report gives the same bytes, in the order of the catalogue,
and nothing is held. Tests read it with rdflib and compare it with the graph.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ..errors import MissingExtra
from ..quoting import json_text, visible
from ..values import Json
from .tables import address, prefixes

try:
    from rdflib import Graph, Literal, Namespace, URIRef
    from rdflib.term import Node
except ImportError as error:
    raise MissingExtra.of("exchange", "写 RDF（DCAT、SHACL）", "writing RDF (DCAT, SHACL)") from error

__all__ = ["Graph", "Literal", "Node", "RdfWriter", "Triple", "URIRef", "day", "new_graph", "term", "text"]

Triple = tuple[Node, Node, Node]

_TYPE = "rdf:type"
#: Longest text of which it is remembered how it is written: provisions and facts come again.
_SHORT = 400
#: Within the quotation marks of Turtle.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@lru_cache(maxsize=1_000)
def term(name: str) -> URIRef:
    """A term of a vocabulary by its short name, ``dct:title``."""
    return URIRef(address(name))


def text(value: str, language: str = "") -> Literal:
    """A text as it can stand in every syntax: what nobody sees, half characters and control characters are escaped."""
    return _remembered(value, language) if len(value) <= _SHORT else _text(value, language)


def _text(value: str, language: str) -> Literal:
    return Literal(visible(value), lang=language or None)


_remembered = lru_cache(maxsize=5_000)(_text)


def day(value: dt.date) -> Literal:
    """A day."""
    return Literal(value.isoformat(), datatype=term("xsd:date"))


def new_graph() -> Graph:
    """A graph that knows the prefixes, and no others."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes().items():
        graph.bind(prefix, Namespace(namespace), override=True, replace=True)
    return graph


class RdfWriter:
    """Statements on their way into a file.

    Args:
        file: where they go.
        syntax: ``turtle``, ``json-ld`` or ``xml``.
    """

    def __init__(self, file: BinaryIO, syntax: str) -> None:
        self._file = file
        self._begin, self._resource, self._between, self._end = _SYNTAXES[syntax]
        self._begun = False

    def begin(self) -> None:
        """What stands above all statements."""
        self._write(self._begin(prefixes()))

    def add(self, triples: Iterable[Triple]) -> None:
        """Statements; those on one resource stand together."""
        told: dict[Node, dict[Node, list[Node]]] = {}
        for subject, predicate, value in triples:
            told.setdefault(subject, {}).setdefault(predicate, []).append(value)
        for subject, properties in told.items():
            named = {_short(str(predicate)): list(dict.fromkeys(found)) for predicate, found in properties.items()}
            self._write(f"{self._between if self._begun else ''}{self._resource(str(subject), named)}")
            self._begun = True

    def finish(self) -> None:
        """What stands below all statements."""
        self._write(self._end)

    def _write(self, piece: str) -> None:
        self._file.write(piece.encode("utf-8"))


@lru_cache(maxsize=2_000)
def _short(name: str) -> str:
    """The short name of a term of a vocabulary."""
    cut = max(name.rfind("#"), name.rfind("/")) + 1
    return f"{_namespaces()[name[:cut]]}:{name[cut:]}"


@lru_cache(maxsize=1)
def _namespaces() -> Mapping[str, str]:
    return {namespace: prefix for prefix, namespace in prefixes().items()}


_Properties = Mapping[str, list[Node]]


def _turtle_begin(told: Mapping[str, str]) -> str:
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in told.items())


def _turtle(subject: str, properties: _Properties) -> str:
    lines = [
        f"{'a' if name == _TYPE else name} {', '.join(_turtle_value(name, value) for value in values)}"
        for name, values in properties.items()
    ]
    return f"\n<{subject}> {f' ;{chr(10)}    '.join(lines)} .\n"


def _turtle_value(name: str, value: Node) -> str:
    if not isinstance(value, Literal):
        return _short(str(value)) if name == _TYPE else f"<{value}>"
    quoted = f'"{str(value).translate(_ESCAPES)}"'
    if value.language:
        return f"{quoted}@{value.language}"
    return quoted if value.datatype is None else f"{quoted}^^{_short(str(value.datatype))}"


def _xml_begin(told: Mapping[str, str]) -> str:
    declared = "".join(f'\n    xmlns:{prefix}="{namespace}"' for prefix, namespace in told.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF{declared}>\n'


def _xml(subject: str, properties: _Properties) -> str:
    lines = [f"    {_xml_value(name, value)}\n" for name, values in properties.items() for value in values]
    return f"  <rdf:Description rdf:about={quoteattr(subject)}>\n{''.join(lines)}  </rdf:Description>\n"


def _xml_value(name: str, value: Node) -> str:
    if not isinstance(value, Literal):
        return f"<{name} rdf:resource={quoteattr(str(value))}/>"
    kind = f' xml:lang="{value.language}"' if value.language else ""
    kind += "" if value.datatype is None else f' rdf:datatype="{value.datatype}"'
    return f"<{name}{kind}>{escape(str(value))}</{name}>"


def _json_begin(told: Mapping[str, str]) -> str:
    return f'{{"@context": {json.dumps(dict(told))},\n"@graph": [\n'


def _json(subject: str, properties: _Properties) -> str:
    found: dict[str, Json] = {"@id": subject}
    for name, values in properties.items():
        if name == _TYPE:
            found["@type"] = [_short(str(value)) for value in values]
        else:
            found[name] = [_json_value(value) for value in values]
    return json_text(found)


def _json_value(value: Node) -> Json:
    if not isinstance(value, Literal):
        return {"@id": str(value)}
    if value.language:
        return {"@language": value.language, "@value": str(value)}
    if value.datatype is None:
        return {"@value": str(value)}
    return {"@type": _short(str(value.datatype)), "@value": str(value)}


_Syntax = tuple[Callable[[Mapping[str, str]], str], Callable[[str, _Properties], str], str, str]
#: What stands above all resources, one of them, what stands between two, what below all.
_SYNTAXES: Mapping[str, _Syntax] = {
    "turtle": (_turtle_begin, _turtle, "", ""),
    "xml": (_xml_begin, _xml, "", "</rdf:RDF>\n"),
    "json-ld": (_json_begin, _json, ",\n", "\n]}\n"),
}
