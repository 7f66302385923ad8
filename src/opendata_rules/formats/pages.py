"""Templates of HTML pages that open offline: nothing is shown unescaped, and a name that is missing is an error."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import resources
from typing import Any

from ..errors import MissingExtra


@functools.cache
def template(package: str, name: str, finalize: Callable[[Any], Any] | None = None) -> Any:
    """A Jinja2 template that lies in a package.

    Args:
        package: the package.
        name: name of the file in it.
        finalize: what is done to every value before it is shown.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtra('写 HTML 报告需要安装：pip install "opendata-rules[catalogue]"') from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=finalize
    )
    return environment.from_string(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
