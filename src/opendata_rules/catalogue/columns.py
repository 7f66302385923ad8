"""Which column means what, by a reviewed table of names; where a name is not enough, by its values."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..vocabulary.facts import Fact, FactType, Vocabulary, vocabulary
from .characters import plain, simplified
from .tables import table
from .text import line

#: What a profile says of a column: a canonical meaning, or the fact it states.
Meaning = str | Fact

#: Meanings of which all columns are compared row by row, those of revised names too.
_COMPARED = ("declared", "sharing", "cadence")
#: Longest name in the beginning of a profile; what is longer is no name, and would fill the message.
_LONGEST_SHOWN = 200
#: What is in the name of a column that may be the name of the dataset.
_LIKE_TITLES = ("名", "标题", "题目", "title", "name")
#: Remarks that forms add to the name of a column: what to fill in, and how.
_REMARK = re.compile(
    r"(?<=.)[（【〔\[](?=[^（）【】〔〕\[\]]*(?:[必选]填|填写|填报|选择|必选|可选|[二两三四五六七八九]选一|单选|多选|下拉|是/否|填是或否|格式|不超过|以内"
    r"|字以|限\d|一致|规范|全称|中文|参照|参见|按照|详见|精确到|年月日|yyyy|YYYY))[^（）【】〔〕\[\]]*[）】〕\]]$"
)
#: What forms put before and behind a name: 1.数据集名称, 开放属性（不予开放/有条件开放/无条件开放）.
_NUMBER = re.compile(
    r"^(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])[.．、）](?=\D)|[（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）]|[\u2460-\u2473])"
)
_CHOICE = re.compile(
    r"(?<=.)(?:（(?:[^（）]*[/／、|或；;][^（）]*|(?:请?填写?|如|例如|例|格式|示例)[:：]?[^（）]*)）|[:：][^:：]*[/／、|或；;][^:：]*"
    r"|(?:(?:不予|有条件|无条件)(?:开放|共享)类?[/／、|或,，；;]?){2,})$"
)
#: What tells one statement of a thing from another: 开放属性（修改后）, 原开放属性, 部门建议开放属性, 开放属性.1.
_REVISION = (
    r"(?:(?:原|现|新|旧|拟定?|初定|初步|修改|修正|修订|调整|变更|更改|更新|更正|审核|审定|审查|审批|核定|核准|校核|复核|认定|确认|最终|最新|建议|申报|申请"
    r"|上报|填报|自评|本次|上次|上年|去年|今年|本年|\d{4}年?度?|部门|单位|处室|科室|法制|保密|专家|平台|系统|目录)[前后时的]?(?:意见|结果|版|稿|值)?)"
)
_BEFORE = re.compile(rf"^{_REVISION}{{1,3}}的?")
_BEHIND = re.compile(rf"(?:（{_REVISION}{{1,3}}）|[-_—（]?{_REVISION}{{1,3}}）?|[-_.]?\d{{1,2}}|（\d{{1,2}}）)$")
#: What stands around a name: 开放属性：, *开放属性, 是否涉及个人隐私？
_AROUND = ":：*＊?？。"
#: The same in English behind a Chinese name, or before it; not what makes another thing of it, 开放属性code.
_ENGLISH = re.compile(r"(?P<native>[^a-z]*[\u4e00-\u9fff]）?)[/／|（—-]?(?P<english>[a-z][a-z'’&./-]{3,})）?")
_ENGLISH_FIRST = re.compile(r"(?P<english>[a-z][a-z'’&./-]{3,}?)[/／|（—-]?(?P<native>[\u4e00-\u9fff][^a-z]*?)）?")
_ANOTHER = re.compile("code|english|number|type|count|url|link|uuid|desc|note|remark|reason|basis")
#: Names that are remembered are no longer.
_LONGEST = 64
#: Behind every column that the table has.
_LAST = sys.maxsize
#: Behind the name of a column that has the name of another one.
_REPEATED = re.compile(r"（第 \d+ [列次]）$")


def folded(name: str) -> str:
    """A column name without what forms vary: spaces, colons, asterisks, case, width of brackets, （必填）, simplified
    characters or not, and without what nobody sees.
    """
    return _remembered(name) if len(name) <= _LONGEST else _folded(name)


def _folded(name: str) -> str:
    bare = simplified("".join(line(plain(name)).split())).replace("(", "（").replace(")", "）").strip(_AROUND)
    name = _NUMBER.sub("", bare).strip(_AROUND)
    while (shorter := _CHOICE.sub("", _REMARK.sub("", name)).strip(_AROUND)) != name:
        name = shorter
    return name.casefold()


#: Whether a cell may be the name of a column is asked of many cells.
_remembered = functools.lru_cache(maxsize=4096)(_folded)


def repeated(name: str, where: str) -> str:
    """What a column is called that has the name of another one, such as ``开放属性（第 4 列）``.

    Args:
        name: the name of both.
        where: which one it is, such as ``4 列``.
    """
    return f"{name}（第 {where}）"


def own_name(column: str) -> str:
    """The name of a column as the file has it, see :func:`repeated`."""
    return _REPEATED.sub("", column)


@functools.cache
def _meanings() -> dict[str, tuple[str, str]]:
    """Folded name to meaning and how sure it is (``named``, ``generic`` or ``by_values``), the best name first."""
    found: dict[str, tuple[str, str]] = {}
    for meaning, entry in table("columns").items():
        for how in ("named", "generic", "by_values"):
            found |= {folded(name): (meaning, how) for name in entry.get(how, ())}
    return found


@functools.cache
def _ranks() -> dict[str, int]:
    """Folded names by their place in the table."""
    return {name: rank for rank, name in enumerate(_meanings(), 1)}


@functools.cache
def _facts() -> dict[str, Fact]:
    facts = vocabulary().facts.values()
    # Forms ask: 是否涉及个人隐私. The question means what the label does, and its answer must not be passed over.
    asked = {folded(f"是否{fact.label}"): fact for fact in facts if fact.type is FactType.BOOL}
    return asked | {folded(fact.id): fact for fact in facts} | {folded(fact.label): fact for fact in facts}


def label(meaning: str) -> str:
    """Chinese name of a canonical meaning."""
    return str(table("columns")[meaning]["label"])


@functools.cache
def labels() -> dict[str, str]:
    """Canonical meanings by their Chinese names."""
    return {str(entry["label"]): meaning for meaning, entry in table("columns").items()}


def known_labels() -> tuple[str, ...]:
    """Chinese names of the meanings that a check uses, under which their columns are known anywhere."""
    return tuple(word for word, meaning in labels().items() if meaning != "ignored")


@functools.lru_cache(maxsize=4096)
def _in_chinese(name: str) -> str:
    """A folded name without the same in English beside it: 数据集名称datasetname. What is known so stays as it is."""
    if name in _meanings() or name in _facts():
        return name
    match = _ENGLISH.fullmatch(name) or _ENGLISH_FIRST.fullmatch(name)
    if match is None or _ANOTHER.search(match["english"]):
        return name
    own = (
        match["native"]
        if match["native"].count("（") == match["native"].count("）")
        else match["native"].rstrip("（）")
    )
    return own if own in _meanings() or own in _facts() or _revised(own) else name


@functools.lru_cache(maxsize=4096)
def _revised(name: str) -> Meaning | None:
    """What a name means but for what tells one statement from another, of what is compared row by row; else nothing.

    Args:
        name: a folded name that is not in the table.
    """
    shorter = _BEHIND.sub("", name)
    for core in (shorter, _BEFORE.sub("", name), _BEFORE.sub("", shorter)):
        meaning, how = _meanings().get(core, ("", ""))
        if core != name and meaning in _COMPARED and how == "named":
            return meaning
        if core != name and core in _facts():
            return _facts()[core]
    return None


def is_revised(column: str) -> bool:
    """Whether a column states once more what a column of the table does: 开放属性（修改后）."""
    name = folded(own_name(column))
    return name not in _meanings() and _revised(name) is not None


def local_facts(spoken: Vocabulary) -> dict[str, Fact]:
    """The facts of a place that are its own, or have values of its own, by label and by id, as a profile names columns.

    A name that the table has for something else stays with the table.
    """
    facts = [fact for fact in spoken.facts.values() if vocabulary().facts.get(fact.id) != fact]
    return {name: fact for fact in facts for name in (fact.id, fact.label) if folded(name) not in _meanings()}


def meaning_of(word: str, local: Mapping[str, Fact] | None = None) -> Meaning | None:
    """What a profile means by a word: the Chinese name of a meaning, or a fact's label or id.

    Args:
        word: the word.
        local: the facts of the place, see :func:`local_facts`.
    """
    return labels().get(word) or (local or {}).get(word) or _facts().get(folded(word))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file mean.

    Attributes:
        meaning: canonical meaning to the columns that have it, those that a profile names first and in its order, then
            in order of the table; columns of one name in order of the file.
        doubtful: columns that may state an attribute, to be judged by their values, by the meaning they would have.
        facts: column to the fact of the vocabulary it states.
        unknown: columns that were not recognised.
        generic: whether the only column that could be a title has a name that any table may have.
    """

    meaning: Mapping[str, tuple[str, ...]]
    doubtful: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Fact]
    unknown: tuple[str, ...]
    generic: bool

    @property
    def recognised(self) -> int:
        """How many columns were recognised."""
        return sum(map(len, (*self.meaning.values(), *self.doubtful.values(), self.facts)))

    @property
    def is_catalogue(self) -> bool:
        """Whether these are the columns of a catalogue of datasets.

        Any table may have a column 名称. It is a catalogue's where another column says what only catalogues say.
        """
        if "title" not in self.meaning:
            return False
        telling = self.doubtful or {"declared", "sharing", "cadence"} & set(self.meaning)
        return not self.generic or bool(telling) or {"department", "updated"} <= set(self.meaning)


def recognise(
    columns: Iterable[str], profile: Mapping[str, Meaning] | None = None, last: Iterable[str] = ()
) -> Columns:
    """Give every column its meaning.

    Args:
        columns: column names of the file.
        profile: meaning by column name, from a profile; it goes before the table.
        last: columns that come after all others of their meaning.
    """
    told = {folded(name): meaning for name, meaning in (profile or {}).items()}
    places = {name: place - len(told) for place, name in enumerate(told)}
    behind = {folded(name): place for place, name in enumerate(last, len(_ranks()) + 1)}
    meaning: dict[str, list[str]] = {}
    doubtful: dict[str, list[str]] = {}
    facts: dict[str, Fact] = {}
    unknown: list[str] = []
    generic = True
    for column in columns:
        name = folded(column)
        if name not in told:
            name = _in_chinese(folded(own_name(column)))
        known, how = _meanings().get(name, ("", ""))
        found: Meaning | None = known or _facts().get(name)
        if name in told:
            found, how = told[name], "profile"
        if isinstance(found, Fact):
            facts[column] = found
        elif not found:
            unknown.append(column)
        elif how == "by_values":
            doubtful.setdefault(found, []).append(column)
        else:
            meaning.setdefault(found, []).append(column)
            generic = generic and (found != "title" or how == "generic")

    for column in unknown[:]:
        # Beside the column itself: alone, 原开放属性 does not say what the attribute is.
        again = _revised(_in_chinese(folded(own_name(column))))
        if isinstance(again, Fact):
            if again in facts.values():
                facts[column] = again
                unknown.remove(column)
        elif again in meaning:
            (meaning if again == "cadence" else doubtful).setdefault(again, []).append(column)
            unknown.remove(column)

    def rank(column: str) -> int:
        name = folded(column) if folded(column) in told else _in_chinese(folded(own_name(column)))
        return behind[name] if name in behind else places[name] if name in places else _ranks().get(name, _LAST)

    ranked = {m: tuple(sorted(names, key=rank)) for m, names in meaning.items()}
    unsure = {m: tuple(names) for m, names in doubtful.items()}
    return Columns(ranked, unsure, facts, tuple(unknown), generic)


def example(columns: Iterable[str], profile: Mapping[str, Meaning] | None = None) -> str:
    """The beginning of a profile for the columns of a file: what is known, and a place to fill in for what is not.

    Nothing is proposed by its spelling: a guess pasted unread would count as if somebody knew it. Columns that may be
    the name of the dataset come first.

    Args:
        columns: their names.
        profile: what a profile says already.
    """
    names = [name for name in dict.fromkeys(columns) if len(name) <= _LONGEST_SHOWN]
    found = recognise(names, profile)
    known = {column: label(meaning) for meaning, group in found.meaning.items() for column in group}
    known |= {column: fact.label for column, fact in found.facts.items()}
    titles = found.meaning.get("title", ())

    def rank(column: str) -> int:
        if titles:
            return column not in titles
        return column in known or not any(word in column.casefold() for word in _LIKE_TITLES)

    lines = ["列:  # 把“请填”改为意思；不用的写 不参与检查"]
    lines += [f"  {quoted(column)}: {known.get(column, '请填')}" for column in sorted(names, key=rank)]
    return "\n".join(lines)


def quoted(text: str) -> str:
    """A text as a quoted YAML scalar; a JSON string is one."""
    return json.dumps(line(text), ensure_ascii=False)
