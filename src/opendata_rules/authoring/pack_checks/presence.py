"""Files that are not there although others speak of them: cases without rules, rules without cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...norms.pack import Pack
from ...packs.files import CASES, DEADLINES, DUTIES, DUTY_CASES, RULES, exists
from ...reading.document import Document
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import Collected
from ..in_files import InFiles

#: What the lists of a file of cases ask, by the file that answers.
_ASKED = {
    DUTIES: ("duty_cases",),
    DEADLINES: ("deadline_cases", "schedule_cases", "recurring_cases"),
}

#: Days of so few cases tell nothing.
_FEW = 4
#: The day that a case asks about.
_DAY_OF_CASE = (chinese("on"), chinese("trigger"))
_UNREGULATED = "未作规定"


def rules_missing(pack: Pack, folder: Path, cases: Document | None) -> Iterator[Diagnostic]:
    """Cases about duties and terms in a folder that has no file of them.

    Args:
        pack: the pack, which inherits nothing.
        folder: its folder.
        cases: its ``duty_cases.yaml``, if there is one.
    """
    if cases is None or not isinstance(cases.data, dict) or pack.instrument.amends is not None:
        return
    for name, lists in _ASKED.items():
        asked = next((chinese(one) for one in lists if _expects_rules(cases.data.get(chinese(one)))), None)
        if asked is not None and not exists(folder / name):
            yield cases.diagnostic("cases_without_rules", (asked,), key=True, word=asked, name=name)


def _expects_rules(cases: Any) -> bool:
    """Whether some base expects more than that nothing is regulated."""
    bases = (case for case in (cases if isinstance(cases, list) else ()) if isinstance(case, dict))
    return any(_UNREGULATED not in (case.get(chinese("outcome")), case.get(chinese("status"))) for case in bases)


def cases_missing(pack: Pack, files: InFiles, bare: Container[str]) -> Iterator[Diagnostic]:
    """Rules in a folder without a file of cases, which only cases of other folders reach.

    Args:
        pack: the pack, which inherits nothing.
        files: its files.
        bare: files of rules that are told of anyhow, since no case reaches some of their rules.
    """
    if pack.instrument.amends is not None:
        return
    opening = bool(pack.classifications or pack.changes)
    duties = bool(pack.duties or pack.terms or pack.recurring)
    for there, missing, other, rules in (
        (opening, CASES, DUTY_CASES, RULES),
        (duties, DUTY_CASES, CASES, DUTIES if pack.duties else DEADLINES),
    ):
        if there and rules not in bare and not exists(files.folder / missing) and exists(files.folder / other):
            yield diagnostic("rules_without_cases", path=f"{files.shown}/{rules}", name=missing, rules=rules)


def no_referral(pack: Pack, files: InFiles) -> Iterator[Diagnostic]:
    """A pack without 转致 among others that have them, unless its head says that the text has none."""
    one = pack.instrument
    rules = bool(pack.classifications or pack.changes or pack.actions)
    said = chinese("referrals") in (one.note or "")
    if rules and not pack.referrals and not one.draft and not said and one.collected is not Collected.NONE:
        yield files.document(RULES).diagnostic("no_referral", ())


def cases_outside_force(pack: Pack, documents: Iterable[Document], files: InFiles) -> Iterator[Diagnostic]:
    """Most cases ask about days on which the instrument is not in force: then one of its dates is mistyped.

    Args:
        pack: the pack.
        documents: its files of cases.
        files: its files.
    """
    one = pack.instrument
    days = sorted(day for document in documents for day in _days(document.data))
    if one.draft or one.amends is not None or len(days) < _FEW:
        return
    middle = days[len(days) // 2]
    if one.effective is not None and middle < one.effective:
        count = sum(day < one.effective for day in days)
        yield files.of_head("cases_outside_force", "effective", count=count, all=len(days), word="施行以前")
    elif one.expires is not None and middle > one.expires:
        count = sum(day > one.expires for day in days)
        yield files.of_head("cases_outside_force", "expires", count=count, all=len(days), word="失效以后")


def _days(data: Any) -> Iterator[dt.date]:
    for cases in data.values() if isinstance(data, dict) else ():
        for case in cases if isinstance(cases, list) else ():
            written = (case.get(word) for word in _DAY_OF_CASE) if isinstance(case, dict) else ()
            text = next((one for one in written if isinstance(one, str)), "")
            try:
                yield dt.date.fromisoformat(text)
            except ValueError:
                continue
