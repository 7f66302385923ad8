"""Each change of attribute between two states of a catalogue is what the law says of it."""

from __future__ import annotations

import csv
import io
import json
import pickle
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import opendata_rules as odr
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.cli import run
from opendata_rules.cli.exit_status import of_catalogue_changes
from opendata_rules.errors import BadOutput
from opendata_rules.schemas import schema
from opendata_rules.vocabulary.english import is_chinese

from ...laws import law, library
from ..helpers import DATASET, taian, write, write_csv
from ..test_check import NONE_OF_IT

A = DATASET | {"编号": "A-1", "数据集名称": "甲"} | NONE_OF_IT
OPEN, CONDITIONAL, CLOSED = ({"开放属性": term} for term in ("无条件开放", "有条件开放", "不予开放"))


def states(folder: Path, old: list[dict[str, str]], new: list[dict[str, str]]) -> tuple[Path, Path]:
    return write_csv(folder, *old, name="旧.csv"), write_csv(folder, *new, name="新.csv")


def of(folder: Path, old: list[dict[str, str]], new: list[dict[str, str]], **options: Any) -> odr.CatalogueChanges:
    return taian().check_catalogue_changes(*states(folder, old, new), **options)


def test_a_change_is_judged_on_the_facts_of_the_new_state(tmp_path: Path) -> None:
    for more in (
        {},
        {"同意（审核）状态": "未申请"},
        {"涉及个人隐私": "是", "第三方意见": "不同意"},
        {"国家秘密": "是"},
    ):
        found = of(tmp_path, [A | CLOSED], [A | OPEN | more])
        [change] = found.changes
        [row] = taian().check_catalogue(tmp_path / "新.csv").rows
        assert change.answer == taian().check_change("closed", "open", dict(row.facts))
        assert change.matched_by == "id"
        assert (change.old.declared, change.new.declared) == ("closed", "open")


def test_what_the_old_state_knew_is_not_known_any_more_and_told(tmp_path: Path) -> None:
    old, new = A | OPEN | {"国家秘密": "是"}, {k: v for k, v in (A | CLOSED).items() if k != "国家秘密"}
    found = of(tmp_path, [old], [new])
    [change] = found.changes
    assert "state_secret" not in change.answer.facts
    assert change.old_facts == (("state_secret", True),)
    assert change.new_facts == ()
    assert "国家秘密 是 → 没有写" in found.explain()
    assert "state_secret true to not stated" in found.explain("en")


def test_a_forbidden_change_comes_first_and_is_found(tmp_path: Path) -> None:
    old = [A | OPEN, A | OPEN | {"编号": "A-2"}]
    new = [A | CLOSED | {"国家秘密": "是"}, A | CLOSED | {"编号": "A-2", "同意（审核）状态": "未申请"}]
    found = of(tmp_path, old, new)
    verdicts = [change.verdict for change in found.changes]
    assert verdicts[0] == "forbidden"
    assert found.counts["forbidden"] == verdicts.count(odr.Verdict.FORBIDDEN)
    assert of_catalogue_changes(found) == 1
    assert "禁止" in found.explain()


def test_a_change_of_conditions_is_one_where_the_new_state_says_so(tmp_path: Path) -> None:
    same = A | CONDITIONAL
    assert of(tmp_path, [same], [same]).changes == ()
    [change] = of(tmp_path, [same], [same | {"开放条件变化": "收紧"}]).changes
    assert change.answer == taian().check_change("conditional", "conditional", change.answer.facts)
    assert of(tmp_path, [A | OPEN], [A | OPEN | {"开放条件变化": "收紧"}]).changes == ()


def test_nothing_changed(tmp_path: Path) -> None:
    found = of(tmp_path, [A | OPEN], [A | OPEN])
    assert (found.unchanged, found.changes, found.added, found.removed, found.doubtful) == (1, (), (), (), ())
    assert of_catalogue_changes(found) == 0


def test_added_and_removed_are_told_and_taking_down_is_a_question(tmp_path: Path) -> None:
    jining, other = law("jining"), A | OPEN | {"编号": "B-2", "数据集名称": "乙"}
    found = jining.check_catalogue_changes(*states(tmp_path, [A | OPEN, A | CLOSED | {"编号": "Z-9"}], [other]))
    assert [one.id for one in found.removed] == ["A-1", "Z-9"]
    assert [one.id for one in found.added] == ["B-2"]
    assert [one.id for one in found.taken_down] == ["A-1"]
    assert {basis.provision for basis in found.on_removal} == {one.id for one in jining.check("delisting", {}).findings}
    assert "check 下架" in found.explain()
    assert "check delisting" in found.explain("en")
    assert of_catalogue_changes(found) == 4
    only_closed = jining.check_catalogue_changes(*states(tmp_path, [A | CLOSED, other], [other]))
    assert only_closed.taken_down == ()
    assert "下架" not in only_closed.explain()
    assert of_catalogue_changes(only_closed) == 0


def test_where_nobody_regulates_taking_down_it_is_no_question(tmp_path: Path) -> None:
    laws = map(law, library().jurisdictions)
    for asked in (one for one in laws if one.check("delisting", {}).verdict == "not_regulated"):
        found = asked.check_catalogue_changes(*states(tmp_path, [A | OPEN, A | OPEN | {"编号": "B"}], [A | OPEN]))
        assert found.on_removal == found.taken_down == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("", "无条件开放", "旧目录"), ("无条件开放", "公开", "新目录"), ("", "", "旧目录、新目录")],
)
def test_an_attribute_that_is_not_recognised_is_not_compared(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = of(tmp_path, [A | {"开放属性": old}], [A | {"开放属性": new}])
    [doubt] = found.doubtful
    assert doubt.why.startswith(said + "没有写")
    assert found.changes == ()
    assert of_catalogue_changes(found) == 4


def test_equal_ids_are_told_and_not_guessed(tmp_path: Path) -> None:
    found = of(tmp_path, [A | OPEN, A | CLOSED], [A | CLOSED, A | OPEN])
    [doubt] = found.doubtful
    assert len(doubt.old) == len(doubt.new) == 2
    assert found.changes == ()
    assert "分不清" in found.explain()


def test_equal_datasets_that_are_all_alike_are_unchanged_whichever_is_which(tmp_path: Path) -> None:
    nameless = DATASET | OPEN | {"数据集名称": ""}
    found = of(tmp_path, [A | OPEN, A | OPEN, nameless], [A | OPEN, A | OPEN, nameless])
    assert (found.unchanged, found.doubtful, found.added, found.removed) == (3, (), (), ())
    assert len(of(tmp_path, [A | OPEN, A | OPEN], [A | OPEN]).doubtful) == 1
    assert len(of(tmp_path, [A | {"开放属性": ""}] * 2, [A | {"开放属性": ""}] * 2).doubtful) == 1
    told = A | CONDITIONAL | {"开放条件变化": "收紧"}
    assert len(of(tmp_path, [A | CONDITIONAL] * 2, [A | CONDITIONAL, told]).doubtful) == 1


def test_a_profile_counts_for_both(tmp_path: Path) -> None:
    profile = write(tmp_path, '开放属性:\n  "1": 无条件开放\n  "3": 不予开放\n', "平台.yaml")
    [change] = of(tmp_path, [A | {"开放属性": "1"}], [A | {"开放属性": "3"}], profile=profile).changes
    assert (change.answer.before, change.answer.after) == ("open", "closed")


def test_what_is_no_catalogue_is_told(tmp_path: Path) -> None:
    good = write_csv(tmp_path, A)
    for pair in ((good, tmp_path / "无.csv"), (write(tmp_path, "a,b\n1,2\n", "别的.csv"), good)):
        with pytest.raises(NotACatalogue):
            taian().check_catalogue_changes(*pair)
    with pytest.raises(TypeError):
        taian().check_catalogue_changes(good, 3)  # type: ignore[arg-type]


# -- the answer as a value --------------------------------------------------------------------------------------------


@pytest.fixture
def found(tmp_path: Path) -> odr.CatalogueChanges:
    """Changes of every kind, with names that want to be formulas and tags."""
    nasty = {"编号": "A-2", "数据集名称": "=1+1<b>\x1b"}
    old = [
        A | OPEN,
        A | OPEN | nasty,
        A | OPEN | {"编号": "R"},
        A | {"编号": "D", "开放属性": ""},
    ]
    new = [
        A | CLOSED | {"同意（审核）状态": "未申请"},
        A | CLOSED | nasty | {"国家秘密": "是"},
    ]
    return of(tmp_path, old, [*new, A | OPEN | {"编号": "N", "数据集名称": "新的"}, A | OPEN | {"编号": "D"}])


def test_json_keeps_to_its_schema(found: odr.CatalogueChanges) -> None:
    told = found.to_dict()
    assert json.loads(json.dumps(told)) == told
    jsonschema.validate(told, schema("catalogue_changes"))
    assert told["counts"] == dict(found.counts)


def test_a_receipt_replays_from_both_files_in_any_order(found: odr.CatalogueChanges, tmp_path: Path) -> None:
    receipt = json.loads(json.dumps(found.receipt))
    old, new = tmp_path / "旧.csv", tmp_path / "新.csv"
    assert library().replay(receipt, source=(old, new)) == found
    assert library().replay(receipt, source=(new, old)) == found
    checked = library().recheck(receipt, source=(old, new))
    assert checked.same
    assert "目录变更" in checked.explain()
    for source in (None, old, (old, old), (old, write_csv(tmp_path, A, name="别的.csv"))):
        with pytest.raises(odr.ReceiptMismatch):
            library().replay(receipt, source=source)
    report = taian().check_catalogue(old)
    with pytest.raises(odr.ReceiptMismatch):
        library().replay(report.receipt, source=(old, new))


def test_it_is_a_value(found: odr.CatalogueChanges) -> None:
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(pickle.loads(pickle.dumps(found)))
    with pytest.raises(TypeError):
        bool(found)
    with pytest.raises(odr.BadArgument):
        found.explain("fr")  # type: ignore[arg-type]
    assert not is_chinese(found.explain("en"))


def test_every_form_shows_every_dataset_and_nothing_acts(found: odr.CatalogueChanges, tmp_path: Path) -> None:
    for suffix in ("html", "xlsx", "csv", "json"):
        found.write(tmp_path / f"变更.{suffix}")
    page = (tmp_path / "变更.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;\\x1b" in page
    assert "<b>" not in page
    rows = list(csv.reader(io.StringIO((tmp_path / "变更.csv").read_text(encoding="utf-8-sig"), newline="")))
    kinds = [row[0] for row in rows[1:]]
    assert kinds == ["改属性", "改属性", "撤出", "新增", "不能比较"]
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row)
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "变更.xlsx")["变更"]
    assert [cell.value for cell in sheet["A"]][1:] == kinds
    with pytest.raises(BadOutput):
        found.write(tmp_path / "变更.sarif")


def test_the_command(found: odr.CatalogueChanges, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = str(tmp_path / "旧.csv"), str(tmp_path / "新.csv")
    place = ["-j", "泰安", "--on", "2026-03-10"]
    page = str(tmp_path / "变更.html")
    for arguments in (["--changes", old, new, *place], [new, *place, "--changes", old]):
        assert run(["catalogue", *arguments, "-o", page]) == of_catalogue_changes(found) == 1
        assert "改了开放属性" in capsys.readouterr().out
    assert run(["catalogue", "--changes", old, new, *place, "--json"]) == 1
    told = capsys.readouterr().out
    assert json.loads(told) == found.to_dict()
    receipt = write(tmp_path, told, "结果.json")
    assert run(["replay", str(receipt), "--source", old, "--source", new]) == 0
    assert run(["replay", str(receipt), "--source", old]) == 1
    capsys.readouterr()
    for wrong in (["--unlisted", "false"], ["--baseline", old], ["--waivers", old], ["-o", "a.sarif"], ["-o", old]):
        assert run(["catalogue", "--changes", old, new, *place, *wrong]) == 2
