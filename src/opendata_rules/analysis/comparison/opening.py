"""What a comparison comes to, in a few sentences: who is stricter, and in how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ...formats.trees import Language
from ...vocabulary.arguments import Lang
from ...vocabulary.terms import ComparisonTopic
from .order import Order
from .results import Comparison, Relation

#: What each topic is called, and what of it is compared, in Chinese and English.
TITLES: Mapping[ComparisonTopic, tuple[tuple[str, str], tuple[str, str]]] = {
    ComparisonTopic.CLASSIFICATION: (
        ("开放属性的判定", "Opening attribute"),
        ("哪些数据不予开放、有条件开放、无条件开放。", "Which data is closed, conditional or open."),
    ),
    ComparisonTopic.SHARING_CLASSIFICATION: (
        ("共享属性的判定", "Sharing attribute"),
        ("哪些数据不予共享、有条件共享、无条件共享。", "Which data is shared with other bodies, and how."),
    ),
    ComparisonTopic.CHANGE: (
        ("开放属性的变更", "Change of attribute"),
        ("变更须满足哪些条件。", "Which conditions a change has to fulfil."),
    ),
    ComparisonTopic.PROCEDURES: (
        ("期限", "Terms"),
        ("哪一步有多长的期限，谁没有规定。", "Which step has which term, and who sets none."),
    ),
    ComparisonTopic.DUTIES: (
        ("职责", "Duties"),
        ("哪些事项有要求，要求是否相同。", "On what there are requirements, and whether they are the same."),
    ),
}
#: Pairs named as those that differ most.
_NAMED = 2


def opening(found: Order, lang: Lang = "zh") -> str:
    """Who is stricter than whom, and in how many differences, in sentences.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    if len(found.laws) < 2:
        return ""
    if len(found.laws) == 2:
        return _pair(found.comparisons[0], found.names, say)
    return f"{_ranks(found, say)}{say('', ' ')}{_differences(found, say)}"


def counted(found: Comparison, a: str, b: str, lang: Lang = "zh") -> str:
    """How many differences there are, and which law is stricter in how many: ``差别 9 处：泰安更严 5 处，…``.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    return _counted(found, a, b, Language(lang))


def _counted(found: Comparison, a: str, b: str, say: Language) -> str:
    total = len(found.differences)
    if not total:
        return say("没有差别", "no difference")
    counts = Counter("=" if one.equally_strict else one.stricter for one in found.differences)
    terms = {
        "a": say(f"{a}更严", f"{a} is stricter"),
        "b": say(f"{b}更严", f"{b} is stricter"),
        None: say("互有宽严", "each is stricter in part"),
        "=": say("同样从严而处理不同", "equally strict, handled differently"),
    }
    parts = [(term, counts[side]) for side, term in terms.items() if counts[side]]
    number = say(f"差别 {total} 处", _number(total))
    if len(parts) == 1:
        return say(f"{number}，都是{parts[0][0]}", f"{number}: {parts[0][0]}")
    listed = [say(f"{term} {count} 处", f"{term} ({count})") for term, count in parts]
    return f"{number}{say('：', ': ')}{say('，', ', ').join(listed)}"


def _number(total: int) -> str:
    return f"{total} difference{'s' * (total != 1)}"


def _pair(found: Comparison, names: tuple[str, ...], say: Language) -> str:
    a, b = names
    relation = {
        Relation.EQUIVALENT: say(f"{a}与{b}宽严相同", f"{a} and {b} are equally strict"),
        Relation.STRICTER: say(f"{a}比{b}严", f"{a} is stricter than {b}"),
        Relation.LOOSER: say(f"{b}比{a}严", f"{b} is stricter than {a}"),
        Relation.INCOMPARABLE: say(f"{a}与{b}互有宽严", f"{a} and {b} are each stricter in part"),
    }[found.relation]
    told = _counted(found, a, b, say)
    return say(f"{relation}。{told}。", f"{relation}. {told[0].upper()}{told[1:]}.")


def _ranks(found: Order, say: Language) -> str:
    """The order of several laws: a chain, or who is alike, who is above whom, and who stands apart."""
    names = [say("、", ", ").join(found.names[law] for law in members) for members in found.classes()]
    many = [name for name, members in zip(names, found.classes(), strict=True) if len(members) > 1]
    alike = [say(f"{name}相同", f"{name} are alike") for name in many]
    if len(names) == 1:
        return say(f"{alike[0]}。", f"{alike[0]}.")
    covers = found.covers()
    if len(covers) == len(names) - 1 == len(found.levels()) - 1:
        chain = [names[group] for level in found.levels() for group in level]
        return say(f"从严到宽依次是：{'；'.join(chain)}。", f"From the strictest on: {'; '.join(chain)}.")
    related = {group for pair in covers for group in pair}
    apart = [name for group, name in enumerate(names) if group not in related]
    if not related:
        if alike:
            told = say(
                f"；这 {len(names)} 类之间互有宽严。", f"; of these {len(names)} classes each is stricter in part."
            )
            return f"{say('，', ', ').join(alike)}{told}"
        return say(f"{'、'.join(names)}之间互有宽严。", f"{', '.join(names)}: each is stricter in part.")
    above = [say(f"{names[one]}比{names[other]}严", f"{names[one]} above {names[other]}") for one, other in covers]
    rest = [say(f"{name}与其余的互有宽严", f"{name} and the rest each in part") for name in apart]
    return f"{say('，', ', ').join([*alike, *above, *rest])}{say('。', '.')}"


def _differences(found: Order, say: Language) -> str:
    totals = [len(comparison.differences) for comparison in found.comparisons]
    if not any(totals):
        return say("没有差别。", "No difference.")
    names = {id(law): name for law, name in zip(found.laws, found.names, strict=True)}
    most = max(totals)
    pairs = [
        say(f"{names[id(one.a)]}与{names[id(one.b)]}", f"{names[id(one.a)]} and {names[id(one.b)]}")
        for one, total in zip(found.comparisons, totals, strict=True)
        if total == most
    ]
    each = say("各 " if len(pairs) > 1 else "", "each " if len(pairs) > 1 else "")
    told = say(f"，最多的是{'、'.join(pairs)}（{each}{most} 处）", f", most between {'; '.join(pairs)} ({each}{most})")
    if len(pairs) > _NAMED:
        told = say(f"，一组最多 {most} 处", f", at most {most} in a pair")
    return say(
        f"两两比较 {len(totals)} 组，差别共 {sum(totals)} 处{told}。",
        f"{len(totals)} pairs, {_number(sum(totals))} in all{told}.",
    )
