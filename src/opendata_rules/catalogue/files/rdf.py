"""Catalogues in RDF: DCAT in Turtle, RDF/XML and JSON-LD.

Nothing is fetched: a context of JSON-LD that a file only names is one of those known here, or the file is refused;
there is no document type and so no entity in XML. How large a file may be is bounded before it is parsed, and what it
comes to while it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from ...errors import MissingExtra
from ..errors import NotACatalogue
from ..tables import table
from ..text import listed, shortened
from .formats import Formats, table_of_records
from .records import Problems, Table

#: Characters of a file that is parsed.
_LIMIT = 50_000_000
#: How deep a document in JSON-LD may be.
_DEPTH = 60
_COMMENTS = r"(?:\s*(?:#[^\n]*)?\n)*\s*"
_TURTLE = re.compile(
    rf"\ufeff?{_COMMENTS}(?:@(?:prefix|base)\s|(?:prefix\s+[\w.-]*:|base)\s*<|(?:<[^<>\s\"]+>|_:\w+)\s+(?:a\s|<[^<>\s\"]+>))",
    re.IGNORECASE,
)
_HEAD = 20_000
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_RDF_XML = re.compile(r"<(?:[\w.-]+:)?RDF[\s>][^>]*http://www\.w3\.org/1999/02/22-rdf-syntax-ns#", re.DOTALL)
#: What an RDF file is, by how many resources of these classes it has: of use to nobody here.
_OTHERS = {"dcat:DataService": "数据服务", "dcat:DatasetSeries": "数据集系列"}


def is_rdf(text: str) -> bool:
    """Whether a text is in Turtle, N-Triples or RDF/XML."""
    head = text[:_HEAD]
    return _TURTLE.match(head) is not None or _RDF_XML.search(head) is not None


def is_linked(found: object) -> bool:
    """Whether a JSON document is in JSON-LD."""
    some = found if isinstance(found, list) else [found]
    return any(
        isinstance(one, dict) and ("@context" in one or "@graph" in one or ("@type" in one and "@id" in one))
        for one in some[:10]
    )


def read_rdf(name: str, text: str, encoding: str, formats: Formats, problems: Problems) -> Table:
    """Read a catalogue in Turtle, N-Triples or RDF/XML.

    Raises:
        NotACatalogue: it is none, or too large.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    xml = _TURTLE.match(text[:_HEAD]) is None
    if len(text) > _LIMIT:
        raise NotACatalogue(
            f"{name} 是 RDF 文件，有 {len(text) / 1e6:.0f} 兆个字符，超过 {_LIMIT / 1e6:.0f} 兆，没有读取；"
            "请分批导出，或者导出 CSV。",
            english=f"{name} is too large for a catalogue in RDF ({len(text)} characters).",
        )
    if xml:
        text = _DECLARATION.sub("", text, count=1)
    return _read(
        name, "RDF/XML" if xml else "Turtle", "of_xml" if xml else "of_turtle", text, encoding, formats, problems
    )


def read_linked(name: str, encoding: str, found: Any, formats: Formats, problems: Problems) -> Table:
    """Read a catalogue in JSON-LD.

    Raises:
        NotACatalogue: it is none, too large, or names a context that is not known here.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    document = _closed(name, found, 0)
    return _read(name, "JSON-LD", "of_json", document, encoding, formats, problems)


def _read(
    name: str, syntax: str, parse: str, content: Any, encoding: str, formats: Formats, problems: Problems
) -> Table:
    try:
        from . import graph
    except ImportError:
        raise MissingExtra.of("catalogue", "读取 RDF 目录", "reading a catalogue in RDF") from None
    parsed: Callable[[Any], Any] = getattr(graph, parse)
    try:
        found = parsed(content)
    except graph.TooLarge:
        raise NotACatalogue(
            f"{name} 里的陈述超过 {graph.TRIPLE_LIMIT} 条，没有读取；请分批导出，或者导出 CSV。",
            english=f"{name} has more than {graph.TRIPLE_LIMIT} statements.",
        ) from None
    except Exception as error:  # rdflib raises whatever its parts raise, and outside data can make most of it happen
        raise _broken(name, syntax, error) from None
    by_class = formats.of_class()
    counted = graph.records_of(found, [*by_class, *_OTHERS])
    problems.append((0, f"文件是 {syntax}"))
    for of_class, profile in by_class.items():
        records = counted[of_class]
        if records:
            left = [f"{what} {len(counted[one])} 个" for one, what in _OTHERS.items() if counted[one]]
            problems.extend((0, f"{text}，没有读取") for text in left)
            rows = list(enumerate(records, 1))
            return table_of_records(name, "rdf", encoding, rows, profile, problems, left)
    classes = listed([shortened(one) for one in graph.classes_in(found)], 5)
    raise NotACatalogue(
        f"{name} 是 RDF 文件（{syntax}），其中没有数据集（{'、'.join(by_class) or 'dcat:Dataset'}）"
        + (f"；其中有：{classes}。" if classes else "。"),
        english=f"{name} is RDF ({syntax}) without a dcat:Dataset.",
    )


def _broken(name: str, syntax: str, error: Exception) -> NotACatalogue:
    """What is wrong with a file that cannot be parsed."""
    kind = type(error).__name__
    if kind in ("DTDForbidden", "EntitiesForbidden", "ExternalReferenceForbidden"):
        return NotACatalogue(
            f"{name} 是 {syntax}，带有文档类型或者实体的声明（<!DOCTYPE），可能引用别的文件，没有读取；"
            "请去掉声明再检查。",
            english=f"{name} is {syntax} with a document type or entities, which are not read.",
        )
    if isinstance(error, RecursionError):
        return NotACatalogue(
            f"{name} 是嵌套过深的 {syntax}，不是目录。",
            english=f"{name} is {syntax} nested too deeply for a catalogue.",
        )
    line = getattr(error, "lines", None)
    if line is None and hasattr(error, "getLineNumber"):
        line = error.getLineNumber()
    where = f"，第 {int(line) + (1 if kind == 'BadSyntax' else 0)} 行附近出错" if isinstance(line, int) else ""
    return NotACatalogue(
        f"{name} 不是完整的 {syntax}（可能没有下载完）{where}。",
        english=f"{name} is no whole {syntax}; it may not be wholly downloaded.",
    )


# -- contexts ------------------------------------------------------------------------------------------------------


@functools.cache
def _known() -> tuple[re.Pattern[str], dict[str, Any]]:
    """Addresses of the contexts that are known, and what stands for them."""
    linked = table("linked")
    return re.compile("|".join(f"(?:{one})" for one in linked["contexts"])), {**linked["prefixes"], **linked["context"]}


def _closed(name: str, value: Any, depth: int) -> Any:
    """A document in which every context is spelt out.

    Raises:
        NotACatalogue: it names a context that is not known, or is nested too deeply.
    """
    if depth > _DEPTH:
        raise NotACatalogue(
            f"{name} 是嵌套过深的 JSON-LD，不是目录。", english=f"{name} is JSON-LD nested too deeply for a catalogue."
        )
    if isinstance(value, list):
        return [_closed(name, one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, inner in value.items():
        if key == "@import":
            raise _foreign(name, str(inner))
        found[key] = _context(name, inner, depth + 1) if key == "@context" else _closed(name, inner, depth + 1)
    return found


def _context(name: str, value: Any, depth: int) -> Any:
    if isinstance(value, str):
        address, known = _known()
        if address.fullmatch(value.strip()) is None:
            raise _foreign(name, value)
        return known
    if isinstance(value, list):
        return [_context(name, one, depth + 1) for one in value]
    return _closed(name, value, depth)


def _foreign(name: str, address: str) -> NotACatalogue:
    return NotACatalogue(
        f"{name} 是 JSON-LD，词汇（@context）写在别处：{shortened(address, 100)}。程序不联网，也不认得这一个；"
        "请导出词汇写在文件里的 JSON-LD，或者 Turtle、RDF/XML。",
        english=f"{name} is JSON-LD with a context that is elsewhere and not known; nothing is fetched.",
    )
