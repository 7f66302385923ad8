"""What is drawn in columns by rich, which only the commands that draw load."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from .output import help_width, is_terminal, say


@contextmanager
def console() -> Iterator[Console]:
    """A console whose output is printed at the end like everything else."""
    terminal = is_terminal(sys.stdout)
    drawn = Console(file=io.StringIO(), width=help_width(), highlight=False, force_terminal=terminal, soft_wrap=True)
    yield drawn
    assert isinstance(drawn.file, io.StringIO)
    say(drawn.file.getvalue().rstrip("\n"))
