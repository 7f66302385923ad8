"""How to state the facts that would help most: the end of an answer that is not certain yet."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics.wording import listed
from ..formats.lines import columns
from ..vocabulary.facts import Fact, FactType, Vocabulary
from .output import say, text_width

#: Questions suggested at the end of an answer; the rest may not matter once these are answered.
_SUGGESTED = 5


def suggest(names: Iterable[str], lang: str, vocabulary: Vocabulary) -> None:
    """How to state the facts that would help most."""
    asked = [vocabulary.facts[name] for name in dict.fromkeys(names)]
    if not asked:
        return
    rows = [(fact.label if lang == "zh" else fact.id, _values(fact, lang)) for fact in asked[:_SUGGESTED]]
    say("")
    if lang == "zh":
        more = f"（共 {len(asked)} 个，先列 {_SUGGESTED} 个）" if len(asked) > _SUGGESTED else ""
        say(f"查清以下事实{more}，用 --fact 名称=值 补上，再运行一次：")
    else:
        say("Find out these facts, add each as --fact name=value, and run again:")
    say(columns(rows, text_width() or 1000))


def _values(fact: Fact, lang: str) -> str:
    match fact.type:
        case FactType.BOOL:
            return "是、否" if lang == "zh" else "true, false"
        case FactType.ENUM | FactType.LIST:
            return listed(term for _, term in fact.values) if lang == "zh" else ", ".join(v for v, _ in fact.values)
        case FactType.DATE:
            return "日期，例如 2026-03-10" if lang == "zh" else "a date: 2026-03-10"
        case FactType.INT:
            return "整数" if lang == "zh" else "a whole number"
    return "文字" if lang == "zh" else "text"
