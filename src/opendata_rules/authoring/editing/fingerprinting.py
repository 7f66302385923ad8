"""Fingerprints of the article table, written from the texts: only their values change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...packs.files import ARTICLES
from ...reading.document import read, read_bytes, refusal
from ...reading.folders import RULES, entries, is_file, is_folder
from ...values import Json
from ...vocabulary.keywords import chinese
from ..regulation_texts.articles import RegulationText
from ..regulation_texts.reading import read_text
from .change import Change

_MARK = chinese("fingerprint")


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of one table.

    Attributes:
        instrument: id of the instrument.
        changed: articles whose fingerprint is another.
        added: articles that had none.
        without_row: articles of the text without a row.
        without_text: rows whose article is not in the text.
        change: the file before and after.
    """

    instrument: str
    changed: tuple[str, ...]
    added: tuple[str, ...]
    without_row: tuple[str, ...]
    without_text: tuple[str, ...]
    change: Change

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "instrument": self.instrument,
            "changed": list(self.changed),
            "added": list(self.added),
            "without_row": list(self.without_row),
            "without_text": list(self.without_text),
            "diff": "\n".join(self.change.diff()),
        }


def fingerprints(path: Path, texts: Path) -> Iterator[Fingerprints | Diagnostic]:
    """The fingerprints of the tables at a path whose text is there; nothing is written.

    Args:
        path: a folder of packs, its ``rules/``, or the folder of one instrument.
        texts: folder with the texts, each ``<id of the instrument>.txt``.
    """
    rules = path / RULES if is_folder(path / RULES) else path
    folders = [path] if is_file(path / ARTICLES) else [one for one in entries(rules) if is_file(one / ARTICLES)]
    for folder in folders:
        text = texts / f"{folder.resolve().name}.txt"
        if not is_file(text):
            continue
        shown = f"{folder.resolve().name}/{ARTICLES}"
        document = read(folder / ARTICLES, shown=shown)
        rows = document.data.get(chinese("articles")) if isinstance(document.data, dict) else None
        if not isinstance(rows, list):
            yield from document.diagnostics
            continue
        try:
            found = read_text(text)
        except (OSError, ValueError) as error:
            told = refusal(error) if isinstance(error, OSError) else str(error)
            yield diagnostic("cannot_read", path=str(text), reason=told)
            continue
        yield _of_table(folder, shown, list(document.lines), rows, found)


def _of_table(folder: Path, shown: str, lines: list[str], rows: list[object], text: RegulationText) -> Fingerprints:
    before = "\n".join(lines)
    document = read_bytes(before.encode(), shown)
    changed: list[str] = []
    added: list[str] = []
    without: list[str] = []
    there: set[str] = set()
    for index, row in reversed(list(enumerate(rows))):
        ref = row.get(chinese("ref")) if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(ref, str):
            continue
        there.add(ref)
        if ref not in text.articles:
            without.append(ref)
            continue
        mark, held = text.fingerprint(ref), row.get(_MARK)
        if held == mark:
            continue
        (changed if held else added).append(ref)
        at = (chinese("articles"), index)
        line, column = document.mark((*at, _MARK) if held else (*at, chinese("ref")))
        written = lines[line - 1]
        if held:
            lines[line - 1] = written[: column - 1] + written[column - 1 :].replace(str(held), mark, 1)
        elif written.rstrip().endswith("}"):
            lines[line - 1] = f"{written.rstrip()[:-1].rstrip()}, {_MARK}: {mark}}}"
        else:
            indent = document.mark((*at, chinese("ref")), key=True)[1] - 1
            lines.insert(line, f"{' ' * indent}{_MARK}: {mark}")
    after = "\n".join(lines)
    return Fingerprints(
        folder.resolve().name,
        tuple(changed[::-1]),
        tuple(added[::-1]),
        tuple(key for key in text.articles if key not in there),
        tuple(without[::-1]),
        Change(folder / ARTICLES, shown, shown, before, after, ("指纹",)),
    )
