"""``python -m opendata_rules.service.linting FOLDER``: the errors of a folder of rules, as JSON, apart."""

from __future__ import annotations

import contextlib
import json
import os
import sys


def main(folder: str) -> None:
    """Print ``{"errors": […]}``."""
    from ..authoring.lint import lint
    from ..diagnostics.kind import Severity

    with contextlib.suppress(AttributeError, OSError):  # no such call on Windows
        os.nice(10)
    errors = [problem.to_dict() for problem in lint(folder) if problem.severity is Severity.ERROR]
    sys.stdout.write(json.dumps({"errors": errors}))


if __name__ == "__main__":
    main(sys.argv[1])
