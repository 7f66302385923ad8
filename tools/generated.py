"""Write the documentation pages and schemas that are made from tables in the code.

    python tools/generated.py
"""

from __future__ import annotations

from pathlib import Path

from opendata_rules.diagnostics import errors_page
from opendata_rules.keywords import keywords_page

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Write every generated file in its place."""
    for name, page in (("errors.md", errors_page()), ("keywords.md", keywords_page())):
        (DOCS / name).write_text(page, encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
