"""New files of rules to start from: a version, an instrument, a place, the holiday notice of a year.

Nothing is made up: what only the law or a notice can say is left for the person who has it before them, and is told by
the lint until it is there. No file is overwritten.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..diagnostics.diagnostic import Diagnostic, broken
from ..diagnostics.wording import nearest
from ..errors import BadArgument, BadOutput
from ..norms.instruments import Instrument
from ..norms.pack import Pack
from ..packs import written
from ..packs.files import ARTICLES, INSTRUMENT, read_head
from ..packs.shelf import Shelf
from ..quoting import quoted
from ..reading.document import Document, read_bytes, refusal
from ..reading.folders import CALENDAR, PLACES, RULES, is_id
from ..reading.validation import validate
from .regulation_texts.articles import RegulationText
from .regulation_texts.reading import read_text

_WEEKDAYS = "一二三四五六日"
_PLAIN = re.compile(r"[^\W\d_][\w（）〔〕《》、．·-]*")
#: What stands where only the notice itself can say.
_TO_COME = "待填"


@dataclass(frozen=True)
class Made:
    """Files that were written, and what to do next.

    Attributes:
        paths: the files.
        notes: what to know and to do, in Chinese, line by line.
    """

    paths: tuple[Path, ...]
    notes: tuple[str, ...]


def new_version(
    shelf: Shelf,
    old: str,
    on: dt.date,
    *,
    name: str | None = None,
    number: str | None = None,
    issued: dt.date | None = None,
    text: Path | None = None,
) -> Made:
    """Begin a later version of an instrument.

    Args:
        shelf: the packs among which it is.
        old: id of the instrument that is amended.
        on: from which day the version is in force.
        name: id of the version; made of the old one and the year by default.
        number: number of the document that amends it.
        issued: day of that document.
        text: file with the new text; articles that differ from the old ones by their fingerprints are entered as
            waiting (待处理), those that only have another number as renumbered.

    Raises:
        BadPack: there is no such instrument, or it has errors.
        BadArgument: another version amends it already, a day cannot be, or the text cannot be read.
        BadOutput: the files are there already, or cannot be written.
    """
    pack = shelf.pack(old)
    later = next((newer for newer, before in shelf.amended.items() if before == old), None)
    if later is not None:
        told = f"“{old}”已经由“{later}”修订；再修订的，写 opendata-rules new version {later}。"
        raise _refused("old", told, f"{later} amends it")
    _check_days(pack.instrument, on, issued)
    name = _new_id(shelf, name or f"{re.sub(r'-?(19|20)[0-9]{2}$', '', old)}-{on.year}")
    lines = [f"# 《{pack.instrument.title}》修订以后的版本；没有写到的，都沿用 {old}。", f"修订自: {old}"]
    lines += [f"文号: {_scalar(number)}"] if number else []
    lines += [f"成文日期: {issued}"] if issued is not None else []
    lines += [f"施行日期: {on}"]
    rows: list[str] = []
    notes = [
        f"改动的规则，用原来的编号整条写在 {RULES}/{name}/ 的 rules.yaml、duties.yaml、deadlines.yaml 中；"
        "不再有的，把编号写入 instrument.yaml 的“废止”。",
        *_places_to_edit(shelf, old, name),
    ]
    if text is not None:
        compared = _compared(pack, _text(text))
        lines += compared.lines
        rows = compared.rows
        notes = [*compared.notes, *notes]
    files = {INSTRUMENT: lines} | ({ARTICLES: ["条文表:", *rows]} if rows else {})
    return Made(_write(shelf.root, RULES, name, files), tuple(notes))


def new_instrument(
    shelf: Shelf,
    name: str,
    *,
    title: str,
    authority: str,
    rank: str,
    on: dt.date | None = None,
    number: str | None = None,
    text: Path | None = None,
) -> Made:
    """Begin an instrument: its head, and with a text its table of articles, every row waiting (待处理).

    Args:
        shelf: the packs among which it will be.
        name: its id.
        title: its full title, without 《》.
        authority: the body that made it.
        rank: its rank, in the words of the pack files.
        on: from which day it is in force, if that is known.
        number: number of the document.
        text: file with its text.

    Raises:
        BadArgument: the id or one of the others is not as it must be, or the text cannot be read.
        BadOutput: the files are there already, or cannot be written.
    """
    name = _new_id(shelf, name)
    lines = [f"标题: {_scalar(title)}"]
    lines += [f"文号: {_scalar(number)}"] if number else []
    lines += [f"制定机关: {_scalar(authority)}", f"效力层级: {_scalar(rank)}"]
    lines += [f"施行日期: {on}"] if on is not None else []
    lines += ["收录: 未收录          # 写了规则以后，改为已收录或者部分收录，并写“来源”"]
    _checked(
        lines, lambda document: read_head(document)[1], {"标题": "title", "制定机关": "authority", "效力层级": "rank"}
    )
    files = {INSTRUMENT: lines}
    notes = [
        f"把 {name} 写进它约束的地方（{PLACES}/）的“文件”中，近的在前。",
        "写规则以前，先看条文表：逐条写规则，再把“待处理”改为编码到什么程度。",
    ]
    if text is not None:
        found = _text(text)
        rows = [f'  - {{条文: "{key}", 状态: 待处理, 指纹: {found.fingerprint(key)}}}' for key in found.articles]
        files[ARTICLES] = [f"条数: {len(rows)}", "条文表:", *rows]
        notes.insert(0, f"条文表登记了 {len(rows)} 条，都是待处理。")
        if found.missing:
            notes.insert(1, f"条号不连续，没有找到：{'、'.join(found.missing)}；请核对正文文件。")
    return Made(_write(shelf.root, RULES, name, files), tuple(notes))


def new_place(
    shelf: Shelf,
    name: str,
    *,
    title: str,
    code: str,
    level: str,
    department: str,
    parent: str | None = None,
    instruments: Iterable[str] = (),
) -> Made:
    """Begin a place.

    Args:
        shelf: the packs among which it will be.
        name: its id.
        title: its full Chinese name.
        code: six-digit division code.
        level: its level, in the words of the pack files.
        department: its big-data department.
        parent: id or Chinese name of the place above; a province has none.
        instruments: ids of the instruments that bind it, nearest first.

    Raises:
        UnknownJurisdiction: there is no such place above.
        BadArgument: one of them is not as it must be, or is that of another place.
        BadOutput: the file is there already, or cannot be written.
    """
    if not is_id(name) or name != name.lower():
        raise _refused("name", f"“{quoted(name)}”不能作编号：用英文小写字母、数字和短横线，例如 ceshi。", "no such id")
    if (level == "省级") != (parent is None):
        raise _refused("parent", "市级、县级要用 --parent 写明上级，省级没有上级。", "all but provinces have a parent")
    above = None if parent is None else shelf.jurisdiction(parent)
    for place in shelf.jurisdictions.values():
        for argument, own in (("title", title), ("code", code)):
            if own in (place.name, place.code, *place.other_names):
                raise _refused(argument, f"“{quoted(own)}”已经是{place.name}（{place.id}）的。", f"it is {place.id}'s")
    named, known = list(instruments), shelf.instrument_ids()
    for one in named:
        if one not in known:
            near = nearest(one, known)
            told = f"没有编号为“{quoted(one)}”的文件。" + (f"是不是：{'、'.join(near)}？" if near else "")
            raise BadArgument(told, english=f"no instrument {quoted(one)}", argument="instruments", nearest=near)
    lines = [f"名称: {_scalar(title)}", f'代码: "{code}"', f"级别: {_scalar(level)}"]
    lines += [f"上级: {above.id}"] if above is not None else []
    lines += [f"主管部门: {_scalar(department)}", f"文件: [{', '.join(named)}]"]
    arguments = {"名称": "title", "代码": "code", "级别": "level", "主管部门": "department"}
    _checked(lines, lambda document: validate(document, written.JurisdictionModel)[1], arguments)
    paths = _write(shelf.root, PLACES, "", {f"{name}.yaml": lines})
    return Made(paths, tuple(_chain(shelf, title, above.id if above is not None else None)))


def _chain(shelf: Shelf, title: str, above: str | None) -> Iterator[str]:
    """The places above, and their instruments: the law that binds the place beside its own."""
    names, law = [title], []
    while above is not None:
        place = shelf.jurisdiction(above)
        names.append(f"{place.name}（{place.id}）")
        for one in place.instruments:
            law.append(f"  {place.name}：《{shelf.pack(one).instrument.title}》（{one}）")
        above = place.parent
    yield f"上级：{' → '.join(names)}"
    if law:
        yield "一并适用的上级文件："
        yield from law
    else:
        yield "没有一并适用的上级文件。"


def new_notice(shelf: Shelf, year: int) -> Made:
    """Begin the holiday notice of a year: its statutory days. What the notice arranges is left for it to say.

    Args:
        shelf: the packs with the calendar.
        year: the year.

    Raises:
        BadArgument: the year is not the next to be filed, or there are no statutory days for it.
        BadOutput: the file is there already, or cannot be written.
    """
    from ..working_days import base
    from ..working_days.folder import notice_files, read_sources
    from ..working_days.statutes import statute_for

    folder = shelf.root / RULES / CALENDAR
    sources, problems = read_sources(folder, f"{RULES}/{CALENDAR}")
    if sources is None:
        first = next(problem for problem in problems if broken([problem]))
        raise _refused("year", f"先改好 {first.path} 第 {first.line} 行：{first.message}。", "the calendar has errors")
    last = max((int(path.stem) for path in notice_files(folder)), default=year - 1)
    if not last < year <= last + 1:
        raise _refused("year", f"已经有到 {last} 年的通知，下一个是 {last + 1} 年的。", f"the next year is {last + 1}")
    statute = statute_for(year, sources.statutes)
    lines = [
        f"# 国务院办公厅公布 {year} 年的放假安排以后，对照通知填写：",
        "# “放假”写全部放假的日子，“上班”写调休上班的周六、周日。",
        f"# 现在的“放假”只是{statute}规定的法定节假日；调休怎样安排，公布以前不知道，不要猜。",
        f"# 成文日期、文号、网址还是“{_TO_COME}”的，检查会指出，也不能使用。",
        f"年份: {year}",
        f"标题: 国务院办公厅关于{year}年部分节假日安排的通知",
        f"文号: {_TO_COME}",
        f"成文日期: {_TO_COME}",
        f"网址: {_TO_COME}",
        "安排:",
    ]
    owed = statute.days(year, base.festival_dates(year))
    for festival, days in sorted(owed.items(), key=lambda item: min(item[1])):
        told = "、".join(f"{day.month}月{day.day}日周{_WEEKDAYS[day.weekday()]}" for day in sorted(days))
        span = f"{min(days)} 至 {max(days)}" if len(days) > 1 else f"{min(days)}"
        lines += [f"  - 节日: [{festival}]", f"    放假: [{span}]   # 法定：{told}"]
    paths = _write(shelf.root, RULES, CALENDAR, {f"{year}.yaml": lines})
    notes = (
        f"{year} 年的法定节假日共 {sum(map(len, owed.values()))} 天，已经填好。",
        "放假的起止和调休上班的日子，等通知公布以后照着填。",
        "填好以前，请不要交出这个文件：期限会因为它不完整而不能计算。",
    )
    return Made(paths, notes)


def _check_days(old: Instrument, on: dt.date, issued: dt.date | None) -> None:
    """Refuse a version that the lint would refuse for its days."""
    begun, ends = old.effective or old.effective_by, old.expires
    if begun is not None and on <= begun and not old.draft:
        raise _refused("on", f"施行日期 {on} 不晚于“{old.id}”的施行日期 {begun}。", f"{on} is not after {begun}")
    if ends is not None and ends < on - dt.timedelta(days=1) and not old.draft:
        told = f"“{old.id}”有效期至 {ends}，到 {on} 早已失效；失效以后重新制定的，用 opendata-rules new instrument。"
        raise _refused("on", told, f"{old.id} ended on {ends}")
    if issued is not None and issued > on:
        raise _refused("issued", f"成文日期 {issued} 晚于施行日期 {on}。", f"{issued} is after {on}")


# -- texts ------------------------------------------------------------------------------------------------------------


@dataclass
class _Compared:
    """A table of articles beside a new text."""

    lines: list[str]
    rows: list[str]
    notes: list[str]


def _compared(pack: Pack, text: RegulationText) -> _Compared:
    old = {row.ref: row.fingerprint for row in pack.articles if row.fingerprint is not None}
    new = {key: text.fingerprint(key) for key in text.articles}
    same = {key for key, mark in old.items() if new.get(key) == mark}
    places = {mark: key for key, mark in new.items() if key not in same}
    moved = {key: places[mark] for key, mark in old.items() if key not in same and mark in places}
    taken = same | set(moved.values())
    changed = [key for key in new if key not in taken]
    gone = [key for key in old if key not in same and key not in moved and (key not in new or key in taken)]
    lines = []
    if gone:
        lines.append(f"废止: [{', '.join(_article(key) for key in gone)}]")
    if moved:
        pairs = ", ".join(f"{_article(key)}: {_article(to)}" for key, to in moved.items())
        lines.append(f"条文改号: {{{pairs}}}")
    rows = [f"  - {{条文: {_article(key)}, 状态: 待处理, 指纹: {new[key]}}}" for key in changed]
    resting = {row.ref: row.rules for row in pack.articles}
    notes = [f"对照新的正文：{len(same)} 条没有改动，{len(moved)} 条只改了条号，{len(changed)} 条待处理。"]
    for key in changed:
        # Where the old article of that number moved or is gone, none of the rules rests on the new one.
        if key not in resting or key in moved or key in gone:
            notes.append(f"第 {key} 条是旧的正文没有的，或者改动了又改了条号；还没有规则依据它。")
        elif resting.get(key):
            notes.append(f"第 {key} 条要复核的规则：{'、'.join(resting[key])}。")
    notes += [f"第 {key} 条没有了；依据它的规则要废止或者重写：{'、'.join(resting[key]) or '（无）'}。" for key in gone]
    return _Compared(lines, rows, notes)


def _article(key: str) -> str:
    return f'"{key}"'


def _text(path: Path) -> RegulationText:
    try:
        return read_text(path)
    except OSError as error:
        raise _refused("text", f"正文文件读不出来：{refusal(error)}。", "the text cannot be read") from error
    except ValueError as error:
        raise _refused("text", f"正文文件读不出来：{error}。", "the text cannot be read") from error


# -- files ------------------------------------------------------------------------------------------------------------


def _new_id(shelf: Shelf, name: str) -> str:
    if not is_id(name) or name != name.lower() or name == CALENDAR:
        told = f"“{quoted(name)}”不能作编号：用英文小写字母、数字和短横线，例如 ceshi-measures-2026。"
        raise _refused("name", told, "no such id")
    if name in shelf.instrument_ids():
        raise _refused("name", f"已经有编号为“{name}”的文件，请用 --id 另写一个。", f"{name} is there already")
    return name


def _places_to_edit(shelf: Shelf, old: str, name: str) -> Iterator[str]:
    for place in shelf.jurisdictions.values():
        if old in place.instruments:
            yield f"在 {PLACES}/{place.id}.yaml 的“文件”中，把 {old} 改成 {name}。"


def _scalar(text: str) -> str:
    """A text as it is written in the file: plain where that is safe, else in quotation marks."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return text
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10_000).strip()


def _checked(
    lines: Iterable[str], problems: Callable[[Document], Iterable[Diagnostic]], arguments: Mapping[str, str]
) -> None:
    """Refuse what the reader would refuse, by the argument that it came from."""
    text = "\n".join(lines) + "\n"
    document = read_bytes(text.encode("utf-8", "replace"), "新文件")
    for problem in problems(document):
        if broken([problem]):
            raise _told(problem, text, arguments)


def _told(problem: Diagnostic, text: str, arguments: Mapping[str, str]) -> BadArgument:
    word = text.splitlines()[problem.line - 1].partition(":")[0]
    said = f"{word}：{problem.message}。{problem.help}"
    return BadArgument(said, english=f"{problem.code} at {word}", argument=arguments.get(word, "name"))


def _write(root: Path, kind: str, name: str, files: Mapping[str, Iterable[str]]) -> tuple[Path, ...]:
    folder = root / kind / name if name else root / kind
    paths = {folder / file: "\n".join(lines) + "\n" for file, lines in files.items()}
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there:
        shown = there[0].relative_to(root).as_posix()
        raise BadOutput(f"已经有 {shown}，不会覆盖它。", english=f"{shown} is there already", argument="name")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in paths.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise BadOutput(f"写不进 {kind}/{name}：{refusal(error)}。", english="it cannot be written") from error
    return tuple(paths)


def _refused(argument: str, chinese: str, english: str) -> BadArgument:
    return BadArgument(chinese, english=english, argument=argument)
