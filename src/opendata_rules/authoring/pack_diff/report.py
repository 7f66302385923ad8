"""What an edit of the rules changes, as one HTML page that opens offline and prints well."""

from __future__ import annotations

from typing import Any

from ...formats.pages import PRINTED, template
from .answer import PackDiff
from .telling import asked
from .wording import changed_lines, headline


def render_html(found: PackDiff) -> bytes:
    """The page; the same difference gives the same bytes.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    places: list[dict[str, Any]] = []
    for place in found.places:
        days = f"按 {place.new_on} 的规定" if place.old_on == place.new_on else f"{place.old_on} 与 {place.new_on}"
        drafts = "，草案视为已经施行" if place.drafts else ""
        places.append({"name": place.name, "days": f"{days}{drafts}", "questions": asked(place.differences)})
    effects = [
        {"name": name, "file": one.file, "total": one.total, "touched": one.touched}
        for name, one in (("目录中的数据集", found.catalogue), ("案件", found.log))
        if one is not None
    ]
    page: str = template(__package__, "report.html.j2").render(
        found=found,
        headline=headline(found),
        places=places,
        effects=effects,
        changed=list(changed_lines(found)),
        printed=PRINTED,
    )
    return page.encode("utf-8", "replace")
