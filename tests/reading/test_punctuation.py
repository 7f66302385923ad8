"""Slips of the hand in real packs: what an input method or a tired finger does to structure is reported where it is.

What is structure is asked of PyYAML's scanner, which knows nothing of the one under test.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.diagnostics.kind import Severity
from opendata_rules.reading.document import read_bytes
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.keywords import KEYWORDS

from ..laws import ROOT

PACKS = sorted([*ROOT.glob("rules/*/*.yaml"), *ROOT.glob("jurisdictions/*.yaml")])
#: Characters after which no more of a file is needed.
LONG = 8_000
#: Structural characters, and what is typed for them.
WIDE = {
    ":": "：",
    ",": "，",
    "-": "－",
    "[": "［【",
    "]": "］】",
    "{": "｛「",
    "}": "｝」",
    '"': "“”＂",
    "'": "‘’＇",
    "#": "＃",
}
#: Positions of each kind that are tried in each file; all of them take minutes, and hypothesis tries others.
TRIED = 3


@dataclass(frozen=True)
class Place:
    """A structural character of a file."""

    path: Path
    index: int
    char: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}:{self.line}:{self.column} {self.char}"


@functools.cache
def text_of(path: Path) -> str:
    """What is written in a file; of a long one, its beginning up to a new item."""
    text = path.read_text(encoding="utf-8")
    end = text.find("\n  - ", LONG)
    return text if end < 0 else text[: end + 1]


@functools.cache
def structure(path: Path) -> tuple[Place, ...]:
    """Every structural character of a file: PyYAML's tokens, and the comments between them."""
    text = text_of(path)
    lines = text.split("\n")

    def place(mark: yaml.Mark) -> Place:
        return Place(path, mark.index, text[mark.index], mark.line + 1, mark.column + 1)

    def places() -> Iterator[Place]:
        taken: set[int] = set()
        for token in yaml.scan(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            start, end = token.start_mark, token.end_mark
            taken.update(range(start.index, end.index))
            if isinstance(token, yaml.ScalarToken):
                if token.style in ("'", '"'):
                    yield place(start)
                    last = yaml.Mark("", end.index - 1, end.line, end.column - 1, "", 0)
                    yield place(last)
            elif text[start.index : start.index + 1] in WIDE:
                yield place(start)
        index = 0
        for number, line in enumerate(lines, 1):
            for column, char in enumerate(line, 1):
                at = index + column - 1
                if char == "#" and at not in taken and (column == 1 or line[column - 2] == " "):
                    yield Place(path, at, "#", number, column)
                    break
            index += len(line) + 1

    return tuple(sorted(set(places()), key=lambda found: found.index))


def samples(char: str) -> list[Place]:
    """Some structural characters of every file, spread over it."""
    found = []
    for path in PACKS:
        here = [place for place in structure(path) if place.char == char]
        found += here[:: max(1, len(here) // TRIED)][:TRIED]
    return found


def told(place: Place, text: str) -> list[tuple[str, int, int]]:
    """Errors of reading: code, line, column."""
    found = read_bytes(text.encode(), place.path.name).diagnostics
    return [(problem.code, problem.line, problem.column) for problem in found if problem.severity is Severity.ERROR]


def with_instead(place: Place, written: str, length: int = 1) -> str:
    text = text_of(place.path)
    return text[: place.index] + written + text[place.index + length :]


@pytest.mark.parametrize("char", WIDE)
def test_a_full_width_mark_in_place_of_structure_is_reported_where_it_stands(char: str) -> None:
    for place in samples(char):
        for wide in WIDE[char]:
            found = told(place, with_instead(place, wide))
            assert ("full_width_punctuation", place.line, place.column) in found, f"{place} {wide} {found}"


@pytest.mark.parametrize("char", [":", "-"])
def test_a_missing_space_behind_structure_is_reported_on_its_line(char: str) -> None:
    for place in samples(char):
        if text_of(place.path)[place.index + 1] == " ":
            found = told(place, with_instead(place, char, length=2))
            assert ("missing_space", place.line) in {where[:2] for where in found}, f"{place} {found}"


@pytest.mark.parametrize("char", [":", "-", ","])
def test_an_ideographic_space_behind_structure_is_reported_where_it_stands(char: str) -> None:
    for place in samples(char):
        if text_of(place.path)[place.index + 1] == " ":
            found = told(place, with_instead(place, char + "\u3000", length=2))
            assert ("ideographic_space", place.line, place.column + 1) in found, f"{place} {found}"


@pytest.mark.parametrize("blank", ["\u3000", "\xa0", "\u2003", "\t"])
def test_indentation_with_anything_but_spaces_is_reported(blank: str) -> None:
    code = "tab_indentation" if blank == "\t" else "ideographic_space"
    for path in PACKS:
        lines = text_of(path).split("\n")
        indented = [number for number, line in enumerate(lines, 1) if line.startswith("  ")]
        for number in indented[:: max(1, len(indented) // TRIED)][:TRIED]:
            line = lines[number - 1]
            lead = len(line) - len(line.lstrip(" "))
            changed = "\n".join([*lines[: number - 1], blank * (lead // 2) + line[lead:], *lines[number:]])
            found = told(Place(path, 0, "", number, 1), changed)
            assert (code, number, 1) in found, f"{path} {number} {found}"


#: The one key of a mapping, which is no word of ours: its line might be prose, and only the profile knows better.
LONE = ("government-resources.yaml", "  是否向社会开放")


@settings(deadline=None)
@given(data=st.data())
def test_no_full_width_mark_is_ever_taken_silently(data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(PACKS).flatmap(lambda path: st.sampled_from(structure(path))))
    wide = data.draw(st.sampled_from(WIDE[place.char]))
    assume((place.path.name, text_of(place.path)[: place.index].rpartition("\n")[2]) != LONE)
    assert ("full_width_punctuation", place.line, place.column) in told(place, with_instead(place, wide))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("说明:\n  open_type：只有编码 1 的意思（无条件开放）有出处\n  openType: 别的编码没有公布\n", 2, 12),
        ("列:\n  资源中文名：数据集名称\n  开放级别: 开放属性\n", 2, 8),
        ("列:\n  # 平台的叫法\n  资源中文名：数据集名称\n\n  # 下一列\n  开放级别: 开放属性\n", 3, 8),
        ("列:\n  资源中文名：数据集名称\n  开放级别：开放属性\n  更新: 更新频率\n", 2, 8),
        ("列:\n  资源中文名：数据集名称\n  开放级别：开放属性\n  更新: 更新频率\n", 3, 7),
        ("键:\n  - 甲方：一\n    乙方: 二\n", 2, 7),
        ("键:\n  甲方：\n    - 一\n  乙方: 二\n", 2, 5),
        ("说明:\n  base.accessLevel：有出处\n  其他: 没有\n", 2, 19),
        ("说明:\n  accessLevel：是美国的分类，推不出来\n", 2, 14),
    ],
)
def test_the_first_key_of_a_mapping_is_known_by_those_below_it(text: str, line: int, column: int) -> None:
    found = [(one.code, one.line, one.column) for one in read_bytes(text.encode(), "平台.yaml").diagnostics]
    assert ("full_width_punctuation", line, column) in found
    assert not [one for one in found if one[0] != "full_width_punctuation"]


@pytest.mark.parametrize(
    "text",
    [
        "说明:\n  这里说明：冒号，逗号\n",
        "说明:\n  第一：冒号\n  第二：逗号\n",
        "说明:\n  第一：冒号\n来源: 正式文本\n",
        "各项:\n  - 第一：冒号\n  - 第二：逗号\n",
        "各项:\n  - 第一：冒号\n    接着写\n  - 键: 值\n",
    ],
)
def test_prose_on_lines_of_its_own_may_have_full_width_colons(text: str) -> None:
    assert not read_bytes(text.encode(), "平台.yaml").diagnostics


@settings(deadline=None)
@given(data=st.data())
def test_several_slips_are_all_reported_at_once(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PACKS))
    colons = [place for place in structure(path) if place.char == ":"]
    slips = data.draw(st.lists(st.sampled_from(colons), min_size=1, max_size=15, unique=True))
    text = list(text_of(path))
    for place in slips:
        text[place.index] = "："
    found = told(slips[0], "".join(text))
    assert {("full_width_punctuation", place.line, place.column) for place in slips} <= set(found)


# -- words ------------------------------------------------------------------------------------------------------------

KEYS = {word for word, _ in KEYWORDS.values()}
LABELS = {fact.label for fact in vocabulary().facts.values()}
OTHER = "甲乙丙丁戊己庚辛壬癸"


@functools.cache
def keys_of(path: Path) -> tuple[Place, ...]:
    """Every keyword and every fact that is a key of a file."""
    text = text_of(path)
    found = []
    tokens = list(yaml.scan(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    for before, token in itertools.pairwise(tokens):
        # Other keys are ids of requirements, which only running the cases can tell to be wrong.
        if isinstance(before, yaml.KeyToken) and isinstance(token, yaml.ScalarToken) and token.value in KEYS | LABELS:
            mark = token.start_mark
            found.append(Place(path, mark.index, token.value, mark.line + 1, mark.column + 1))
    return tuple(found)


def linted(place: Place, text: str, folder: Path) -> list[tuple[str, int]]:
    """Errors of one file on its own: code and line."""
    file = folder / place.path.name
    file.write_text(text, encoding="utf-8")
    return [(p.code, p.line) for p in odr.lint(file) if p.severity is Severity.ERROR]


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_misspelt_keyword_or_fact_is_reported_on_its_line(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    place = data.draw(st.sampled_from(PACKS).flatmap(lambda path: st.sampled_from(keys_of(path))))
    word = place.char
    at = data.draw(st.integers(0, len(word) - 1))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + data.draw(st.sampled_from(OTHER)) + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            ]
        ).filter(lambda wrong: wrong not in KEYS | LABELS and wrong.strip() != "")
    )
    found = linted(place, with_instead(place, wrong, length=len(word)), folder)
    assert place.line in {line for _, line in found}, f"{place} {wrong} {found}"
