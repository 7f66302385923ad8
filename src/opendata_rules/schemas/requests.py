"""Schemas of questions: what may be sent to ask the law of a place, with the facts that it uses there.

A request is what the call takes, as JSON: the arguments by their names, facts by id or by Chinese label, values by id
or by Chinese term, days as ISO text, ``null`` and a missing key for what is not known. What such a schema takes the
call takes, save for what no schema can say: one fact by id and by label with two different values, days of a case
before it began, and ``1.0``, which JSON Schema calls an integer.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Literal

from ..answers.deadlines.terms import facts_of_procedure
from ..answers.duties.computation import duty_topic
from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..law import Law
from ..quoting import quoted
from ..values import Json
from ..vocabulary.facts import Fact, FactType, Vocabulary
from ..vocabulary.marks import JudgedAs
from ..vocabulary.procedures import Procedure
from ..vocabulary.terms import ATTRIBUTE_TERMS, NAMES, ReceiptPolicy, Scheme, Unlisted

#: The questions that can be asked of a law.
QuestionName = Literal["classify", "change", "check", "deadline", "schedule"]
#: What each of them is about, beside facts; in Chinese, for messages.
_ABOUT = {"classify": "", "change": "", "check": "事项", "deadline": "步骤", "schedule": "程序"}

_SHORT, _LONG = "0[469]|11", "0[13578]|1[02]"
#: The years from 1 that divide by four, and not by a hundred unless by four hundred.
_LEAP = "(?!0000)([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
#: A day that exists.
DAY: dict[str, Json] = {
    "type": "string",
    "format": "date",
    "pattern": (
        f"^((?!0000)[0-9]{{4}}-(({_LONG})-(0[1-9]|[12][0-9]|3[01])|({_SHORT})-(0[1-9]|[12][0-9]|30)"
        f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)$"
    ),
    "maxLength": 10,
}

_OPTIONS: dict[str, Json] = {
    "drafts": {"type": "boolean", "description": "把草案当作已经施行"},
    "strict": {"type": "boolean", "description": "有同样近的规定没有完整收录的，一律答“未定”"},
}


def request(question: QuestionName, law: Law, name: str | None = None, *, every_fact: bool = False) -> dict[str, Json]:
    """The schema of a question to a law, as a new dict without references: the body of a request.

    Args:
        question: ``classify``, ``change``, ``check``, ``deadline`` or ``schedule``.
        law: the law that is asked; the facts and words are those of its place and date.
        name: what it is about: the topic (``check``), the step (``deadline``) or the procedure (``schedule``), by id or
            Chinese name.
        every_fact: whether every fact of the vocabulary may be stated, as in the call, which checks the type of those
            that do not matter and leaves them aside. By default only those that the law uses there, so that a slip of
            the pen is told.

    Raises:
        BadArgument: there is no such question, or ``name`` is missing, or there is nothing to name.
        UnknownTopic: there is no such topic.
        UnknownProcedure: there is no such step or procedure.
    """
    if question not in _ABOUT:
        raise BadArgument(
            f"没有名为“{quoted(question)}”的提问。可选：{'、'.join(_ABOUT)}。",
            nearest=nearest(str(question), _ABOUT),
            english=f"there is no question named {quoted(question)}",
            argument="question",
        )
    if (name is None) is not (_ABOUT[question] == ""):
        what = f"要写明{_ABOUT[question]}" if name is None else "不分事项"
        english = "needs a name" if name is None else "takes no name"
        raise BadArgument(f"{question} 的请求{what}。", english=f"a request to {question} {english}", argument="name")
    name = None if name is None else _id_of(question, law, name)
    needed, more, facts, rules = _parts(question, law, name or "")
    taken = law.vocabulary.facts.values() if every_fact else facts
    properties: dict[str, Json] = {
        **needed,
        "facts": {
            "type": "object",
            "description": "事实：编号或者中文名到值；不知道的写 null 或者不写",
            "properties": {word: _value(fact) for fact in taken for word in (fact.id, fact.label)},
            "additionalProperties": False,
        },
        **more,
        **_OPTIONS,
    }
    judged = question in ("classify", "change", "check")
    found: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _title(law.place.id, question, name),
        "description": f"{law.place.name} {law.on}：{question}{f' {name}' if name else ''}",
        "type": "object",
        "properties": properties,
        "required": [*needed, "facts"] if judged else [*needed],
        "additionalProperties": False,
        **rules,
    }
    return copy.deepcopy(found)


def facts_of(vocabulary: Vocabulary) -> dict[str, Json]:
    """The schema of facts as any law takes them: every fact of a vocabulary, by id and by label."""
    properties: dict[str, Json] = {
        word: _value(fact) for fact in vocabulary.facts.values() for word in (fact.id, fact.label)
    }
    return {
        "title": "Facts",
        "type": "object",
        "description": "事实：编号或者中文名到值；不知道的写 null 或者不写",
        "properties": properties,
        "additionalProperties": False,
    }


def request_to_any(question: QuestionName, facts: dict[str, Json]) -> dict[str, Json]:
    """The schema of a question to a law that is not known yet, as a new dict.

    Args:
        question: ``classify``, ``change``, ``check``, ``deadline`` or ``schedule``.
        facts: the schema of the facts, or a reference to it; see :func:`facts_of`.
    """
    needed, more, rules = _of_question(question)
    judged = question in ("classify", "change", "check")
    return copy.deepcopy(
        {
            "title": f"{question.capitalize()}Request",
            "type": "object",
            "properties": {**needed, "facts": facts, **more, **_OPTIONS},
            "required": [*needed, "facts"] if judged else [*needed],
            "additionalProperties": False,
            **rules,
        }
    )


def _of_question(question: QuestionName) -> tuple[dict[str, Json], dict[str, Json], dict[str, Json]]:
    """What has to be there, what may be, and what binds them together, whatever the law."""
    on: dict[str, Json] = {"on": {**DAY, "description": "按哪一天的法律"}}
    match question:
        case "classify":
            return on, _classified(), _of_the_scheme()
        case "change":
            return on | _moved(), {}, {}
        case "check":
            return on, {}, {}
        case "deadline":
            return on | _begun(), _counted(), {}
        case "schedule":
            return on | _begun(), _counted() | _shown({}, DAY), {}


def _id_of(question: QuestionName, law: Law, name: str) -> str:
    """What a question is about, by its id."""
    match question:
        case "check":
            return duty_topic(name, law.vocabulary).id
        case "deadline":
            return law.procedures.step(name).name
        case _:
            return law.procedures.procedure(name).id


_Parts = tuple[dict[str, Json], dict[str, Json], Iterable[Fact], dict[str, Json]]


def _parts(question: QuestionName, law: Law, name: str) -> _Parts:
    """What has to be there, what may be, the facts that matter, and what binds them together."""
    on: dict[str, Json] = {"on": {**DAY, "description": "按哪一天的法律"}}
    match question:
        case "classify":
            return on, _classified(), _judged(law, JudgedAs.OPENING, JudgedAs.SHARING), _of_the_scheme()
        case "change":
            return on | _moved(), {}, _judged(law, JudgedAs.CHANGE), {}
        case "check":
            return on, {}, law.facts(name), {}
        case "deadline":
            step = law.procedures.step(name)
            return on | _begun(), _counted(), _of_procedure(law, law.procedures.procedure(step.procedure)), {}
        case "schedule":
            procedure = law.procedures.procedure(name)
            days: dict[str, Json] = dict.fromkeys(_happenings(law, procedure), DAY)
            return on | _begun(), _counted() | _shown(days, False), _of_procedure(law, procedure), {}


def _classified() -> dict[str, Json]:
    return {
        "declared": {"description": "要核对的属性", "enum": [*_attributes(*Scheme), None]},
        "scheme": _one_of(NAMES[Scheme], "判定开放属性还是共享属性"),
        "unlisted": _one_of(NAMES[Unlisted], "没有列出的是非类事实怎么读"),
    }


def _moved() -> dict[str, Json]:
    attribute = {"enum": _attributes(Scheme.OPENING)}
    return {
        "before": {**attribute, "description": "现在的属性"},
        "after": {**attribute, "description": "要变更为的属性"},
    }


def _shown(days: dict[str, Json], others: Json) -> dict[str, Json]:
    happened: Json = {
        "type": ["object", "null"],
        "description": "各步骤或者事件实际发生的日期",
        "properties": days,
        "additionalProperties": others,
    }
    return {"actual": happened, "as_of": {**_or_null(DAY), "description": "看哪一天的状态"}}


def _begun() -> dict[str, Json]:
    return {"trigger": {**DAY, "description": "期限从哪一天起算"}}


def _counted() -> dict[str, Json]:
    return {"receipt": _one_of(NAMES[ReceiptPolicy], "休息日收到的怎么算")}


def _judged(law: Law, *questions: JudgedAs) -> list[Fact]:
    topics = [topic.id for topic in law.vocabulary.topics.values() if topic.judged_as in questions]
    return list({fact.id: fact for topic in topics for fact in law.facts(topic)}.values())


def _of_procedure(law: Law, procedure: Procedure) -> list[Fact]:
    return [law.vocabulary.facts[name] for name in facts_of_procedure(law, procedure)]


def _happenings(law: Law, procedure: Procedure) -> list[str]:
    kinds = procedure.events()
    return list(dict.fromkeys([*kinds, *(law.procedures.event_name(procedure, kind) for kind in kinds)]))


def _attributes(*schemes: Scheme) -> list[Json]:
    words = [word for scheme in schemes for pair in ATTRIBUTE_TERMS[scheme].items() for word in pair]
    return [str(word) for word in dict.fromkeys(words)]


def _of_the_scheme() -> dict[str, Json]:
    """The declared attribute goes by the terms of the scheme."""
    sharing: list[Json] = [name for name, scheme in NAMES[Scheme].items() if scheme is Scheme.SHARING]

    def declared(scheme: Scheme) -> dict[str, Json]:
        return {"properties": {"declared": {"enum": [*_attributes(scheme), None]}}}

    asked: dict[str, Json] = {"properties": {"scheme": {"enum": sharing}}, "required": ["scheme"]}
    return {"if": asked, "then": declared(Scheme.SHARING), "else": declared(Scheme.OPENING)}


def _one_of(words: Iterable[str], about: str) -> dict[str, Json]:
    return {"enum": [str(word) for word in words], "description": about}


def _or_null(schema: dict[str, Json]) -> dict[str, Json]:
    return {**schema, "type": [schema["type"], "null"]}


def _value(fact: Fact) -> dict[str, Json]:
    told: dict[str, Json] = {"title": fact.label, "description": fact.question}
    words: list[Json] = [word for pair in fact.values for word in pair]
    match fact.type:
        case FactType.BOOL:
            return {**told, "type": ["boolean", "null"]}
        case FactType.ENUM:
            return {**told, "enum": [*words, None]}
        case FactType.LIST:
            return {**told, "type": ["array", "null"], "items": {"enum": words}}
        case FactType.DATE:
            return told | _or_null(DAY)
        case FactType.INT:
            return {**told, "type": ["integer", "null"], "minimum": 0}
        case FactType.TEXT:
            return {**told, "type": ["string", "null"]}


def _title(place: str, question: str, name: str | None) -> str:
    """A name such as generators of clients make classes of: ``TaianCheckDelisting``."""
    words = "_".join([place, question, *([name.replace(".", "_")] if name else [])])
    return "".join(word[:1].upper() + word[1:] for word in words.replace("__", "_").split("_"))
