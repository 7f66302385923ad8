"""``python -m opendata_rules.service.linting FOLDER [CACHE]``: the errors of a folder of rules, as JSON, apart."""

from __future__ import annotations

import contextlib
import json
import os
import sys


def main(folder: str, cache: str | None = None) -> None:
    """Print ``{"errors": […]}``; what was found in order before, in the cache, is not looked at again."""
    from pathlib import Path

    from ..authoring.kept import Kept
    from ..authoring.lint import check
    from ..diagnostics.kind import Severity

    with contextlib.suppress(AttributeError, OSError):  # no such call on Windows
        os.nice(10)
    kept = Kept(None if cache is None else Path(cache))
    errors = [one.to_dict() for one in check(folder, kept=kept).problems if one.severity is Severity.ERROR]
    kept.close()
    sys.stdout.write(json.dumps({"errors": errors}))


if __name__ == "__main__":
    main(*sys.argv[1:])
