"""Which engine evaluates the network: the one that is named, else ``durable-rules`` where it can be imported."""

from __future__ import annotations

import difflib

from ...errors import BadArgument, MissingExtra
from ...quoting import quoted
from ..results.counts import ENGINES
from .builtin import Builtin
from .durable import DurableRules
from .engine import Engine


def engine_of(name: str | None) -> Engine:
    """The engine of a name.

    Args:
        name: one of :data:`opendata_rules.monitoring.results.answer.ENGINES`, or ``None``.

    Raises:
        TypeError: it is no text.
        BadArgument: there is no engine of that name.
        MissingExtra: the engine named cannot be imported here.
    """
    if name is None:
        try:
            return DurableRules()
        except MissingExtra:
            return Builtin()
    if not isinstance(name, str):
        raise TypeError("engine 应当是文字：durable-rules 或者 builtin。 (engine is the name of an engine)")
    for engine in (DurableRules, Builtin):
        if engine.name == name:
            return engine()
    raise BadArgument(
        f"没有“{quoted(name)}”这个规则引擎；可以写 {' 或者 '.join(ENGINES)}。",
        nearest=difflib.get_close_matches(name, ENGINES, cutoff=0.5),
        english=f"no engine is called {quoted(name)}; there are {' and '.join(ENGINES)}",
        argument="engine",
    )
