"""Checking packs against the law's own text: passages must exist, anchors occur in them, fingerprints match."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...norms.pack import Pack
from ...norms.provisions import Provision
from ...packs.files import ARTICLES, exists
from ...packs.inheritance import read_documents
from ...reading.document import Document, Location, read, refusal
from ...reading.folders import is_folder
from ...vocabulary.citations import Citation
from ...vocabulary.keywords import chinese
from ..rule_places import file_of, place_of
from .articles import RegulationText
from .reading import read_text

_AT_REF: Location = (chinese("ref"),)


class Texts:
    """The folder of the regulations' texts, if there is one."""

    def __init__(self, folder: str | Path | None) -> None:
        self.folder = None if folder is None else Path(folder)
        self.used = False

    def unused(self) -> Iterator[Diagnostic]:
        """A folder that holds no text of any pack checks nothing, and must not look as if it had."""
        if self.folder is None or self.used:
            return
        if not is_folder(self.folder):
            yield diagnostic("cannot_read", path=str(self.folder), reason="没有这个文件夹")
        else:
            yield diagnostic("missing_file", path=str(self.folder), name="任何一个 <文件编号>.txt")

    def problems(self, pack: Pack, folder: Path, shown: str) -> Iterator[Diagnostic]:
        """What is wrong with a pack by the text of its instrument."""
        if self.folder is None:
            return
        path = self.folder / f"{pack.instrument.id}.txt"
        if not exists(path):
            return
        self.used = True
        if not path.is_file():
            # A folder, a link to nothing, or a pipe, which might never end.
            yield diagnostic("cannot_read", path=str(path), reason="它不是普通文件")
            return
        try:
            text = read_text(path)
        except OSError as error:
            yield diagnostic("cannot_read", path=str(path), reason=refusal(error))
        except ValueError as error:
            yield diagnostic("cannot_read", path=str(path), reason=str(error))
        else:
            yield from _AgainstText(pack, folder, shown, text).problems()


class _AgainstText:
    """One pack and the text of its instrument."""

    def __init__(self, pack: Pack, folder: Path, shown: str, text: RegulationText) -> None:
        self.pack = pack
        self.folder = folder
        self.shown = shown
        self.text = text
        self._documents = read_documents(folder, shown).documents

    def problems(self) -> Iterator[Diagnostic]:
        for rule in self.pack.provisions():
            yield from self._passages(rule.citation, rule.anchors, rule)
            for index, citation in enumerate(rule.see_also):
                yield from self._passages(citation, (), rule, (chinese("see_also"), index))
            for need in getattr(rule, "requirements", ()):
                yield from self._passages(need.citation, need.anchors, rule, need=need.id)
            for index, citation in enumerate(getattr(rule, "consequences", ())):
                yield from self._passages(citation, (), rule, (chinese("consequences"), index))
            extension = getattr(rule, "extension", None)
            if extension is not None:
                yield from self._passages(extension.citation, (), rule, (chinese("extension"), chinese("ref")))
        yield from self._articles()

    def _articles(self) -> Iterator[Diagnostic]:
        for row in self.pack.articles:
            document = self._document(ARTICLES)
            at = place_of(document.data, row.ref, key=chinese("ref")) or ()
            if row.ref not in self.text.articles:
                yield document.diagnostic("passage_missing", (*at, chinese("ref")), ref=row.ref)
            elif row.fingerprint is not None and row.fingerprint != self.text.fingerprint(row.ref):
                rules = "、".join(row.rules) or "（无）"
                advice = f"请对照新的条文检查这些规则：{rules}。"
                yield document.diagnostic(
                    "fingerprint_mismatch", (*at, chinese("fingerprint")), ref=row.ref, help=advice
                )

    def _passages(
        self,
        citation: Citation,
        anchors: tuple[str, ...],
        rule: Provision,
        at: Location = _AT_REF,
        need: str | None = None,
    ) -> Iterator[Diagnostic]:
        if not citation.ref:
            return
        label = f"{rule.id}/{need}" if need else rule.id
        if self.text.passage(citation.ref) is None:
            yield self._told("passage_missing", rule, need, at, ref=f"{citation.ref}（规则 {label}）")
            return
        for index, anchor in enumerate(anchors):
            if not self.text.contains(citation.ref, anchor):
                ref = f"{citation.ref}（规则 {label}）"
                yield self._told("anchor_missing", rule, need, (chinese("anchors"), index), anchor=anchor, ref=ref)

    def _told(self, code: str, rule: Provision, need: str | None, at: Location, **fields: Any) -> Diagnostic:
        document = self._document(file_of(rule))
        place = place_of(document.data, rule.id) or ()
        if need is not None:
            inside = document.data
            for part in place:
                inside = inside[part]
            place += place_of(inside, need) or ()
        return document.diagnostic(code, (*place, *at), **fields)

    def _document(self, name: str) -> Document:
        found = self._documents.get(name)
        return found if found is not None else read(self.folder / name, shown=f"{self.shown}/{name}")
