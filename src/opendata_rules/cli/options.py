"""Options that several commands share, and what is made of them."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from ..errors import BadArgument, BadFact, Error, UnknownFact, together
from ..quoting import quoted
from ..vocabulary.arguments import Lang as Language
from ..vocabulary.arguments import ReceiptPolicyName, SchemeName, UnlistedName
from ..vocabulary.facts import Fact, Vocabulary

#: Longest path shown.
_PATH = 400
#: Beijing time, in use all over China since 1949; a fixed offset needs no time-zone data on the machine.
_CHINA = dt.timezone(dt.timedelta(hours=8))
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_ALARM = re.compile(r"([0-9]{1,3})[@＠]([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


def whole(text: str) -> int:
    """The whole number that an option says.

    Raises:
        typer.BadParameter: it is none; in the words of the framework as they were, which ``help`` translates.
    """
    # What newer versions of the framework say does not tell what was given.
    if not _WHOLE.fullmatch(text):
        raise typer.BadParameter(f"'{text}' is not a valid integer.")
    return int(text)


def native(text: str) -> Path:
    """The path as this machine's file system takes it, whatever its locale makes of Chinese.

    Raises:
        typer.BadParameter: no file can be called so.
    """
    if "\0" in text:
        raise typer.BadParameter(f"文件名里不能有空字符：“{quoted(text)}”。")
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return Path(os.fsdecode(text.encode("utf-8", "surrogateescape")))
    return Path(text)


def shown(path: Path) -> str:
    """A path for a reader."""
    text = os.fsencode(path).decode("utf-8", "replace") if max(str(path), default="") >= "\udc80" else str(path)
    return quoted(text, _PATH)


Place = Annotated[str, typer.Option("-j", "--jurisdiction", metavar="地方", help="地方：taian、泰安或者泰安市。")]
Places = Annotated[list[str], typer.Argument(metavar="地方", help="可以写几个；地方@日期 指那一天的法律。")]
On = Annotated[str | None, typer.Option("--on", metavar="日期", help="按哪一天的法律，例如 2026-03-10；不写为今天。")]
Drafts = Annotated[bool, typer.Option("--drafts", help="把草案当作已经施行。")]
Strict = Annotated[bool, typer.Option("--strict", help="有同样近的规定没有（完整）收录的，一律答“未定”。")]
FactsFile = Annotated[
    str | None, typer.Option("--facts", metavar="文件", help="事实文件，YAML 或者 JSON；写 - 从标准输入读。")
]
FactOption = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="名称=值", help="一个事实，可以写多次；名称用中文名或者编号。"),
]
Unlisted = Annotated[
    str,
    typer.Option(
        "--unlisted",
        metavar="false|unknown",
        help="没有列出的是非类事实当作“否”（false），还是未知（unknown，不写时如此）。",
    ),
]
Receipt = Annotated[
    str,
    typer.Option(
        "--receipt",
        metavar="规则",
        help="休息日收到的怎么算：当日（receipt_instant，不写时如此），还是下一个工作日（next_working_day）。",
    ),
]
Trigger = Annotated[str, typer.Option("--trigger", metavar="日期", help="期限从哪一天起算，例如收到申请的那一天。")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="说明用中文（不写时如此）还是英文。")]
Alarms = Annotated[
    list[str] | None,
    typer.Option(
        "--alarm",
        metavar="天数@时刻",
        help="日历文件里的提醒：最后一天以前几个工作日的几点，例如 1@09:00；可以写多次；写 无 不提醒。",
    ),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="文件夹",
        parser=native,
        help="不用自带的规则，用这个文件夹的（里面有 rules 和 jurisdictions）。",
    ),
]


def today(now: dt.datetime | None = None) -> dt.date:
    """The day in China."""
    return (now or dt.datetime.now(_CHINA)).astimezone(_CHINA).date()


def in_china(time: str) -> str:
    """A time of an entry of the ledger, by the clock of Beijing."""
    return dt.datetime.fromisoformat(time).astimezone(_CHINA).isoformat(timespec="seconds")


def date_of(text: str, name: str = "--on") -> dt.date:
    """A date as written on the command line.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or text != found.isoformat():
        raise typer.BadParameter(f"{name} 要写存在的日期，写成 2026-03-10 这样；得到的是“{quoted(text)}”。")
    return found


def alarms_in(options: Iterable[str] | None) -> tuple[tuple[int, dt.time], ...] | None:
    """The alarms of ``--alarm``; ``None`` where there is no such option.

    Raises:
        typer.BadParameter: one is none.
    """
    if options is None or not (given := list(options)):
        return None
    if given in (["无"], ["none"]):
        return ()
    found = []
    for text in given:
        told = _ALARM.fullmatch(text)
        if told is None:
            raise typer.BadParameter(f"--alarm 要写“工作日数@时刻”，例如 1@09:00；得到的是“{quoted(text)}”。")
        found.append((int(told[1]), dt.time(int(told[2]), int(told[3]))))
    return tuple(found)


def day_of(on: str | None) -> dt.date:
    """The day asked about; only here does the library's date default to today."""
    return today() if on is None else date_of(on)


def place_and_date(text: str) -> tuple[str, dt.date | None]:
    """Split ``地方@日期``."""
    place, found, day = text.partition("@")
    return place, date_of(day, f"“{quoted(text)}”中 @ 后面") if found else None


def facts_of(file: str | None, options: Iterable[str] | None, vocabulary: Vocabulary) -> dict[str, object]:
    """The facts of a file and of ``--fact``, together.

    An entry left empty in the file says nothing and may be answered by ``--fact``.

    Raises:
        BadFact: a file is wrong, or one fact is given two different values; all that is wrong is told at once.
        UnknownFact: a name is not in the vocabulary.
    """
    from ..reading.facts_in_words import from_option, stated, value_from_text

    problems: list[Error] = []
    written: dict[str, object] = {}
    try:
        written = stated(_read(file, vocabulary), vocabulary) if file is not None else {}
    except (BadFact, UnknownFact) as error:
        problems.append(error)
    places = {vocabulary.fact(name).id: name for name in written}
    told: dict[str, object] = {}
    for option in options or ():
        try:
            name, text = from_option(option, vocabulary)
        except (BadFact, UnknownFact) as error:
            problems.append(error)
            continue
        fact = vocabulary.fact(name)
        value = value_from_text(fact, text)
        known = fact.check(value)
        if fact.id in told and told[fact.id] != known:
            problems.append(_twice(fact, "写了两个不同的值", "has two different values in --fact"))
        told[fact.id] = known
        if fact.id in places:
            before = fact.check(written[places[fact.id]])
            if before is not None and before != known:
                problems.append(_twice(fact, "的值，与事实文件里的不同", "differs from the file of facts"))
            written[places[fact.id]] = value
        else:
            written[name] = value
            places[fact.id] = name
    if problems:
        raise together(problems)
    return written


def _twice(fact: Fact, chinese: str, english: str) -> BadFact:
    return BadFact(
        f"--fact 给“{fact.label}”{chinese}。", english=f"{fact.id} {english}.", fact=fact.id, argument="--fact"
    )


def _read(file: str, vocabulary: Vocabulary) -> dict[str, object]:
    from ..reading.document import SIZE_LIMIT
    from ..reading.facts_in_words import from_bytes, from_file

    if file != "-":
        return from_file(native(file), vocabulary)
    if sys.stdin is None:
        raise BadArgument(
            "没有标准输入，读不了事实。", english="There is no standard input to read facts from.", argument="--facts"
        )
    if sys.stdin.isatty():
        from .output import tell

        tell("从键盘读取事实，每行写“名称: 值”，写完按 Ctrl-D（Windows：Ctrl-Z 再回车）。")
    # Input that never ends is refused like a file that is too large.
    return from_bytes(sys.stdin.buffer.read(SIZE_LIMIT + 1), "标准输入", vocabulary)


def scheme_of(text: str) -> SchemeName:
    """A scheme as written; another word is left to the library to refuse."""
    return cast(SchemeName, text)


def unlisted_of(text: str) -> UnlistedName:
    """How unlisted facts are read, as written; another word is left to the library to refuse."""
    return cast(UnlistedName, text)


def receipt_of(text: str) -> ReceiptPolicyName:
    """How a trigger on a rest day is dated, as written; another word is left to the library to refuse."""
    return cast(ReceiptPolicyName, text)


def language_of(text: str) -> Language:
    """``zh`` or ``en``.

    Raises:
        typer.BadParameter: it is another.
    """
    if text in get_args(Language):
        return cast(Language, text)
    raise typer.BadParameter(f"--lang 只能写 zh 或者 en，得到的是“{quoted(text)}”。")
