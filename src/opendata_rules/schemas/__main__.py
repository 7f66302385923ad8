"""``python -m opendata_rules.schemas [FOLDER]``: write every schema to a folder, the package itself by default."""

from __future__ import annotations

import sys
from pathlib import Path

from .generate import write


def main() -> None:
    """Write the schemas and say where."""
    if len(sys.argv) > 2 or sys.argv[1:] in (["-h"], ["--help"]):
        print("用法：python -m opendata_rules.schemas [文件夹]", file=sys.stderr)
        raise SystemExit(2 if len(sys.argv) > 2 else 0)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for path in write(folder):
        print(path)


if __name__ == "__main__":
    main()
