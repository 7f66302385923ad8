"""The first page: entries found again, the newest first; files of them."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from starlette.responses import Response

from ....asking.questions import day
from ....errors import Error
from ....ledgers.checkpoints import Checkpoint
from ....ledgers.entries import LedgerEntry
from ...books import Ledger
from ...inspecting import TEXTS, export, of_ledger, texts_wanted
from ..visit import Visit
from .words import CHINA, Words

#: Entries on a page.
_PAGE = 50
#: Verdicts that are offered; any other may be written.
_VERDICTS = (
    "closed",
    "conditional",
    "open",
    "undetermined",
    "human_review",
    "allowed",
    "forbidden",
    "compliant",
    "noncompliant",
    "overdue",
)


async def page(visit: Visit) -> Response:
    """``/audit``: the entries that were looked for, the newest first."""
    title = visit.t("审计", "Audit")
    if visit.parts.audit is None:
        return visit.page("auditing/none.html.j2", title=title)
    edition, error = visit.edition(), None
    found: list[LedgerEntry] = []
    size, more = await of_ledger(visit.parts, visit.caller, len), False
    try:
        wanted = asked(visit)
        before = _number(visit.query.get("before", ""))

        def look(book: Ledger) -> list[LedgerEntry]:
            return list(islice(book.find(**wanted, before=before), _PAGE + 1))

        found = await of_ledger(visit.parts, visit.caller, look)
        more = len(found) > _PAGE
    except Error as problem:
        error = problem
    today = dt.datetime.now(CHINA).date()
    yesterday = today - dt.timedelta(1)
    return visit.page(
        "auditing/find.html.j2",
        status=200 if error is None else 422,
        title=title,
        say=Words(visit, edition),
        found=found[:_PAGE],
        size=size,
        more=found[_PAGE - 1].number if more else None,
        error=error,
        given={name: visit.query[name] for name in (*TEXTS, "since", "until") if visit.query.get(name)},
        verdicts=_VERDICTS,
        today_there=today,
        days=(
            (visit.t("今天", "Today"), today, today),
            (visit.t("昨天", "Yesterday"), yesterday, yesterday),
            (visit.t("七天内", "Seven days"), today - dt.timedelta(6), today),
        ),
    )


def asked(visit: Visit) -> dict[str, object]:
    """What entries are looked for; days begin and end at midnight in China.

    Raises:
        BadArgument: a day is none, or a text is too long.
    """
    found = texts_wanted({name: text.strip() for name, text in visit.query.items() if text.strip()})
    for name in ("since", "until"):
        if visit.query.get(name):
            first = day(visit.query[name], name)
            # The end of a day is the beginning of the next, which the last day that there is has not.
            ends = first + dt.timedelta(1) if name == "until" and first < dt.date.max else first
            found[name] = dt.datetime.combine(max(ends, _FIRST), dt.time(), CHINA)
    return found


#: In UTC the first day of all would be none.
_FIRST = dt.date(1, 1, 2)


def _number(text: str) -> int:
    """The number that stands in an address; where none does, one that is greater than all."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 2**53


async def file(visit: Visit) -> Response:
    """``/audit/file``: the entries that were looked for, or all of the ledger, as a file."""
    form = visit.query.get("form", "")
    sent = await export(visit.parts, visit.caller, form, asked(visit))
    name = "ledger.jsonl" if form == "jsonl" else "entries.jsonl" if form == "entries" else f"ledger.{form}"
    sent.headers["content-disposition"] = f'attachment; filename="{name}"'
    return sent


async def checkpoint(visit: Visit) -> Response:
    """``/audit/checkpoint``: a checkpoint of now, to be kept elsewhere."""

    def make(book: Ledger) -> Checkpoint:
        made: Checkpoint = book.checkpoint()
        return made

    found = await of_ledger(visit.parts, visit.caller, make, apart=True)
    headers = {"Content-Disposition": f'attachment; filename="checkpoint-{found.size}.txt"'}
    return Response(str(found), headers=headers, media_type="text/plain; charset=utf-8")
