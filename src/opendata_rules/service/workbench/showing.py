"""Templates of the workbench: nothing is shown unescaped, and a name that is missing is an error."""

from __future__ import annotations

import functools
from typing import Any

from ...errors import MissingExtra
from ...quoting import visible

_PACKAGE = "opendata_rules.service.workbench"


def _shown(value: Any) -> Any:
    return visible(value) if type(value) is str else value


@functools.cache
def templates() -> Any:
    """The environment of all templates; they are named by their path below this package.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtra.of("service", "工作台", "the workbench") from error
    return jinja2.Environment(
        loader=jinja2.PackageLoader(_PACKAGE, ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        auto_reload=False,
    )


def rendered(name: str, values: dict[str, Any]) -> bytes:
    """A template with its values, as the bytes of a page.

    Args:
        name: its path below this package (``judging/page.html.j2``).
        values: what it shows.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    text: str = templates().get_template(name).render(values)
    return text.encode("utf-8", "replace")
