"""``python -m opendata_rules.service.working``: does one job, told on standard input, in a process of its own."""

from __future__ import annotations

import contextlib
import os
import pickle
import sys

from .jobs import run


def main() -> None:
    """Do the job."""
    with contextlib.suppress(AttributeError, OSError):  # no such call on Windows
        os.nice(5)
    # From the service that started this process, and from nobody else.
    run(*pickle.load(sys.stdin.buffer))


if __name__ == "__main__":
    main()
