"""How a catalogue changed, in words: one headline, each change with its reasons, what was removed, what is doubtful."""

from __future__ import annotations

from ...formats.trees import Language, Node
from ...vocabulary.english import is_chinese, term_in_english
from ...vocabulary.facts import Fact, FactValue
from ...vocabulary.terms import REQUIREMENT_TERMS, VERDICT_TERMS, RequirementState, Scheme, Verdict, attribute_term
from ..text import quoted
from .answer import CatalogueChanges, DatasetChange, Listed

#: Datasets named one by one in a text; the files have them all.
_NAMED = 30


def headline(found: CatalogueChanges, say: Language) -> str:
    """All of it in one sentence."""
    counts = [(verdict, count) for verdict, count in found.counts.items() if count]
    told = say("，", ", ").join(say(f"{VERDICT_TERMS[Verdict(v)]} {n} 个", f"{v} {n}") for v, n in counts)
    more = [
        (len(found.added), "新增", "added"),
        (len(found.removed), "撤出", "removed"),
        (len(found.doubtful), "不能比较", "not compared"),
        (found.unchanged, "属性没有变", "unchanged"),
    ]
    rest = say("，", ", ").join(say(f"{chinese} {n} 个", f"{n} {english}") for n, chinese, english in more if n)
    changes = say(f"{len(found.changes)} 个数据集改了开放属性", f"{len(found.changes)} attributes changed")
    return "".join(
        (changes, say("：", ": ") + told if told else "", say("；", "; ") + rest if rest else "", say("。", "."))
    )


def move(change: DatasetChange, lang: str) -> str:
    """From which attribute to which."""
    answer = change.answer
    arrow = " → " if lang == "zh" else " to "
    return arrow.join(attribute_term(Scheme.OPENING, a, lang) for a in (answer.before, answer.after))


def reasons(change: DatasetChange, say: Language) -> list[str]:
    """Why a change may be, or not, or cannot be told: what is missing or unknown, who may approve, what to ask."""
    answer = change.answer
    needs = [need for need in answer.requirements if need.state is not RequirementState.MET]
    told = [
        say(
            f"{REQUIREMENT_TERMS[need.state]}：{need.gist}（{need.citation}）",
            f"{need.state}: {need.english} ({need.citation.english})",
        )
        for need in needs
    ]
    told += [say(*texts) for texts in zip(answer.reviews, answer.reviews_english, strict=True)]
    told += [
        say(f"先办：{a.text}（{a.citation}）", f"first: {a.english} ({a.citation.english})") for a in answer.actions
    ]
    if not told and answer.citation is not None:
        told.append(say(f"依据：{answer.citation}", f"provision: {answer.citation.english}"))
    facts = answer.order.vocabulary.facts
    old, new = dict(change.old_facts), dict(change.new_facts)
    for name in sorted({*old, *new}):
        fact = facts[name]
        was, now = (
            say(fact.term(told[name]), term_in_english(fact, told[name]))
            if name in told
            else say("没有写", "not stated")
            for told in (old, new)
        )
        told.append(say(f"事实也改了：{fact.label} {was} → {now}", f"fact changed: {name} {was} to {now}"))
    return told


def _value(fact: Fact, state: dict[str, FactValue], say: Language) -> str:
    if fact.id not in state:
        return say("没有写", "not stated")
    return say(fact.term(state[fact.id]), term_in_english(fact, state[fact.id]))


def named(one: Listed, say: Language) -> str:
    """A dataset in a few words; what the catalogue calls it in Chinese is not repeated in English."""
    chinese = quoted(one.title) or "（没有名称）"
    which = f"（{quoted(one.id or one.department)}）" if one.id or one.department else ""
    row = f"row {one.number}" + (f" of {quoted(one.sheet)}" if one.sheet.isascii() and one.sheet else "")
    return say(chinese + which, f"{quoted(one.id)} ({row})" if one.id.isascii() and one.id else row)


def removal_text(found: CatalogueChanges, say: Language) -> str:
    """What removed datasets have to answer to; empty where none has to answer to anything."""
    if not found.taken_down:
        return ""
    passages = list(dict.fromkeys(say(one.citation, one.citation_english) for one in found.on_removal))
    number = len(found.taken_down)
    return say(
        f"撤出的数据集里有 {number} 个不是不予开放的：撤下已经开放的数据要按下架的程序办（{'、'.join(passages)}），"
        "是否办了，目录里看不出；请用 opendata-rules check 下架 逐个判断",
        f"{number} of the removed datasets were not closed: taking open data down has a procedure of its own"
        f" ({'; '.join(passages)}); a catalogue does not show it, ask `check delisting` of each",
    )


def explain_changes(found: CatalogueChanges, lang: str) -> str:
    """The whole as a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    compared = found.compared
    old, new = quoted(compared.old_file), quoted(compared.file)
    # What the caller named in Chinese is not repeated in English.
    before, after = ("the catalogue" if is_chinese(name) else name for name in (old, new))
    chinese = f"{old} → {new}（{found.place_name}，按 {found.on} 的规定）"
    tree = Node(say(chinese, f"{found.place}, law of {found.on}: {before} to {after}"))
    tree.add(headline(found, say))
    for change in found.changes[:_NAMED]:
        word = say(VERDICT_TERMS[change.verdict], str(change.verdict))
        tree.add(f"{word}{say('：', ': ')}{named(change.new, say)} {move(change, lang)}", reasons(change, say))
    _more(tree, len(found.changes), say)
    for heading, rows in ((say("撤出", "removed"), found.removed), (say("新增", "added"), found.added)):
        if rows:
            shown = [named(one, say) for one in rows[:_NAMED]]
            _more(tree.add(f"{heading} {len(rows)}", shown), len(rows), say)
    if text := removal_text(found, say):
        tree.add(text)
    for doubt in found.doubtful[:_NAMED]:
        told = [say("旧目录：", "old: ") + named(one, say) for one in doubt.old]
        told += [say("新目录：", "new: ") + named(one, say) for one in doubt.new]
        tree.add(say(doubt.why, doubt.english), told[:_NAMED])
    _more(tree, len(found.doubtful), say)
    return str(tree)


def _more(tree: Node, number: int, say: Language) -> None:
    if number > _NAMED:
        tree.add(say(f"另有 {number - _NAMED} 个", f"{number - _NAMED} more"))
