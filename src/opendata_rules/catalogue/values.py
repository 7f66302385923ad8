"""What the cells mean: opening attributes, update cadences, dates, yes and no. Unreviewed spellings mean nothing."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..vocabulary.facts import FactType, FactValue, vocabulary
from ..vocabulary.terms import SCHEME_TERMS, Attribute, Scheme
from .characters import odd_note, plain, simplified
from .profile import Profile
from .schemes import OTHER, VERBS
from .tables import table
from .text import line, listed, shortened

#: Longest text that many rows have.
_SHORT = 32
_QUOTES = "“”‘’\"'`「」《》"
#: What ends a sentence, and says nothing behind a word.
_STOPS = "。；;，,、"


def clean(text: str) -> str:
    """A cell without spaces, enclosing quotation marks and what nobody sees, in simplified characters."""
    return _remembered(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    word = simplified("".join(line(plain(text)).split()))
    # A mark without its other one is what is left of a cell that was split.
    return word if word.count('"') % 2 else word.rstrip(_STOPS).strip(_QUOTES)


_remembered = functools.lru_cache(maxsize=4096)(_clean)


# -- codes ---------------------------------------------------------------------------------------------------------

_CODE = re.compile(r"(\d+)(?:\.0+)?", re.ASCII)


def _code(text: str) -> str:
    """A cell as a profile names codes: ``1.0``, which programs make of the number 1, is 1."""
    code = plain(text).strip()
    match = _CODE.fullmatch(code)
    return match[1] if match is not None else code


# -- opening attributes --------------------------------------------------------------------------------------------


@functools.cache
def attribute_words(scheme: str) -> dict[str, Attribute]:
    """Attributes of a scheme by the spellings that are sure of them."""
    return {word: Attribute(name) for name, words in table("values")["declared"][scheme].items() for word in words}


@functools.cache
def _bare_words() -> dict[str, Attribute]:
    return {word: Attribute(name) for name, words in table("values")["bare"].items() for word in words}


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared attribute as far as it was understood.

    Attributes:
        attribute: the attribute, ``None`` where it was not recognised.
        note: why not, in Chinese; empty where it was.
        telling: whether the cell is such as the column of the opening attribute has, understood or not.
        code: whether a profile could explain it.
    """

    attribute: Attribute | None
    note: str = ""
    telling: bool = False
    code: bool = False


def speaks_of_other(text: str, scheme: Scheme) -> bool:
    """Whether a cell is a word of the scheme that is not asked about."""
    word = clean(text)
    return word not in attribute_words(scheme) and word in attribute_words(OTHER[scheme])


#: Boxes of a form with what stands behind each, ticked or not: ☑无条件开放 ☐有条件开放 ☐不予开放.
_BOX = re.compile("([☑✓✔√■●☐□○])([^☑✓✔√■●☐□○☒×✗✘]+)")
_EMPTY_BOXES = "☐□○"


def _ticked(word: str, scheme: Scheme) -> str:
    """The one attribute that is ticked among those of a form; the text itself where that is not certain."""
    boxes = _BOX.findall(word)
    told = [name.strip("、,，;；/") for mark, name in boxes if mark not in _EMPTY_BOXES]
    names = {name.strip("、,，;；/") for _, name in boxes}
    if len(boxes) < 2 or "".join(map("".join, boxes)) != word or len(told) != 1 or len(names) != len(boxes):
        return word
    return told[0] if names <= set(attribute_words(scheme)) else word


#: A code with its name in one cell: 1-无条件开放, 【1】无条件开放, 无条件开放(1).
_WITH_CODE = re.compile(
    r"[（(【\[]?(?P<code>\d{1,3})[】\])）]?[-.、:：|/]?(?P<name>[\u4e00-\u9fff]+)"
    r"|(?P<before>[\u4e00-\u9fff]+)[-:：|/（(【\[](?P<behind>\d{1,3})[】\])）]?"
)


def _without_code(word: str, codes: Mapping[str, Attribute], scheme: Scheme) -> str:
    """The name of an attribute that stands beside its code; the text itself where a profile has another name for it."""
    match = _WITH_CODE.fullmatch(word)
    if match is None:
        return word
    name, code = match["name"] or match["before"], match["code"] or match["behind"]
    attribute = attribute_words(scheme).get(name)
    return name if attribute is not None and codes.get(code, attribute) is attribute else word


def declared(text: str, profile: Profile, scheme: Scheme = Scheme.OPENING, *, among_other: bool = False) -> Declared:
    """Understand a cell that should state the attribute.

    Args:
        text: the cell.
        profile: what the platform's codes mean.
        scheme: whether it should be that of opening or of sharing.
        among_other: whether words of the other scheme stand in the same column, so that 无条件 may be one of them.
    """
    codes = profile.declared if scheme is Scheme.OPENING else profile.sharing
    found = codes.get(plain(text).strip(), codes.get(_code(text)))
    if found is not None:
        return Declared(found, telling=True)
    word = clean(text)
    if word not in attribute_words(scheme):
        word = _without_code(_ticked(word, scheme), codes, scheme)
    if word in attribute_words(scheme):
        return Declared(attribute_words(scheme)[word], telling=True)
    attribute, verb, other = SCHEME_TERMS[scheme], VERBS[scheme], VERBS[OTHER[scheme]]
    if not word:
        return Declared(None, f"没有填{attribute}")
    if word in _bare_words():
        if not among_other:
            return Declared(_bare_words()[word], telling=True)
        return Declared(None, f"“{word}”没有写明是{verb}还是{other}，同一列里还有说{other}的", telling=True, code=True)
    if speaks_of_other(text, scheme):
        return Declared(None, f"“{word}”说的是{other}，不是{verb}", telling=True)
    if _CODE.fullmatch(word):
        note = f"编码 {word} 的含义因平台而异，请改写成名称，或者用平台说明写明"
        return Declared(None, note, telling=True, code=True)
    if word.casefold() in table("values")["vague"]:
        return Declared(None, f"“{word}”没有说明是不予{verb}、有条件{verb}还是无条件{verb}", code=True)
    return Declared(None, f"“{shortened(word)}”{odd_note(word)}不是{attribute}", code=True)


# -- update cadences -----------------------------------------------------------------------------------------------

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_DIGIT = r"(?:\d{1,3}|[一二两三四五六七八九十])"
_NUMBER = rf"(?P<number>{_DIGIT})"
#: Not 月 alone, nor 日 without 每: 6月 is June, 6日 a day of the month.
_UNIT = r"(?P<unit>天|周|星期|个月|个?季度|半年|半个?月|年)"
_ONCE = r"(?:(?:更新)?(?:一|1)次|/次|/(?:一|1)次)"
#: 每两年, 每15天, 两年一次, 3年/次, 半年一次, 1次/年: arithmetic, not a guess.
_COUNTED = (
    re.compile(rf"每{_NUMBER}(?:{_UNIT}|(?P<day>日))(?:更新)?(?:一次|1次)?"),
    re.compile(rf"{_NUMBER}{_UNIT}{_ONCE}?"),
    re.compile(rf"每?(?P<unit>半年|半个?月){_ONCE}"),
    re.compile(rf"每(?P<unit>天|日|周|星期|月|季度?|年){_ONCE}"),
    re.compile(rf"(?:每|一|1)(?:个(?=月|季))?(?P<unit>天|日|周|星期|月|季度?|半年|年)(?:更新)?(?P<times>{_DIGIT})次"),
    re.compile(rf"(?P<times>{_DIGIT})次/(?:每|一|1)?(?P<unit>天|日|周|星期|月|季度?|半年|年)"),
)
#: R/P1M, every month; P1Y is written too.
_DURATION = re.compile(
    r"(?:R\d{0,3}/)?P(?=.)(?:(\d{1,3}(?:\.\d+)?)Y)?(?:(\d{1,3}(?:\.\d+)?)M)?(?:(\d{1,3}(?:\.\d+)?)W)?"
    r"(?:(\d{1,3}(?:\.\d+)?)D)?(T[\dHMS.]{2,20})?",
    re.ASCII,
)
#: In days or months.
_COUNTED_UNITS = (
    {"天": (1, "days"), "日": (1, "days"), "周": (7, "days"), "星期": (7, "days"), "月": (1, "months")}
    | {"个月": (1, "months")}
    | dict.fromkeys(("季", "季度", "个季度"), (3, "months"))
    | {"半年": (6, "months"), "年": (12, "months")}
)


@dataclass(frozen=True, slots=True)
class Cadence:
    """An update cadence as far as it was understood.

    Attributes:
        facts: what it states, as (fact, value); empty where the vocabulary has no value for it.
        note: why it states nothing, in Chinese; empty where it does.
        known: whether the spelling was understood.
    """

    facts: tuple[tuple[str, FactValue], ...]
    note: str = ""
    known: bool = True


def cadence(text: str, profile: Profile) -> Cadence:
    """Understand a cell that should state how often a dataset is updated."""
    code = plain(text).strip()
    word = clean(profile.cadence.get(code, profile.cadence.get(_code(text), text)))
    if not word:
        return Cadence((), "没有填更新频率", known=False)
    facts = cadence_facts(word)
    if facts:
        return Cadence(facts)
    if facts is not None:
        return Cadence((), f"更新频率“{shortened(word)}”不是规定里有的一种")
    if _CODE.fullmatch(word):
        return Cadence((), f"更新频率的编码 {word} 含义因平台而异，请改写成名称，或者用平台说明写明", known=False)
    return Cadence((), f"不认识更新频率“{shortened(word)}”{odd_note(word)}", known=False)


@functools.cache
def _cadence_words() -> dict[str, tuple[tuple[str, FactValue], ...]]:
    """What the reviewed spellings state."""
    fact = str(table("columns")["cadence"]["fact"])
    reviewed = table("values")
    found = {word: ((fact, value),) for value, words in reviewed["cadence"].items() for word in words}
    found |= {word: tuple(facts.items()) for word, facts in reviewed["cadence_states"].items()}
    return found | dict.fromkeys(reviewed["no_value"], ())


@functools.lru_cache(maxsize=1000)
def cadence_facts(word: str) -> tuple[tuple[str, FactValue], ...] | None:
    """What a spelling states; nothing where the vocabulary has no value for it, ``None`` where it is not understood."""
    found = _cadence_words().get(word.casefold())
    if found is not None:
        return found
    if word.startswith("http"):
        return _cadence_of_term(word)
    duration = _DURATION.fullmatch(word)
    if duration is not None:
        return _cadence_of_duration(duration)
    for form in _COUNTED:
        match = form.fullmatch(word)
        if match is not None:
            return _counted_words(match.groupdict())
    return _cadence_words().get(word.casefold().removesuffix("更新"))


def _counted_words(groups: Mapping[str, str | None]) -> tuple[tuple[str, FactValue], ...] | None:
    """What counted words state: how many units, or how many times in a unit."""
    count, times = (_DIGITS.get(text) or int(text) for text in (groups.get(n) or "1" for n in ("number", "times")))
    if not count or not times:
        return None
    length, unit = _COUNTED_UNITS.get(groups["unit"] or groups["day"] or "", (0, ""))
    # 一年两次 does not say that six months lie between.
    return _counted(count * length, unit) if unit and times == 1 else ()


def _cadence_of_term(word: str) -> tuple[tuple[str, FactValue], ...] | None:
    """What a term of a vocabulary for frequencies states: the European Union's, or Dublin Core's."""
    address = word.replace("https://", "http://", 1)
    for begin, terms in table("values")["cadence_terms"].items():
        if address.startswith(begin):
            value = terms.get(address.removeprefix(begin).casefold())
            return None if value is None else _value(value)
    return None


def _cadence_of_duration(duration: re.Match[str]) -> tuple[tuple[str, FactValue], ...] | None:
    """What a repeating duration of ISO 8601 states (R/P1M); nothing with parts of a unit, or months and days."""
    years, months, weeks, days, rest = duration.groups()
    if not any(duration.groups()):
        return None
    numbers = [number for number in (years, months, weeks, days) if number]
    if rest or any(not number.isdecimal() for number in numbers) or ((years or months) and (weeks or days)):
        return ()
    number, unit = int(years or 0) * 12 + int(months or 0), "months"
    if not number:
        number, unit = int(weeks or 0) * 7 + int(days or 0), "days"
    return _counted(number, unit) if number else None


def _value(name: str) -> tuple[tuple[str, FactValue], ...]:
    """A frequency of the vocabulary, if it has one of that name."""
    return ((str(table("columns")["cadence"]["fact"]), name),) if name else ()


def _counted(number: int, unit: str) -> tuple[tuple[str, FactValue], ...]:
    """What a number of days or months states, where the vocabulary has a value for just that."""
    lengths = table("values")["counted"]
    value = lengths[unit].get(number)
    if value is None and unit == "months" and number > max(lengths[unit]):
        value = lengths["longer"]
    return () if value is None else _value(str(value))


#: Longest answer.
_LONGEST_ANSWER = 8


# -- yes and no ----------------------------------------------------------------------------------------------------


def yes_no(text: str, profile: Profile) -> bool | str | None:
    """A cell that should say yes or no; ``None`` for unknown, the text itself where it says neither."""
    for code in (plain(text).strip(), _code(text)):
        if code in profile.yes_no:
            return profile.yes_no[code]
    word = clean(text).casefold()
    if not word or word in table("values")["unknown_words"]:
        return None
    if word in table("values")["yes_words"]:
        return True
    return False if word in table("values")["no_words"] else text


#: How a column begins that asks the contrary, and what says so of it; 无 is rather that there is nothing to tell.
_CONTRARY, _NO = re.compile("(?:是否)?(?:不|非|无|未|没有)"), frozenset({"否", "假", "false", "no", "n", "×", "✗", "✘"})


def is_answer(column: str, cell: str | dt.date) -> bool:
    """Whether a cell answers the question of its column with yes, or the contrary one with no, or says how secret
    something is.
    """
    if not isinstance(cell, str) or not 0 < len(cell) <= _LONGEST_ANSWER:
        return False
    word = clean(cell).casefold()
    if word in _NO:
        return _CONTRARY.match(clean(column)) is not None
    return word in table("values")["yes_words"] or word in table("values")["secret_words"]


# -- columns that may state the attribute ------------------------------------------------------------------------------

#: Texts of a column that are told apart, and how many of them are shown.
_TEXTS, _SHOWN = 10_000, 3


class Doubtful:
    """A column that may state the attribute: what its cells say of that."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.filled = 0
        self.telling = 0
        self._texts: dict[str, bool] = {}

    def add(self, text: str, profile: Profile, count: int = 1) -> None:
        """Look at a cell, or at several of the same text."""
        if not text.strip():
            return
        self.filled += count
        telling = self._texts.get(text)
        if telling is None:
            telling = declared(text, profile, self._scheme).telling
            if len(self._texts) < _TEXTS:
                self._texts[text] = telling
        self.telling += telling * count

    def said(self) -> str:
        """What it says instead, in Chinese."""
        if not self._texts:
            return "是空的"
        texts = list(self._texts)
        shown = listed([f"“{shortened(text, 12)}”" for text in texts[:_SHOWN]] + texts[_SHOWN:], _SHOWN)
        return f"写的是{shown}{'以上' if len(texts) == _TEXTS else ''}"


def in_words(name: str, value: FactValue) -> str:
    """What a cadence states: the term of the frequency, or another fact with its name."""
    fact = vocabulary().facts[name]
    return fact.term(value) if fact.type is FactType.ENUM else f"{fact.label}：{fact.term(value)}"
