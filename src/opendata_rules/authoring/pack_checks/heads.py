"""The head of an instrument beside itself, its files and its places: its title, number, authority, rank and dates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...norms.instruments import Instrument, Jurisdiction
from ...packs.files import CASES, DUTY_CASES, FILES
from ...reading.document import refusal
from ...reading.folders import is_file
from ...vocabulary.ranks import ranks
from ..in_files import InFiles

#: 泰数字〔2025〕8号, and 青岛市人民政府令第299号.
_FILED = re.compile(r"[\u4e00-\u9fff]{1,20}〔(?P<year>[12][0-9]{3})〕[1-9][0-9]{0,4}号")
_ORDERED = re.compile(r"(?P<maker>[\u4e00-\u9fff]{2,40})令第[1-9][0-9]{0,3}号")
_ANNOUNCED = re.compile(r"[\u4e00-\u9fff]{2,40}公告[\u4e00-\u9fff（）()〔〕0-9]*第?[0-9〇零一二三四五六七八九十百]+号")
_MENTION = re.compile(r"令第([0-9]+)号|〔([12][0-9]{3})〕([0-9]+)号")
#: Remarks behind a title: （试行）, （公开征求意见稿）.
_REMARK = re.compile(r"（[^（）]*）$")
#: What follows the title in the first comment of a file.
_BEHIND = re.compile("：|。|，|的[^的]{0,6}用例")
#: Most of a first line that is read, in bytes.
_LONGEST_LINE = 600
#: How alike two names are that are one name, mistyped.
_ALIKE = 0.8


def problems_of_head(one: Instrument, files: InFiles) -> Iterator[Diagnostic]:
    """What the head of an instrument says that cannot all be so."""
    yield from _number(one, files)
    rank = ranks().get(one.rank)
    if rank is None:
        return
    # A later version may have the number of what amends it, of whatever rank.
    number = one.number if one.amends is None else None
    ordered = number is not None and "令" in number
    if rank.bodies and not one.authority.endswith(rank.bodies):
        said = f"由{'、'.join(rank.bodies)}制定"
        yield files.of_head("rank_not_so", "rank", rank=one.rank, said=said, found=f"制定机关是“{one.authority}”")
    elif rank.by_order == "应当" and number is not None and not ordered:
        said = "以令公布，文号是“某某令第几号”"
        yield files.of_head("rank_not_so", "rank", rank=one.rank, said=said, found=f"文号是“{one.number}”")
    elif rank.by_order == "不是" and ordered:
        yield files.of_head("rank_not_so", "rank", rank=one.rank, said="不以令公布", found=f"文号是“{one.number}”")
    title = _REMARK.sub("", one.title)
    if title.endswith("条例") and rank.name != "地方性法规":
        yield files.of_head("rank_not_so", "rank", rank=one.rank, said="不称条例", found=f"标题是“{one.title}”")


def _number(one: Instrument, files: InFiles) -> Iterator[Diagnostic]:
    if one.number is None or one.amends is not None:
        return
    filed, ordered = _FILED.fullmatch(one.number), _ORDERED.fullmatch(one.number)
    if ordered is not None:
        if ordered["maker"] != one.authority:
            yield files.of_head("order_of_another", "number", body=ordered["maker"], authority=one.authority)
    elif filed is not None:
        year = int(filed["year"])
        first = one.issued or one.effective or one.effective_by
        # A year may pass between a number and the day on which it takes effect.
        if first is not None and not first.year - 1 <= year <= first.year:
            yield files.of_head("number_of_another_year", "number", year=year, day=first)
    elif _ANNOUNCED.fullmatch(one.number) is None:
        yield files.of_head("bad_number", "number", number=one.number)


def problems_beside_places(
    one: Instrument, bound: Sequence[Jurisdiction], places: Mapping[str, Jurisdiction], files: InFiles
) -> Iterator[Diagnostic]:
    """What the head says beside the places that name the instrument.

    Args:
        one: the instrument.
        bound: the places whose files name it.
        places: every place there is.
        files: the files of its pack.
    """
    if not bound:
        return
    rank = ranks().get(one.rank)
    if rank is not None and not any(place.level in rank.levels for place in bound):
        said, found = f"只有{'、'.join(rank.levels)}的地方才有", f"{bound[0].name}是{bound[0].level}"
        yield files.of_head("rank_not_so", "rank", rank=one.rank, said=said, found=found)
    names = [name for place in bound for name in _names(place)]
    others = {name: place for place in places.values() if place not in bound for name in _names(place)}
    for key, text in (("title", one.title), ("authority", one.authority)):
        if any(name in text for name in names):
            continue
        other = next((place for name, place in others.items() if text.startswith(name)), None)
        if other is not None and other.id in _above(bound, places):
            # A place may name what the place above it made for it.
            continue
        if other is not None or _like_a_name(text, names):
            yield files.of_head("name_of_another_place", key, text=text, name=bound[0].name, id=bound[0].id)
    known = {place.department for place in bound} | {f"{place.name}人民政府" for place in bound}
    if one.authority not in known:
        near = difflib.get_close_matches(one.authority, sorted(known), n=1, cutoff=_ALIKE)
        if near and abs(len(near[0]) - len(one.authority)) <= 1 and any(name in one.authority for name in names):
            yield files.of_head("name_nearly_known", "authority", text=one.authority, near=near[0])


def _above(bound: Iterable[Jurisdiction], places: Mapping[str, Jurisdiction]) -> set[str]:
    found: set[str] = set()
    for place in bound:
        parent = place.parent
        while parent is not None and parent not in found:
            found.add(parent)
            parent = places[parent].parent if parent in places else None
    return found


def _names(place: Jurisdiction) -> tuple[str, ...]:
    return tuple(dict.fromkeys((place.name, *place.other_names)))


def _like_a_name(text: str, names: Iterable[str]) -> bool:
    """Whether it begins with what is a name of the place but for one character."""
    return any(
        len(name) > 2 and sum(a != b for a, b in zip(text[: len(name)], name, strict=False)) == 1 for name in names
    )


def first_comments(folder: Path) -> dict[str, str]:
    """The comment with which each file of a pack begins, if it begins with one.

    Raises:
        OSError: one of them is gone, or may not be read.
    """
    found = {}
    for name in (*FILES, CASES, DUTY_CASES):
        if is_file(folder / name):
            with (folder / name).open("rb") as file:
                line = file.readline(_LONGEST_LINE).decode("utf-8", "ignore").removeprefix("\ufeff").strip()
            if line.startswith("#"):
                found[name] = line.lstrip("# ")
    return found


def problems_beside_files(one: Instrument, files: InFiles) -> Iterator[Diagnostic]:
    """What the comments at the head of the other files call the instrument.

    Args:
        one: the instrument.
        files: the files of the pack.
    """
    try:
        heads = first_comments(files.folder)
    except OSError as error:
        yield diagnostic("cannot_read", path=files.shown, reason=refusal(error))
        return
    called = {}
    for name, line in heads.items():
        said = _BEHIND.split(line)[0]
        called[name] = _REMARK.sub("", said) if _MENTION.search(said) else said
    near = {n: said for n, said in called.items() if difflib.SequenceMatcher(None, one.title, said).ratio() >= _ALIKE}
    wrong = {name: said for name, said in near.items() if said != one.title}
    if wrong and len(wrong) == len(near):
        name, said = next(iter(wrong.items()))
        yield files.of_head("title_nearly_known", "title", title=one.title, near=said, name=name)
    if one.number is None:
        return
    for name, line in heads.items():
        if name in near and (mention := _MENTION.search(line)) is not None and mention[0] not in one.number:
            yield files.of_head("number_nearly_known", "number", number=one.number, near=mention[0], name=name)
            return
