"""What is drawn in columns by rich, which only the commands that draw load."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.segment import Segment

from ..quoting import visible
from .output import Styled, help_width, is_terminal, say


class _Escaped:
    """What somebody wants to have drawn, with its text escaped."""

    def __init__(self, drawn: RenderableType) -> None:
        self._drawn = drawn

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self._drawn, options):
            yield Segment(visible(segment.text), segment.style, segment.control)


class _Escaping(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Escaped(drawn) for drawn in renderables]


@contextmanager
def console() -> Iterator[Console]:
    """A console whose output is printed at the end like everything else."""
    terminal = is_terminal(sys.stdout)
    drawn = Console(file=io.StringIO(), width=help_width(), highlight=False, force_terminal=terminal, soft_wrap=True)
    drawn.push_render_hook(_Escaping())
    yield drawn
    assert isinstance(drawn.file, io.StringIO)
    say(Styled(drawn.file.getvalue().rstrip("\n")))
