"""What an answer says to whoever asked: a word, what it means, and sections of lines, each with its provision.

Nothing is decided here or in the modules that use it: every line restates a part of an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ....answers.result import Action
from ....norms.warnings import ResultWarning
from ....vocabulary.citations import Citation
from ....vocabulary.english import term_in_english
from ....vocabulary.facts import Fact, FactValue, Vocabulary
from ....vocabulary.terms import WarningCode
from ..reasons import CALLED

Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an answer says.

    Attributes:
        text: what it says.
        cite: the provisions behind it.
        kind: of its badge, as verdicts have it.
        word: its badge; empty where it has none.
        more: what belongs to it, one a line.
    """

    text: str
    cite: str = ""
    kind: str = ""
    word: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One of the outcomes there can be: ``is``, ``possible`` or ``out``."""

    text: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What an answer says.

    Attributes:
        kind: of its verdict, as verdicts have it.
        word: the verdict.
        meaning: what that warrants.
        chips: the outcomes there can be.
        sections: everything else, in the order in which it is read.
    """

    kind: str
    word: str
    meaning: str
    chips: tuple[Chip, ...] = ()
    sections: tuple[Section, ...] = field(default_factory=tuple)


def cited(citation: Citation, t: Say) -> str:
    """A provision for a reader."""
    return t(citation.text, citation.english)


def spaced(name: str) -> str:
    """What a fact is called in English."""
    return name.replace("_", " ")


def in_words(fact: Fact, value: FactValue) -> str:
    """A value of a fact in English."""
    return spaced(term_in_english(fact, value))


def telling(facts: Mapping[str, FactValue], vocabulary: Vocabulary, t: Say) -> tuple[str, ...]:
    """Facts for a reader, one by one."""
    book = vocabulary.facts
    return tuple(
        t(f"{book[name].label}：{book[name].term(value)}", f"{spaced(name)} = {in_words(book[name], value)}")
        for name, value in facts.items()
    )


def warned(warnings: Iterable[ResultWarning], t: Say) -> Section:
    """Why an answer is to be read with care."""
    lines = tuple(
        Line(
            t(one.text, one.english),
            kind="human_review",
            word=t(CALLED[str(one.code)], spaced(str(one.code))),
        )
        for one in warnings
    )
    return Section(t("使用时须留意", "Why to read with care"), lines, "warnings")


def to_do(actions: Iterable[Action], t: Say) -> Section:
    lines = tuple(
        Line(t(one.text, one.english), cited(one.citation, t), word=t(one.matter, one.matter_english))
        for one in actions
    )
    return Section(t("接着要做什么", "What must be done next"), lines, "to-do")


def wanting(open_facts: Sequence[str], vocabulary: Vocabulary, t: Say, *, held: bool = False) -> Section:
    """What nobody knows yet and an answer hangs on.

    Args:
        open_facts: ids of the facts.
        vocabulary: of the law.
        t: chooses the language.
        held: whether something must be done before any fact can settle it.
    """
    book = vocabulary.facts
    lines = tuple(
        Line(t(book[name].question, book[name].english), word=t("不知道", "not known")) for name in open_facts
    )
    note = t(
        "查清其中任何一项都可能得出结论；在“已填的事实”里点“更正”填上。",
        "Finding out any of these may settle it; correct the answer to tell it.",
    )
    if held:
        note = t(
            "先办上面“接着要做什么”里的手续；办完以前，查清这些也不能定类。",
            "What must be done next comes first: until then, finding these out settles nothing.",
        )
    return Section(t("还缺的事实", "What is missing"), lines, "missing", note)


def shown(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(one for one in sections if one.lines)


def contradictory(warnings: Iterable[ResultWarning]) -> bool:
    """Whether an answer warns that the facts contradict each other."""
    return any(one.code is WarningCode.CONTRADICTORY_FACTS for one in warnings)
