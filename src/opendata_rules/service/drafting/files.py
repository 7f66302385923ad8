"""Files of a folder of rules: which of them may be read and written, and what keeps them whole.

Only files of packs and places may be named, each by its own name: no link leads anywhere, no name leads out. A file is
replaced whole or not at all; it keeps its line breaks and the mark that some editors put before the text.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from ...errors import BadArgument
from ...formats.files import NewFile, unwritable
from ...quoting import quoted
from ...reading.document import SIZE_LIMIT
from ...reading.folders import PLACES, RULES, entries, is_id
from ..errors import NotHere

_BOM = b"\xef\xbb\xbf"
_NAME = re.compile(r"[a-z_0-9]+\.yaml")
_ENDS = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file as it stands in the folder.

    Attributes:
        name: its path below the folder.
        content: its bytes; ``None`` where there is no such file yet.
    """

    name: str
    content: bytes | None

    @property
    def text(self) -> str:
        """Its text, with plain line breaks."""
        return text_of(self.content)

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes; empty where there is none."""
        return digest_of(self.content)


def digest_of(content: bytes | None) -> str:
    """SHA-256 of the bytes of a file; empty where there is none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def text_of(content: bytes | None) -> str:
    """The text of a file, with plain line breaks."""
    return _ENDS.sub("\n", (content or b"").removeprefix(_BOM).decode("utf-8", "replace"))


def checked_bytes(file: RuleFile) -> RuleFile:
    """A file that may be edited as text.

    Raises:
        BadArgument: it holds bytes that are no UTF-8, which nothing written from its text would hold.
    """
    try:
        (file.content or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_ENDS.split(text_of(error.object[: error.start])))
        raise BadArgument(
            f"{file.name} 第 {line} 行起有不是 UTF-8 的字节，在这里改会丢掉它们；请先用文本编辑器把文件另存为 UTF-8。",
            english=f"From line {line} on {file.name} holds bytes that are no UTF-8 and would be lost by editing here;"
            " save it as UTF-8 in a text editor first.",
            argument="file",
        ) from None
    return file


def written_like(before: bytes | None, text: str) -> bytes:
    """The bytes of a text in the place of others: its line breaks are theirs.

    Args:
        before: what stood there.
        text: what is to stand there, with any line breaks.
    """
    lines = _ENDS.split(text)
    if before is None or b"\r" not in before:
        return (_BOM if before is not None and before.startswith(_BOM) else b"") + "\n".join(lines).encode("utf-8")
    old = before.removeprefix(_BOM).decode("utf-8", "replace")
    ends = _ENDS.findall(old)
    usual = max(("\r\n", "\n", "\r"), key=ends.count)
    given = [usual] * len(lines)
    if len(set(ends)) > 1:
        # Where the breaks are mixed, every line that stays keeps its own.
        for was, now in _staying(_ENDS.split(old), lines):
            if was < len(ends):
                given[now] = ends[was]
        # A CR and an LF with nothing between them would be one break.
        for at, (end, after) in enumerate(pairwise(given[:-1])):
            if (end, lines[at + 1], after) == ("\r", "", "\n"):
                given[at] = "\r\n"
    told = "".join(line + end for line, end in zip(lines[:-1], given, strict=False)) + lines[-1]
    return (_BOM if before.startswith(_BOM) else b"") + told.encode("utf-8")


def _staying(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines that stay: where each was, and where it is. Only between the first and the last change are they sought,
    since that takes the longer the more lines are alike.
    """
    least = min(len(old), len(new))
    first = next((at for at in range(least) if old[at] != new[at]), least)
    last = next((at for at in range(least - first) if old[-1 - at] != new[-1 - at]), least - first)
    yield from zip(range(first), range(first), strict=True)
    between = SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last], autojunk=False)
    for block in between.get_matching_blocks():
        yield from ((first + block.a + at, first + block.b + at) for at in range(block.size))
    yield from zip(range(len(old) - last, len(old)), range(len(new) - last, len(new)), strict=True)


class RuleFolder:
    """A folder of rules that may be edited.

    Args:
        root: holds ``rules/`` and ``jurisdictions/``.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.abspath(root))

    def path(self, name: str) -> Path:
        """Where a file is.

        Raises:
            NotHere: no file of the rules goes by that name.
        """
        parts = name.split("/")
        match parts:
            case [first, folder, last] if first == RULES and is_id(folder) and _NAME.fullmatch(last):
                known = (self.root / RULES / folder).is_dir()
            case [first, last] if first == PLACES and is_id(last.removesuffix(".yaml")) and last.endswith(".yaml"):
                known = (self.root / first / last).is_file()
            case _:
                known = False
        path = self.root.joinpath(*parts) if known else self.root
        if not known or os.path.realpath(path) != os.path.join(os.path.realpath(self.root), *parts):
            shown = quoted(name)
            raise NotHere(
                f"规则里没有 {shown} 这个文件，或者它是一个链接。",
                english=f"There is no file {shown} among the rules, or it is a link.",
                argument="file",
            )
        return path

    def read(self, name: str) -> RuleFile:
        """A file as it stands.

        Raises:
            NotHere: no file of the rules goes by that name, or it cannot be read.
        """
        path = self.path(name)
        try:
            if path.exists() and (not path.is_file() or path.stat().st_size > SIZE_LIMIT):
                raise OSError
            return RuleFile(name, path.read_bytes() if path.exists() else None)
        except OSError:
            shown = quoted(name)
            raise NotHere(f"{shown} 读不出来。", english=f"{shown} cannot be read.", argument="file") from None

    def names(self, instrument: str) -> Iterator[str]:
        """The files of an instrument that there are."""
        if is_id(instrument):
            for entry in entries(self.root / RULES / instrument):
                if _NAME.fullmatch(entry.name) and entry.is_file() and not entry.is_symlink():
                    yield f"{RULES}/{instrument}/{entry.name}"

    def replace(self, name: str, content: bytes | None) -> None:
        """Put bytes in the place of a file, whole or not at all; ``None`` takes the file away.

        Raises:
            NotHere: no file of the rules goes by that name.
            BadOutput: it cannot be written.
        """
        path = self.path(name)
        if content is None:
            path.unlink(missing_ok=True)
            return
        new = NewFile(path)
        try:
            new.file.write(content)
            new.file.flush()
            os.fsync(new.file.fileno())
            new.keep()
        except OSError as error:
            raise unwritable(path, error) from error
        finally:
            new.give_up()


def checked_text(text: str) -> str:
    """A text that may be written into a file.

    Raises:
        BadArgument: it is too long.
    """
    if len(text.encode("utf-8", "replace")) > SIZE_LIMIT:
        raise BadArgument(
            f"文件超过 {SIZE_LIMIT} 字节。", english=f"The file is larger than {SIZE_LIMIT} bytes.", argument="text"
        )
    return text
