"""Changes of plain trees of dict, list and text: copies along one path, everything else shared."""

from __future__ import annotations

from typing import Any

from ...reading.document import Location

#: In place of a value: it goes away.
GONE = object()
#: Longest piece of a rule shown.
_SHOWN = 60


def changed(tree: Any, at: Location, value: Any) -> Any:
    """A copy of a tree with another value at a place.

    Args:
        tree: the tree.
        at: the place; its last step may be a new key of a mapping.
        value: what is put there; :data:`GONE` takes away what is there.
    """
    if not at:
        return value
    step, rest = at[0], at[1:]
    copy: Any = list(tree) if isinstance(tree, list) else dict(tree)
    if not rest and value is GONE:
        del copy[step]
    else:
        copy[step] = changed(tree[step] if rest else None, rest, value)
    return copy


def held(tree: Any, at: Location) -> Any:
    """What stands at a place of a tree."""
    for step in at:
        tree = tree[step]
    return tree


def told(tree: Any) -> str:
    """A piece of a rule as it may be written in one line, cut where it is long."""
    text = _told(tree).removeprefix("{").removesuffix("}") if isinstance(tree, dict) else _told(tree)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _told(tree: Any) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {_told(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_told, tree)) + "]"
    return str(tree)
