"""``python -m opendata_rules.authoring.language_server.whole FOLDER``: the lint of a folder, for an editor.

Standard input has the texts that are open, as JSON by path; standard output gets what is wrong, as JSON. It is a
process of its own so that it can be ended when its answer is no longer wanted, and does not slow down what is asked
meanwhile.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.kind import Severity
from ...reading.unsaved import holding, key
from ..kept import Kept, cache_folder
from ..lint import check


def main() -> None:
    """Answer what standard input asks."""
    texts: dict[str, str] = json.loads(sys.stdin.buffer.read())
    held = {key(Path(path)): text.encode("utf-8", "replace") for path, text in texts.items()}
    kept = Kept(cache_folder())
    with holding(held):
        problems = check(Path(sys.argv[1]), kept=kept).problems
    kept.close()
    sys.stdout.buffer.write(written(problems))


def written(problems: Iterable[Diagnostic]) -> bytes:
    """Problems as they go from one process to the other."""
    # The source line is at hand where they go.
    rows = [dataclasses.asdict(one) | {"severity": str(one.severity), "source": ""} for one in problems]
    return json.dumps(rows).encode()


def read(answer: bytes) -> list[Diagnostic]:
    """Problems as they came."""
    rows: list[dict[str, Any]] = json.loads(answer)
    return [Diagnostic(**(row | {"severity": Severity(row["severity"])})) for row in rows]


if __name__ == "__main__":
    main()
