"""Questions answered in place: for one dataset, for those that are ticked, for all that are asked the same.

What is answered is kept as facts of datasets; the check of the library says what follows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.responses import Response

from ....answers.result import plain
from ....errors import BadArgument
from ....law import Law
from ....reading.facts_in_words import value_from_text
from ...access.tokens import Scope
from ...uploads import search
from ...uploads.book import Upload
from ...uploads.search import Filter
from ..visit import Form, Page, Visit
from .keeping import ROOM, address, again, as_job, law_now, of_visit
from .looking import FIELDS, filter_of

#: Stands for an answer that is taken back.
_BACK = "-"


def _value(law: Law, fact: str, text: str) -> object:
    """What an answer says; ``None`` where it is taken back.

    Raises:
        UnknownFact: there is no such fact.
        BadFact: it cannot be answered so.
    """
    known = law.vocabulary.fact(fact)
    if text in (_BACK, ""):
        return None
    found = law.vocabulary.normalise({known.id: value_from_text(known, text)})
    return plain(found.get(known.id))


def _pairs(back: str) -> dict[str, str]:
    """What stood in the address of the page that a form was on."""
    told = dict(parse_qsl(back, max_num_fields=100))
    return {name: told[name] for name in FIELDS if told.get(name)}


def _place(text: str, total: int) -> int:
    if text.isdecimal() and len(text) < 10 and int(text) < total:
        return int(text)
    raise BadArgument("没有这个数据集。", english="There is no such dataset.", argument="place")


def _asked(form: Form, upload: Upload, total: int) -> tuple[list[int], str, str]:
    """The datasets, the fact and the answer that a form on the table is about."""
    one = form.get("one").split(" ", 2)
    if len(one) == 3:
        return [_place(one[0], total)], one[1], one[2]
    fact, _, text = form.get("answer").partition(" ")
    if not fact:
        raise BadArgument("请先选择要回答什么。", english="Choose what to answer first.", argument="answer")
    if form.get("to") == "all":
        wanted = filter_of(_pairs(form.get("back")))
        if not wanted.fact:
            wanted = Filter(**{name: getattr(wanted, name) for name in Filter.__slots__ if name != "fact"}, fact=fact)
        with upload.reading() as book:
            return search.places(book, wanted), fact, text
    places = [_place(value, total) for value in form.all("ticked")]
    if not places:
        raise BadArgument("请先勾选数据集。", english="Tick some datasets first.", argument="ticked")
    return list(dict.fromkeys(places)), fact, text


async def _count(visit: Visit, upload: Upload, places: list[int], told: Mapping[str, object]) -> int:
    """Keep answers, and have them count; how many datasets they are about."""
    if not places or not told:
        return 0
    await asyncio.to_thread(upload.answer, places, told)
    await again(visit, upload, places)
    return len(places)


async def _answer(visit: Visit) -> Response:
    """Answer on the table."""
    upload = await of_visit(visit)
    form = await visit.form()
    law = await asyncio.to_thread(law_now, upload, visit.edition())
    total = await asyncio.to_thread(upload.told, "total", 0)
    places, fact, text = await asyncio.to_thread(_asked, form, upload, total)
    value = _value(law, fact, text)
    number = await _count(visit, upload, places, {law.vocabulary.fact(fact).id: value})
    response = visit.to(address(upload), _pairs(form.get("back")), done=number, law=visit.query.get("law"))
    if form.get("one") and places:
        # The row that was answered stays in sight.
        response.headers["location"] += f"#d{places[0]}"
    return response


async def _answer_one(visit: Visit) -> Response:
    """Answer all questions of one dataset, and of those alike where that is wanted."""
    upload = await of_visit(visit)
    form = await visit.form()
    law = await asyncio.to_thread(law_now, upload, visit.edition())
    total = await asyncio.to_thread(upload.told, "total", 0)
    place = _place(visit.of_path("place"), total)
    places = [place]
    if form.get("alike"):
        with upload.reading() as book:
            places = search.places(book, Filter(like=place))
    told: dict[str, list[str]] = {}
    for name, text in form:
        if name.startswith("fact."):
            told.setdefault(name.removeprefix("fact."), []).append(text)
    given = {fact: ",".join(filter(None, texts)) for fact, texts in told.items() if any(texts)}
    values = {law.vocabulary.fact(fact).id: _value(law, fact, text) for fact, text in given.items()}
    number = await _count(visit, upload, places, values)
    back = _pairs(form.get("back"))
    return visit.to(address(upload, "datasets", str(place)), back, done=number, law=visit.query.get("law"))


async def _again(visit: Visit) -> Response:
    """Check a catalogue by the rules that answer now."""
    upload = await of_visit(visit)
    await visit.form()
    if upload.about.size >= visit.parts.settings.aside:
        await as_job(visit, upload, visit.edition())
        await asyncio.to_thread(upload.tell, checked=-1)
    else:
        await again(visit, upload)
    return visit.to(address(upload))


async def _delete(visit: Visit) -> Response:
    """Delete a catalogue."""
    upload = await of_visit(visit)
    await visit.form()
    await asyncio.to_thread(upload.delete)
    return visit.to(ROOM, deleted=True)


PAGES = (
    Page("POST", f"{ROOM}/{{catalogue}}/answers", Scope.ASK, _answer),
    Page("POST", f"{ROOM}/{{catalogue}}/datasets/{{place}}", Scope.ASK, _answer_one),
    Page("POST", f"{ROOM}/{{catalogue}}/again", Scope.ASK, _again),
    Page("POST", f"{ROOM}/{{catalogue}}/delete", Scope.ASK, _delete),
)
