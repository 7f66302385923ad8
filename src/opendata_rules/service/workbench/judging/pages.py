"""Pages of the judgement: what is asked, the answer as it forms, its receipt, and its entry in the ledger."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import islice

from starlette.responses import Response

from ....errors import Error
from ....quoting import json_text
from ....vocabulary.terms import ATTRIBUTE_TERMS, ReceiptPolicy, Scheme
from ...access.tokens import Scope
from ...answering import recorded
from ...books import Ledger
from ...editions import Edition
from ...parts import aside
from ...problems import status_of
from ..clock import moment
from ..visit import Page, Visit
from .looking import Look, looked_at
from .state import MATTERS, State, read

#: How many of the last entries are looked through for one that holds the same.
_LAST = 200
#: What a form chooses: an error on one of them is told beside it.
_CHOSEN = frozenset(
    {"place", "on", "ask", "topic", "step", "trigger", "receipt", "before", "after", "declared", "scheme"}
)


def _choices(visit: Visit, edition: Edition) -> dict[str, object]:
    """What the form offers that chooses place, day and question."""
    words, t = edition.library.words, visit.t
    topics = [one for one in words.vocabulary.topics.values() if one.has_duties]
    attributes = ATTRIBUTE_TERMS[Scheme.OPENING].items()
    return {
        "places": list(edition.library.jurisdictions.values()),
        "matters": list(MATTERS.values()),
        "topics": [(one.id, t(one.label, one.id.replace("_", " "))) for one in topics],
        "procedures": [
            (t(one.label, one.english), one.id, [(step.name, t(step.label, step.english)) for step in one.steps])
            for one in words.procedures.all.values()
        ],
        "attributes": [(str(attribute), t(term, str(attribute))) for attribute, term in attributes],
        "receipts": [
            (str(ReceiptPolicy.RECEIPT_INSTANT), t("以当日为起算日", "counts from that day")),
            (
                str(ReceiptPolicy.NEXT_WORKING_DAY),
                t("以下一个工作日为起算日", "counts from the next working day"),
            ),
        ],
    }


async def _judge(visit: Visit) -> Response:
    edition, state = visit.edition(), read(visit.request.query_params.multi_items())
    if not any(state.get(name) for name in ("place", "ask")):
        return await _choose(visit, edition, state, None)
    try:
        look = await aside(lambda: looked_at(visit, edition, state), visit.caller.seconds)
    except Error as error:
        if error.argument not in _CHOSEN:
            raise
        return await _choose(visit, edition, state, error)
    return await _shown(visit, edition, look, await _entry(visit, look))


async def _choose(visit: Visit, edition: Edition, state: State, error: Error | None) -> Response:
    return visit.page(
        "judging/choose.html.j2",
        status=200 if error is None else status_of(error),
        title=visit.t("判定", "Classify"),
        state=state,
        error=error,
        **await aside(lambda: _choices(visit, edition), visit.caller.seconds),
    )


async def _shown(visit: Visit, edition: Edition, look: Look, entry: int | None, status: int = 200) -> Response:
    words = look.state
    last = look.told[-1] if look.told else None
    name = words.told[-1].name if words.told else ""
    fresh = {**words.fields}
    return visit.page(
        "judging/page.html.j2",
        status=status,
        title=look.title,
        look=look,
        state=words,
        entry=entry,
        error=None,
        at=visit.query.get("at", ""),
        back="" if last is None else visit.url("/judge", words.pairs(without=(name,)), q=name),
        anew=visit.url("/judge", State(fresh, ()).pairs(without=("declared",))) if look.told else "",
        permalink=visit.url("/judge", words.pairs()),
        download=visit.url("/judge/receipt", words.pairs()),
        declarable=[
            (str(attribute), visit.t(term, str(attribute)))
            for attribute, term in ATTRIBUTE_TERMS.get(look.matter.ask, {}).items()
        ],
        ledger=visit.parts.recorder is not None,
        named=_named(visit, look),
        audits=visit.may(Scope.AUDIT),
        made=moment(to="minutes"),
        **await aside(lambda: _choices(visit, edition), visit.caller.seconds),
    )


def _named(visit: Visit, look: Look) -> list[str]:
    """What the record says of whose dataset it is."""
    labels = (("dataset", visit.t("数据集：", "Dataset: ")), ("department", visit.t("提供单位：", "Department: ")))
    return [] if look.wrong else [label + look.state.get(name) for name, label in labels if look.state.get(name)]


async def _entry(visit: Visit, look: Look) -> int | None:
    """The number of the entry that the address names, where the ledger holds this very answer there."""
    told, audit = visit.query.get("entry", ""), visit.parts.audit
    if audit is None or not (told.isascii() and told.isdecimal() and len(told) <= 15):
        return None

    def same() -> bool:
        with suppress(Error):
            return bool(audit.ask(lambda book: 0 < int(told) <= len(book) and book.receipt(int(told)) == receipt))
        return False

    receipt = look.answer.receipt
    return int(told) if await asyncio.to_thread(same) else None


async def _kept(visit: Visit, look: Look) -> int | None:
    """The number of the last entry by which the visitor kept this very answer for this dataset; ``None`` for none."""
    audit, receipt, reply = visit.parts.audit, look.answer.receipt, look.reply
    if audit is None:
        return None

    def search(book: Ledger) -> int | None:
        ones = book.find(dataset=reply.dataset, department=reply.department, asker=visit.caller.name, before=2**53)
        for one in islice(ones, _LAST):
            with suppress(Error):
                if (one.place, str(one.on)) == (look.law.place.id, str(look.law.on)) and book.receipt(
                    one.number
                ) == receipt:
                    found: int = one.number
                    return found
        return None

    return await aside(lambda: audit.ask(search), visit.caller.seconds)


async def _receipt(visit: Visit) -> Response:
    edition, state = visit.edition(), read(visit.request.query_params.multi_items())
    look = await aside(lambda: looked_at(visit, edition, state), visit.caller.seconds)
    response = Response(json_text(look.answer.receipt, indent=1) + "\n", media_type="application/json")
    name = f"receipt-{look.law.place.id}-{look.law.on}-{look.reply.kind}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


async def _record(visit: Visit) -> Response:
    """Write the answer into the ledger, and show it with its number; once, unless it is asked for again."""
    edition, form = visit.edition(), await visit.form()
    look = await aside(lambda: looked_at(visit, edition, read(form)), visit.caller.seconds)
    if look.bad:
        return await _shown(visit, edition, look, None, status=422)
    pairs: list[tuple[str, object]] = [*look.state.pairs()]
    known = None if form.get("again") == "on" else await _kept(visit, look)
    if known is not None:
        return visit.to("/judge", pairs, entry=known, at="again")
    told = await aside(lambda: visit.parts.written.of(look.answer), visit.caller.seconds)
    kept = await recorded(visit.parts, visit.caller, look.reply, told)
    return visit.to("/judge", pairs, entry=None if kept is None else kept.number, at="record")


PAGES = (
    Page("GET", "/judge", Scope.ASK, _judge),
    Page("POST", "/judge", Scope.ASK, _record),
    Page("GET", "/judge/receipt", Scope.ASK, _receipt),
)
