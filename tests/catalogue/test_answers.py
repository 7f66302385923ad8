"""Facts answered beside the file: they go before what it says of a dataset, touch no other, and are in the receipt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import opened
from opendata_rules.errors import BadArgument, BadFact, ReceiptMismatch, UnknownFact
from opendata_rules.schemas import schema

from ..laws import library
from .helpers import DATASET, taian, write_csv

PERSONS = DATASET | {"数据集名称": "低保金发放名单", "数据项": "姓名、身份证号"}
STATED = PERSONS | {"涉及个人隐私": "否"}


def test_an_answer_is_as_if_the_file_said_so(tmp_path: Path) -> None:
    found = opened(taian(), write_csv(tmp_path, PERSONS, PERSONS), answers={1: {"涉及个人隐私": True}}, name="甲.csv")
    report = found.report()
    written = tmp_path / "written"
    written.mkdir()
    same = taian().check_catalogue(write_csv(written, PERSONS, PERSONS | {"涉及个人隐私": "是"}))
    assert report.file == "甲.csv"
    assert [row.verdict for row in report.rows] == [row.verdict for row in same.rows]
    assert [row.facts for row in report.rows] == [row.facts for row in same.rows]
    assert [bool(row.suspected) for row in report.rows] == [True, False]
    assert report.counts == same.counts


def test_an_answer_goes_before_what_the_file_says_and_touches_no_other(tmp_path: Path) -> None:
    file = write_csv(tmp_path, STATED, STATED)
    report = opened(taian(), file, answers={0: {"personal_privacy": True, "state_secret": True}}).report()
    assert dict(report.rows[0].facts) == {"personal_privacy": True, "state_secret": True}
    assert report.rows[1] == taian().check_catalogue(file).rows[1]


def test_facts_without_a_column_stay_as_they_are_read(tmp_path: Path) -> None:
    """A column for one dataset would make the others unknown; an answer does not."""
    file = write_csv(tmp_path, DATASET, DATASET)
    before = taian().check_catalogue(file, unlisted="false")
    report = opened(taian(), file, unlisted="false", answers={0: {"state_secret": True}}).report()
    assert [row.verdict for row in report.rows] == ["invalid", before.rows[1].verdict]
    assert before.rows[1].verdict == "valid"


def test_the_receipt_holds_the_answers(tmp_path: Path) -> None:
    import jsonschema

    file = write_csv(tmp_path, PERSONS)
    report = opened(taian(), file, answers={0: {"personal_privacy": True}}).report()
    receipt = json.loads(json.dumps(report.receipt))
    assert receipt["options"]["answers"] == {"0": {"personal_privacy": True}}
    jsonschema.validate(receipt, schema("receipt"))
    assert library().replay(receipt, source=file) == report
    assert "answers" not in taian().check_catalogue(file).receipt["options"]  # type: ignore[operator]
    del receipt["options"]["answers"]
    with pytest.raises(ReceiptMismatch):
        library().recheck(receipt, source=file)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({1: {"personal_privacy": True}}, BadArgument),
        ({-1: {"personal_privacy": True}}, BadArgument),
        ({0: {"nothing": True}}, UnknownFact),
        ({0: {"personal_privacy": "perhaps"}}, BadFact),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    tmp_path: Path, answers: dict[int, dict[str, object]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        opened(taian(), write_csv(tmp_path, PERSONS), answers=answers)
