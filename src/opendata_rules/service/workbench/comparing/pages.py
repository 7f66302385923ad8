"""The pages of the room: which laws, all against each other, two side by side, one difference with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from ....analysis.comparison.opening import TITLES
from ....analysis.comparison.sides import KIND_TERMS
from ....errors import BadArgument
from ....law import Law
from ....vocabulary.terms import ComparisonTopic
from ...access.tokens import Scope
from ...comparisons import Comparisons
from ...errors import NotHere
from ...parts import aside
from ..reasons import CALLED
from ..visit import Page, Visit
from . import choice
from .differences import WHO, all_shown, judged_with, reasonings
from .matrix import matrix
from .pair import TOPICS, Wanted, not_collected, pair

_AT_FIRST = ComparisonTopic.CLASSIFICATION
_FILTERS = ("topic", "who", "kind", "whole")


async def _room(visit: Visit) -> Response:
    rows = choice.named(visit) or choice.filled_in(visit)
    if len(rows) < 2:
        return await _begin(visit, rows)
    laws = await _laws(visit, rows)
    if len(laws) < 2:
        raise BadArgument(
            "选的是同一个地方、同一天，没有可比的。请换一个地方，或者换一个日期。",
            english="That is one place on one day; choose another place or another date.",
            argument="place",
        )
    if [law.law_id for law in laws] != visit.all("of"):
        # One address for one comparison, with the day of today written out, so that it says the same tomorrow.
        return visit.to("/compare", _query(visit, laws))
    return await (_pair(visit, laws) if len(laws) == 2 else _many(visit, laws))


async def _laws(visit: Visit, rows: Sequence[choice.Row]) -> list[Law]:
    """The laws of rows, each once.

    Raises:
        UnknownJurisdiction: there is no such place.
    """
    edition = visit.edition()
    found = await aside(lambda: [row.law(edition) for row in rows], visit.caller.seconds)
    return list({law.law_id: law for law in found}.values())


def _query(visit: Visit, laws: Sequence[Law], **more: object) -> list[tuple[str, object]]:
    """The state of a page: the laws, and what of it is shown; ``more`` stands instead of what is there."""
    told: dict[str, object] = {name: visit.query.get(name) for name in _FILTERS}
    told = {**told, "law": visit.query.get("law"), **more}
    return [*(("of", law.law_id) for law in laws), *told.items()]


def _shared(visit: Visit, laws: Sequence[Law], rows: Sequence[choice.Row], **more: Any) -> dict[str, Any]:
    """What every page of the room shows."""
    known = visit.edition().library.jurisdictions
    places = [known[place] for place in choice.from_above(known)]
    at_least = 2 + (visit.query.get("more") == "on")
    empty = [choice.Row("", visit.on)] * max(0, at_least - len(rows), int(visit.query.get("more") == "on"))
    return {
        "places": places,
        "rows": [*rows, *empty],
        "options": choice.OPTIONS,
        "laws": laws,
        "titles": TITLES,
        "kinds": KIND_TERMS,
        "warning_terms": CALLED,
        "missing": not_collected(laws),
        "here": lambda **changed: visit.url("/compare", _query(visit, laws, **changed)),
        "between": lambda a, b, **changed: visit.url("/compare", _query(visit, [a, b], **changed)),
        **more,
    }


def _rows_of(laws: Sequence[Law]) -> list[choice.Row]:
    return [choice.Row(law.place.id, law.on, law.drafts, law.strict) for law in laws]


def _lang(visit: Visit) -> Any:
    return "en" if visit.english else "zh"


async def _begin(visit: Visit, rows: Sequence[choice.Row]) -> Response:
    """Nothing is chosen: the form, and all places of the day against each other."""
    places = choice.from_above(visit.edition().library.jurisdictions)
    laws = await _laws(visit, [choice.Row(place, visit.on) for place in places])
    return await _many(visit, laws, rows, beginning=True)


async def _many(
    visit: Visit, laws: Sequence[Law], rows: Sequence[choice.Row] | None = None, beginning: bool = False
) -> Response:
    topic = choice.topics(visit, [_AT_FIRST])[0]
    names = choice.names(laws, visit.english)
    found = await aside(
        lambda: matrix(laws, names, topic, visit.parts.own(Comparisons), _lang(visit)), visit.caller.seconds
    )
    listed = visit.t("、", ", ").join(names)
    title = visit.t("比较", "Compare") if beginning else f"{visit.t('比较：', 'Compare: ')}{listed}"
    shared = _shared(visit, laws, _rows_of(laws) if rows is None else rows)
    return visit.page(
        "comparing/many.html.j2",
        **shared,
        title=title,
        found=found,
        beginning=beginning,
        topics=TOPICS,
        again=_again(visit),
    )


async def _pair(visit: Visit, laws: Sequence[Law]) -> Response:
    wanted = Wanted(choice.topics(visit, TOPICS), _known(visit, "who"), _known(visit, "kind"), visit.flag("whole"))
    names = choice.names(laws, visit.english)
    both = (laws[0], laws[1])
    found = await aside(
        lambda: pair(both, names, wanted, visit.parts.own(Comparisons), _lang(visit)), visit.caller.seconds
    )
    return visit.page(
        "comparing/pair.html.j2",
        **_shared(visit, laws, _rows_of(laws)),
        title=visit.t(f"{names[0]}与{names[1]}", f"{names[0]} and {names[1]}"),
        found=found,
        wanted=wanted,
        again=_again(visit),
        topics=TOPICS,
        who=WHO,
        why=lambda topic, one: visit.url("/compare/difference", _one(visit, laws, topic, one.key)),
        judge=lambda topic, one, law: _judge(visit, topic, one, law),
    )


def _again(visit: Visit) -> str:
    """The address of this page: asked again, it has come further."""
    return visit.url("/compare", visit.request.query_params.multi_items())


def _known(visit: Visit, name: str) -> str:
    """A filter, where it is one that is known."""
    told = visit.query.get(name, "")
    return told if told in {"who": WHO, "kind": tuple(map(str, KIND_TERMS))}[name] else ""


def _one(visit: Visit, laws: Sequence[Law], topic: ComparisonTopic, key: str) -> list[tuple[str, object]]:
    laws_named: list[tuple[str, object]] = [("of", law.law_id) for law in laws]
    return [*laws_named, ("topic", str(topic)), ("about", key), ("law", visit.query.get("law"))]


def _judge(visit: Visit, topic: ComparisonTopic, one: Any, law: Law) -> str:
    """The address under which the example is classified by a law; empty where it is no classification."""
    query = judged_with(one.found, topic, law)
    return "" if query is None else visit.url("/judge", query, law=visit.query.get("law"))


async def _difference(visit: Visit) -> Response:
    laws = await _laws(visit, choice.named(visit))
    if len(laws) != 2:
        raise BadArgument(
            "一处差别在两个地方之间，地址里要写明两个 of。",
            english="A difference lies between two laws; the address names two of them.",
            argument="of",
        )
    topic, about = choice.topics(visit, [_AT_FIRST])[0], visit.query.get("about", "")
    lang, compared = _lang(visit), visit.parts.own(Comparisons)

    def work() -> Any:
        ones = all_shown(compared.of(laws[0], laws[1], topic), lang)
        one = next((one for one in ones if one.key == about), None)
        return one and (one, reasonings(one.found, lang))

    found = await aside(work, visit.caller.seconds)
    if found is None:
        raise NotHere(
            "没有这一处差别；规则改过以后，它可能不再存在。",
            english="There is no such difference; after the rules were changed it may be gone.",
            argument="about",
        )
    names = choice.names(laws, visit.english)
    return visit.page(
        "comparing/difference.html.j2",
        **_shared(visit, laws, _rows_of(laws)),
        title=visit.t(f"{names[0]}与{names[1]}：一处差别", f"{names[0]} and {names[1]}: a difference"),
        names=names,
        topic=topic,
        one=found[0],
        reasonings=found[1],
        judge=lambda topic, one, law: _judge(visit, topic, one, law),
    )


PAGES = (
    Page("GET", "/compare", Scope.ASK, _room),
    Page("GET", "/compare/difference", Scope.ASK, _difference),
)
