"""A file written, or the error that says why it cannot be."""

from __future__ import annotations

from pathlib import Path

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
        chinese, english = _reason(error)
        shown = quoted(str(path), _PATH)
        raise BadOutput(
            f"不能写入 {shown}：{chinese}。", english=f"Cannot write {shown}: {english}.", argument="path"
        ) from error


def _reason(error: OSError | ValueError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "没有这个文件夹", "there is no such folder"
    if isinstance(error, IsADirectoryError):
        return "它是一个文件夹", "it is a folder"
    if isinstance(error, PermissionError):
        return "没有写入的权限，或者文件正在别的程序里打开", "no permission, or another program has it open"
    if isinstance(error, ValueError):
        return "文件名里有不能用的字符", "the name holds a character that none may have"
    return "系统拒绝写入", "the system refuses"
