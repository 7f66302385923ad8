"""Answers on duties and terms are values: frozen, hashable, picklable, equal everywhere, plain as JSON, replayable."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from tests import laws

D = dt.date
OBJECTION = {"objection_received_on": D(2026, 3, 2), "feedback_given_on": D(2026, 3, 20), "feedback_given": True}
SCHEDULE = {"trigger": D(2026, 2, 12), "actual": {"form_review": D(2026, 2, 28)}, "on": D(2026, 3, 10)}


def answers(library: odr.Library) -> dict[str, Any]:
    """One answer of each kind, and of each status that is to be had."""
    law = library.law("tengzhou", on=laws.ON)
    form = "conditional_access.form_review"
    return {
        "assessment": law.check("access", {"opening_attribute": "open", "direct_access_offered": False}),
        "list": law.check("catalogue", {"catalogue_fields": ["metadata", "use_conditions"]}),
        "dates": library.law("taian", on=laws.ON).check("objection", OBJECTION),
        "not regulated": law.check("migration", {}),
        "draft": library.law("shandong", on=laws.ON, drafts=True).check("list", {"list_published": False}),
        "deadline": law.deadline(form, trigger=D(2026, 2, 12)),
        "on a rest day": law.deadline(form, trigger=D(2026, 2, 15), receipt="next_working_day"),
        "provisional": law.deadline(form, trigger=D(2026, 12, 25)),
        "human review": law.deadline(form, trigger=D(2030, 1, 9)),
        "no term": law.deadline("objection.feedback", trigger=D(2026, 3, 2)),
        "with facts": law.deadline(
            "catalogue_change.submission", trigger=D(2026, 3, 2), facts={"change_trigger": "law"}
        ),
        "schedule": law.schedule("conditional_access", facts={"form_review_passed": True}, **SCHEDULE),
        "blocked": law.schedule("unopened_request", trigger=D(2026, 3, 2)),
    }


KINDS = list(answers(laws.library()))


@pytest.fixture(params=KINDS)
def answer(request: pytest.FixtureRequest, library: odr.Library) -> Any:
    return answers(library)[request.param]


def test_an_answer_is_frozen(answer: Any) -> None:
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        answer.warnings = ()


def test_an_answer_is_hashable_and_equal_to_the_same_one(answer: Any) -> None:
    again = answers(odr.load(laws.ROOT))
    [same] = [other for other in again.values() if type(other) is type(answer) and other == answer]
    assert hash(same) == hash(answer)
    assert len({answer, same}) == 1


def test_different_answers_are_unequal(library: odr.Library) -> None:
    assert len(set(answers(library).values())) == len(KINDS)


def test_an_answer_has_no_truth_value(answer: Any) -> None:
    with pytest.raises(TypeError, match="没有真假值"):
        bool(answer)


def test_an_answer_is_plain_json(answer: Any) -> None:
    told = answer.to_dict()
    assert json.loads(json.dumps(told, ensure_ascii=False, allow_nan=False)) == told


def test_an_answer_survives_pickling(answer: Any) -> None:
    copy = pickle.loads(pickle.dumps(answer))
    assert copy == answer
    assert hash(copy) == hash(answer)
    assert copy.to_dict() == answer.to_dict()
    assert copy.explain() == answer.explain()


OTHER = """
import pickle, sys
sys.path.insert(0, sys.argv[1])
from tests import laws
from tests.answers.duties.test_results import answers
theirs = pickle.load(open(sys.argv[2], "rb"))
ours = answers(laws.library())
assert theirs == ours, "different"
assert {name: answer.to_dict() for name, answer in theirs.items()} == {n: a.to_dict() for n, a in ours.items()}
assert {hash(answer) for answer in theirs.values()} == {hash(answer) for answer in ours.values()}
"""


def test_answers_of_another_process_are_equal(library: odr.Library, tmp_path: Path) -> None:
    path = tmp_path / "answers"
    path.write_bytes(pickle.dumps(answers(library)))
    subprocess.run([sys.executable, "-c", OTHER, str(laws.ROOT), str(path)], check=True)


def test_an_answer_is_explained_in_both_languages(answer: Any) -> None:
    chinese, english = answer.explain(), answer.explain("en")
    assert chinese.splitlines()[0] != english.splitlines()[0]
    assert answer.explain("zh") == chinese
    for text in (chinese, english):
        assert "None" not in text
        assert text.count("\n") >= 2
    with pytest.raises(ValueError, match="lang"):
        answer.explain("fr")


def test_an_explanation_names_the_passage(library: odr.Library) -> None:
    found = answers(library)
    assert "第十九条第一款" in found["assessment"].explain()
    assert "《滕州市公共数据管理办法》第十九条第二款" in found["deadline"].explain()
    assert "tengzhou-public-data-measures-2024 19(2)" in found["deadline"].explain("en")


def test_threads_share_one_law() -> None:
    library = odr.load(laws.ROOT)
    expected = {name: answer.to_dict() for name, answer in answers(laws.library()).items()}
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: answers(library), range(16)):
            assert {name: answer.to_dict() for name, answer in found.items()} == expected


# -- receipts ---------------------------------------------------------------------------------------------------------


def test_a_receipt_replays(answer: Any, library: odr.Library) -> None:
    receipt = json.loads(json.dumps(answer.receipt))
    assert library.replay(receipt) == answer
    assert odr.load(laws.ROOT).replay(receipt) == answer
    assert receipt == answer.to_dict()["receipt"]


@pytest.mark.parametrize(
    "change",
    [
        {"calendar": "0" * 64},
        {"packs": {}},
        {"kind": "guess"},
        {"options": {}},
        {"options": {"drafts": False, "strict": False}},
        {"facts": None},
        {"on": "2026-13-01"},
        {"place": "nowhere"},
    ],
)
def test_a_receipt_that_does_not_fit_is_refused(answer: Any, library: odr.Library, change: dict[str, Any]) -> None:
    with pytest.raises(odr.ReceiptMismatch):
        library.replay({**answer.receipt, **change})


def test_a_receipt_with_a_day_that_is_none_is_refused(library: odr.Library) -> None:
    found = answers(library)["deadline"]
    for option, value in (("trigger", "2026-02-30"), ("trigger", None), ("step", "a.b"), ("receipt", "later")):
        receipt = found.receipt
        receipt["options"] = {**receipt["options"], option: value}
        with pytest.raises(odr.ReceiptMismatch):
            library.replay(receipt)


def test_a_receipt_of_other_packs_or_another_calendar_is_refused(tmp_path: Path, library: odr.Library) -> None:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, tmp_path / name)
    found = answers(library)
    receipts = [found[name].receipt for name in ("assessment", "deadline", "schedule")]
    assert [odr.load(tmp_path).replay(receipt).to_dict() for receipt in receipts] == [
        found[name].to_dict() for name in ("assessment", "deadline", "schedule")
    ]
    notice = tmp_path / "rules" / "calendar" / "2026.yaml"
    kept = notice.read_text(encoding="utf-8")
    notice.unlink()
    for receipt in receipts:
        with pytest.raises(odr.ReceiptMismatch, match="日历"):
            odr.load(tmp_path).replay(receipt)
    notice.write_text(kept, encoding="utf-8")
    terms = tmp_path / "rules" / "tengzhou-public-data-measures-2024" / "deadlines.yaml"
    terms.write_text(terms.read_text(encoding="utf-8").replace("长度: 5", "长度: 6"), encoding="utf-8")
    for receipt in receipts:
        with pytest.raises(odr.ReceiptMismatch, match="tengzhou"):
            odr.load(tmp_path).replay(receipt)
