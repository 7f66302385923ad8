"""What differs from the time of a receipt, and the outcomes then and now, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..analysis.comparison.results import RELATION_TERMS
from ..analysis.gaps import KINDS as FINDINGS
from ..answers.classification.answer import Decision
from ..answers.receipts import Asked, Receipted
from ..catalogue.results import UPDATES, VERDICTS
from ..formats.trees import Language, Node
from ..monitoring.reports.agenda import URGENCY_TERMS
from ..monitoring.results.answer import BREACH_TERMS
from ..monitoring.results.rests import OfCases
from ..quoting import quoted
from ..values import Json
from ..version import __version__
from ..vocabulary.english import in_english, is_chinese
from ..vocabulary.terms import (
    ATTRIBUTE_TERMS,
    COMPLIANCE_TERMS,
    DEADLINE_TERMS,
    REQUIREMENT_TERMS,
    STATUS_TERMS,
    STEP_TERMS,
    STRICTEST_FIRST,
    VERDICT_TERMS,
    Scheme,
)
from ..vocabulary.words import EVERYWHERE
from .results import HOW, KINDS, Drift, Recheck

#: Kinds of receipt: which question was asked.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "classify": ("属性判定", "classification"),
    "change": ("属性变更", "change of attribute"),
    "check": ("职责检查", "check of duties"),
    "deadline": ("期限", "deadline"),
    "schedule": ("程序的进度", "schedule"),
    "analyse": ("规则分析", "analysis"),
    "compare": ("两部法的比较", "comparison of two laws"),
    "order": ("若干部法的比较", "comparison of several laws"),
    "catalogue": ("目录检查", "check of a catalogue"),
    "catalogue_changes": ("目录变更检查", "changes of a catalogue"),
    "case": ("案件的进度", "standing of a case"),
    "owed": ("待办的事项", "task owed"),
    "breach": ("违规", "breach"),
    "agenda": ("待办清单", "agenda"),
}
#: Keys of receipts, as they stand in ``outcome`` and in ``options``.
KEYS: Mapping[str, tuple[str, str]] = {
    "added": ("新增", "added"),
    "actual": ("已办各步的日期", "days of the steps done"),
    "after": ("变更后的属性", "attribute after"),
    "answers": ("另外回答的事实", "facts answered beside the file"),
    "attribute": ("属性", "attribute"),
    "baseline": ("上次的问题", "findings of last time"),
    "before": ("变更前的属性", "attribute before"),
    "breaches": ("违规", "breaches"),
    "case": ("案件", "case"),
    "counts": ("各种结论的个数", "datasets by verdict"),
    "dates": ("有关日期", "dates"),
    "declared": ("申报的属性", "declared attribute"),
    "declared_valid": ("申报的属性成立", "declared attribute stands"),
    "differences": ("差别", "differences"),
    "digest": ("全文", "full text"),
    "doubtful": ("不能比较", "not compared"),
    "drafts": ("草案视为有效", "drafts taken as in force"),
    "due": ("最后一天", "due day"),
    "earliest": ("最早的最后一天", "earliest due day"),
    "events": ("事件", "events"),
    "file": ("文件名", "name of the file"),
    "format": ("登记的格式", "registered format"),
    "formats": ("登记的格式", "registered formats"),
    "findings": ("各项结论", "findings"),
    "found": ("各种问题的个数", "number of findings by kind"),
    "kind": ("种类", "kind"),
    "later": (URGENCY_TERMS["later"], "due later"),
    "latest": ("最晚的最后一天", "latest due day"),
    "missing": ("没有收到的被更正事件", "corrected events not told"),
    "not_covered": ("没有查完的部分", "not covered"),
    "old_file": ("旧目录的文件名", "name of the old file"),
    "old_source": ("旧目录", "old file"),
    "on": ("日期", "day"),
    "others": ("比较的其他法", "other laws"),
    "overdue": (URGENCY_TERMS["overdue"], "overdue"),
    "permitted": ("可以选定", "permitted"),
    "place": ("地方", "place"),
    "possible": ("可能", "possible"),
    "procedure": ("程序", "procedure"),
    "profile": ("平台说明", "profile"),
    "receipt": ("休息日收到的算法", "reckoning of receipt on rest days"),
    "relation": ("宽严", "relation"),
    "relations": ("两两的宽严", "relations"),
    "removed": ("撤出", "removed"),
    "requirements": ("要件", "requirements"),
    "rule": ("依据的规则", "rule"),
    "rules": ("成立的规则", "rules"),
    "scheme": ("判定的种类", "scheme"),
    "source": ("来源文件", "source file"),
    "state": ("进展", "state"),
    "status": ("结论", "status"),
    "step": ("步骤", "step"),
    "steps": ("各步", "steps"),
    "strict": ("从严", "strict"),
    "suspected": ("名称可疑的个数", "names that raise a question"),
    "this_week": (URGENCY_TERMS["this_week"], "due this week"),
    "today": (URGENCY_TERMS["today"], "due today"),
    "topic": ("事项", "topic"),
    "total": ("总数", "total"),
    "trigger": ("起算的日期", "trigger"),
    "unchanged": ("属性没有变", "unchanged"),
    "unlisted": ("没有列出的事实的读法", "reading of facts not listed"),
    "updates": ("更新的个数", "updates by state"),
    "verdict": ("结论", "verdict"),
    "waivers": ("豁免", "waivers"),
}
#: Chinese terms of what an outcome holds by its id.
TERMS: Mapping[str, str] = {
    str(word): term
    for terms in (
        BREACH_TERMS,
        STEP_TERMS,
        DEADLINE_TERMS,
        VERDICT_TERMS,
        STATUS_TERMS,
        COMPLIANCE_TERMS,
        RELATION_TERMS,
    )
    for word, term in terms.items()
}
#: The same of the keys whose ids mean something of their own.
_TERMS_OF: Mapping[str, Mapping[str, str]] = {
    "counts": {name: term for name, (term, _) in VERDICTS.items()},
    "updates": {name: term for name, (term, _) in UPDATES.items()},
    "found": FINDINGS,
    "requirements": {str(state): term for state, term in REQUIREMENT_TERMS.items()},
}


def explain_recheck(found: Recheck, lang: str) -> str:
    """Whether the outcome is the same, and what differs, as a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    question = say(*QUESTIONS[found.kind])
    tree = Node(f"{_place(found, say)} {found.on} {question}")
    if found.refusal:
        tree.add(
            say(f"今天得不出结果：{found.refusal}", f"no answer today: {in_english(found.english, found.refusal)}")
        )
    elif found.agrees is None:
        tree.add(say("凭据没有记下当时的结果", "the receipt does not hold the outcome then"))
    else:
        tree.add(say("结果相同", "the same outcome") if found.agrees else say("结果不同", "another outcome"))
    told = [(say("当时：", "then: "), found.then), (say("现在：", "now: "), found.gist)]
    if found.then == found.gist:
        told = [(say("当时和现在：", "then and now: "), found.then)]
    for when, gist in told:
        if gist:
            tree.add(when + _gist(gist, _attributes(found), say))
    if found.engine != __version__:
        then = quoted(found.engine)
        tree.add(say(f"凭据由 {then} 版出具，现在是 {__version__} 版", f"engine {then}, now {__version__}"))
    if found.differences:
        tree.add(say("与当时不同的", "what differs"), [drift_line(one, lang) for one in found.differences])
    return str(tree)


def _place(found: Recheck, say: Language) -> str:
    """The place; without an answer of today it may not even be there, and goes by its id."""
    now = found.now
    asked: Asked | None = None
    if isinstance(now, OfCases):
        asked = now._asked_of_log()
    elif isinstance(now, Receipted):
        asked = now._asked()
    return found.place if asked is None else say(asked.order.place.name, found.place)


def drift_line(found: Drift, lang: str) -> str:
    """One thing that differs, in a few words.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    cited = say(f"（{found.citation}）", f" ({found.citation.english})") if found.citation else ""
    chinese, english = HOW[found.change]
    if found.change == "removed" and found.id.isdecimal() and found.what in _ENTRIES:
        return say(f"{KINDS[found.what][0]}少了 {found.id} 条", f"{found.id} of the {_ENTRIES[found.what][1]} gone")
    named = _named(found, say)
    # Chinese needs no space after its own words.
    space = "" if lang == "zh" and not (cited or named)[-1].isascii() else " "
    return say(f"{named}{cited}{space}{chinese}", f"{named}{cited} {english}")


#: What is told entry by entry: what all of it is called.
_ENTRIES: Mapping[str, tuple[str, str]] = {
    "fact": ("词表", "vocabulary entries"),
    "procedure": ("程序的词表", "procedure entries"),
}


def _named(found: Drift, say: Language) -> str:
    """What a difference is in."""
    chinese, english = KINDS[found.what]
    shown = quoted(found.id)
    if found.id == "*":
        return say(_ENTRIES.get(found.what, (chinese,))[0], _ENTRIES.get(found.what, ("", english))[1])
    if found.what == "calendar":
        if found.id.isdecimal():
            return say(f"{shown} 年的{chinese}", f"{english} of {shown}")
        return say(f"{chinese}对以后各年的推定", f"assumptions of the {english}")
    if found.what in ("option", "outcome"):
        part, _, key = found.id.rpartition(".")
        if part == "facts":
            fact = EVERYWHERE.vocabulary.facts.get(key)
            return say(f"事实“{fact.label if fact else quoted(key)}”", f"fact {quoted(key)}")
        words = KEYS.get(key, (quoted(key), quoted(key)))
        return say(f"{chinese}中的“{words[0]}”", f"{words[1]} of the {english}")
    if found.what == "source" and say.lang == "en" and is_chinese(shown):
        # What the caller named in Chinese is not repeated in English.
        return "source file"
    return say(f"{chinese} {shown}", f"{english} {shown}")


# -- gists ------------------------------------------------------------------------------------------------------------


def _attributes(found: Recheck) -> Mapping[str, str]:
    """The attributes in Chinese; both terms where there is no answer of today that tells the scheme."""
    if isinstance(found.now, Decision):
        return {str(one): term for one, term in ATTRIBUTE_TERMS[found.now.scheme].items()}
    return {str(one): "或".join(ATTRIBUTE_TERMS[scheme][one] for scheme in Scheme) for one in STRICTEST_FIRST}


def _gist(told: Mapping[str, Json], attributes: Mapping[str, str], say: Language) -> str:
    """A gist in one line; what there is none of goes without saying."""
    parts = []
    for key, value in told.items():
        terms = {**TERMS, **attributes, **_TERMS_OF.get(key, {})}
        shown = _value(value, terms, say)
        if shown:
            parts.append(f"{say(*KEYS[key]) if key in KEYS else quoted(key)} {shown}")
    return say("；", "; ").join(parts) or say("没有", "none")


def _value(value: Any, terms: Mapping[str, str], say: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, Mapping):
        pairs = [(name, _parts(one, terms, say)) for name, one in value.items() if one != 0]
        return say("、", ", ").join(f"{_word(name, terms, say)} {shown}" for name, shown in pairs)
    if isinstance(value, list | tuple):
        return say("、", ", ").join(_parts(one, terms, say) for one in value)
    return _word(value, terms, say)


def _parts(value: Any, terms: Mapping[str, str], say: Language) -> str:
    """One of several: how a step stands and when it is due, in one go."""
    parts = value.values() if isinstance(value, Mapping) else (value,)
    return " ".join(filter(None, (_value(part, terms, say) for part in parts)))


def _word(value: object, terms: Mapping[str, str], say: Language) -> str:
    shown = quoted(value)
    return say(terms.get(str(value), shown), shown)
