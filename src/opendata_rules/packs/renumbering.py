"""条文改号: articles of an amended instrument that have another number in the later version."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..quoting import quoted
from ..reading.document import Document, Location
from ..vocabulary.citations import Ref, nearest_ref
from ..vocabulary.keywords import chinese

RENUMBERED = chinese("renumbered")
_REF = chinese("ref")
_REFS = (chinese("see_also"), chinese("consequences"), chinese("missing"))
#: In cases one passage or several are named by one word.
_HELD = chinese("held")


def numbers_in(
    document: Document, articles: Collection[str], abolished: Collection[str]
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The new numbers of articles by the old ones, as far as they can stand, and what is wrong with the others.

    Args:
        document: the ``instrument.yaml`` of the later version.
        articles: the articles that the version before has.
        abolished: those of them that the later version no longer has.
    """
    written = document.data.get(RENUMBERED)
    found: dict[str, str] = {}
    problems: list[Diagnostic] = []
    pairs = written.items() if isinstance(written, dict) else ()
    moved = {old for old, _ in pairs}
    for old, new in pairs:
        at = (RENUMBERED, old)
        if not isinstance(new, str):
            # The form of the file is told by itself.
            continue
        if not _is_article(old):
            problems.append(no_article(document, at, old, key=True))
        elif old not in articles:
            problems.append(document.diagnostic("renumbered_unknown", at, key=True, ref=old))
        elif old in abolished:
            problems.append(document.diagnostic("renumbered_abolished", at, key=True, ref=old))
        elif not _is_article(new):
            problems.append(no_article(document, at, new))
        elif new == old:
            problems.append(document.diagnostic("renumbered_same", at, ref=new))
        elif new in found.values():
            other = next(one for one, number in found.items() if number == new)
            problems.append(document.diagnostic("renumbered_twice", at, ref=new, other=other))
        elif new in articles and new not in moved and new not in abolished:
            problems.append(document.diagnostic("renumbered_taken", at, ref=new, old=old))
        else:
            found[old] = new
    return found, problems


def no_article(document: Document, at: Location, ref: str, *, key: bool = False) -> Diagnostic:
    """That something is no number of an article, with the one that was meant where that can be told."""
    meant = nearest_ref(ref)
    help = f"写成 {meant}。" if meant and _is_article(meant) else None
    return document.diagnostic("not_an_article", at, key=key, help=help, ref=quoted(ref))


def _is_article(ref: str) -> bool:
    try:
        return ref != "" and Ref.parse(ref).article_key == ref
    except ValueError:
        return False


def renumbered(ref: str, numbers: Mapping[str, str]) -> str:
    """A passage as it is cited in the later version."""
    try:
        key = Ref.parse(ref).article_key
    except ValueError:
        return ref
    return numbers[key] + ref[len(key) :] if key in numbers else ref


def with_numbers(node: Any, numbers: Mapping[str, str]) -> Any:
    """What is written, with the passages it names as they are cited in the later version."""
    if not numbers:
        return node
    if isinstance(node, list):
        return [with_numbers(item, numbers) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _value(key, value, numbers) for key, value in node.items()}


def _value(key: str, value: Any, numbers: Mapping[str, str]) -> Any:
    if key in (_REF, _HELD) and isinstance(value, str):
        return renumbered(value, numbers)
    if key in (*_REFS, _HELD) and isinstance(value, list):
        return [renumbered(item, numbers) if isinstance(item, str) else item for item in value]
    return with_numbers(value, numbers)


def articles_of(refs: Any) -> Iterator[str]:
    """The articles that what is written names."""
    if isinstance(refs, list):
        for item in refs:
            yield from articles_of(item)
    elif isinstance(refs, dict):
        for key, value in refs.items():
            named = [value] if key == _REF else value if key in _REFS else ()
            for ref in named if isinstance(named, list) else ():
                try:
                    yield Ref.parse(ref).article_key
                except (ValueError, TypeError):
                    continue
            yield from articles_of(value)
