"""Write the documentation pages and schemas that are made from tables in the code.

python tools/generated.py
"""

from __future__ import annotations

from pathlib import Path

from opendata_rules.diagnostics.page import errors_page
from opendata_rules.schemas.generate import write
from opendata_rules.vocabulary.keywords import keywords_page
from opendata_rules.vocabulary.pages import facts_page, procedures_page, warnings_page

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SCHEMAS = ROOT / "src" / "opendata_rules" / "schemas"


def main() -> None:
    """Write every generated file in its place."""
    pages = {"errors": errors_page, "facts": facts_page, "keywords": keywords_page, "procedures": procedures_page}
    pages["warnings"] = warnings_page
    for name, page in pages.items():
        (DOCS / f"{name}.md").write_text(page(), encoding="utf-8")
        print(f"docs/{name}.md")
    for path in write(SCHEMAS):
        print(path.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
