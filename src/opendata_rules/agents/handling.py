"""What each tool does with its arguments. Knows nothing of the protocol."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ..asking.questions import (
    KINDS,
    Body,
    Kind,
    Reply,
    answered,
    checked,
    facts_in,
    flag_in,
    law_of,
    next_question,
    text_in,
    wrong,
)
from ..asking.verifying import verified
from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..quoting import quoted
from ..values import Json
from . import resources
from .forms import form_of, message_of, value_in
from .telling import answer_told, gist
from .visit import Visit

Given = Mapping[str, Any]
Handle = Callable[[Visit, Given], Awaitable[dict[str, Json]]]

#: Most claims that are held against answers at once, and most differences between two laws that are told.
CLAIMS, DIFFERENCES = 50, 50
#: Differences that are told where nobody says how many.
_FEW = 5
_LAW_KEYS = frozenset({"place", "on", "drafts", "strict"})
#: Questions of which the next one can be asked.
INTERVIEWS = ("classify", "change", "check")


def asking(name: str) -> Handle:
    """What a tool does that asks one question."""
    kind = KINDS[name]
    # Only terms have days.
    more = ("days",) if "trigger" in kind.needs else ()

    async def handle(visit: Visit, given: Given) -> dict[str, Json]:
        days = not more or flag_in(given, "days")
        place, about, body = _question(kind, given, *more)
        reply, kept = await visit.desk.answer(kind, place, about, body)
        return answer_told(reply, kept, days=days)

    return handle


def _question(kind: Kind, given: Given, *more: str) -> tuple[str, str, dict[str, Any]]:
    """Place, matter and request of a question; the request is checked where it is answered."""
    needed = ("place", *((kind.about,) if kind.about else ()))
    for name in needed:
        if given.get(name) is None:
            raise BadArgument(f"要写明 {name}。", english=f"{name} is needed.", argument=name)
    place, about = text_in(given, "place"), text_in(given, kind.about) if kind.about else ""
    return place, about, {name: value for name, value in given.items() if name not in {*needed, *more}}


def _kind(given: Given, names: tuple[str, ...]) -> Kind:
    name = given.get("question")
    if name in names:
        return KINDS[str(name)]
    raise BadArgument(
        f"question 要写 {'、'.join(names)} 之一，得到的是“{quoted(name)}”。",
        english=f"question must be one of {', '.join(names)}, not {quoted(name)}.",
        argument="question",
        nearest=nearest(name, names),
    )


async def explain(visit: Visit, given: Given) -> dict[str, Json]:
    """Why an answer is what it is, in full."""
    kind = _kind(given, tuple(KINDS))
    lang = text_in(given, "lang", "zh")
    if lang not in ("zh", "en"):
        raise wrong("lang", " zh 或者 en", "zh or en", lang)
    place, about, body = _question(kind, given, "question", "lang")

    def work() -> dict[str, Json]:
        reply = answered(visit.desk.rules, kind, place, about, body)
        told = reply.answer.to_dict()
        receipt = told.pop("receipt")
        text: dict[str, Json] = {"explanation": reply.answer.explain("en" if lang == "en" else "zh")}
        return {**text, **gist(reply.answer, told), "receipt": receipt}

    return await visit.desk.aside(work)


async def compare(visit: Visit, given: Given) -> dict[str, Json]:
    """How one law stands to another."""
    asked = checked(dict(given), {"a", "b", "topic", "most"}, ("a", "b"))
    most = asked.get("most", _FEW)
    if type(most) is not int or not 1 <= most <= DIFFERENCES:
        raise wrong("most", f" 1 到 {DIFFERENCES} 的整数", f"a whole number from 1 to {DIFFERENCES}", most)
    topic: Any = text_in(asked, "topic", "classification")

    def work() -> dict[str, Json]:
        from ..analysis.comparison.pair import compare as compared

        laws = []
        for name in ("a", "b"):
            one = checked(asked[name], _LAW_KEYS, ("place", "on"))
            laws.append(law_of(visit.desk.rules, text_in(one, "place"), one))
        answer = compared(*laws, topic=topic)
        told = answer.to_dict()
        receipt = told.pop("receipt")
        found = told["differences"]
        assert isinstance(found, list)
        told["differences"] = found[:most]
        left: Json = max(0, len(found) - most)
        return {**gist(answer, told), "differences_left_off": left, "answer": told, "receipt": receipt}

    return await visit.desk.aside(work)


async def look_up(visit: Visit, given: Given) -> dict[str, Json]:
    """What a resource holds, for clients that do not let their model read resources."""
    asked = checked(dict(given), {"uri"}, ("uri",))
    uri = text_in(asked, "uri")
    return await visit.desk.aside(lambda: {"uri": uri, "found": resources.read(visit.desk.rules, uri)})


async def verify_answer(visit: Visit, given: Given) -> dict[str, Json]:
    """Which of several claims a receipt supports."""
    asked = checked(dict(given), {"claims"}, ("claims",))
    claims, most = asked["claims"], min(CLAIMS, visit.desk.most)
    if not isinstance(claims, list) or not 1 <= len(claims) <= most:
        raise wrong("claims", f" 1 到 {most} 条主张的列表", f"a list of 1 to {most} claims", claims)

    def work() -> dict[str, Json]:
        found: list[Json] = []
        for claim in claims:
            verdict = verified(visit.desk.rules, claim)
            told = verdict.to_dict()
            if verdict.answer is not None:
                told["receipt"] = verdict.answer.receipt
            found.append(told)
        unsupported: list[Json] = [
            number for number, one in enumerate(found) if isinstance(one, dict) and one["problems"]
        ]
        return {"supported": not unsupported, "unsupported": unsupported, "claims": found}

    return await visit.desk.aside(work)


# -- the next question ------------------------------------------------------------------------------------------------


async def ask_next(visit: Visit, given: Given) -> dict[str, Json]:
    """The most telling question left; the user is asked where the client can do that."""
    kind = _kind(given, INTERVIEWS)
    wants = given.get("ask_user") is None or flag_in(given, "ask_user")
    place, about, body = _question(kind, given, "question", "ask_user")
    reply, found = await _next(visit, kind, place, about, body)
    question = next((one for one in _questions(reply) if found["question"] == one.to_dict()), None)
    if question is None or not wants or not visit.user.reachable:
        return _so_far(reply, found)
    fact = reply.law.vocabulary.facts[question.fact]
    form = form_of(fact, titled=visit.user.titled, several=visit.user.titled)
    if form is None:
        return _so_far(reply, found)
    said = await visit.user.ask(fact.id, message_of(question, reply.law.place.name), form)
    if said.action == "cancel":
        return {**_so_far(reply, found), "user": {"fact": fact.id, "action": said.action}}
    value = value_in(fact, said.content) if said.action == "accept" else None
    told: Json = None if value is None else _as_json(value)
    facts, asked = dict(facts_in(body)), list(body.get("asked") or [])
    for name in (fact.id, fact.label):
        facts.pop(name, None)
    if value is None:
        asked.append(fact.id)
    else:
        facts[fact.id] = told
    body = {**body, "facts": facts, "asked": asked}
    reply, found = await _next(visit, kind, place, about, body)
    whole = _so_far(reply, found)
    user: dict[str, Json] = {"fact": fact.id, "action": said.action, "value": told}
    return {**whole, "user": user, "facts": _as_json(facts), "asked": asked}


def _as_json(value: Any) -> Json:
    if isinstance(value, dict):
        return {name: _as_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    found: str = value.isoformat()
    return found


async def _next(visit: Visit, kind: Kind, place: str, about: str, body: Body) -> tuple[Reply, dict[str, Json]]:
    def work() -> tuple[Reply, dict[str, Json]]:
        reply = answered(visit.desk.rules, kind, place, about, body, "asked")
        return reply, next_question(reply, body)

    return await visit.desk.aside(work)


def _questions(reply: Reply) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(reply.answer, "questions", ())
    return found


def _so_far(reply: Reply, found: Mapping[str, Json]) -> dict[str, Json]:
    told = reply.answer.to_dict()
    receipt = told.pop("receipt")
    return {**found, "so_far": gist(reply.answer, told), "receipt": receipt}
