"""A file written, at once or piece by piece, or the error that says why it cannot be."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from ..errors import BadOutput
from ..quoting import quoted

#: Longest path shown.
_PATH = 400


def write_file(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        BadOutput: it cannot be written; ``argument`` is ``path``.
    """
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: what stood there stays until then.

    Raises:
        BadOutput: it cannot be written; ``argument`` is ``path``.
    """
    new = NewFile(path)
    try:
        new.file.write(content)
        new.keep()
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        new.give_up()


class NewFile:
    """A file that is written piece by piece beside its place, and put there when it is whole.

    What stood there stays until then, and for good where the work is given up.

    Attributes:
        file: where to write.

    Raises:
        BadOutput: nothing can be written there; ``argument`` is ``path``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            if path.is_dir():
                raise IsADirectoryError
            if path.exists():
                # Open in another program, or not to be written: it is better to know before the work than after it.
                path.open("r+b").close()
            self.file: BinaryIO = self._part.open("w+b")
        except (OSError, ValueError) as error:
            raise unwritable(path, error) from error

    def keep(self) -> None:
        """All is written.

        Raises:
            BadOutput: it cannot be put in its place.
        """
        try:
            self.file.close()
            if self._path.is_symlink() or (self._path.exists() and not self._path.is_file()):
                # A link stays one, and a pipe.
                with self._part.open("rb") as source, self._path.open("wb") as target:
                    shutil.copyfileobj(source, target)
                self._part.unlink()
            else:
                if self._path.exists():
                    # Who may read it stays as it was.
                    shutil.copymode(self._path, self._part)
                self._part.replace(self._path)
        except OSError as error:
            self.give_up()
            raise unwritable(self._path, error) from error

    def give_up(self) -> None:
        """Nothing is kept of it."""
        with contextlib.suppress(OSError):
            self.file.close()
        with contextlib.suppress(OSError):
            self._part.unlink()


def unwritable(path: Path, error: OSError | ValueError) -> BadOutput:
    """The error that says why a file cannot be written."""
    chinese, english = reason_of(error)
    shown = quoted(str(path), _PATH)
    return BadOutput(f"不能写入 {shown}：{chinese}。", english=f"Cannot write {shown}: {english}.", argument="path")


def reason_of(error: OSError | ValueError) -> tuple[str, str]:
    """Why a file cannot be written, in Chinese and English."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "没有这个文件夹", "there is no such folder"
    if isinstance(error, IsADirectoryError):
        return "它是一个文件夹", "it is a folder"
    if isinstance(error, PermissionError):
        return "没有写入的权限，或者文件正在别的程序里打开", "no permission, or another program has it open"
    if isinstance(error, ValueError):
        return "文件名里有不能用的字符", "the name holds a character that none may have"
    if error.errno == errno.ENOSPC:
        return "磁盘满了", "the disk is full"
    return "系统拒绝写入", "the system refuses"
