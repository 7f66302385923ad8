"""What the HTML report shows, in which order and how far folded: the page before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...formats.pages import PRINTED
from ...vocabulary.facts import Fact
from ...vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, Attribute, Scheme
from ..results import Basis, Row
from ..schemes import in_words_of
from ..summary import Summary
from .csv import names

#: A list longer than this is folded by department.
OPEN_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Share:
    """A department's datasets in a section.

    Attributes:
        department: its name; empty where the rows of all departments stand together.
        rows: its datasets.
        printed: how many of them, the first, stand on paper too.
    """

    department: str
    rows: tuple[Row, ...]
    printed: int


@dataclass(frozen=True, slots=True)
class Group:
    """Datasets of which the same is to be said.

    Attributes:
        lead: what they have in common, as lines.
        shares: the datasets.
        total: how many they are.
    """

    lead: tuple[str, ...]
    shares: tuple[Share, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        anchor: its id.
        heading: its heading.
        about: what it is about.
        layout: ``full`` (a table with the reasons of each dataset), ``brief`` (the reasons stand above), ``suspected``,
            ``updates``, ``untimed`` (updates without a last day).
        groups: the datasets.
        total: how many they are.
        left: how many of them are not listed.
    """

    anchor: str
    heading: str
    about: str
    layout: str
    groups: tuple[Group, ...]
    total: int
    left: int

    @property
    def printed(self) -> int:
        """Datasets that stand on paper."""
        return sum(share.printed for group in self.groups for share in group.shares)


_SECTIONS: tuple[tuple[str, str, str, str, Callable[[Row], bool]], ...] = (
    (
        "invalid",
        "{attribute}不成立",
        "按目录所填的事实，申报的属性不能成立。事实填错的，改事实；没有填错的，改属性。",
        "full",
        lambda r: r.verdict == "invalid",
    ),
    (
        "human_review",
        "须人工判断",
        "条文不足以判断，或者所填的事实互相矛盾。",
        "full",
        lambda r: r.verdict == "human_review",
    ),
    (
        "suspected",
        "名称可疑，请先回答",
        "名称、摘要或者数据项提到了可能涉密、涉个人、涉企业秘密的内容，目录又没有回答。这只是提问，不影响上面的结果。",
        "suspected",
        lambda r: bool(r.suspected),
    ),
    (
        "not_recognised",
        "未识别申报属性",
        "没有写{attribute}，或者写的不是{attribute}。",
        "brief",
        lambda r: r.verdict == "not_recognised",
    ),
    ("undetermined", "尚不能定", "还缺事实，或者法定步骤没有做完。", "brief", lambda r: r.verdict == "undetermined"),
    ("no_rule", "无有效规则", "检查的日期没有已收录且有效的规定。", "brief", lambda r: r.verdict == "no_rule"),
    (
        "overdue",
        "更新逾期",
        "从最近一次更新算起，规定的期限已经过了；期限的末日遇休息日顺延。",
        "updates",
        lambda r: r.overdue is not None,
    ),
    (
        "update_review",
        "更新是否及时，须人工判断",
        "规定要求按声明的更新频率更新，是否及时不能用天数判断。",
        "untimed",
        lambda r: r.update == "human_review",
    ),
    ("valid", "成立", "不论其余事实如何，申报的属性都能成立。", "brief", lambda r: r.verdict == "valid"),
)


class Chosen:
    """The datasets that a page lists, by section: all of them, or the most urgent as far as they go.

    Args:
        limit: how many a page lists at most; ``None`` for all.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._listed = 0
        self.rows: dict[str, list[Row]] = {anchor: [] for anchor, *_ in _SECTIONS}
        self.totals = dict.fromkeys(self.rows, 0)

    def add(self, row: Row) -> None:
        """Look at a dataset."""
        for anchor, *_, wanted in _SECTIONS:
            if wanted(row):
                self.totals[anchor] += 1
                if self._room(anchor):
                    self.rows[anchor].append(row)
                    self._listed += 1

    def _room(self, anchor: str) -> bool:
        """Whether one more has room in a section; a less urgent one makes way for it."""
        if self._limit is None or self._listed < self._limit:
            return True
        for other in reversed(self.rows):
            if other == anchor:
                return False
            if self.rows[other]:
                self.rows[other].pop()
                self._listed -= 1
                return True
        return False


def sections(report: Summary, chosen: Chosen) -> tuple[Section, ...]:
    """The parts that list datasets, the most urgent first; a dataset may stand in several."""
    found = []
    asked = [report.words.vocabulary.facts[name] for name in report.asked]
    for anchor, heading, about, layout, _ in _SECTIONS:
        rows, total = chosen.rows[anchor], chosen.totals[anchor]
        if total:
            groups = tuple(_groups(_grouped(rows, layout, asked, report.scheme) if rows else []))
            words = (in_words_of(report.scheme, heading), in_words_of(report.scheme, about))
            found.append(Section(anchor, *words, layout, groups, total, total - len(rows)))
    return tuple(found)


def _groups(found: Iterable[tuple[tuple[str, ...], list[Row]]]) -> Iterator[Group]:
    """The groups of a section; the first datasets of them are printed."""
    left = PRINTED
    for lead, rows in found:
        shares = []
        for department, members in _shares(rows):
            printed = min(left, len(members))
            left -= printed
            shares.append(Share(department, tuple(members), printed))
        yield Group(lead, tuple(shares), len(rows))


def _grouped(
    rows: list[Row], layout: str, asked: list[Fact], scheme: Scheme
) -> list[tuple[tuple[str, ...], list[Row]]]:
    """Rows by what stands above them."""
    if layout == "brief":
        return _alike(rows, asked, scheme)
    if layout not in ("updates", "untimed"):
        return [((), rows)]
    terms: dict[Basis | None, list[Row]] = {}
    for row in rows:
        terms.setdefault(row.term, []).append(row)
    found = [((cited(term),) if term is not None else (), members) for term, members in terms.items()]
    return sorted(found, key=lambda entry: (-len(entry[1]), entry[1][0].number))


def _shares(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Datasets by department where they are many, the largest share first."""
    if len(rows) <= OPEN_LIMIT:
        return [("", rows)]
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(row.department, []).append(row)
    shares = [(name or "（没有填单位）", found) for name, found in members.items()]
    return sorted(shares, key=lambda share: (-len(share[1]), share[0]))


def _alike(rows: Iterable[Row], asked: list[Fact], scheme: Scheme) -> list[tuple[tuple[str, ...], list[Row]]]:
    """Rows by what is to be said of them, the largest group first."""
    members: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        unread = (row.declared_text, row.notes[:1]) if row.declared is None else ()
        key = (row.declared, unread, row.possible, row.permitted, row.grounds, row.actions)
        members.setdefault(key, []).append(row)
    found = [(lead(group, asked, scheme), group) for group in members.values()]
    return sorted(found, key=lambda entry: (-len(entry[1]), entry[1][0].number))


def lead(rows: list[Row], asked: list[Fact], scheme: Scheme) -> tuple[str, ...]:
    """What is to be said of rows that are alike."""
    row = rows[0]
    unread = next(iter(row.notes), f"目录没有{SCHEME_TERMS[scheme]}一列")
    said = [unread if row.declared is None else f"申报{ATTRIBUTE_TERMS[scheme][row.declared]}"]
    if row.attribute is not None and (row.declared is None or len(row.permitted) > 1):
        said.append(f"按所填的事实{must(row, scheme)}")
    elif row.attribute is None and 0 < len(row.possible) < len(Attribute):
        said.append(f"只可能是{names(row.possible, scheme)}")
    lines = ["；".join(said)]
    lines += [cited(basis) for basis in row.grounds]
    lines += [f"应当：{cited(basis)}" for basis in row.actions]
    facts = {question.fact for member in rows for question in member.questions if not question.why}
    labels = [fact.label for fact in asked if fact.id in facts]
    if labels and row.declared is not None:
        lines.append(f"先填这些事实：{'、'.join(labels)}")
    return tuple(lines)


def cited(basis: Basis) -> str:
    """A provision or a duty with where it stands."""
    return f"{basis.citation}：{basis.text}"


def must(row: Row, scheme: Scheme) -> str:
    """What a dataset must or may be."""
    listed = names(row.permitted, scheme)
    return f"可以列为{listed}" if len(row.permitted) > 1 else f"应当列为{listed}"
