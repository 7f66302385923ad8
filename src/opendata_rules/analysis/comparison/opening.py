"""What a comparison comes to, in a few sentences: who is stricter, and in how much."""

from __future__ import annotations

from collections import Counter

from .order import Order
from .results import Comparison, Relation

#: Pairs named as those that differ most.
_NAMED = 2


def opening(found: Order) -> str:
    """Who is stricter than whom, and in how many differences, in Chinese sentences."""
    if len(found.laws) < 2:
        return ""
    if len(found.laws) == 2:
        return _pair(found.comparisons[0], *found.names)
    return f"{_ranks(found)}{_differences(found)}"


def counted(found: Comparison, a: str, b: str) -> str:
    """How many differences there are, and which law is stricter in how many: ``差别 9 处：泰安更严 5 处，…``."""
    total = len(found.differences)
    if not total:
        return "没有差别"
    counts = Counter("=" if one.equally_strict else one.stricter for one in found.differences)
    terms = {"a": f"{a}更严", "b": f"{b}更严", None: "互有宽严", "=": "同样从严而处理不同"}
    parts = [(term, counts[side]) for side, term in terms.items() if counts[side]]
    if len(parts) == 1:
        return f"差别 {total} 处，都是{parts[0][0]}"
    return f"差别 {total} 处：{'，'.join(f'{term} {count} 处' for term, count in parts)}"


def _pair(found: Comparison, a: str, b: str) -> str:
    relation = {
        Relation.EQUIVALENT: f"{a}与{b}宽严相同",
        Relation.STRICTER: f"{a}比{b}严",
        Relation.LOOSER: f"{b}比{a}严",
        Relation.INCOMPARABLE: f"{a}与{b}互有宽严",
    }[found.relation]
    return f"{relation}。{counted(found, a, b)}。"


def _ranks(found: Order) -> str:
    """The order of several laws: a chain, or who is alike, who is above whom, and who stands apart."""
    names = ["、".join(found.names[law] for law in members) for members in found.classes()]
    alike = [f"{name}相同" for name, members in zip(names, found.classes(), strict=True) if len(members) > 1]
    if len(names) == 1:
        return f"{alike[0]}。"
    covers = found.covers()
    if len(covers) == len(names) - 1 == len(found.levels()) - 1:
        chain = [names[group] for level in found.levels() for group in level]
        return f"从严到宽依次是：{'；'.join(chain)}。"
    related = {group for pair in covers for group in pair}
    apart = [name for group, name in enumerate(names) if group not in related]
    if not related:
        return f"{'，'.join(alike)}；这 {len(names)} 类之间互有宽严。" if alike else f"{'、'.join(names)}之间互有宽严。"
    above = [f"{names[one]}比{names[other]}严" for one, other in covers]
    rest = [f"{name}与其余的互有宽严" for name in apart]
    return f"{'，'.join([*alike, *above, *rest])}。"


def _differences(found: Order) -> str:
    totals = [len(comparison.differences) for comparison in found.comparisons]
    if not any(totals):
        return "没有差别。"
    names = {id(law): name for law, name in zip(found.laws, found.names, strict=True)}
    most = max(totals)
    pairs = [
        f"{names[id(one.a)]}与{names[id(one.b)]}"
        for one, total in zip(found.comparisons, totals, strict=True)
        if total == most
    ]
    told = f"，最多的是{'、'.join(pairs)}（{'各 ' if len(pairs) > 1 else ''}{most} 处）"
    if len(pairs) > _NAMED:
        told = f"，一组最多 {most} 处"
    return f"两两比较 {len(totals)} 组，差别共 {sum(totals)} 处{told}。"
