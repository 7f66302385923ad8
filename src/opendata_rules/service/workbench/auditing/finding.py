"""The first page: entries found again, the newest first; files of them."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from starlette.responses import Response

from ....errors import BadArgument, Error
from ....ledgers.checkpoints import Checkpoint
from ....ledgers.entries import LedgerEntry
from ....vocabulary.citations import nearest_ref
from ...books import Ledger
from ...editions import Edition
from ...inspecting import LONGEST, TEXTS, days_wanted, export, of_ledger, texts_wanted
from ...parts import aside
from ..clock import today
from ..visit import Visit
from .words import Words

#: By which instrument and passage is asked, and by which days.
_WITHIN, _DAYS = ("instrument", "article"), ("since", "until")
#: Entries on a page, and up to how many it is said how many were found.
_PAGE, _COUNTED = 50, 1000
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
    given = {name: visit.query[name] for name in (*TEXTS, *_WITHIN, *_DAYS) if visit.query.get(name)}
    found: list[LedgerEntry] = []
    hits = 0
    size, more = await of_ledger(visit.parts, visit.caller, len), False
    try:
        wanted = asked(visit)
        before = _number(visit.query.get("before", ""))

        def look(book: Ledger) -> tuple[list[LedgerEntry], int]:
            page = list(islice(book.find(**wanted, before=before), _PAGE + 1))
            return page, sum(1 for _ in islice(book.find(**wanted), _COUNTED + 1)) if wanted else len(book)

        found, hits = await of_ledger(visit.parts, visit.caller, look)
        more = len(found) > _PAGE
    except Error as problem:
        error = problem
    now = today()
    yesterday = now - dt.timedelta(1)
    return visit.page(
        "auditing/find.html.j2",
        status=200 if error is None else 422,
        title=title,
        say=Words(visit, edition),
        found=found[:_PAGE],
        size=size,
        hits=hits,
        counted=_COUNTED,
        more=found[_PAGE - 1].number if more else None,
        error=error,
        given=given,
        undated={name: text for name, text in given.items() if name not in _DAYS},
        instruments=await aside(lambda: _instruments(visit, edition), visit.caller.seconds),
        verdicts=_VERDICTS,
        days=(
            (visit.t("今天", "Today"), now, now),
            (visit.t("昨天", "Yesterday"), yesterday, yesterday),
            (visit.t("七天内", "Seven days"), now - dt.timedelta(6), now),
        ),
    )


def asked(visit: Visit) -> dict[str, object]:
    """What entries are looked for.

    Raises:
        BadArgument: a day is none, the first is later than the last, or a text is too long.
    """
    told = {name: text.strip() for name, text in visit.query.items() if text.strip()}
    for name in (*TEXTS, *_WITHIN):
        if len(told.get(name, "")) > LONGEST:
            raise BadArgument(
                f"要找的文字太长：最多 {LONGEST} 个字符。",
                english=f"What is looked for is too long: at most {LONGEST} characters.",
                argument=name,
            )
    found = texts_wanted(told)
    if "verdict" in told:
        # In English a verdict is shown with blanks in it.
        found["verdict"] = told["verdict"].replace(" ", "_")
    if "dataset" in found or "department" in found:
        found["parts"] = True
    if any(name in told for name in _WITHIN):
        found["within"] = _within(told.get("instrument", ""), told.get("article", ""))
    return found | days_wanted(told)


def _within(instrument: str, article: str) -> str:
    """Instrument and passage as the ledger names them.

    Raises:
        BadArgument: no instrument is named, or the passage cannot be read.
    """
    if not instrument:
        raise BadArgument("请选是哪个文件的条款。", english="Choose the instrument.", argument="instrument")
    passage = nearest_ref(article) if article else ""
    if passage is None:
        raise BadArgument(
            "看不懂这个条款，请写成“第十八条第四款”或者“18(4)”。",
            english="That is no article; write it as 18(4).",
            argument="article",
        )
    return f"{instrument} {passage}".rstrip()


def _instruments(visit: Visit, edition: Edition) -> list[tuple[str, str]]:
    """Every instrument by id, with its title."""
    found = [edition.library.pack(name).instrument for name in edition.library.instrument_ids()]
    return [(one.id, visit.t(one.title, one.english or one.title)) for one in found]


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
