"""Pages on which rules are read: the instruments of a place, and one of them article by article."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from ....errors import BadPack, Error
from ....norms.instruments import Instrument
from ....quoting import quoted
from ....vocabulary.citations import Ref
from ...access.tokens import Scope
from ...drafting.drafts import Draft, DraftState
from ...editions import Edition
from ...errors import NotHere
from ...parts import aside
from ..clock import today
from ..visit import Visit
from .articles import Shown, articles_of, by_rule, texts_of

#: What cases came to, by edition and instrument: an edition does not change.
_CASES: OrderedDict[tuple[str, str], list[Any]] = OrderedDict()
_KEPT = 64
#: Characters that are looked for.
_WORDS = 100


def may_edit(visit: Visit) -> bool:
    """Whether the visitor may change the rules that answer here."""
    return visit.parts.settings.rules is not None and visit.may(Scope.EDIT)


async def instruments(visit: Visit) -> Response:
    """The instruments of a place."""
    edition = visit.edition()
    places = list(edition.library.jurisdictions.values())
    seconds = visit.caller.seconds
    found = None
    if visit.query.get("place"):
        law = visit.law()
        found = await aside(lambda: _bearing(edition, law), seconds)
    drafts, unread = await asyncio.to_thread(_drafts, visit) if may_edit(visit) else ([], frozenset())
    return visit.page(
        "editing/instruments.html.j2",
        title=visit.t("规则", "Rules"),
        places=places,
        found=found,
        editable=may_edit(visit),
        own=visit.parts.settings.rules is not None,
        drafts=drafts,
        unread=unread,
    )


def _drafts(visit: Visit) -> tuple[list[Draft], frozenset[str]]:
    """The drafts, and the ids of those that wait in vain: a file of theirs cannot be read."""
    kept = visit.parts.drafted()
    found = kept.all()
    waiting = [one.id for one in found if one.state is DraftState.OPEN]
    return found, frozenset(name for name in waiting if kept.draft(name).unread() is not None)


def _bearing(edition: Edition, law: Any) -> list[dict[str, Any]]:
    """The instruments that bear on a place, the nearest first."""
    told = []
    for link in law.chain.links:
        pack = link.pack
        try:
            shown = articles_of(edition, pack.instrument.id)
        except BadPack:
            continue
        told.append(
            {
                "instrument": pack.instrument,
                "binding": link.binding,
                "articles": len(shown),
                "rules": len(pack.provisions()),
                "without": sum(not one.rules and not one.settled for one in shown),
            }
        )
    return told


async def instrument(visit: Visit) -> Response:
    """One instrument, article by article: its text, the rules that rest on it, their cases."""
    edition = visit.edition()
    name = visit.of_path("instrument")
    known(edition, name)
    shown = await aside(lambda: _with_texts(visit, edition, name), visit.caller.seconds)
    # The cases take a second or more when they are first run; the page does not wait for them, but asks again.
    waited = visit.flag("cases")
    results = await _cases(visit, edition, name, wait=waited)
    show, whole = visit.query.get("show", ""), edition.library.pack(name).instrument
    counts = {
        "all": len(shown),
        "with": sum(bool(one.rules) for one in shown),
        "settled": sum(not one.rules and one.settled for one in shown),
        "without": sum(not one.rules and not one.settled for one in shown),
    }
    words = visit.query.get("q", "").strip()[:_WORDS]
    kept = [one for one in shown if _wanted(one, show) and (not words or _named(one, words))]
    return visit.page(
        "editing/instrument.html.j2",
        title=visit.t(whole.title, whole.english or whole.title),
        instrument=whole,
        dates=dates_of(visit, whole),
        articles=kept,
        counts=counts,
        show=show,
        q=words,
        tried=None if results is None else by_rule(results),
        cases=len(results or ()),
        in_vain=waited and results is None,
        failing=[one for one in results or () if one["failures"]],
        here=visit.url(f"/rules/instruments/{name}", {**visit.query, "cases": "on"}),
        texts=any(one.text for one in shown),
        editable=may_edit(visit),
        wide=True,
    )


def known(edition: Edition, instrument: str) -> None:
    """Pass where there is an instrument of that id.

    Raises:
        NotHere: there is none.
    """
    if instrument not in edition.library.instrument_ids():
        shown = quoted(instrument)
        raise NotHere(f"没有 {shown} 这个文件。", english=f"There is no instrument {shown}.", argument="instrument")


def _wanted(one: Shown, show: str) -> bool:
    match show:
        case "with":
            return bool(one.rules)
        case "settled":
            return not one.rules and one.settled
        case "without":
            return not one.rules and not one.settled
    return True


def _named(one: Shown, words: str) -> bool:
    """Whether an article is the one of a number, or says a word: in its text, a note, a rule that rests on it."""
    if words.isdecimal():
        return Ref.parse(one.ref).article == int(words)
    told = [*one.heading, *one.note, *one.text]
    for rule in one.rules:
        told += [rule.id, *rule.gist, *rule.where, rule.written.text if rule.written is not None else ""]
    return any(words.casefold() in text.casefold() for text in told)


def _with_texts(visit: Visit, edition: Edition, name: str) -> list[Shown]:
    shown = articles_of(edition, name)
    texts = texts_of(visit.parts.settings.texts, edition.library.pack(name))
    return [replace(one, text=texts.get(one.ref, ())) for one in shown]


async def _cases(visit: Visit, edition: Edition, name: str, *, wait: bool) -> list[Any] | None:
    """What the cases of an instrument come to; ``None`` where that is not known yet, or they could not be run."""
    at = (edition.digest, name)
    found = _CASES.get(at)
    if found is None and wait:
        root = edition.copied or edition.library.root
        try:
            with visit.parts.editions.held(edition):
                found = (await visit.parts.rehearsed().cases(root, {}, name, visit.caller.seconds))["results"]
        except Error:
            # The page is worth reading without them.
            return None
        _CASES[at] = found
        while len(_CASES) > _KEPT:
            _CASES.popitem(last=False)
    return found


def dates_of(visit: Visit, one: Instrument) -> str:
    """From when to when an instrument is in force, in the language of the page."""
    starts, ends = one.effective or one.effective_by, one.expires
    if one.draft:
        return visit.t("草案", "draft")
    told = [visit.t(f"{starts} 起施行", f"in force from {starts}")] if starts else []
    if ends is not None:
        past = ends < today()
        told.append(visit.t(f"{'已于' if past else ''} {ends} {'失效' if past else '止'}", f"until {ends}"))
    return visit.t("，", ", ").join(told)
