"""What the commands print, and how it fits any terminal: width, encoding, colour, a reader that has gone away."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import typer

from ..errors import BadOutput
from ..quoting import json_text, visible

#: Width of help where there is no terminal, and the greatest anywhere: longer lines are hard to read.
_WIDTH, _WIDEST = 80, 100

# -- streams ----------------------------------------------------------------------------------------------------------


def prepare() -> None:
    """Make both streams take any text: replace what they cannot show, and read an ASCII locale as UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        encoding = (stream.encoding or "").lower().replace("_", "-")
        if encoding in ("ascii", "us-ascii", "ansi-x3.4-1968") and not os.environ.get("PYTHONIOENCODING"):
            reconfigure(encoding="utf-8", errors="replace")
        else:
            reconfigure(errors="replace")


def finish(status: int) -> int:
    """Flush what is still to be written; the status stands also where nobody reads it any more."""
    for stream in (sys.stdout, sys.stderr):
        _write("", stream)
    return status


def _write(text: str, stream: TextIO | None) -> None:
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # Whoever read it has seen enough. The work and its exit status go on.
        silence(stream)
    except OSError as error:
        # What could not be written would be tried again at the end, and fail again.
        silence(stream)
        if stream is not sys.stderr:
            raise unwritable(error) from error


def unwritable(error: OSError) -> BadOutput:
    """The error on a standard output that takes nothing."""
    full = error.errno == errno.ENOSPC
    return BadOutput(
        f"结果写不出去：标准输出{'的设备满了' if full else '出错'}（{type(error).__name__}）。",
        english=f"Cannot write to standard output: {error.strerror or type(error).__name__}.",
        argument="stdout",
    )


def silence(stream: TextIO | None) -> None:
    """Let the rest of what is written to a stream go nowhere."""
    if stream is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class Styled(str):
    """Text that may hold what a terminal acts on: only this program made it, and what came from outside is escaped."""

    __slots__ = ()


def say(*parts: str) -> None:
    """Print the parts of a text, one behind the other, to standard output, escaped but for what is styled."""
    _write(_shown(parts) + "\n", sys.stdout)


def tell(*parts: str, end: str = "\n") -> None:
    """Print a remark, as :func:`say` does, to standard error, where it does not mix with results."""
    _write(_shown(parts) + end, sys.stderr)


def _shown(parts: Iterable[str]) -> str:
    return "".join(part if isinstance(part, Styled) else visible(part) for part in parts)


def complain(text: str, code: str = "") -> None:
    """Print an error to standard error."""
    label = styled("错误", sys.stderr, fg="red", bold=True)
    tell(label, f"〔{code}〕{text}" if code else f"：{text}")


def say_json(value: object) -> None:
    """Print JSON; where Chinese cannot be shown it is escaped, which is the same JSON."""
    say(json_text(value, indent=2) if _takes_unicode() else json.dumps(value, indent=2))


def say_document(text: str, *, xml: bool) -> None:
    """Print a whole document of JSON or XML; where Chinese cannot be shown it is escaped, the same document."""
    if not _takes_unicode():
        text = text.encode("ascii", "xmlcharrefreplace").decode() if xml else json.dumps(json.loads(text), indent=1)
    say(text.rstrip("\n"))


def _takes_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf8sig")


def say_items(items: Iterator[Any] | tuple[Any, ...] | list[Any]) -> None:
    """Print a list as JSON: ``{"items": […]}``."""
    say_json({"items": [item.to_dict() for item in items]})


def styled(text: str, stream: TextIO | None = None, **style: Any) -> Styled:
    """The text, escaped, in colour where the stream is a terminal that wants it; to be printed as a part by itself."""
    stream = sys.stdout if stream is None else stream
    plain = os.environ.get("NO_COLOR") or not is_terminal(stream)
    return Styled(visible(text) if plain else typer.style(visible(text), **style))


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at the stream; a process may be started without one."""
    return stream is not None and stream.isatty()


# -- width ------------------------------------------------------------------------------------------------------------


def help_width() -> int:
    """Columns for text that is always laid out."""
    return max(40, min(_WIDEST, shutil.get_terminal_size((_WIDTH, 24)).columns))


def text_width() -> int | None:
    """Columns for results; ``None`` where they go to a file or another program, which wants whole lines."""
    return help_width() if is_terminal(sys.stdout) else None
