"""Scripts and styles, made by ``make workbench`` and shipped with the package: the only ones that a page may load."""

from __future__ import annotations

import functools
import gzip
import hashlib
from importlib import resources

from ...quoting import quoted
from ..errors import NotHere

_FOLDER = resources.files("opendata_rules.service.workbench").joinpath("assets")
#: What may be asked for, and its media type.
MEDIA = {
    "workbench.js": "text/javascript; charset=utf-8",
    "editor.js": "text/javascript; charset=utf-8",
    "workbench.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "LICENSES.txt": "text/plain; charset=utf-8",
}


@functools.cache
def content(name: str) -> bytes:
    """A file.

    Raises:
        NotHere: there is no such file.
    """
    if name not in MEDIA:
        shown = quoted(name)
        raise NotHere(f"没有 {shown} 这个文件。", english=f"There is no file {shown}.")
    return _FOLDER.joinpath(name).read_bytes()


@functools.cache
def packed(name: str) -> bytes:
    """A file in less than a third of its bytes, as every browser takes it.

    Raises:
        NotHere: there is no such file.
    """
    return gzip.compress(content(name), 9, mtime=0)


@functools.cache
def version(name: str) -> str:
    """What changes with a file: it is part of its address, so browsers may keep it for ever."""
    return hashlib.sha256(content(name)).hexdigest()[:12]
