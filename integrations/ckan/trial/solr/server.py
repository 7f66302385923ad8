"""The stand-in as a server: ``python -m trial.solr.server PORT SCHEMA``."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from .index import Document, Index, Schema
from .query import BadQuery, Query, parsed

#: Parameters whose meaning is known, or that change nothing of what is found here.
_KNOWN = frozenset(
    [
        "q",
        "fq",
        "rows",
        "start",
        "sort",
        "fl",
        "wt",
        "df",
        "q.op",
        "defType",
        "tie",
        "mm",
        "qf",
        "bf",
        "boost",
        "facet",
        "facet.field",
        "facet.limit",
        "facet.mincount",
        "hl",
    ]
)


class Select:
    """A search."""

    def __init__(self, index: Index, given: dict[str, list[str]]) -> None:
        unknown = sorted(given.keys() - _KNOWN)
        if unknown:
            raise BadQuery(f"unknown parameters: {unknown}")
        self._index, self._given = index, given

    def _one(self, name: str, default: str) -> str:
        return self._given.get(name, [default])[-1]

    def _query(self, text: str) -> Query:
        # Of what dismax adds, that all words count is enough here; fields that weigh more change the order alone.
        both = self._one("q.op", "OR") == "AND" or "mm" in self._given
        return parsed(text, self._one("df", "text"), both)

    def _order(self) -> list[tuple[str, bool]]:
        order = []
        for part in filter(None, self._one("sort", "").split(",")):
            name, _, direction = part.strip().partition(" ")
            if direction.strip() not in ("asc", "desc"):
                raise BadQuery(f"Can't determine a Sort Order (asc or desc) in sort spec {part!r}")
            if name != "score":
                order.append((name, direction.strip() == "desc"))
        return order

    def answer(self) -> dict[str, object]:
        """The answer, as JSON."""
        queries = [self._query(text) for name in ("q", "fq") for text in self._given.get(name, []) if text.strip()]
        found = self._index.search(queries, self._order())
        start, rows = int(self._one("start", "0")), int(self._one("rows", "10"))
        names = [name for part in self._given.get("fl", ["*"]) for name in part.replace(",", " ").split()]
        documents = [self._index.shown(one, names) for one in found[start : start + rows]]
        facets = {
            name: self._index.counted(found, name)
            for text in self._given.get("facet.field", [])
            for name in (json.loads(text.replace("'", '"')) if text.startswith("[") else [text])
        }
        return {
            "responseHeader": {"status": 0, "QTime": 0},
            "response": {"numFound": len(found), "start": start, "docs": documents},
            "facet_counts": {"facet_queries": {}, "facet_fields": facets, "facet_ranges": {}},
        }


def update(index: Index, body: bytes) -> None:
    """Carry out ``add``, ``delete`` or ``commit``, or add the documents of a JSON list.

    Raises:
        BadQuery: anything else.
    """
    if body.lstrip()[:1] == b"[":
        for each in json.loads(body):
            index.add(_document(each))
        return
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise BadQuery(str(error)) from error
    if root.tag == "add":
        for each in root:
            document: Document = {}
            for field in each:
                if each.tag != "doc" or field.tag != "field" or set(field.attrib) != {"name"}:
                    raise BadQuery(f"unexpected <{field.tag}> in <{each.tag}>")
                document.setdefault(field.attrib["name"], []).append(field.text or "")
            index.add(document)
    elif root.tag == "delete":
        for each in root:
            if each.tag == "query":
                index.delete(parsed(each.text or ""))
            elif each.tag == "id":
                index.delete_key(each.text or "")
            else:
                raise BadQuery(f"unexpected <{each.tag}> in <delete>")
    elif root.tag != "commit":
        raise BadQuery(f"unexpected <{root.tag}>")


def _document(told: dict[str, object]) -> Document:
    """A document as JSON has it: each field with a value or a list of values, ``null`` for none."""
    document: Document = {}
    for name, value in told.items():
        values = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
        if any(not isinstance(one, (str, int, float)) for one in values):
            raise BadQuery(f"a value of {name} is neither a text nor a number")
        if values:
            document[name] = [json.dumps(one) if isinstance(one, bool) else str(one) for one in values]
    return document


class Handler(BaseHTTPRequestHandler):
    """Requests of pysolr."""

    protocol_version = "HTTP/1.1"
    index: Index

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, body: bytes) -> None:
        address = urlsplit(self.path)
        given = parse_qs(address.query, keep_blank_values=True)
        action = address.path.rstrip("/").rpartition("/")[2]
        kind, status, told = "application/json; charset=utf-8", 200, ""
        try:
            if action == "select":
                for name, values in parse_qs(body.decode(), keep_blank_values=True).items():
                    given.setdefault(name, []).extend(values)
                told = json.dumps(Select(self.index, given).answer())
            elif action == "update":
                update(self.index, body)
                told = json.dumps({"responseHeader": {"status": 0, "QTime": 0}})
            elif action == "schema":
                kind, told = "text/xml; charset=utf-8", self.index.schema.text
            else:
                status, told = 404, json.dumps({"error": {"msg": "no such handler", "code": 404}})
        except (ValueError, KeyError) as error:
            status, told = 400, json.dumps({"error": {"msg": str(error), "code": 400}})
        sent = told.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *arguments: object) -> None:
        """Nothing: CKAN's log tells what was asked."""


def serving(schema: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server on this machine that is not running yet."""
    handler = type("Handler", (Handler,), {"index": Index(Schema(schema))})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


if __name__ == "__main__":
    serving(Path(sys.argv[2]), int(sys.argv[1])).serve_forever()
