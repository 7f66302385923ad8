"""What a report comes to: one headline, and what to do now, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ...vocabulary.english import is_chinese
from ...vocabulary.terms import SCHEME_TERMS, Scheme
from ..columns import example, quoted
from ..results import UPDATES, Basis, Department, Spelling
from ..schemes import in_words_of
from ..summary import Summary
from ..text import line, listed
from .since import compared, compared_in_english

#: Departments named in one step; the table has them all.
_NAMED = 3
#: Facts named in one step.
_FACTS = 8
#: Rows named beside a remark.
_ROWS = 10
#: Things left out that the headline names.
_LEFT = 4
#: A catalogue older than this on the date of the check is told apart from one that is late.
_OLD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do.

    Attributes:
        anchor: the part of the report that lists the datasets.
        text: what to do, in Chinese.
        detail: with what, or who is to.
    """

    anchor: str
    text: str
    detail: str


def headline(report: Summary) -> str:
    """The report in one sentence; in a second one what of the file was not read."""
    left = f"没有读取：{listed(report.left, _LEFT)}。" if report.left else ""
    return _results(report) + left


def _results(report: Summary) -> str:
    total = report.total
    counts = report.counts
    attribute = SCHEME_TERMS[report.scheme]
    parts = [
        (counts["invalid"], f"的{attribute}不成立"),
        (counts["human_review"], "须人工判断"),
        (counts["not_recognised"], f"没有识别出{attribute}"),
        (counts["undetermined"], "尚不能定"),
        (counts["no_rule"], "没有有效的规定可用"),
        (report.overdue, "更新逾期"),
        (report.suspected, "名称可疑"),
    ]
    found = [f"{'全部' if count == total else f'{count} 个'}{text}" for count, text in parts if count]
    if not found:
        updates = ""
        if report.computable == total:
            updates = "，更新都没有逾期"
        elif report.updates["not_regulated"] == total:
            updates = "，更新没有规定期限"
        return f"{total} 个数据集的{attribute}都成立{updates}。"
    if counts["valid"]:
        found.append(f"{counts['valid']} 个成立")
    return f"{total} 个数据集：{'，'.join(found)}。"


def _who(report: Summary, wanted: Callable[[Department], int]) -> str:
    """The departments with their numbers of what is wanted, most first."""
    counts: Counter[str] = Counter()
    for department in report.departments:
        counts[department.name or "（没有填单位）"] += wanted(department)
    ranked = sorted((+counts).items(), key=lambda item: (-item[1], item[0]))
    shown = "、".join(f"{name} {count} 个" for name, count in ranked[:_NAMED])
    return shown if len(ranked) <= _NAMED else f"{shown}，等 {len(ranked)} 个单位"


def steps(report: Summary) -> tuple[Step, ...]:
    """What to do now, the most pressing first."""
    found = []
    for anchor, text in _STEPS.items():
        total = _number(report, anchor)
        if total:
            found.append(Step(anchor, in_words_of(report.scheme, text).format(n=total), _detail(report, anchor)))
    return tuple(found)


#: The part of a report that has the remarks on rows.
_SAME_ID = "remarks"
_STEPS: dict[str, str] = {
    "invalid": "改正 {n} 个不成立的{attribute}，或者更正所填的事实",
    "suspected": "先回答 {n} 个名称可疑的数据集（只是提问，不是结论）",
    "remarks": "分清 {n} 个编号（没有编号的，名称和单位）相同、内容不一致的数据集",
    "human_review": "请人判断 {n} 个条文不足以判断、或者事实互相矛盾的数据集",
    "not_recognised": "写明 {n} 个数据集的{attribute}",
    "overdue": "更新 {n} 个逾期的数据集",
    "undetermined": "补充 {n} 个数据集的事实",
    "no_rule": "换一个日期检查：{n} 个数据集在这一天没有有效的规定",
}


def _number(told: Summary | Department, anchor: str) -> int:
    """How many datasets of a catalogue or a department a step is about."""
    if anchor == "suspected":
        return told.suspected
    if anchor == _SAME_ID:
        return told.contradicting if isinstance(told, Summary) else 0
    return told.overdue if anchor == "overdue" else told.counts[anchor]


def _detail(report: Summary, anchor: str) -> str:
    if anchor == _SAME_ID:
        text = "名称、单位、{attribute}或者事实写得不一样（见备注）；是同一个数据集的，改成一致，不是的，换编号或者名称"
        return in_words_of(report.scheme, text)
    who = _who(report, lambda department: _number(department, anchor))
    if anchor == "suspected":
        book = report.words.vocabulary.facts
        facts: Counter[str] = Counter()
        for fact, count in report.suspected_facts:
            facts[book[fact].label] += count
        about = "、".join(f"{label} {count} 个" for label, count in sorted(facts.items(), key=lambda i: (-i[1], i[0])))
        return f"{about}；{who}"
    if anchor == "not_recognised":
        return _unrecognised_detail(report, who)
    if anchor == "overdue":
        return _overdue_detail(report, who)
    if anchor == "undetermined":
        return _facts_detail(report, who)
    return who


def _unrecognised_detail(report: Summary, who: str) -> str:
    if not any(meaning == SCHEME_TERMS[report.scheme] for _, meaning in report.columns):
        text = "目录没有{attribute}一列；请加上这一列，填不予{verb}、有条件{verb}或者无条件{verb}"
        return in_words_of(report.scheme, text)
    said = [f"{spelling.reading}（{spelling.count} 个）" for spelling in unread(report, "declared")[:3]]
    return "；".join((*said, who))


def _overdue_detail(report: Summary, who: str) -> str:
    if report.newest is not None and (report.on - report.newest).days > _OLD_DAYS:
        return (
            f"目录里最新的更新时间是 {report.newest}，比检查的日期早 {(report.on - report.newest).days} 天；"
            f"按那一天算，逾期的是 {report.overdue_at_newest} 个。如果这是一份旧目录，请换新的再检查"
        )
    return who


def _facts_detail(report: Summary, who: str) -> str:
    open_facts = {fact for fact, _ in report.open_facts}
    labels = [report.words.vocabulary.facts[fact].label for fact in report.asked if fact in open_facts]
    if not labels:
        return f"有法定步骤没有做完；{who}"
    shown = "、".join(labels[:_FACTS]) + ("等" if len(labels) > _FACTS else "")
    filled = "也可以在工作簿报告（.xlsx）的“待填写”工作表里填好，再检查那份文件"
    return f"在目录中加上这些列，填“是”或者“否”：{shown}。{filled}"


@dataclass(frozen=True, slots=True)
class UpdateGroup:
    """Updates of which the law says the same.

    Attributes:
        state: Chinese name of how they stand.
        note: why, in Chinese.
        term: the provision that sets the term, ``None`` where none does.
        total: how many datasets they are.
    """

    state: str
    note: str
    term: Basis | None
    total: int

    def line(self) -> str:
        """The group in one sentence."""
        reason = self.note if self.term is None else f"{self.note}（{self.term.citation}）"
        return f"更新{self.state} {self.total} 个：{reason}"


def update_groups(report: Summary) -> tuple[UpdateGroup, ...]:
    """All updates by what the law says of them, the worst first, the largest group first."""
    order = list(UPDATES)
    ranked = sorted(report.update_reasons, key=lambda found: (order.index(found[0]), -found[3], found[1]))
    return tuple(UpdateGroup(UPDATES[state][0], why, term, count) for state, why, term, count in ranked)


def untimed(report: Summary) -> tuple[str, ...]:
    """What is to be said of updates that are neither late nor in time although their day is known."""
    said = ("human_review", "undetermined", "not_regulated")
    shown = {UPDATES[state][0] for state in said}
    return tuple(group.line() for group in update_groups(report) if group.state in shown)


def unread(report: Summary, part: str = "") -> list[Spelling]:
    """Spellings that were not understood, the commonest first: of the attribute, or the cadence, or both."""
    declared = {column for column, meaning in report.columns if meaning == SCHEME_TERMS[report.scheme]}
    found = [spelling for spelling in report.spellings if not spelling.recognised]
    if part:
        found = [spelling for spelling in found if (spelling.column in declared) == (part == "declared")]
    return sorted(found, key=lambda spelling: (-spelling.count, spelling.column, spelling.text))


def profile_example(report: Summary) -> str:
    """The beginning of a profile for what was not recognised; empty where a profile would change nothing."""
    lines = []
    if report.unused:
        lines += [example(report.unused[:10])]
    for part, heading, help_ in (
        ("declared", "{attribute}", "不予{verb}、有条件{verb}或者无条件{verb}"),
        ("cadence", "更新频率", "每日、每周、每月、每季度、每半年、每年或者不定期"),
    ):
        codes = [spelling for spelling in report.spellings if not spelling.recognised and spelling.profile == part]
        if codes:
            # To be filled in: a guess that is pasted unread would open data.
            lines.append(in_words_of(report.scheme, f"{heading}:  # 把“请填”改为{help_}"))
            lines += [f"  {quoted(code.text)}: 请填" for code in codes[:10]]
    return "\n".join(lines)


class Grouped:
    """Remarks on rows, those of the same text as one.

    Args:
        most: texts that are told apart; of the others it is said how many they are.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._rows: dict[str, tuple[list[int], list[int]]] = {}
        self.more = 0

    def add(self, row: int, text: str) -> None:
        """Note a remark on a row; row 0 for the file as a whole."""
        found = self._rows.get(text)
        if found is None:
            if self._most is not None and len(self._rows) >= self._most:
                self.more += 1
                return
            found = self._rows[text] = ([], [0])
        shown, count = found
        count[0] += 1
        if len(shown) < _ROWS:
            shown.append(row)

    def entries(self) -> list[tuple[str, str]]:
        """(where, text), those of the whole file first."""
        found = []
        for text, (numbers, (count,)) in self._rows.items():
            shown = "、".join(map(str, numbers))
            more = f"等 {count} 行" if count > len(numbers) else "行"
            found.append(("" if numbers == [0] and count == 1 else f"第 {shown} {more}", text))
        return sorted(found, key=lambda entry: bool(entry[0]))


def grouped(problems: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    """Problems with the same text as one: (where, text), those of the whole file first."""
    found = Grouped()
    for row, text in problems:
        found.add(row, text)
    return found.entries()


def explain(report: Summary, lang: str) -> str:
    """Headline and steps as text, in Chinese or English."""
    if lang == "en":
        counts = ", ".join(f"{verdict} {count}" for verdict, count in report.counts.items() if count)
        # What the caller named in Chinese is not repeated in English.
        file = "the catalogue" if is_chinese(report.file) else report.file
        attribute = ", sharing attributes" if report.scheme is Scheme.SHARING else ""
        return (
            f"{file}, {report.place}, law of {report.on}{attribute}: {report.total} datasets ({counts}); "
            f"{report.overdue} of {report.computable} updates overdue; {report.suspected} names raise a question."
            + (f" Parts of the file that were not read: {len(report.left)}." if report.left else "")
            + (f" {told}." if (told := compared_in_english(report.findings)) else "")
        )
    lines = [f"{report.file}（{report.place_name}，按 {report.on} 的规定）", headline(report)]
    lines += [f"{text}。" for text in compared(report.findings)]
    lines += [f"{number}. {step.text}：{step.detail}。" for number, step in enumerate(steps(report), 1)]
    lines += [f"{text}。" for text in untimed(report)]
    return "\n".join(line(text) for text in lines)
