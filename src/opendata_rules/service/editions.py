"""Which law answers: states of the rules, each whole, each under its digest, and which of them is in force here.

A folder is copied before it is read, so that whoever edits it meanwhile changes no answer. A request takes one edition
and stays with it to its end; a swap only changes which one the next takes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..diagnostics.wording import nearest
from ..errors import BadPack
from ..law import Law
from ..library import Library, load
from ..packs.sources import added
from ..quoting import quoted
from ..reading.folders import PLACES, RULES, shipped
from ..values import Json
from ..version import __version__
from .errors import NotHere, Unavailable

_FILES, _BYTES = 20_000, 500_000_000
#: Fewest digits by which a law may be named.
_DIGITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """A state of the rules.

    Attributes:
        digest: SHA-256 over the files and the version of the engine: what is answered hangs on both.
        library: the packs.
        revision: the commit, where the folder is a git checkout.
        since: when it was loaded here.
        copied: the copy that it was read from, which is its own; ``None`` for the shipped packs.
    """

    digest: str
    library: Library
    revision: str = ""
    since: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    copied: Path | None = None

    def law(self, place: str, on: dt.date, drafts: bool, strict: bool) -> Law:
        """The law of a place on a date. See :meth:`opendata_rules.library.Library.law`."""
        return self.library.law(place, on=on, drafts=drafts, strict=strict)

    @property
    def etag(self) -> str:
        """The entity tag of whatever only hangs on the law."""
        return f'"{self.digest[:32]}"'

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"digest": self.digest, "revision": self.revision, "since": self.since.isoformat(timespec="seconds")}

    def warm(self, on: dt.date) -> None:
        """Read every pack and make the law of every place.

        Raises:
            BadPack: one has errors.
        """
        for place in self.library.jurisdictions:
            self.law(place, on, False, False).classify({})
        for name in self.library.instrument_ids():
            self.library.pack(name)


class Editions:
    """The editions that answer here; changed by the watcher alone, in the loop that also answers."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._known: dict[str, Edition] = {}
        self._pinned: set[str] = set()
        self._held: Counter[Edition] = Counter()
        self._given_up: set[Edition] = set()
        self.current: Edition | None = None

    def adopt(self, edition: Edition) -> None:
        """Answer by an edition from the next request on."""
        self._known.pop(edition.digest, None)
        self._known[edition.digest] = self.current = edition
        earlier = [one for one in self._known.values() if one is not edition and one.digest not in self._pinned]
        for one in earlier[: max(0, len(earlier) - self._keep)]:
            # Requests under way hold it still; its copy is read already, unless it is held for another process.
            del self._known[one.digest]
            if self._held[one]:
                self._given_up.add(one)
            else:
                discard(one)

    @contextmanager
    def held(self, edition: Edition) -> Iterator[None]:
        """Keep the copy of an edition while another process reads it, or waits for its turn to."""
        self._held[edition] += 1
        try:
            yield
        finally:
            self._held[edition] -= 1
            if not self._held[edition]:
                del self._held[edition]
                if edition in self._given_up:
                    self._given_up.remove(edition)
                    discard(edition)

    def pin(self, edition: Edition) -> None:
        """Answer by an edition where its digest is named, for as long as this process lives."""
        self._known.setdefault(edition.digest, edition)
        self._pinned.add(edition.digest)

    def __iter__(self) -> Iterator[Edition]:
        return reversed(self._known.values())

    def of(self, digest: str | None) -> Edition:
        """The edition of a digest, or of its first digits; by default the one in force here.

        Raises:
            Unavailable: no rules are loaded.
            NotHere: none has that digest.
        """
        if self.current is None:
            raise Unavailable("还没有读入规则。", english="No rules are loaded.", headers=[("Retry-After", "5")])
        if digest is None:
            return self.current
        found = self._known.get(digest)
        if found is None and len(digest) >= _DIGITS:
            begun = [one for name, one in self._known.items() if name.startswith(digest)]
            found = begun[0] if len(begun) == 1 else None
        if found is None:
            shown = quoted(digest)
            raise NotHere(
                f"这里没有摘要为 {shown} 的规则；/v1/status 列出有哪些。",
                english=f"No law of digest {shown} is loaded here; /v1/status lists those that are.",
                argument="law",
                nearest=nearest(digest, self._known),
            )
        return found


def discard(edition: Edition) -> None:
    """Delete the copy that an edition was read from."""
    if edition.copied is not None:
        shutil.rmtree(edition.copied, ignore_errors=True)


# -- reading ----------------------------------------------------------------------------------------------------------


def shipped_edition() -> Edition:
    """The packs that come with the package, and all that are added."""
    roots = [shipped(), *(one.root for one in added() if one.root is not None)]
    return Edition(digest_of(roots), load())


def edition_of(folder: Path, copies: Path) -> Edition:
    """A copy of a folder of rules, read from there.

    Args:
        folder: holds ``rules/`` and ``jurisdictions/``.
        copies: where copies are kept.

    Raises:
        BadPack: it holds no such folders, or far too much.
    """
    copied = copy_of(folder, copies)
    try:
        return Edition(digest_of([copied]), load(copied), revision=revision_of(folder), copied=copied)
    except BaseException:
        shutil.rmtree(copied, ignore_errors=True)
        raise


def copy_of(folder: Path, copies: Path) -> Path:
    """A copy of a folder of rules, under a new name.

    Args:
        folder: holds ``rules/`` and ``jurisdictions/``.
        copies: where copies are kept.

    Raises:
        BadPack: it holds no such folders, or far too much.
    """
    load(folder)  # that it is such a folder is told of itself, not of a copy
    copied = copies / os.urandom(8).hex()
    copied.mkdir(parents=True)
    try:
        for name in (RULES, PLACES):
            if (folder / name).is_dir():
                _copy(folder / name, copied / name, os.path.realpath(folder))
    except BaseException:
        shutil.rmtree(copied, ignore_errors=True)
        raise
    return copied


def _files(roots: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """The files of rules in folders, in an order that does not hang on the machine."""
    for number, root in enumerate(roots):
        for kind in (RULES, PLACES):
            found = [path for path in (root / kind).rglob("*") if not path.is_dir() and "__pycache__" not in path.parts]
            for path in sorted(found, key=lambda path: path.relative_to(root).as_posix()):
                yield f"{number}:{path.relative_to(root).as_posix()}", path


def digest_of(roots: Iterable[Path]) -> str:
    """SHA-256 over the files of rules in folders, and the version of the engine."""
    whole = hashlib.sha256(f"{__version__}\n".encode())
    for name, path in _files(roots):
        try:
            content = path.read_bytes()
        except OSError:
            content = b"\0"
        whole.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()


def marks_of(folder: Path) -> str:
    """What changes when a file of a folder does, without reading any."""
    whole = hashlib.sha256()
    for name, path in _files([folder]):
        try:
            told = path.stat()
        except OSError:
            whole.update(f"{name}\0".encode("utf-8", "surrogateescape"))
            continue
        marks = f"{name}\0{told.st_mtime_ns}\0{told.st_size}\0{told.st_ino}\0"
        whole.update(marks.encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _copy(source: Path, target: Path, within: str) -> None:
    """Copy a folder; links that lead out of it stay links, which the library tells and does not follow.

    Raises:
        BadPack: there is far too much in it.
    """
    count = size = 0
    for place, folders, files in os.walk(source, followlinks=False):
        here = target / os.path.relpath(place, source)
        here.mkdir(parents=True, exist_ok=True)
        for name in [*files, *(name for name in folders if (Path(place) / name).is_symlink())]:
            path = Path(place) / name
            real = os.path.realpath(path)
            if path.is_symlink() and not real.startswith(within.rstrip(os.sep) + os.sep):
                (here / name).symlink_to(real)
                continue
            if os.path.isdir(real):
                shutil.copytree(real, here / name, symlinks=True)
                continue
            count, size = count + 1, size + os.path.getsize(real)
            if count > _FILES or size > _BYTES:
                raise BadPack(
                    f"规则文件夹太大：超过 {_FILES} 个文件，或者 {_BYTES // 1_000_000} MB。",
                    english=f"The folder of rules is too large: over {_FILES} files or {_BYTES // 1_000_000} MB.",
                    argument="rules",
                )
            shutil.copyfile(real, here / name)


def revision_of(folder: Path) -> str:
    """The commit of a git checkout, read from its files; empty where it is none."""
    top = next((one for one in (folder, *folder.absolute().parents) if (one / ".git").exists()), None)
    if top is None:
        return ""
    git = top / ".git"
    try:
        if git.is_file():  # a further worktree
            git = top / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return _commit(head)
        name = head.removeprefix("ref: ")
        shared = git / "commondir"
        homes = [git, *([git / shared.read_text(encoding="utf-8").strip()] if shared.is_file() else [])]
        for home in homes:
            if (home / name).is_file():
                return _commit((home / name).read_text(encoding="utf-8").strip())
            packed = home / "packed-refs"
            for line in packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else ():
                if line.endswith(f" {name}"):
                    return _commit(line.partition(" ")[0])
    except (OSError, ValueError):
        pass
    return ""


def _commit(text: str) -> str:
    return text if 40 <= len(text) <= 64 and all(char in "0123456789abcdef" for char in text) else ""
