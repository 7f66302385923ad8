"""The bytes of a catalogue file and the text in them, read again as often as needed and never held as a whole.

Which bytes they are is told by their digest; a file that changes while it is read is refused.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from ..errors import NotACatalogue
from ..text import quoted

#: A catalogue of all of China's portals would fit; what is larger is something else.
_LIMIT = 1_000_000_000
#: What has to be held as a whole while it is read: workbooks, JSON that is one value.
_WHOLE = 200_000_000
_CHUNK = 1 << 20
#: How often a text is gone through before its rows are judged: for its tables, and for what their columns hold.
_TIMES = 2
#: Longest path shown.
_PATH = 400
#: Nothing is written in a file that has only these.
_BLANK = b" \t\r\n\xef\xbb\xbf\x00"


class Content:
    """The bytes of a file.

    Attributes:
        size: how many they are.
        digest: SHA-256, in hexadecimal digits.
        blank: whether nothing is written in them.
        head: the first of them, up to a megabyte.
        zeros: how many of them are zero, at even and at odd places.
    """

    def __init__(self, opener: Callable[[], BinaryIO], size: int) -> None:
        self._opener = opener
        self.size = size
        self._progress: Callable[[int, int], None] | None = None
        self._done = 0
        digest = hashlib.sha256()
        self.blank, self.head, even, odd = True, b"", 0, 0
        for chunk in self.chunks():
            digest.update(chunk)
            self.head = self.head or chunk
            self.blank = self.blank and not chunk.strip(_BLANK)
            zeros = chunk.count(b"\x00")
            if zeros:
                even += chunk[::2].count(b"\x00")
                odd += chunk[1::2].count(b"\x00")
        self.zeros = (even, odd)
        self.digest = digest.hexdigest()

    @classmethod
    def of_bytes(cls, data: bytes) -> Content:
        """What is held already."""
        return cls(lambda: io.BytesIO(data), len(data))

    def open(self) -> BinaryIO:
        """The bytes from the beginning."""
        return self._opener()

    def tell(self, progress: Callable[[int, int], None] | None) -> None:
        """Say from now on how far the reading of the text has come.

        Args:
            progress: called with (done, all) in bytes; text is gone through so often before a row is judged.
        """
        self._progress, self._done = progress, 0

    def passed(self, length: int) -> None:
        """So many bytes of the text have been read."""
        if self._progress is not None:
            self._done = min(self._done + length, self.size * _TIMES)
            self._progress(self._done, self.size * _TIMES)

    def confirm(self) -> None:
        """Nothing has changed since the bytes were read first.

        Raises:
            NotACatalogue: something has.
        """
        self.open().close()

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces of a megabyte."""
        with self.open() as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def read(self, name: str) -> bytes:
        """All of them at once.

        Raises:
            NotACatalogue: they are too many to be held.
        """
        if self.size > _WHOLE:
            raise NotACatalogue(
                f"{name} 有 {self.size / 1e6:.0f} MB，这种格式超过 {_WHOLE / 1e6:.0f} MB 的不读取；"
                "请另存为 CSV，或者每行一项的 JSON，再检查。",
                english=f"{name} is too large for its format ({self.size} bytes); save it as CSV or JSON lines.",
            )
        return b"".join(self.chunks())


@dataclass(frozen=True, slots=True)
class Text:
    """The text in the bytes of a file.

    Attributes:
        content: the bytes.
        codec: how they are read.
        encoding: what that is called, for people.
        broken: whether bytes that are no text are passed over.
        end: its last character.
    """

    content: Content
    codec: str
    encoding: str
    broken: bool = False
    end: str = ""

    def open(self) -> TextIO:
        """The text from the beginning, its line ends as they are."""
        errors = "replace" if self.broken else "strict"
        return io.TextIOWrapper(
            io.BufferedReader(_Counted(self.content.open(), self.content.passed), _CHUNK),
            encoding=self.codec,
            errors=errors,
            newline="",
        )

    def head(self, characters: int) -> str:
        """Its beginning."""
        with self.open() as file:
            return file.read(characters)

    def read(self, name: str) -> str:
        """All of it at once.

        Raises:
            NotACatalogue: it is too long to be held.
        """
        return self.content.read(name).decode(self.codec, "replace" if self.broken else "strict")


class _Counted(io.RawIOBase):
    """The bytes of a file, each read told."""

    def __init__(self, file: BinaryIO, passed: Callable[[int], None]) -> None:
        self._file = file
        self._passed = passed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._passed(len(data))
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Decoded:
    """How well bytes can be read in an encoding.

    Attributes:
        characters: how many there are.
        wide: how many of them are beyond ASCII.
        zeros: how many of them are zero.
        broken: how many stand for bytes that are no text.
        end: the last one.
    """

    characters: int
    wide: int
    zeros: int
    broken: int
    end: str


def decoded(content: Content, codec: str, *, errors: str = "strict") -> Decoded | None:
    """Read bytes in an encoding; ``None`` where they are none of it."""
    decoder = codecs.getincrementaldecoder(codec)(errors)
    characters = wide = zeros = broken = 0
    end = ""
    try:
        for chunk in (*_with_end(content.chunks()),):
            text = decoder.decode(*chunk)
            characters += len(text)
            if not text.isascii():
                wide += len(text) - len(text.encode("ascii", "ignore"))
                broken += text.count("\ufffd")
            zeros += text.count("\x00")
            end = text[-1:] or end
    except UnicodeDecodeError:
        return None
    return Decoded(characters, wide, zeros, broken, end)


def _with_end(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    for chunk in chunks:
        yield chunk, False
    yield b"", True


def content_of(path: Path) -> Content:
    """The bytes of a file.

    Raises:
        NotACatalogue: it is no file, too large, or cannot be opened.
    """
    shown = quoted(str(path), _PATH)
    try:
        if path.is_dir():
            raise NotACatalogue(
                f"{shown} 是一个文件夹，不是目录文件；请指明其中的一个文件。", english=f"{shown} is a folder."
            )
        if path.exists() and not path.is_file():
            raise NotACatalogue(f"{shown} 不是普通的文件。", english=f"{shown} is no regular file.")
        state = path.stat()
        if state.st_size > _LIMIT:
            raise NotACatalogue(
                f"{shown} 有 {state.st_size / 1e6:.0f} MB，超过 {_LIMIT / 1e6:.0f} MB，没有读取；目录不会这样大。",
                english=f"{shown} is too large for a catalogue ({state.st_size} bytes).",
            )
        return Content(lambda: _opened(path, state, shown), state.st_size)
    except NotACatalogue:
        raise
    except FileNotFoundError:
        reason, english = "没有这个文件", "there is no such file"
    except PermissionError:
        reason, english = "没有读取的权限", "no permission"
    except (OSError, ValueError):
        reason, english = "系统拒绝读取", "the system refuses"
    raise NotACatalogue(f"读不了 {shown}：{reason}。", english=f"Cannot read {shown}: {english}.")


def _opened(path: Path, state: os.stat_result, shown: str) -> BinaryIO:
    """The file once more, if it is still the same."""
    file = path.open("rb")
    now = os.fstat(file.fileno())
    if (now.st_ino, now.st_size, now.st_mtime_ns) == (state.st_ino, state.st_size, state.st_mtime_ns):
        return file
    file.close()
    raise NotACatalogue(
        f"{shown} 在读取的时候变了，请等它写完以后再检查。", english=f"{shown} changed while it was read."
    )
