"""What ``test --suggest`` writes: a small set of cases for a rule, or for every rule of a pack that has none."""

from __future__ import annotations

from pathlib import Path

from ..authoring.coverage.measured import Measured
from ..authoring.rule_cases.running import run_cases
from ..authoring.rule_places import RulePlaces
from ..authoring.suggestion.cases import Suggested, Suggestions
from ..authoring.suggestion.writing import written
from ..diagnostics.wording import listed, nearest
from ..errors import BadArgument
from ..library import Library
from ..norms.provisions import Provision
from ..quoting import quoted
from .output import say, tell


def suggest(library: Library, name: str | None, rule: str, output: Path | None) -> int:
    """Write cases that cover a rule, for somebody to say what they must come to.

    Args:
        library: the packs.
        name: the instrument to look in first.
        rule: id of the rule; of an instrument for those of its rules that no case reaches.
        output: the file to write; ``None`` for standard output.

    Returns:
        The exit status.

    Raises:
        BadArgument: there is no such rule.
    """
    instrument, rules = _asked(library, name, rule.strip())
    cases: list[Suggested] = []
    suggestions: Suggestions | None = None
    for one in rules:
        suggestions = suggestions or Suggestions(library, instrument)
        found = list(suggestions.of(one))
        cases += found
        if not found:
            tell(f"规则 {one.id}：没有找到用得到它的事实，请自己写用例。")
        for left in dict.fromkeys(left for each in found for left in each.left):
            tell(f"规则 {one.id}：没有找到能表明{left}改变结果的事实，请自己看要不要写用例。")
    count = sum(one.count for one in cases)
    if output is None:
        if cases:
            say(written(cases).rstrip("\n"))
    elif cases:
        output.write_text(written(cases), encoding="utf-8")
    told = "没有要补的用例。"
    if cases:
        told = f"{count} 个用例{'' if output is None else f'，写在 {output}'}，预期都要您来写。"
    # Beside the cases themselves it would be no part of a file.
    (tell if output is None and cases else say)(told)
    return 0


def _asked(library: Library, name: str | None, rule: str) -> tuple[str, list[Provision]]:
    """The instrument of the rules meant, and the rules."""
    if rule in library.instrument_ids():
        measured = Measured(library, [rule])
        for _ in run_cases(library, rule, observe=measured):
            pass
        return rule, [one for one in library.pack(rule).provisions() if one.id not in measured.rules]
    first = name or next(iter(library.instrument_ids()), "")
    places = RulePlaces(library)
    home = places.home(rule, first)
    if home is None:
        near = nearest(rule, places.rules())
        told = f"是不是：{listed(near)}？" if near else "请对照规则文件中的编号。"
        raise BadArgument(
            f"没有编号为“{quoted(rule)}”的规则。{told}",
            nearest=near,
            english=f"There is no rule {quoted(rule)}.",
            argument="suggest",
        )
    return home[0], [one for one in library.pack(home[0]).provisions() if one.id == rule]
