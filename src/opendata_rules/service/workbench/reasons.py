"""Reasons as people read them: what a warning is called instead of its code."""

from __future__ import annotations

import re

from ...formats.trees import Node, read_tree
from ...vocabulary.arguments import Lang
from ...vocabulary.terms import WARNING_TERMS, WarningCode

#: What warnings are called: an instrument that is not in force need not be of the place itself.
CALLED = {
    **{str(code): term for code, term in WARNING_TERMS.items()},
    str(WarningCode.EXPIRED_INSTRUMENT): "规定已失效",
    str(WarningCode.NOT_YET_IN_FORCE): "规定尚未施行",
}
_CODES = "|".join(map(re.escape, CALLED))
#: A code stands behind its warning in Chinese, and before it in English.
_CHINESE, _ENGLISH = re.compile(f"〔({_CODES})〕"), re.compile(rf"(?<=[└├]─ )({_CODES})(?=: )")


def reasoned(text: str, lang: Lang) -> Node:
    """The tree of an explanation, in which each warning bears its name.

    Args:
        text: as ``explain`` gives it.
        lang: in which language.
    """
    if lang == "zh":
        return read_tree(_CHINESE.sub(lambda found: f"〔{CALLED[found[1]]}〕", text))
    return read_tree(_ENGLISH.sub(lambda found: found[1].replace("_", " "), text))
