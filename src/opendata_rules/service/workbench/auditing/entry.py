"""One decision with everything behind it, answered again by the rules of now; facts of it erased."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from starlette.responses import Response

from ....asking.questions import told as as_bytes
from ....errors import Error
from ....formats.trees import Node
from ....ledgers.entries import ERASURE, LedgerEntry
from ....replaying.results import Recheck
from ...books import Ledger
from ...errors import NotHere
from ...inspecting import erased, of_ledger, there
from ...parts import aside
from ..reasons import reasoned
from ..visit import Visit
from .words import Words, lang_of

#: What differs in these is the answer, or how it was asked; all else is of the rules.
_OF_THE_ANSWER = ("outcome", "option")


class Kept(NamedTuple):
    """What the ledger has of an entry.

    Attributes:
        receipt: as ``library.replay`` takes it; ``None`` where facts are not kept.
        basis: digests of what it rests on.
        size: how many entries there are.
    """

    entry: LedgerEntry
    receipt: dict[str, Any] | None
    basis: dict[str, Any]
    size: int


def number_of(visit: Visit) -> int:
    """The number that the address names.

    Raises:
        NotHere: it is none.
    """
    text = visit.query.get("number", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise NotHere("没有这一条。", english="There is no such entry.", argument="number")
    return int(text)


async def _kept(visit: Visit) -> Kept:
    number = number_of(visit)

    def look(book: Ledger) -> Kept:
        entry = there(book, number).entry(number)
        receipt = None
        if entry.kind != ERASURE and not entry.erased and not entry.withheld:
            receipt = book.receipt(number)
        content = book.basis(entry.basis) if entry.basis else None
        return Kept(entry, receipt, {} if content is None else json.loads(content), len(book))

    return await of_ledger(visit.parts, visit.caller, look)


async def page(visit: Visit) -> Response:
    """``/audit/entry``: one entry."""
    kept, edition = await _kept(visit), visit.edition()
    lang = lang_of(visit)
    recheck: Recheck | None = None
    reasons: Node | None = None
    problem: Error | None = None
    if kept.receipt is not None:
        receipt = kept.receipt

        def again() -> tuple[Recheck, Node | None]:
            found = edition.library.recheck(receipt)
            explained = getattr(found.now, "explain", None)
            return found, None if explained is None else reasoned(explained(lang), lang)

        try:
            recheck, reasons = await aside(again, visit.caller.seconds)
        except Error as error:
            problem = error
    return visit.page(
        "auditing/entry.html.j2",
        title=visit.t(f"第 {kept.entry.number} 条", f"Entry {kept.entry.number}"),
        say=Words(visit, edition),
        entry=kept.entry,
        kept=kept,
        recheck=recheck,
        reasons=reasons,
        problem=problem,
        rules_changed=recheck is not None and any(one.what not in _OF_THE_ANSWER for one in recheck.differences),
        differences=[] if recheck is None else [drift.line(lang) for drift in recheck.differences],
        then_and_now=None if recheck is None else reasoned(recheck.explain(lang), lang),
        erasure=ERASURE,
        told=visit.flag("told"),
        gist=as_bytes(kept.entry.to_dict()["outcome"]).decode(),
    )


async def file(visit: Visit) -> Response:
    """``/audit/entry/file``: an entry, or its receipt, as JSON."""
    kept = await _kept(visit)
    what = visit.query.get("what")
    if what == "receipt" and kept.receipt is None:
        raise NotHere(
            "这一条没有完整的凭据：有事实没有留下，或者它不是结果。",
            english="The entry has no whole receipt: facts are not kept, or it is no answer.",
            argument="number",
        )
    value = kept.receipt if what == "receipt" else kept.entry.to_dict()
    name = f"{'receipt' if what == 'receipt' else 'entry'}-{kept.entry.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_bytes(value), headers=headers, media_type="application/json")


# -- forgetting -------------------------------------------------------------------------------------------------------


async def confirm(visit: Visit) -> Response:
    """``GET /audit/erase``: which facts would be destroyed, and what is lost with them; nothing is yet."""
    kept, edition = await _kept(visit), visit.edition()
    facts = [name for name in dict.fromkeys(visit.all("fact")) if name in kept.entry.facts]
    if not facts:
        return visit.to("/audit/entry", number=kept.entry.number)
    return visit.page(
        "auditing/erase.html.j2",
        title=visit.t("抹去事实", "Erase facts"),
        say=Words(visit, edition),
        entry=kept.entry,
        facts=facts,
        whole=kept.receipt is not None,
    )


async def erase(visit: Visit) -> Response:
    """``POST /audit/erase``: the facts are destroyed, once it was confirmed that this is for good."""
    form = await visit.form()
    number = number_of(visit)
    facts = list(dict.fromkeys(form.all("fact")))
    if form.get("sure") != "on":
        return visit.to("/audit/erase", [("number", number), *(("fact", fact) for fact in facts)])
    await erased(visit.parts, visit.caller, number, facts)
    return visit.to("/audit/entry", number=number, told=True)
