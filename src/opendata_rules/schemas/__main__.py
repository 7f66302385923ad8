"""``python -m opendata_rules.schemas [FOLDER [PACKS]]``: write every schema to a folder, the package itself by default.

With a folder of packs (``rules/`` and ``jurisdictions/``) the Chinese names of what its packs bring are known too, so
that an editor completes them and does not call them wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ..packs.files import words_in
from ..reading.folders import RULES
from ..vocabulary.words import EVERYWHERE
from .generate import write


def main() -> None:
    """Write the schemas and say where."""
    if len(sys.argv) > 3 or sys.argv[1:] in (["-h"], ["--help"]):
        print("用法：python -m opendata_rules.schemas [写到的文件夹 [规则的文件夹]]", file=sys.stderr)
        raise SystemExit(2 if len(sys.argv) > 3 else 0)
    packs = Path(sys.argv[2]) / RULES if len(sys.argv) > 2 else None
    if packs is not None and not packs.is_dir():
        print(f"{packs.parent} 中没有 {RULES}/ 文件夹。", file=sys.stderr)
        raise SystemExit(2)
    words = EVERYWHERE if packs is None else words_in(sorted(packs.iterdir()))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for path in write(folder, words):
        print(path)


if __name__ == "__main__":
    main()
