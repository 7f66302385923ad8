"""How the documentation becomes a site that opens without a server: ``make site``.

Sphinx, with pages in Markdown. Compared with Zensical 0.0.73 and MkDocs with Material 9.8: both look well, and neither
finds anything where a page is opened as a file and there is no network, since they load what they search with from
elsewhere. Sphinx loads its index as a script, and checks every link.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

project = "opendata-rules"
extensions = ["myst_parser", "chinese"]
language = "zh_CN"

# The whole checkout is looked at, so that pages link to each other, and to examples, as they stand there.
root_doc = "docs/index"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "benchmarks/README.md",
    "integrations/ckan/README.md",
    "docs/**",
]
exclude_patterns = [".*", "site", "build", "dist", "docs/site", "**/node_modules", "**/__pycache__"]

myst_heading_anchors = 4

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["chinese.css"]
html_js_files = ["reach.js"]
html_search_language = "zh"
# The text around what was found would be fetched, which no browser does for a page of the file system.
html_show_search_summary = False
html_copy_source = False
html_show_copyright = False
html_additional_pages = {"index": "home.html"}
templates_path = ["templates"]


def _is_english(text: str) -> bool:
    """Whether a page is for developers; it may name a term or a fact in Chinese."""
    return len(re.findall("[\u4e00-\u9fff]", text)) < len(text) / 10


def _language_of_page(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell browsers and screen readers in which language a page is."""
    written = page in app.env.found_docs  # the index and the search are made
    english = written and _is_english(Path(app.env.doc2path(page)).read_text(encoding="utf-8"))
    context["language"] = "en" if english else "zh-CN"


def setup(app: Any) -> None:
    """Sphinx calls this."""
    app.connect("html-page-context", _language_of_page)
