"""What rechecking a receipt says: the outcome then, the answer of today, and what lies between them."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas

from ..laws import library
from .receipts import KINDS, answers, copied, edit, receipt, source
from .test_again import JINING, TAIAN, first_form


@pytest.mark.parametrize("name", KINDS)
def test_where_nothing_changed_all_is_the_same(name: str) -> None:
    found = library().recheck(receipt(name), **source(name))
    assert (found.agrees, found.same, found.differences, found.refusal) == (True, True, (), "")
    assert found.now == answers()[name]
    assert found.then == found.gist
    assert (found.place, found.engine) == (receipt(name)["place"], odr.__version__)
    assert Draft202012Validator(schemas.schema("recheck")).is_valid(found.to_dict())
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()
    assert pickle.loads(pickle.dumps(found)) == found
    hash(found)
    assert "结果相同" in found.explain()
    assert "the same outcome" in found.explain("en")
    with pytest.raises(TypeError):
        bool(found)
    with pytest.raises((AttributeError, TypeError)):
        found.then["status"] = "open"  # type: ignore[index]


def test_another_term_gives_another_day(tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / JINING / "deadlines.yaml", "长度: 5", "长度: 6")
    found = odr.load(root).recheck(receipt("deadline"))
    assert (found.agrees, found.same) == (False, False)
    assert found.then["due"] == "2026-03-09"
    assert found.gist["due"] == "2026-03-10"
    [rule, *outcome] = found.differences
    assert (rule.what, rule.change, rule.instrument) == ("rule", "changed", "jining-open-data-rules-2025")
    assert rule.citation is not None
    assert {one.id for one in outcome} == {"outcome.due", "outcome.earliest", "outcome.latest", "outcome.digest"}
    assert str(rule.citation) in found.explain()
    assert "another outcome" in found.explain("en")
    assert rule.citation.english in found.explain("en")
    assert re.search("[\u4e00-\u9fff]", found.explain("en")) is None
    assert "2026-03-09" in found.explain()


def test_another_wording_leaves_the_outcome_as_it_is(tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / TAIAN / "rules.yaml", "要旨: 国家秘密列为不予开放类", "要旨: 国家秘密不开放")
    found = odr.load(root).recheck(receipt("classify"))
    assert (found.agrees, found.same) == (True, False)
    assert [(one.what, one.id) for one in found.differences][:1] == [("rule", "taian-12-2")]


def test_no_answer_today(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "jurisdictions" / "taian.yaml").unlink()
    found = odr.load(root).recheck(receipt("classify"))
    assert (found.now, found.agrees, found.same) == (None, None, False)
    assert found.refusal
    assert found.english
    assert found.gist == {}
    assert found.then["status"] == "undetermined"
    assert "今天得不出结果" in found.explain()
    assert Draft202012Validator(schemas.schema("recheck")).is_valid(found.to_dict())


def test_a_report_without_its_file() -> None:
    found = library().recheck(receipt("catalogue"))
    assert found.now is None
    assert "：recheck(凭据, source=路径)" in found.refusal
    assert "as recheck(receipt, source=path)" in found.english
    with pytest.raises(odr.ReceiptMismatch, match=r"：replay\(凭据, source=路径\)"):
        library().replay(receipt("catalogue"))


def test_another_engine_is_named() -> None:
    told = receipt("classify")
    told["engine"] = "0.0.1"
    found = library().recheck(told)
    assert found.agrees
    assert "0.0.1" in found.explain()


def test_receipts_of_form_1_hold_no_outcome(tmp_path: Path) -> None:
    same = library().recheck(first_form("deadline"))
    assert (same.agrees, same.same, dict(same.then)) == (True, True, {})
    root = copied(tmp_path)
    edit(root / JINING / "deadlines.yaml", "长度: 5", "长度: 6")
    found = odr.load(root).recheck(first_form("deadline"))
    assert found.agrees is None
    assert [(one.what, one.id) for one in found.differences] == [("pack", "jining-open-data-rules-2025")]
    assert isinstance(found.now, odr.Deadline)
    assert Draft202012Validator(schemas.schema("recheck")).is_valid(found.to_dict())


def test_a_tampered_receipt_is_none() -> None:
    told = receipt("classify")
    told["options"]["strict"] = "x"
    with pytest.raises(odr.ReceiptMismatch, match="strict"):
        library().recheck(told)
    told = receipt("classify")
    told["facts"]["state_secret"] = True
    with pytest.raises(odr.ReceiptMismatch, match="facts"):
        library().recheck(told)
