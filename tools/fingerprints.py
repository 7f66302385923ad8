"""Write the fingerprints of the articles into ``articles.yaml``, from the regulations' texts.

    python tools/fingerprints.py FOLDER-WITH-TEXTS [INSTRUMENT ...]

Only the value of 指纹 changes; rows stay as they are written. Run it after a text was amended and its rules reviewed,
never to silence the check.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from opendata_rules.authoring.regulation_texts.reading import read_text

RULES = Path(__file__).parent.parent / "rules"
ROW = re.compile(r'^  - \{条文: "(?P<ref>[^"]+)"(?P<rest>.*?)(, 指纹: [0-9a-f]{64})?\}$', re.MULTILINE)


def main() -> None:
    """Fill every row of the tables named, or of all whose text is there."""
    texts, wanted = Path(sys.argv[1]), sys.argv[2:]
    for path in sorted(RULES.glob("*/articles.yaml")):
        name = path.parent.name
        text_file = texts / f"{name}.txt"
        if not text_file.is_file() or (wanted and name not in wanted):
            continue
        text = read_text(text_file)

        def filled(match: re.Match[str], text: object = text) -> str:
            fingerprint = text.fingerprint(match["ref"])  # type: ignore[attr-defined]
            return f'  - {{条文: "{match["ref"]}"{match["rest"]}, 指纹: {fingerprint}}}'

        path.write_text(ROW.sub(filled, path.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{path.relative_to(RULES.parent)}: {len(text.articles)} articles in the text")


if __name__ == "__main__":
    main()
