"""What ``test --coverage`` prints: what no case exercises, then a line for each pack."""

from __future__ import annotations

from ..authoring.coverage.measured import Measured
from ..authoring.coverage.report import SORTS, PackCoverage, covered
from ..authoring.rule_cases.common import CaseResult
from ..authoring.rule_cases.running import run_cases
from ..diagnostics.diagnostic import Diagnostic
from ..diagnostics.rendering import render
from ..library import Library
from . import exit_status
from .output import say, say_items, tell


def coverage(library: Library, name: str | None, *, as_json: bool) -> int:
    """Run the cases of one instrument, or of all, and tell what none of them exercises.

    Args:
        library: the packs.
        name: the instrument.
        as_json: whether as JSON.

    Returns:
        The exit status.
    """
    measured = Measured(library, [name] if name else library.instrument_ids())
    problems: list[Diagnostic] = []
    for result in run_cases(library, name, observe=measured):
        found = result.diagnostic if isinstance(result, CaseResult) else result
        problems += [found] if found is not None else []
    packs = covered(library, measured)
    if problems:
        # What was measured holds all the same, as far as it goes.
        tell(render(problems))
    if as_json:
        say_items(packs)
    else:
        for pack in packs:
            for gap in pack.gaps:
                say(f"{gap.path}:{gap.line}:{gap.column}: {gap.message}")
        if any(pack.gaps for pack in packs):
            say("")
        for pack in packs:
            say(_summary(pack))
    return exit_status.of_diagnostics(problems) or int(any(pack.gaps for pack in packs))


def _summary(pack: PackCoverage) -> str:
    counted = [f"{SORTS[sort]} {shown}/{there}" for sort, shown, there in pack.counts if there]
    return f"{pack.instrument}：{'，'.join(counted) or '没有规则'}"
