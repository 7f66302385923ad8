"""RDF with rdflib: graphs of bounded size from text, and what they say of the resources of a class as plain records."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from xml.sax import handler
from xml.sax.xmlreader import InputSource

from defusedxml.expatreader import create_parser
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.plugins.parsers.rdfxml import RDFXMLHandler
from rdflib.term import Node

from ..tables import table

#: Statements of one file, each of about a kilobyte in memory; a catalogue of 10 000 datasets with their files has half
#: as many.
TRIPLE_LIMIT = 500_000
#: How far from a dataset something is looked at: dataset, distribution, its schema, a field of it.
_DEPTH = 4
#: Values of one property that are looked at.
_VALUES = 2_000
#: Where names without an address of their own are: files of that kind are told by what follows.
_BASE = "file:"

# rdflib warns of odd addresses through logging, which prints where nobody listens.
logging.getLogger("rdflib").addHandler(logging.NullHandler())


class TooLarge(ValueError):
    """There are more statements than are read."""


class _Bounded(Graph):
    """A graph that takes so many statements and no more."""

    def add(self, triple: tuple[Node, Node, Node]) -> _Bounded:
        self.taken = getattr(self, "taken", 0) + 1
        if self.taken > TRIPLE_LIMIT:
            raise TooLarge
        super().add(triple)
        return self


def of_turtle(text: str) -> Graph:
    """The graph of a text in Turtle, or in N-Triples, which is Turtle.

    Raises:
        Exception: it is none; rdflib raises errors of many kinds.
    """
    return _Bounded().parse(data=text, format="turtle", publicID=_BASE)


def of_xml(text: str) -> Graph:
    """The graph of a text in RDF/XML, without its declaration.

    Raises:
        Exception: it is none; or it has a document type, which is where entities come from.
    """
    graph = _Bounded()
    source = InputSource(_BASE)
    source.setByteStream(BytesIO(text.encode("utf-8", "replace")))
    source.setEncoding("utf-8")
    parser = create_parser(forbid_dtd=True)
    parser.start_namespace_decl("xml", "http://www.w3.org/XML/1998/namespace")
    parser.setFeature(handler.feature_namespaces, True)
    content = RDFXMLHandler(graph)
    content.setDocumentLocator(source)  # type: ignore[arg-type]  # as rdflib itself does
    parser.setContentHandler(content)  # type: ignore[arg-type]
    parser.setErrorHandler(handler.ErrorHandler())
    parser.parse(source)
    return graph


def of_json(document: Any) -> Graph:
    """The graph of a document in JSON-LD in which no context is named by an address.

    Raises:
        Exception: it is none.
    """
    graph = _Bounded()
    to_rdf(document, graph, base=_BASE)
    return graph


def records_of(graph: Graph, classes: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The resources of each class, as records of what is said of them, by properties such as ``dct:title``.

    A resource of several of the classes counts for the first.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    seen: set[Node] = set()
    for name in classes:
        prefix, _, local = name.partition(":")
        kind = URIRef(table("linked")["prefixes"].get(prefix, prefix) + local)
        here = [one for one in graph.subjects(RDF.type, kind) if one not in seen]
        seen |= set(here)
        found[name] = [_record(graph, one, _DEPTH, frozenset()) for one in dict.fromkeys(here)]
    return found


def classes_in(graph: Graph) -> list[str]:
    """The classes of which a graph has resources, shortened."""
    return [_short(str(kind)) for kind in dict.fromkeys(graph.objects(None, RDF.type))]


def _record(graph: Graph, subject: Node, depth: int, above: frozenset[Node]) -> dict[str, Any]:
    values: dict[str, list[Node]] = {}
    for predicate, value in graph.predicate_objects(subject):
        values.setdefault(_short(str(predicate)), []).append(value)
    nameless = isinstance(subject, BNode) or str(subject).startswith(table("linked")["made"])
    found: dict[str, Any] = {} if nameless else {"@id": str(subject)}
    for name, nodes in values.items():
        found[name] = [_plain(graph, node, depth - 1, above | {subject}) for node in _preferred(nodes[:_VALUES])]
    return found


def _plain(graph: Graph, node: Node, depth: int, above: frozenset[Node]) -> Any:
    """A literal as its text; another resource as a record of its own, or as its address where nothing is said of it."""
    if isinstance(node, Literal):
        return str(node)
    if depth and node not in above and (node, None, None) in graph:
        return _record(graph, node, depth, above)
    return {"@id": "" if isinstance(node, BNode) else str(node)}


def _preferred(nodes: list[Node]) -> list[Node]:
    """Of texts in several languages those in the one that is taken; the order of the file stays."""
    ranks = table("linked")["languages"]
    languages = {(node.language or "").casefold() for node in nodes if isinstance(node, Literal)}
    if len(languages) < 2:
        return nodes

    def rank(language: str) -> tuple[int, str]:
        while language not in ranks and "-" in language:
            language = language.rpartition("-")[0]
        return (ranks.index(language) if language in ranks else len(ranks)), language

    best = min(languages, key=lambda language: (rank(language), language))
    return [node for node in nodes if not isinstance(node, Literal) or (node.language or "").casefold() == best]


@functools.cache
def _prefixes() -> Mapping[str, str]:
    return {address: prefix for prefix, address in table("linked")["prefixes"].items()}


@functools.lru_cache(maxsize=1000)
def _short(address: str) -> str:
    """An address with the prefix of its namespace; a fact by its id."""
    cut = max(address.rfind("#"), address.rfind("/")) + 1
    if address[:cut] == table("linked")["facts"]:
        return address[cut:]
    prefix = _prefixes().get(address[:cut].replace("https://schema.org/", "http://schema.org/"))
    return f"{prefix}:{address[cut:]}" if prefix and address[cut:] else address
