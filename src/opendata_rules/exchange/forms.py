"""Which form the name of a file asks for."""

from __future__ import annotations

from pathlib import Path

from ..errors import BadOutput
from ..quoting import quoted

#: Syntaxes of RDF by the end of the name of a file.
SYNTAXES = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml"}


def syntax_of(path: Path) -> str:
    """The syntax of RDF that the name of a file asks for: ``turtle``, ``json-ld`` or ``xml``.

    Raises:
        BadOutput: another suffix.
    """
    found = SYNTAXES.get(path.suffix.lower())
    if found is None:
        raise unknown_form(path, tuple(SYNTAXES))
    return found


def unknown_form(path: Path, known: tuple[str, ...]) -> BadOutput:
    """The error on a name that asks for no form there is."""
    shown = quoted(path.name)
    return BadOutput(
        f"格式由文件名决定：{'、'.join(known)}；得到的是“{shown}”。",
        english=f"The name says the form: {', '.join(known)}, not {shown}.",
        argument="path",
    )
