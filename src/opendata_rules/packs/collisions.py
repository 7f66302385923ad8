"""What two packs bring together: no prefix and no name belongs to both."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..norms.pack import Pack
from ..reading.document import Document, Location, read
from ..reading.folders import RULES
from ..vocabulary.keywords import chinese
from ..vocabulary.words import FACTS, PROCEDURES, Brought


def collisions(packs: Iterable[Pack], folder: Callable[[str], Path]) -> Iterator[Diagnostic]:
    """Prefixes and names in a pack that one before it has already, each at its place.

    Args:
        packs: packs that are to be used together.
        folder: where the files of an instrument are.
    """
    prefixes: dict[str, str] = {}
    taken: dict[Hashable, str] = {}
    for pack in _bringing(packs):
        assert pack.brought is not None
        name, brought = pack.instrument.id, pack.brought
        other = prefixes.setdefault(brought.prefix, name)
        if other != name:
            document = _document(folder(name), name, FACTS)
            yield document.diagnostic("prefix_taken", (chinese("prefix"),), prefix=brought.prefix, other=other)
            continue
        for kind, word, file in _names(brought):
            other = taken.setdefault((kind, word), name)
            if other != name:
                document = _document(folder(name), name, file)
                at = _place(document.data, word) or ()
                yield document.diagnostic("name_taken", at, name=word, what="名称", other=f" {other} 中的{kind[0]}")


def _bringing(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    return tuple({pack.instrument.id: pack for pack in packs if pack.brought is not None}.values())


def _names(brought: Brought) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Names and ids that nobody else may have, each with what it is of and the file it stands in.

    An id has the prefix of its pack, but the name of somebody else's may be written like it.
    """
    for fact in brought.facts:
        yield from ((("事实",), word, FACTS) for word in (fact.id, fact.label))
    for of, value, term in brought.values:
        yield from ((("取值", of), word, FACTS) for word in (value, term))
    for procedure in brought.procedures:
        yield from ((("程序",), word, PROCEDURES) for word in (procedure.id, procedure.label))
    for step in brought.steps:
        yield from ((("步骤", step.procedure), word, PROCEDURES) for word in (step.id, step.label))
    for event in brought.events:
        yield from ((("事件",), word, PROCEDURES) for word in (event.id, event.label))


def _document(folder: Path, name: str, file: str) -> Document:
    return read(folder / file, shown=f"{RULES}/{name}/{file}")


def _place(node: Any, text: str, at: Location = ()) -> Location | None:
    """Where a text stands as a value."""
    if node == text:
        return at
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return next((found for key, value in inside if (found := _place(value, text, (*at, key))) is not None), None)
