"""A gate before publication: may this dataset be published with the attribute that its provider declares?

    python examples/publication_gate.py record.json --receipts receipts.jsonl
    python examples/publication_gate.py < record.json | python -m json.tool --no-ensure-ascii

A record is one JSON object. ``was`` is the attribute published until now (leave it out for a new dataset), ``on`` the
day (today in China where it is left out); facts go by id or by Chinese label, days as ISO text, and what nobody knows
is left out:

    {"dataset": "37090000100000001", "place": "泰安", "on": "2026-03-10", "declared": "无条件开放", "was": "有条件开放",
     "facts": {"涉及个人隐私": false, "third_party_response": null}}

One line of JSON tells the verdict, the reasons with their citations, what to do and to ask next, and the receipts,
which ``--receipts`` also keeps, one a line, before anything is printed. Exit status: 0 publish, 1 refuse, 4 ask a
human, 2 bad record (or a receipt that cannot be kept). The line is ASCII: no terminal, log or locale can garble it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import opendata_rules as odr

STATUS = {"publish": 0, "refuse": 1, "ask a human": 4, "bad record": 2}

Reason = dict[str, str]


def one_value_a_key(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; one that gives a key twice would otherwise keep the last value and tell nobody."""
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return read


def text_of(record: dict[str, object], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} must be a text")
    return value


def because(citation: odr.Citation | None, text: str) -> Reason:
    return {"citation": citation.text if citation else "", "text": text}


def actions_of(decision: odr.Decision) -> list[Reason]:
    """What must be done next; data that may be published can have some too."""
    return [because(action.citation, action.text) for action in decision.actions]


def reasons_of(decision: odr.Decision, change: odr.ChangeVerdict | None) -> list[Reason]:
    """What is against it; where nothing is, what the attribute rests on, or what a human has to judge."""
    against = [because(None, "申报不予开放的，不发布")] if decision.declared == odr.Attribute.CLOSED else []
    against += [because(found.citation, found.gist) for found in decision.objections]
    if change is not None and change.verdict != odr.Verdict.ALLOWED:
        open_points = [one for one in change.requirements if one.state != odr.RequirementState.MET]
        against += [because(one.citation, f"{one.gist}〔{one.state}〕") for one in open_points]
        against += [because(None, review) for review in change.reviews]
    return against or [because(ground.citation, ground.gist) for ground in decision.grounds] or actions_of(decision)


def verdict_of(decision: odr.Decision, change: odr.ChangeVerdict | None) -> str:
    """Publish only what can stand whatever is unknown; refuse only what cannot; all else is for a human."""
    if decision.declared == odr.Attribute.CLOSED or decision.declared_valid is False:
        return "refuse"
    if change is not None and change.verdict == odr.Verdict.FORBIDDEN:
        return "refuse"
    if decision.declared_valid is not True:
        return "ask a human"
    if change is None or change.verdict == odr.Verdict.ALLOWED:
        return "publish"
    # The attribute stays, and so do its conditions: there is no change that anything could regulate.
    stays = change.before == change.after and change.verdict == odr.Verdict.NOT_REGULATED
    return "publish" if stays else "ask a human"


def judge(record: dict[str, object], library: odr.Library) -> dict[str, Any]:
    """The verdict on a record, as JSON.

    Raises:
        odr.Error: the place, an attribute or facts are none; ``problems`` has all of them.
        ValueError: the record has another form.
    """
    dataset, facts = text_of(record, "dataset"), record.get("facts")
    if not isinstance(facts, dict):
        raise ValueError("facts must be an object")
    if unknown := sorted(record.keys() - {"dataset", "place", "on", "declared", "was", "facts"}):
        raise ValueError(f"no such key: {', '.join(map(ascii, unknown))}")
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    on = dt.date.fromisoformat(text_of(record, "on")) if "on" in record else today
    law = library.law(text_of(record, "place"), on=on)
    # A checker cannot know what a text is; the call does, and says what may be written instead.
    declared = cast(odr.OpeningAttributeName, text_of(record, "declared"))
    decision = law.classify(facts, declared=declared)
    answers: list[odr.Decision | odr.ChangeVerdict] = [decision]
    change = None
    if record.get("was") is not None:
        change = law.check_change(cast(odr.OpeningAttributeName, text_of(record, "was")), declared, facts)
        answers.append(change)
    questions = {question.fact: question.text for answer in answers for question in answer.questions}
    warnings = {warning.text: warning.code for answer in answers for warning in answer.warnings}
    return {
        "dataset": dataset,
        "verdict": verdict_of(decision, change),
        "law": law.law_id,
        "reasons": reasons_of(decision, change),
        "actions": actions_of(decision),
        "questions": [{"fact": fact, "text": text} for fact, text in questions.items()],
        "warnings": [{"code": code, "text": text} for text, code in warnings.items()],
        "receipts": [answer.receipt for answer in answers],
    }


def keep(path: Path, told: dict[str, Any]) -> None:
    """Append the receipts, one a line; on return they are on the disk."""
    lines = "".join(json.dumps({"dataset": told["dataset"], "receipt": one}) + "\n" for one in told["receipts"])
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a writer was cut off: its line is damaged, this one shall not be
                lines = "\n" + lines
        file.write(lines.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", nargs="?", default="-", help="a JSON file; - reads standard input")
    parser.add_argument("--receipts", type=Path, help="a file of JSON lines to which the receipts are appended")
    parser.add_argument("--rules", type=Path, help="a folder with rules/ and jurisdictions/, not the shipped ones")
    given = parser.parse_args(arguments)
    try:
        raw = sys.stdin.buffer.read() if given.record == "-" else Path(given.record).read_bytes()
        record = json.loads(raw, object_pairs_hook=one_value_a_key)
        if not isinstance(record, dict):
            raise ValueError("a record is a JSON object")
        told = judge(record, odr.load(given.rules))
        if given.receipts:  # first the receipt, then the word: nothing is published whose receipt was not kept
            keep(given.receipts, told)
    except odr.Error as error:  # all bad facts of the record at once
        told = {"verdict": "bad record", "problems": [problem.to_dict() for problem in error.problems]}
    except (ValueError, OSError, RecursionError) as error:
        told = {"verdict": "bad record", "problems": [{"code": "bad_record", "detail_en": str(error)}]}
    print(json.dumps(told))
    return STATUS[told["verdict"]]


if __name__ == "__main__":
    sys.exit(main())
