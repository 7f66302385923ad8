"""Differences in Chinese: what was asked, what differs, both answers, and the facts of the example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...analysis.differences.results import Difference, Kind, QuestionKind
from ...answers.changes.answer import ChangeVerdict
from ...answers.changes.details import TARGET
from ...answers.classification.answer import Decision
from ...values import Json
from ...vocabulary.terms import (
    COMPLIANCE_TERMS,
    DEADLINE_TERMS,
    DUTY_FORCE_TERMS,
    INSTRUMENT_TERMS,
    REQUIREMENT_TERMS,
    SCHEME_TERMS,
    STATUS_TERMS,
    VERDICT_TERMS,
    WARNING_TERMS,
    Attribute,
    Scheme,
    WarningCode,
    attribute_term,
)

#: What the places of an answer are called.
_PLACES: Mapping[str, str] = {
    "status": "状态",
    "attribute": "属性",
    "possible": "可能的结论",
    "permitted": "可以选择的属性",
    "declared_valid": "申报是否成立",
    "verdict": "结论",
    "state": "状态",
    "grounds": "依据",
    "questions": "接下来要问的",
    "objections": "与申报不合的条文",
    "actions": "须办事项",
    "warnings": "提示",
    "requirements": "条件",
    "findings": "要求",
    "approver": "批准部门",
    "consequence": "责任",
    "reviews": "须人工判断的",
    "citation": "条文",
    "force": "效力",
    "actor": "主体",
    "missing": "欠缺",
    "action": "须办事项",
    "due": "最后一天",
    "earliest": "最早",
    "latest": "最晚",
    "length": "期限长度",
    "unit": "期限单位",
    "rule": "规则",
    "counting_rule": "计算方法",
    "extended": "是否延长",
    "note": "说明",
    "days": "逐日计算",
    "start": "起算日",
    "order": "先后",
    "title": "标题",
    "effective": "施行日期",
    "expires": "有效期至",
    "collected": "收录情况",
    "gist": "要旨",
    "english": "英文",
    "text": "文字",
    "outcome": "结论",
    "facts": "依据的事实",
    "hard": "是否必须",
    "topic": "事项",
}
_WORDS: Mapping[str, str] = {
    **{str(word): term for word, term in COMPLIANCE_TERMS.items()},
    **{str(word): term for word, term in VERDICT_TERMS.items()},
    **{str(word): term for word, term in STATUS_TERMS.items()},
    **{str(word): term for word, term in DEADLINE_TERMS.items()},
    **{str(word): term for word, term in DUTY_FORCE_TERMS.items()},
    "must": "应当",
    "may": "可以",
    "working_day": "工作日",
    "day": "日",
    "month": "月",
    "year": "年",
    "cadence": "按更新频率",
    "full": "已收录",
    "partly": "部分收录",
    "none": "未收录",
}
#: What an attribute, or a last day, says with it.
_FOLLOWING = (("status",), ("permitted",), ("earliest",), ("latest",))
#: The states of a condition of a change, and of an instrument.
_STATES: tuple[Mapping[str, str], Mapping[str, str]] = (
    {str(word): term for word, term in REQUIREMENT_TERMS.items()},
    {str(word): term for word, term in INSTRUMENT_TERMS.items()},
)


@dataclass(frozen=True, slots=True)
class Told:
    """One difference in words.

    Attributes:
        what: what of the answer differs.
        was: what it was.
        now: what it is.
        example: the facts of the smallest example; empty where it takes none.
        outcome: whether it is what the answer comes to.
        rule: id of the rule that it is about.
    """

    what: str
    was: str
    now: str
    example: str
    outcome: bool
    rule: str

    @property
    def line(self) -> str:
        """All of it in a line."""
        told = f"{self.what}：{self.was} → {self.now}"
        return f"{told}。例：{self.example}" if self.example else told


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, with all that is answered otherwise.

    Attributes:
        title: what is asked.
        differences: what is answered otherwise, what answers come to first.
    """

    title: str
    differences: tuple[Told, ...]

    @property
    def outcomes(self) -> tuple[Told, ...]:
        """What the answers come to."""
        return tuple(one for one in self.differences if one.outcome)

    @property
    def shown(self) -> tuple[Told, ...]:
        """What a short list shows: the outcomes, else the first of what is told besides."""
        return self.outcomes or self.differences[:1]


def asked(differences: Iterable[Difference]) -> tuple[Asked, ...]:
    """Differences by question, in words."""
    every = tuple(differences)
    plain = {(one.question, one.options, one.stated) for one in every if one.path in (("attribute",), ("due",))}
    found: dict[str, list[Told]] = {}
    for one in every:
        told = found.setdefault(_title(one), [])
        # The English of an answer says what its Chinese says; an attribute, or a day, says what follows from it.
        english = one.path[-1].endswith("english") and one.question is not QuestionKind.WORDING and told
        follows = one.path in _FOLLOWING and (one.question, one.options, one.stated) in plain
        if not english and not follows:
            told.append(_told(one))
    return tuple(Asked(title, tuple(dict.fromkeys(told))) for title, told in found.items() if told)


def _title(one: Difference) -> str:
    options = dict(one.options)
    match one.question:
        case QuestionKind.CLASSIFY:
            return f"{SCHEME_TERMS[Scheme(options['scheme'])]}的判定"
        case QuestionKind.CHANGE:
            before, after = (attribute_term(Scheme.OPENING, Attribute(options[name])) for name in ("before", "after"))
            return f"{before}的条件变更" if before == after else f"变更：{before}→{after}"
        case QuestionKind.CHECK:
            return f"职责：{one.words.vocabulary.topics[options['topic']].label}"
        case QuestionKind.DEADLINE:
            step = one.words.procedures.step(options["step"])
            return f"期限：{one.words.procedures.procedure(step.procedure).label}·{step.label}"
        case QuestionKind.DUTIES:
            return "周期职责"
        case QuestionKind.INSTRUMENTS:
            return "适用的文件"
        case QuestionKind.PRECEDENCE:
            return "先于某行为的要求"
        case _:
            return "要旨的文字"


def _told(one: Difference) -> Told:
    book = one.words.vocabulary.facts
    plain = [f"{book[name].label}＝{book[name].term(value)}" for name, value in one.stated if value is not False]
    denied = [book[name].label for name, value in one.stated if value is False]
    told = "，".join(plain) if len(denied) > 2 else "，".join([*plain, *(f"{label}＝否" for label in denied)])
    example = "；".join(filter(None, [told, f"都为“否”：{'、'.join(denied)}" if len(denied) > 2 else ""]))
    options = dict(one.options)
    if "trigger" in options:
        example = "，".join(filter(None, [f"起算 {options['trigger']}", example]))
    if "year" in options:
        example = f"{options['year']} 年"
    if not example and one.old is not None:
        example = "什么都不写明时"
    was, now = _value(one, one.was), _value(one, one.now)
    if one.path == ("attribute",) and isinstance(one.old, Decision) and isinstance(one.new, Decision):
        # Without an attribute the status says why.
        was, now = (
            text if answer.attribute is not None else STATUS_TERMS[answer.status]
            for text, answer in ((was, one.old), (now, one.new))
        )
    return Told(_what(one), was, now, example, one.kind is Kind.OUTCOME, one.rule)


def _what(one: Difference) -> str:
    words = []
    if one.question is QuestionKind.WORDING:
        words.append(dict(one.options)["rule"])
    for name in one.path:
        code = name.partition(" ")[0]
        if code in _WARNINGS:
            words.append(f"“{WARNING_TERMS[WarningCode(code)]}”{name[len(code) :]}")
        elif name in one.words.vocabulary.facts:
            words.append(f"“{one.words.vocabulary.facts[name].label}”")
        else:
            plain = name.removesuffix("_english")
            if words == [_PLACES["requirements"]]:
                name = _need(one, name)
            words.append(_PLACES.get(plain, name) + ("（英文）" if plain != name and plain in _PLACES else ""))
    return " ".join(words)


def _need(one: Difference, name: str) -> str:
    """A condition of a change by what it asks for."""
    if name == TARGET:
        return "变更后的数据属于该类"
    needs = [need for answer in (one.new, one.old) if isinstance(answer, ChangeVerdict) for need in answer.requirements]
    return next((f"“{need.gist}”" for need in needs if need.id == name), name)


_WARNINGS = frozenset(map(str, WarningCode))


def _value(one: Difference, value: Json) -> str:
    if value is None or value == "" or value == []:
        return "（没有）"
    if value is True or value is False:
        found = len(one.path) > 1 and one.path[-1] not in _PLACES
        return "有" if found and value else "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(one, item) for item in value)
    text = str(value)
    if text in ("closed", "conditional", "open"):
        return attribute_term(Scheme(dict(one.options).get("scheme", "opening")), Attribute(text))
    if text in one.words.vocabulary.facts:
        return one.words.vocabulary.facts[text].label
    if one.path[-1] == "state":
        terms: Mapping[str, str] = _STATES[one.question is QuestionKind.INSTRUMENTS]
        return terms.get(text, text)
    return _WORDS.get(text, text)
