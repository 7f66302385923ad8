"""Drafts: what one changes and would do, and its way to be live, or back to whoever wrote it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from starlette.responses import Response

from ....errors import BadOutput
from ....reading.folders import RULES, is_file
from ...drafting.drafts import Draft, DraftState
from ...drafting.files import RuleFolder
from ...drafting.going_live import go_live, outdated
from ...errors import Conflict, NotAllowed
from ...problems import status_of
from ...watching import linted
from ..visit import Visit
from .difference import first_of, rows_of
from .writing import WORDS, called, effect_of, folder_of, four_eyes, tried, who_changed

_CASES = {"duties.yaml": "duty_cases.yaml", "deadlines.yaml": "duty_cases.yaml", "rules.yaml": "cases.yaml"}
_REMARK = 500


def _may_approve(visit: Visit, draft: Draft) -> bool:
    return not four_eyes(visit) or (bool(visit.caller.name) and visit.caller.name != draft.author)


async def draft(visit: Visit) -> Response:
    """A draft."""
    folder = folder_of(visit)
    found = await asyncio.to_thread(visit.parts.drafted().draft, visit.of_path("draft"))
    return await _shown(visit, folder, found)


async def _shown(visit: Visit, folder: RuleFolder, found: Draft, **more: Any) -> Response:
    values = await asyncio.to_thread(_looked_at, visit, folder, found)
    edition = visit.edition()
    given = {
        "draft": found,
        "mine": found.author == visit.caller.name,
        "four_eyes": four_eyes(visit),
        "may_approve": _may_approve(visit, found) and not values["late"] and values["unread"] is None,
        "answering": _answers(edition.copied, found),
        "problems": [],
        "error": None,
    }
    return visit.page("editing/draft.html.j2", title=found.reason, **{**given, **values, **more})


def _looked_at(visit: Visit, folder: RuleFolder, found: Draft) -> dict[str, Any]:
    files = []
    for one in found.files:
        first, _, last = one.name.rpartition("/")
        beside = f"{first}/{_CASES[last]}" if last in _CASES else ""
        known = beside and is_file(folder.root / beside)
        told = {"name": one.name, "label": called(visit, one.name), "beside": beside if known else ""}
        files.append({**told, "rows": rows_of(one.base, one.content), "line": first_of(one.base, one.content)})
    late = []
    for name in outdated(folder, found.files) if found.pending else ():
        now, drafted = folder.read(name), found.file(name)
        base = drafted.base if drafted is not None else None
        late.append({"name": name, "rows": rows_of(base, now.content), "who": who_changed(visit, folder, now)})
    return {"files": files, "late": late, "unread": found.unread() if found.state is DraftState.OPEN else None}


def _answers(copied: Any, found: Draft) -> bool:
    """Whether the rules that answer now hold what a draft wrote."""
    if copied is None or found.state is not DraftState.LIVE:
        return False
    try:
        return all((copied / one.name).read_bytes() == one.content for one in found.files)
    except OSError:
        return False


async def effect(visit: Visit) -> Response:
    """What a draft would do: a piece of its page, or a page of its own."""
    folder = folder_of(visit)
    found = await asyncio.to_thread(visit.parts.drafted().draft, visit.of_path("draft"))
    held = {one.name: one.content for one in found.files}
    touched = dict.fromkeys(one.split("/")[1] for one in held if one.startswith(f"{RULES}/"))
    cases = []
    for name in touched:
        if is_file(folder.root / RULES / name / "instrument.yaml"):
            cases.append({"instrument": name, **await tried(visit, folder, held, name)})
    told = await effect_of(visit, folder, held)
    piece = visit.request.headers.get("hx-request") == "true"
    return visit.page(
        f"editing/{'tried' if piece else 'piece'}.html.j2",
        title=visit.t("会有什么影响", "What it would change"),
        found=told,
        cases=cases,
        draft=found.id,
        words=WORDS,
        back=visit.url(f"/rules/drafts/{found.id}"),
    )


async def decide(visit: Visit) -> Response:
    """Approve a draft, return it, or withdraw one's own."""
    folder = folder_of(visit)
    form = await visit.form()
    found = await asyncio.to_thread(visit.parts.drafted().draft, visit.of_path("draft"))
    told = form.get("revision")
    if not told.isdecimal() or int(told) != found.revision or not found.pending:
        error = Conflict(
            "这份修改稿在您打开以后有变化，请看过现在的内容再办。",
            english="The draft changed since you opened it; look at it as it is now.",
            argument="draft",
        )
        return await _shown(visit, folder, found, error=error, status=409)
    match form.get("action"):
        case "approve":
            return await _approve(visit, folder, found)
        case "return":
            await _end(visit, found, DraftState.RETURNED, found.author != visit.caller.name, form.get("remark"))
        case "withdraw":
            await _end(visit, found, DraftState.TAKEN_BACK, found.author == visit.caller.name)
        case _:
            raise NotAllowed("没有这个操作。", english="There is no such action.", argument="action")
    return visit.to(f"/rules/drafts/{found.id}")


async def _end(visit: Visit, found: Draft, state: DraftState, allowed: bool, remark: str = "") -> None:
    if not allowed:
        raise NotAllowed(
            "退回的是别人的修改稿，撤回的是自己的。",
            english="Return what others wrote, withdraw what you did.",
            argument="action",
        )
    await asyncio.to_thread(
        visit.parts.drafted().decide, found.id, found.revision, state, visit.caller.name, remark[:_REMARK]
    )


async def _approve(visit: Visit, folder: RuleFolder, found: Draft) -> Response:
    """Write a draft into the rules, if they have no error with it."""
    if not _may_approve(visit, found):
        raise NotAllowed(
            "自己写的修改稿要由另一个人批准。",
            english="A draft is approved by somebody else than whoever wrote it.",
            argument="draft",
        )
    if found.state is not DraftState.OPEN:
        raise Conflict("这份修改稿已经退回。", english="The draft was returned.", argument="draft")
    state, held = visit.parts.folder(), {one.name: one.content for one in found.files}
    async with visit.parts.rehearsed().together(folder, held) as (copied, digest):
        problems = await linted(copied, digest, state)
    if problems:
        return await _shown(visit, folder, found, problems=problems, status=422)
    try:
        await asyncio.to_thread(_written, visit, folder, found, state)
    except (BadOutput, Conflict) as error:
        return await _shown(visit, folder, found, error=error, status=status_of(error))
    if visit.parts.watcher is not None:
        visit.parts.watcher.written()
    return visit.to(f"/rules/drafts/{found.id}")


def _written(visit: Visit, folder: RuleFolder, found: Draft, state: Path) -> None:
    """Write a draft into the rules. It is decided first, so that just what was looked at is written, and once."""
    drafts, by = visit.parts.drafted(), visit.caller.name
    drafts.decide(found.id, found.revision, DraftState.LIVE, by)
    try:
        commit = go_live(folder, found, by if by != found.author else "", state)
    except BaseException:
        drafts.reopen(found.id)
        raise
    drafts.became(found.id, commit)
