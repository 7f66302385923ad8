"""A folder of packs, and the laws that can be asked of it."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from .answers.receipts import Answer
from .diagnostics.diagnostic import Diagnostic
from .law import Law
from .norms.chain import Chain
from .packs.arguments import folder_argument
from .packs.shelf import Shelf
from .packs.sources import Added, added
from .reading.folders import shipped
from .replaying.results import Recheck, Source
from .values import fill


@dataclass(frozen=True, slots=True)
class Folder:
    """Where laws come from: a folder of packs, or (``None``) the shipped ones with all that are added."""

    path: str | None

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that hold the packs."""
        return _shipped_and_added() if self.path is None else (Path(self.path),)

    def order(self, place: str, on: dt.date, drafts: bool, strict: bool, *, anew: bool = False) -> Law:
        """The law of a place on a date. See :meth:`Library.law`."""
        if anew or self not in _OPENED:
            _OPENED[self] = load(self.path)
        return _OPENED[self].law(place, on=on, drafts=drafts, strict=strict)


@functools.cache
def _shipped_and_added() -> tuple[Path, ...]:
    return (shipped(), *(one.root for one in added() if one.root is not None))


#: Libraries that answers were found again in, kept for the next ones.
_OPENED: dict[Folder, Library] = {}


class Library(Shelf):
    """Packs read lazily, each on its own, and the laws made from them. Immutable, safe to share between threads.

    Args:
        root: folder that holds ``rules/`` and ``jurisdictions/``.
        added: further folders of the kind, by entry point; what the first one has, they do not replace.
        origin: how another process finds the same packs; the folder by default, nothing where others are added to it.

    Raises:
        BadPack: the folder does not hold both, or may not be looked into.
    """

    __slots__ = ("_origin",)

    _origin: Folder | None

    def __init__(self, root: Path, added: Iterable[Added] = (), *, origin: Folder | None = None) -> None:
        super().__init__(root, added)
        if origin is None and not self._added:
            # Another process may work in another folder.
            origin = Folder(os.path.abspath(root))
        fill(self, _origin=origin)

    def __reduce__(self) -> tuple[Any, ...]:
        # It travels as where its packs are found; there they are opened again.
        if self._origin is None:
            raise TypeError(
                "由另加的规则文件夹组成的规则库不能打包传送。 (a library with folders added cannot be pickled)"
            )
        return load, (self._origin.path,)

    def law(self, place: str, *, on: dt.date, drafts: bool = False, strict: bool = False) -> Law:
        """What binds a place on a date.

        Args:
            place: id, Chinese name or division code.
            on: the date of the law; never a default, never a ``datetime``.
            drafts: treat drafts as in force on every date.
            strict: answer ``undetermined`` wherever ``missing_instrument`` would warn.

        Raises:
            UnknownJurisdiction: the place is not known.
            BadPack: a pack it needs has errors.
            TypeError: ``place`` is no text, ``on`` not a plain date, or one of the others not ``True`` or ``False``.
        """
        return cast(Law, self.order(place, on, drafts, strict))

    def _made(self, chain: Chain, strict: bool) -> Law:
        return Law(chain, self._calendar, strict=strict, origin=self._origin)

    def lint(self, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
        """Every problem of every file, cases included; empty if all is well.

        Args:
            texts: folder with the regulations' texts; given, anchors and fingerprints are checked too.
        """
        from .authoring.lint import lint_added, lint_library

        return (*lint_library(self.root, texts), *lint_added(self.root, self._added, texts))

    def replay(self, receipt: Mapping[str, object], *, source: Source = None) -> Answer:
        """Compute the answer of a receipt again: the same, or none.

        Another version of the engine is no hindrance where the gist of the outcome is the same; the receipt of the
        result names the version of today.

        Args:
            receipt: what ``result.receipt`` was, as a mapping of plain JSON.
            source: the file, where the result was read from one.

        Raises:
            ReceiptMismatch: something that the answer rests on, or the outcome, is another; or it is no receipt. The
                message says what, ``nearest`` names it, ``differences`` lists it.
        """
        from .replaying.again import replay

        return cast(Answer, replay(receipt, self.law, source))

    def recheck(self, receipt: Mapping[str, object], *, source: Source = None) -> Recheck:
        """The outcome of a receipt then, the answer to its question today, and what differs between the two.

        Args:
            receipt: what ``result.receipt`` was, as a mapping of plain JSON.
            source: the file, where the result was read from one.

        Raises:
            ReceiptMismatch: it is no receipt.
        """
        from .replaying.recheck import recheck

        return recheck(receipt, self.law, source)


def load(path: str | Path | None = None) -> Library:
    """Open a folder of packs.

    Args:
        path: folder holding ``rules/`` and ``jurisdictions/``; it replaces the shipped packs and all that are added.

    Raises:
        BadPack: the folder does not hold both, or may not be looked into.
        TypeError: it is no path.
    """
    if path is None:
        return Library(shipped(), added(), origin=Folder(None))
    return Library(folder_argument(path, "path"))
