"""The passages that an answer cites, found in its JSON; and the passages that somebody else says it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
_TITLED = re.compile("《([^《》]{1,200})》(?:（[^（）]{1,60}）)?(.*)", re.DOTALL)


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


def passage_of(said: object, instruments: Iterable[Standing]) -> Passage:
    """A passage as somebody cites it.

    Args:
        said: ``{"instrument": …, "ref": …}``, ``"《…》第十二条第（四）项"`` or ``"id 12(四)"``.
        instruments: those that may be named, by id or title.

    Raises:
        BadArgument: it is none of these, or names an instrument that does not bear on the place.
    """
    if isinstance(said, dict) and set(said) <= _CITATION | {"as"} and isinstance(said.get("instrument"), str):
        name, place = said["instrument"].strip("《》"), said.get("ref", "")
    elif isinstance(said, str) and (titled := _TITLED.fullmatch(said.strip())) is not None:
        name, place = titled[1], titled[2]
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
    found = next((one.id for one in instruments if name in (one.id, one.title)), None)
    if found is None:
        raise _NoInstrument(name, [word for one in instruments for word in (one.id, one.title)])
    ref = nearest_ref(place) if isinstance(place, str) else None
    if place == "":
        return Passage(found, Ref())
    if ref is None:
        raise BadArgument(
            f"“{quoted(place)}”不是条款的写法；可以写 12(四)、18(3) 或者第十八条第三款。",
            english=f"{quoted(place)} is no place in an instrument; write 12(四), 18(3) or 第十八条第三款.",
            argument="cites",
        )
    return Passage(found, Ref.parse(ref))


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
