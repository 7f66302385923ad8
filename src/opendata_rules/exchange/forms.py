"""Which form the name of a file asks for."""

from __future__ import annotations

from pathlib import Path

from ..errors import BadOutput
from ..quoting import quoted

#: Syntaxes of RDF by the end of the name of a file.
SYNTAXES = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml"}
#: How the names of files end by what is written; without an end it is a folder.
SUFFIXES = {
    "dcat": tuple(SYNTAXES),
    "shacl": tuple(SYNTAXES),
    "frictionless": (".json", ".jsonl", ""),
    "schema.org": (".jsonld", ".json"),
}


def suffix_of(form: str, path: Path) -> str:
    """The end of a name, where such can be written there.

    Args:
        form: what is written.
        path: where it goes.

    Raises:
        BadOutput: the name asks for no form there is, or the folder is not empty.
    """
    suffix, known = path.suffix.lower(), SUFFIXES[form]
    if suffix not in known:
        shown = quoted(path.name)
        listed = [one or "一个文件夹" for one in known]
        english = [one or "a folder" for one in known]
        raise BadOutput(
            f"格式由文件名决定：{'、'.join(listed)}；得到的是“{shown}”。",
            english=f"The name says the form: {', '.join(english)}, not {shown}.",
            argument="path",
        )
    if not suffix and path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise BadOutput(
            "数据包要写到一个新的或者空的文件夹里。",
            english="Data Packages go into a folder that is new or empty.",
            argument="path",
        )
    return suffix
