"""The editor: a file of the rules opened, tried, and saved as a draft; two who edit it do not overwrite each other."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from ....errors import BadArgument
from ....reading.folders import RULES, is_file
from ....vocabulary.terms import STATUS_TERMS, STRICTEST_FIRST, Scheme, attribute_term
from ...access.tokens import Scope
from ...drafting import git
from ...drafting.drafts import Draft, DraftFile, DraftState
from ...drafting.files import RuleFile, RuleFolder, checked_bytes, checked_text, text_of, written_like
from ...errors import Conflict, NotAllowed
from ...speaking import ROOT
from ..clock import moment, today
from ..visit import Form, Visit
from .difference import rows_of

#: What the files of a pack are called, in the order of the work on them.
_CALLED = {
    "rules.yaml": ("规则", "rules"),
    "duties.yaml": ("职责", "duties"),
    "deadlines.yaml": ("期限", "deadlines"),
    "cases.yaml": ("用例", "cases"),
    "duty_cases.yaml": ("职责用例", "duty cases"),
    "articles.yaml": ("条文表", "articles"),
    "instrument.yaml": ("文件", "instrument"),
    "facts.yaml": ("本地事实", "facts of its own"),
    "procedures.yaml": ("本地程序", "procedures of its own"),
    "suspicions.yaml": ("字段名提示", "suspicions"),
    "mutation.yaml": ("用例检验", "mutation"),
}
_REASON = 500


def folder_of(visit: Visit) -> RuleFolder:
    """The folder of rules that may be changed here.

    Raises:
        NotAllowed: the rules are those that come with the program.
    """
    root = visit.parts.settings.rules
    if root is None:
        raise NotAllowed(
            "这里用的是程序自带的规则，不能改；要改，请指定规则文件夹再启动：opendata-rules serve --rules 文件夹。",
            english="The rules are those shipped with the program; start the service with --rules FOLDER to edit.",
            argument="rules",
        )
    return RuleFolder(root)


def four_eyes(visit: Visit) -> bool:
    """Whether a change goes live only when another person approves it."""
    told = visit.parts.settings.four_eyes
    return visit.parts.tokens.any if told is None else told


@dataclass(slots=True)
class _Opened:
    """A file on the desk.

    Attributes:
        file: as it stands in the folder.
        text: what the editor shows.
        draft: the draft that it is opened in.
        digest: of the file that the text is made from.
        joined: whether the file changed since the draft was made and both changes are in the text; ``None`` where it
            did not change.
    """

    file: RuleFile
    text: str
    draft: Draft | None
    digest: str
    joined: bool | None = None


async def edit(visit: Visit) -> Response:
    """The editor with a file."""
    folder = folder_of(visit)
    name = visit.query.get("file", "")
    opened = await asyncio.to_thread(_open, visit, folder, name)
    if opened.joined is None:
        return await _shown(visit, folder, opened)
    content = await asyncio.to_thread(written_like, opened.file.content, opened.text)
    told = await asyncio.to_thread(_conflict, visit, folder, opened.file, content, joined=opened.joined)
    return await _shown(visit, folder, opened, conflict=told)


def _open(visit: Visit, folder: RuleFolder, name: str) -> _Opened:
    file = checked_bytes(folder.read(name))
    draft = _draft(visit, visit.query.get("draft"))
    drafted = draft.file(name) if draft is not None else None
    if drafted is None:
        return _Opened(file, file.text, draft, file.digest)
    if drafted.base != file.content:
        # Both changes together, where they can be; the digest is that of today, since whoever edits sees both.
        with tempfile.TemporaryDirectory() as room:
            sides = [_plain(one) for one in (drafted.content, drafted.base, file.content)]
            both = git.merged(sides[0], sides[1], sides[2], Path(room))
        text = text_of(both if both is not None else drafted.content)
        return _Opened(file, text, draft, file.digest, joined=both is not None)
    return _Opened(file, text_of(drafted.content), draft, file.digest)


def _plain(content: bytes | None) -> bytes:
    return text_of(content).encode()


def _draft(visit: Visit, name: str | None) -> Draft | None:
    """The draft that the visitor goes on with.

    Raises:
        NotHere: there is none of that id.
        NotAllowed: it is somebody else's.
    """
    if not name:
        return None
    found = visit.parts.drafted().draft(name)
    if found.author != visit.caller.name:
        raise NotAllowed("这是别人的修改稿。", english="This is somebody else's draft.", argument="draft")
    if not found.pending:
        raise Conflict("这份修改稿已经办完。", english="This draft has been decided.", argument="draft")
    return found


async def _shown(visit: Visit, folder: RuleFolder, opened: _Opened, **more: Any) -> Response:
    name = opened.file.name
    edition = visit.edition()
    parts = name.split("/")
    names = await asyncio.to_thread(lambda: list(folder.names(parts[1])) if parts[0] == RULES else [])
    known = parts[1] if parts[0] == RULES and parts[1] in edition.library.instrument_ids() else None
    around = await asyncio.to_thread(visit.parts.drafted().of_file, name)
    own = opened.draft.id if opened.draft is not None else ""
    line = visit.query.get("line", "")
    values = {
        "file": opened.file,
        "text": opened.text,
        "digest": opened.digest,
        "draft": opened.draft,
        "instrument": edition.library.pack(known).instrument if known else None,
        "names": [(one, called(visit, one)) for one in sorted(names, key=_order)],
        "label": called(visit, name),
        "others": [one for one in around if one.pending and one.id != own],
        "uri": f"{ROOT}/{name}",
        "line": line if line.isdecimal() else "",
        "reason": opened.draft.reason if opened.draft is not None else "",
        "four_eyes": four_eyes(visit),
        "catalogues": await asyncio.to_thread(visit.parts.shelf().all, _whose(visit)),
        "error": None,
        "conflict": None,
    }
    return visit.page(
        "editing/edit.html.j2", title=visit.t(f"修改 {name}", f"Edit {name}"), wide=True, **{**values, **more}
    )


def called(visit: Visit, name: str) -> str:
    """What a file is called, in the language of the page; empty for one that has no name of its own."""
    last = name.rpartition("/")[2]
    return visit.t(*_CALLED.get(last, ("", "")))


def _order(name: str) -> int:
    last = name.rpartition("/")[2]
    return [*_CALLED].index(last) if last in _CALLED else len(_CALLED)


async def save(visit: Visit) -> Response:
    """Keep what was written as a draft, if nobody else changed the file meanwhile."""
    folder = folder_of(visit)
    form = await visit.form()
    file = checked_bytes(await asyncio.to_thread(folder.read, form.get("file")))
    draft = await asyncio.to_thread(_draft, visit, form.get("draft"))
    text, reason = checked_text(_text(form)), form.get("reason")[:_REASON]
    content = await asyncio.to_thread(written_like, file.content, text)
    opened = _Opened(file, text_of(content), draft, file.digest)
    if form.get("digest") != file.digest:
        told = await asyncio.to_thread(_conflict, visit, folder, file, content)
        return await _shown(visit, folder, opened, conflict=told, reason=reason, status=409)
    try:
        if not reason:
            raise BadArgument("请写明为什么改。", english="Say why it is changed.", argument="reason")
        if draft is None and content == file.content:
            raise BadArgument("文件没有改动。", english="Nothing is changed.", argument="text")
        saved = await asyncio.to_thread(_kept, visit, draft, form, reason, DraftFile(file.name, file.content, content))
    except (BadArgument, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return await _shown(visit, folder, opened, error=error, reason=reason, status=status)
    return visit.to(f"/rules/drafts/{saved.id}")


def _text(form: Form) -> str:
    """The text as it was sent, with the blanks around it. A form sends a first line break that nobody wrote."""
    return next((value for name, value in reversed(form.pairs) if name == "text"), "")


def _kept(visit: Visit, draft: Draft | None, form: Form, reason: str, file: DraftFile) -> Draft:
    drafts, author = visit.parts.drafted(), visit.caller.name
    if draft is None:
        return drafts.begin(author, reason, file)
    told = form.get("revision")
    return drafts.change(draft.id, int(told) if told.isdecimal() else 0, author, reason, file)


def _conflict(visit: Visit, folder: RuleFolder, file: RuleFile, mine: bytes, *, joined: bool = False) -> dict[str, Any]:
    if joined:
        advice = visit.t(
            "两边的修改不在同一处，已经合在下面的编辑框里；上面是合好的与现在的文件的差别。看过没有问题，再存一次。",
            "The two changes do not meet and are joined in the editor; above is how that differs from the file now."
            " Look at it, and save again.",
        )
        return {"who": who_changed(visit, folder, file), "rows": rows_of(file.content, mine), "advice": advice}
    return {
        "who": who_changed(visit, folder, file),
        "rows": rows_of(file.content, mine),
        "advice": visit.t(
            "下面的编辑框里还是您的文字。上面标为删去的，是现在文件里有而您没有的；请把要留的抄进来，再存一次。",
            "Your text is still in the editor. Lines marked as removed are in the file now and not in yours; take over"
            " what should stay, and save again.",
        ),
    }


def who_changed(visit: Visit, folder: RuleFolder, file: RuleFile) -> str:
    """Who changed a file last, as far as that is known, in the language of the page."""
    for one in visit.parts.drafted().of_file(file.name):
        if one.state is DraftState.LIVE:
            whole = visit.parts.drafted().draft(one.id).file(file.name)
            if whole is not None and whole.content == file.content:
                author = one.author or visit.t("本机用户", "somebody on this machine")
                return visit.t(
                    f"{author} 的修改在 {moment(one.changed, to='minutes')} 生效：{one.reason}",
                    f"{author}, {moment(one.changed, to='minutes')}: {one.reason}",
                )
    last = git.last_commit(folder.root, file.name) if git.is_checkout(folder.root) else None
    if last is not None:
        who, when = last[0], moment(last[1], to="minutes")
        return visit.t(f"最近一次提交：{who}，{when}", f"Last commit: {who}, {when}")
    return visit.t("是在工作台以外改的。", "It was changed outside the workbench.")


def _whose(visit: Visit) -> str | None:
    """Whose catalogues the visitor sees; ``None`` for all, where nobody is told from others."""
    return None if visit.caller.scopes is None else visit.caller.name


# -- trying -----------------------------------------------------------------------------------------------------------


async def _held(visit: Visit, form: Form, folder: RuleFolder) -> dict[str, bytes]:
    """The files as they would be: those of the draft, and the one on the desk."""
    file = checked_bytes(await asyncio.to_thread(folder.read, form.get("file")))
    draft = await asyncio.to_thread(_draft, visit, form.get("draft"))
    found = {one.name: one.content for one in draft.files} if draft is not None else {}
    content = await asyncio.to_thread(written_like, file.content, checked_text(_text(form)))
    return {**found, file.name: content}


async def cases(visit: Visit) -> Response:
    """What the cases come to with the text on the desk: a piece of the editor."""
    folder = folder_of(visit)
    form = await visit.form()
    held = await _held(visit, form, folder)
    parts = form.get("file").split("/")
    if parts[0] != RULES or not is_file(folder.root / RULES / parts[1] / "instrument.yaml"):
        return visit.page("editing/cases.html.j2", total=0, failing=[], problems=[], draft="")
    told = await tried(visit, folder, held, parts[1])
    return visit.page("editing/cases.html.j2", **told, draft=form.get("draft"))


async def tried(visit: Visit, folder: RuleFolder, held: dict[str, bytes], instrument: str) -> dict[str, Any]:
    """What the cases of an instrument come to with some files, for a page."""
    texts = {name: text_of(content) for name, content in held.items()}
    found = await visit.parts.rehearsed().cases(folder.root, texts, instrument, visit.caller.seconds)
    failing = [one for one in found["results"] if one["failures"]]
    return {"total": len(found["results"]), "failing": failing, "problems": found["problems"]}


async def effect(visit: Visit) -> Response:
    """Which answers the text on the desk would change: a piece of the editor."""
    folder = folder_of(visit)
    form = await visit.form()
    held = await _held(visit, form, folder)
    found = await effect_of(visit, folder, held, form.get("catalogue"))
    return visit.page("editing/effect.html.j2", found=found, words=WORDS)


#: What an answer came to, for readers.
WORDS = {str(one): attribute_term(Scheme.OPENING, one) for one in STRICTEST_FIRST}
WORDS |= {str(one): term for one, term in STATUS_TERMS.items()}


async def effect_of(visit: Visit, folder: RuleFolder, held: dict[str, bytes], catalogue: str = "") -> dict[str, Any]:
    """What answers would change with some files: of every place, of a catalogue, of the ledger.

    Args:
        visit: who asks.
        folder: of rules.
        held: files that stand in the place of others.
        catalogue: id of one of the visitor's catalogues.

    Raises:
        NotHere: the catalogue is none of the visitor's.
    """
    edition = visit.edition()
    rehearsals, seconds = visit.parts.rehearsed(), visit.caller.seconds
    upload = await asyncio.to_thread(visit.parts.shelf().of, catalogue, _whose(visit)) if catalogue else None
    # The ledger is its auditors'.
    book = visit.parts.audit.store if visit.parts.audit is not None and visit.may(Scope.AUDIT) else None
    with visit.parts.editions.held(edition):
        async with rehearsals.together(folder, held) as (copied, _):
            return await rehearsals.effect(
                edition.copied or edition.library.root,
                copied,
                seconds,
                place=None if upload is None else upload.about.place,
                catalogue=None if upload is None else str(upload.file),
                ledger=None if book is None else str(book),
                today=today().isoformat(),
            )
