"""The passages that an answer cites, found in its JSON; and the passages that somebody else says it rests on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..norms.standing import Standing
from ..quoting import described, quoted, type_name
from ..values import Json
from ..vocabulary.citations import Ref, nearest_ref

#: Parts of an answer that cite nothing it rests on.
_ASIDE = frozenset({"receipt", "warnings", "questions", "days"})
_CITATION = frozenset({"instrument", "ref", "text"})
#: Title, what stands in brackets behind it (document number, version), place.
_TITLED = re.compile("《([^《》]{1,200})》(?:（([^（）]{1,60})）)?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that is cited.

    Attributes:
        instrument: id of the instrument.
        ref: the place in it; an unknown one where the article is not known.
        role: the part of an answer that cites it; empty for one that somebody says.
    """

    instrument: str
    ref: Ref
    role: str = ""

    def covers(self, other: Passage) -> bool:
        """Whether this is the same place, or one that the other stands in: 12 covers 12(四)."""
        mine, its = self.ref, other.ref
        return (
            self.instrument == other.instrument
            and mine.article_key == its.article_key
            and mine.paragraph in (None, its.paragraph)
            and mine.item in (None, its.item)
        )


def citations_in(told: Json, role: str = "") -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Every citation of an answer as JSON, with the part that it stands in; warnings and receipts are left aside."""
    if isinstance(told, dict):
        if told.keys() >= _CITATION:
            yield role, told
            return
        for name, value in told.items():
            if name not in _ASIDE:
                yield from citations_in(value, role or name)
    elif isinstance(told, list):
        for value in told:
            yield from citations_in(value, role)


def once(found: Iterable[tuple[str, Mapping[str, Json]]]) -> list[Json]:
    """Citations, each once, with the parts that they stand in."""
    listed: dict[tuple[Json, Json], dict[str, Json]] = {}
    for role, citation in found:
        one = listed.setdefault((citation["instrument"], citation["ref"]), {**citation, "as": []})
        roles = one["as"]
        assert isinstance(roles, list)
        if role not in roles:
            roles.append(role)
    return list(listed.values())


def passages_in(told: Json) -> tuple[Passage, ...]:
    """The passages that an answer rests on."""
    return tuple(Passage(str(one["instrument"]), Ref.parse(str(one["ref"])), role) for role, one in citations_in(told))


def versions_in(told: Json) -> dict[str, set[str]]:
    """What the citations of an answer put in brackets behind the title: by instrument, the versions."""
    found: dict[str, set[str]] = {}
    for _, one in citations_in(told):
        titled = _TITLED.fullmatch(str(one["text"]))
        if titled is not None and titled[2]:
            found.setdefault(str(one["instrument"]), set()).add(titled[2])
    return found


def passage_of(said: object, instruments: Iterable[Standing], versions: Mapping[str, Collection[str]]) -> Passage:
    """A passage as somebody cites it.

    Args:
        said: ``{"instrument": …, "ref": …}``, ``"《…》第十二条第（四）项"`` or ``"id 12(四)"``; the first may say
            the same once more, as ``text``.
        instruments: those that may be named, by id or title.
        versions: by instrument, what may stand in brackets behind its title beside its number.

    Raises:
        BadArgument: it is none of these, names an instrument that does not bear on the place, or contradicts itself.
    """
    remark: str | None = None
    if isinstance(said, dict) and set(said) <= _CITATION | {"as"} and isinstance(said.get("instrument"), str):
        name, place = said["instrument"].strip("《》"), said.get("ref", "")
    elif isinstance(said, str) and (titled := _TITLED.fullmatch(said.strip())) is not None:
        name, remark, place = titled.groups()
    elif isinstance(said, str):
        name, _, place = said.strip().partition(" ")
    else:
        raise BadArgument(
            "引用写成 {instrument, ref}，或者“《…》第十二条第（四）项”；得到的是" + described(said) + "。",
            english="A citation is {instrument, ref}, or text such as 《…》第十二条第（四）项, not "
            + type_name(said)
            + ".",
            argument="cites",
        )
    known = tuple(instruments)
    found = next((one for one in known if name in (one.id, one.title)), None)
    if found is None:
        raise _NoInstrument(name, [word for one in known for word in (one.id, one.title)])
    called = {*versions.get(found.id, ()), *([found.number] if found.number else [])}
    if remark is not None and remark not in called:
        raise _WrongCitation(
            f"《{found.title}》（{remark}）", [f"《{found.title}》（{one}）" for one in sorted(called)]
        )
    passage = Passage(found.id, _ref_of(place))
    if isinstance(said, dict) and "text" in said and passage != passage_of(said["text"], known, versions):
        raise _WrongCitation(said["text"], [f"《{found.title}》{passage.ref.chinese()}"])
    return passage


def _ref_of(place: object) -> Ref:
    ref = nearest_ref(place) if isinstance(place, str) else None
    if place == "":
        return Ref()
    if ref is None:
        raise BadArgument(
            f"“{quoted(place)}”不是条款的写法；可以写 12(四)、18(3) 或者第十八条第三款。",
            english=f"{quoted(place)} is no place in an instrument; write 12(四), 18(3) or 第十八条第三款.",
            argument="cites",
        )
    return Ref.parse(ref)


class _WrongCitation(BadArgument):
    """A citation that says of its passage what is not so: another number, another place."""

    code = "wrong_statement"

    def __init__(self, said: object, right: list[str]) -> None:
        told = "、".join(right)
        super().__init__(
            f"“{quoted(said)}”引用得不对" + (f"，应当是{told}。" if told else "：文号、版本不知道。"),
            english=f"{quoted(said)} is no right citation"
            + (f", but {told}." if told else ": its number is not known."),
            argument="cites",
            nearest=tuple(right),
        )


class _NoInstrument(BadArgument):
    """No instrument of that name bears on the place."""

    code = "no_such_instrument"

    def __init__(self, name: str, words: list[str]) -> None:
        super().__init__(
            f"在这个地方，没有收录名为“{quoted(name)}”的规定。",
            english=f"No instrument named {quoted(name)} is known to bear on this place.",
            argument="cites",
            nearest=nearest(name, words),
        )
