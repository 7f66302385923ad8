"""``python -m opendata_rules.service.drafting.rehearsal``: what rules would do that do not answer yet, tried apart.

Each line of standard input asks, each line of standard output answers, both as JSON. It is a process of its own, so
that it can be ended when it takes too long, and does not slow down what is answered meanwhile; it lives on, since its
first answer takes a second for reading its modules.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ...authoring.kept import Kept
from ...authoring.rule_cases.common import CaseResult
from ...authoring.rule_cases.running import run_cases
from ...authoring.unchanged import Unchanged
from ...diagnostics.diagnostic import Diagnostic
from ...errors import BadPack, Error
from ...ledgers.rechecked import AnsweredAgain, Rechecked
from ...library import Library, load
from ...quoting import quoted
from ...reading.unsaved import holding, key
from ...values import Json

#: Problems and entries that are told.
_TOLD = 50
#: Articles that one question names.
_ARTICLES = 6
#: The latest decisions of a ledger that are answered again.
_DECISIONS = 5_000


def cases(folder: str, files: Mapping[str, str], instrument: str, cache: str) -> dict[str, Json]:
    """What the cases of an instrument come to.

    Args:
        folder: of rules.
        files: texts that stand in the place of its files, by name.
        instrument: id of the instrument.
        cache: folder in which it is kept which cases passed; they are run again when something changes that they hang
            on.
    """
    root = Path(folder)
    held = {key(root / name): text.encode("utf-8", "replace") for name, text in files.items()}
    results: list[Json] = []
    problems: list[Json] = []
    kept = Kept(Path(cache))
    unchanged = Unchanged(kept)
    with holding(held), contextlib.closing(kept):
        shelf = load(root)
        try:
            shelf.pack(instrument)
        except BadPack as error:
            # The cause alone: of rules that cannot be read every case would say that they are not there.
            return {"results": results, "problems": [_problem(one) for one in error.diagnostics[:_TOLD]]}
        for one in run_cases(shelf, instrument, unchanged=unchanged):
            if isinstance(one, CaseResult):
                where = one.diagnostic.path if one.diagnostic is not None else ""
                told: dict[str, Json] = {"name": one.name, "line": one.line, "file": where}
                results.append({**told, "failures": [*one.failures], "rules": [*sorted(one.rules)]})
            elif len(problems) < _TOLD:
                problems.append(_problem(one))
        unchanged.keep()
    return {"results": results, "problems": problems}


def _problem(one: Diagnostic) -> dict[str, Json]:
    return {"path": one.path, "line": one.line, "message": one.message, "severity": str(one.severity)}


def effect(
    old: str, new: str, place: str | None, catalogue: str | None, ledger: str | None, today: str
) -> dict[str, Json]:
    """What a change of rules would change in answers.

    Args:
        old: folder of the rules that answer now.
        new: folder of the rules that would.
        place: the place of the catalogue.
        catalogue: a catalogue, to see which of its datasets come out otherwise.
        ledger: store of the ledger, to see which of its decisions would come out otherwise.
        today: the day of today.
    """
    from ...authoring.pack_diff.comparing import pack_diff
    from ...authoring.pack_diff.rules import broken
    from ...authoring.pack_diff.sides import Side, State
    from ...authoring.pack_diff.telling import asked
    from ...authoring.pack_diff.wording import changed_lines

    with contextlib.suppress(AttributeError, OSError):  # no such call on Windows
        os.nice(max(0, 5 - os.nice(0)))
    sides = [Side(name, "folder", State(Path(folder))) for name, folder in (("现行", old), ("修改后", new))]
    wrong = broken(sides[1].shelf)
    if wrong:
        # Nothing can be told of answers of rules that cannot be read.
        told_wrong: list[Json] = [f"{one.path}:{one.line} {one.message}" for one in wrong[:_TOLD]]
        return {"changed": [], "places": [], "asked": 0, "problems": told_wrong, "catalogue": None, "ledger": None}
    path = None if catalogue is None else Path(catalogue)
    found = pack_diff(
        sides[0], sides[1], today=dt.date.fromisoformat(today), place=place if path else None, catalogue=path
    )
    cited = _cited(sides[1].shelf) | _cited(sides[0].shelf)
    places: list[Json] = []
    for one in found.places:
        questions: list[Json] = []
        for question in asked(one.differences):
            shown: list[Json] = [
                {"what": each.what, "was": each.was, "now": each.now, "example": each.example}
                for each in question.shown[:_TOLD]
            ]
            # What an answer comes to names no rule; what differs besides names those that make it so.
            rules: list[Json] = list(
                dict.fromkeys(cited[each.rule] for each in question.differences if each.rule in cited)
            )
            more = len(question.differences) - len(shown)
            questions.append({"title": question.title, "shown": shown, "more": more, "articles": rules[:_ARTICLES]})
        told: dict[str, Json] = {"name": one.name, "day": one.new_on.isoformat(), "drafts": one.drafts}
        places.append({**told, "questions": questions})
    touched: Json = None
    if found.catalogue is not None:
        effect_there = found.catalogue.to_dict()
        touched = {**effect_there, "touched": effect_there["touched"][:_TOLD]}  # type: ignore[index]
    return {
        "changed": [*changed_lines(found)],
        "places": places,
        "asked": found.asked,
        "problems": [*(f"{side}：{one.path}:{one.line} {one.message}" for side, one in found.problems[:_TOLD])],
        "catalogue": touched,
        "ledger": None if ledger is None else _decisions(ledger, load(old), load(new)),
    }


def _cited(shelf: Any) -> dict[str, str]:
    """By rule, the passage that it rests on."""
    found: dict[str, str] = {}
    for name in shelf.instrument_ids():
        with contextlib.suppress(Error):
            found |= {rule.id: rule.citation.text for rule in shelf.pack(name).provisions()}
    return found


def _decisions(store: str, old: Library, new: Library) -> dict[str, Json]:
    """The decisions of a ledger that would come out otherwise, and would not anyway."""
    from ...ledgers.ledger import ledger

    with ledger(store) as book:
        after = max(0, len(book) - _DECISIONS)
        looked = len(book) - after
        then, now = (_otherwise(book.recheck(library, after=after)) for library in (old, new))
    told: list[Json] = []
    numbers = [one for one in sorted({*then, *now}) if _outcome(then.get(one)) != _outcome(now.get(one))]
    for number in numbers[:_TOLD]:
        was, one = then.get(number), now.get(number)
        known = one or was
        assert known is not None
        cause = one.cause.ref if one is not None and one.cause is not None else ""
        before, after_all = known.then if was is None else was.now, known.then if one is None else one.now
        told.append({"number": number, "dataset": known.dataset, "was": before, "now": after_all, "ref": cause})
    return {"total": looked, "count": len(numbers), "told": told}


def _otherwise(found: Rechecked) -> dict[int, AnsweredAgain]:
    """The answers that come out otherwise, by number."""
    return {one.number: one for group in found.groups for one in group.entries}


def _outcome(one: AnsweredAgain | None) -> object:
    return None if one is None else (one.now, one.refusal, dict(one.gist))


_WORK: Mapping[str, Callable[..., dict[str, Json]]] = {"cases": cases, "effect": effect}


def main() -> None:
    """Answer until there is no more to answer."""
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with contextlib.redirect_stdout(sys.stderr):
        for line in sys.stdin.buffer:
            asked: dict[str, Any] = json.loads(line)
            try:
                answer: dict[str, Json] = {"answer": _WORK[asked.pop("work")](**asked)}
            except Error as error:
                answer = {"error": str(error), "english": error.english}
            except Exception as error:  # whatever went wrong is told to whoever asked, and the next one is answered
                answer = {"error": f"没有算出来：{quoted(type(error).__name__)}。", "english": "It could not be done."}
            told.write(json.dumps(answer) + "\n")
            told.flush()


if __name__ == "__main__":
    main()
