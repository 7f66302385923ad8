"""Checking packs against the law's own text: passages must exist, anchors occur in them, fingerprints match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...diagnostics.wording import nearest
from ...norms.pack import Pack
from ...norms.provisions import Provision
from ...packs.files import ARTICLES, RULES, exists
from ...reading.document import Location, refusal
from ...reading.folders import entries, is_folder
from ...vocabulary.citations import Citation, Ref
from ...vocabulary.keywords import chinese
from ..in_files import InFiles, file_of, place_of
from .articles import RegulationText
from .heads import problems_of_head
from .reading import read_text

_AT_REF: Location = (chinese("ref"),)


#: Rows of the shortest table that is one of a whole text.
_FEW = 5
#: Articles that one message names.
_NAMED = 10
#: What hands state secrets to the law on guarding them.
_SECRETS_ELSEWHERE = re.compile(
    "国家秘密[^。；]{0,30}(?:按照|依照|适用|按)[^。；]{0,30}(?:法律|法规|规定)[^。；]{0,6}(?:执行|办理|处理|。)"
)


class Texts:
    """The folder of the regulations' texts, if there is one."""

    def __init__(self, folder: str | Path | None) -> None:
        self.folder = None if folder is None else Path(folder)
        #: How many texts were compared.
        self.used = 0

    def said(self) -> str:
        """How many texts were compared, for the middle of a Chinese sentence."""
        return "" if self.folder is None else f"，核对了 {self.used} 份正文"

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
            if any(row.fingerprint for row in pack.articles) and pack.instrument.amends is None:
                near = nearest(path.name, [one.name for one in entries(self.folder) if one.suffix == ".txt"])
                advice = f"是不是 {near[0]} 改了名？请改成 {path.name}。" if near else None
                yield diagnostic("text_not_found", path=f"{shown}/{ARTICLES}", name=path.name, help=advice)
            return
        self.used += 1
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
        self.text = text
        self._files = InFiles(folder, shown)

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
        yield from self._rows_left_out()
        yield from self._referrals()
        yield from problems_of_head(self.pack.instrument, self.text, self._files)

    def _articles(self) -> Iterator[Diagnostic]:
        for row in self.pack.articles:
            if row.ref not in self.text.articles:
                yield self._files.of_article("passage_missing", row.ref)
            elif row.fingerprint is not None and row.fingerprint != self.text.fingerprint(row.ref):
                rules = "、".join(row.rules) or "（无）"
                advice = f"请对照新的条文检查这些规则：{rules}。"
                yield self._files.of_article("fingerprint_mismatch", row.ref, "fingerprint", help=advice)

    def _rows_left_out(self) -> Iterator[Diagnostic]:
        """Articles of the text without a row, and rows without a fingerprint in a table that has none at all."""
        rows = {row.ref for row in self.pack.articles}
        missing = [key for key in self.text.articles if key not in rows]
        if missing and rows:
            named = "、".join(missing[:_NAMED]) + ("等" if len(missing) > _NAMED else "")
            yield self._files.document(ARTICLES).diagnostic("article_not_in_table", (), refs=named)
        if len(rows) >= _FEW and not any(row.fingerprint for row in self.pack.articles):
            yield self._files.of_article("fingerprint_missing", self.pack.articles[0].ref)

    def _referrals(self) -> Iterator[Diagnostic]:
        """Articles that hand state secrets to other law, on which no 转致 rests."""
        resting = {Ref.parse(rule.citation.ref).article_key for rule in self.pack.referrals}
        for key, article in self.text.articles.items():
            if key not in resting and _SECRETS_ELSEWHERE.search(article.text):
                yield self._files.document(RULES).diagnostic("referral_missing", (chinese("referrals"),), ref=key)

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
        cited = Ref.parse(citation.ref)
        if cited.paragraph is not None and len(self.text.articles[cited.article_key].paragraphs) == 1:
            right, of = str(replace(cited, paragraph=None)), cited.article_key
            yield self._told("paragraph_of_one", rule, need, at, article=of, written=citation.ref, right=right)
        for index, anchor in enumerate(anchors):
            if not self.text.contains(citation.ref, anchor):
                told = f"{citation.ref}（规则 {label}）"
                yield self._told("anchor_missing", rule, need, (chinese("anchors"), index), anchor=anchor, ref=told)

    def _told(self, code: str, rule: Provision, need: str | None, at: Location, **fields: Any) -> Diagnostic:
        if need is None:
            return self._files.of_rule(code, rule, at, **fields)
        document = self._files.document(file_of(rule))
        place = place_of(document.data, rule.id) or ()
        inside = document.data
        for part in place:
            inside = inside[part]
        place += place_of(inside, need) or ()
        return document.diagnostic(code, (*place, *at), **fields)
