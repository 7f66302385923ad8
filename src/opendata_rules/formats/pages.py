"""Templates of HTML pages that open offline: nothing is shown unescaped, and a name that is missing is an error.

``page.html.j2`` beside this module is what all pages share: head, look, and how they are read on paper, on a phone and
by keyboard. A page extends it and fills ``title``, ``paper_title`` (fixed text), ``style`` and ``main``.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from ..errors import MissingExtra
from ..quoting import visible

#: Rows of one part of a page that are printed, and are worth the paper; the paper says how many are not.
PRINTED = 500
#: What all pages share.
_SHARED = "page.html.j2"


def _shown(value: Any) -> Any:
    return visible(value) if type(value) is str else value


@functools.cache
def template(package: str, name: str) -> Any:
    """A Jinja2 template that lies in a package. Every text that it shows is made visible first.

    Args:
        package: the package.
        name: name of the file in it.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtra.of("catalogue", "写 HTML 报告", "writing an HTML report") from error
    shared = resources.files(__package__).joinpath(_SHARED).read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({_SHARED: shared}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
    )
    return environment.from_string(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
