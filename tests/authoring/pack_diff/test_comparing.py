"""What an edit changes in the files, and in the answers of every place on every day that matters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opendata_rules.authoring.pack_diff.rules import How, What
from opendata_rules.authoring.pack_diff.telling import asked
from opendata_rules.errors import BadArgument, BadPack

from ...amendments import DIFFERENCES, NEW, SHORTER, amended
from .conftest import CONDITIONAL, JINING, SECURITY, TAIAN, Compare, edited

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


def questions(found: object) -> set[str]:
    return {one.title for place in found.places for one in asked(place.answers)}  # type: ignore[attr-defined]


def test_the_same_files_differ_in_nothing(compare: Compare) -> None:
    found = compare(place="qingdao")
    assert (found.changed, found.places, found.problems, found.differs) == ((), (), (), False)


def test_an_edit_that_changes_no_answer_lists_none(new: Path, compare: Compare) -> None:
    edited(new, (f"{TAIAN}/rules.yaml", "锚词: [国家秘密]", "锚词: [秘密]"))
    found = compare(place="taian")
    [one] = found.changed
    assert (one.what, one.how, one.name, one.parts) == (What.RULE, How.CHANGED, "taian-12-2", ("锚词",))
    assert found.places == ()
    assert not found.differs


def test_another_class_changes_classes_and_moves_of_that_place_alone(new: Path, compare: Compare) -> None:
    edited(new, CONDITIONAL)
    found = compare()
    assert [(one.name, one.parts) for one in found.changed] == [("taian-12-2", ("结论", "可以选择的属性"))]
    assert {place.place for place in found.places} == {"taian"}
    assert "开放属性的判定" in questions(found)
    assert "变更：不予开放→有条件开放" in questions(found)
    assert not any(title.startswith(("职责", "期限")) for title in questions(found))


def test_a_gist_is_told_and_is_no_other_answer(new: Path, compare: Compare) -> None:
    edited(new, (f"{TAIAN}/rules.yaml", "要旨: 国家秘密列为不予开放类", "要旨: 国家秘密不开放"))
    found = compare(place="泰安")
    [place] = found.places
    [question] = asked(place.differences)
    [told] = question.differences
    assert (question.title, told.now) == ("要旨的文字", "国家秘密不开放")
    assert not found.differs


def test_a_place_is_listed_with_what_changed(new: Path, compare: Compare) -> None:
    edited(
        new,
        ("jurisdictions/tengzhou.yaml", "370481", "370482"),
    )
    found = compare(place="滕州")
    assert {(one.what, one.name, one.parts) for one in found.changed} == {(What.PLACE, "tengzhou", ("代码",))}


def test_an_amendment_to_come_is_seen_before_it_is_in_force(new: Path, compare: Compare) -> None:
    amended(new, {**SHORTER, "duty_cases.yaml": DIFFERENCES}, place="taian")
    found = compare(place="taian")
    assert (What.INSTRUMENT, How.ADDED, NEW) in {(one.what, one.how, one.name) for one in found.changed}
    days = {place.new_on for place in found.places if any("人员" in one for one in questions(found))}
    assert dt.date(2027, 1, 1) in days


def test_two_days_of_the_same_packs(new: Path, compare: Compare) -> None:
    amended(new, {**SHORTER, "duty_cases.yaml": DIFFERENCES}, place="taian")
    found = compare("2026-12-31", "2027-01-01", place="taian")
    assert [one.name for one in found.changed if one.what is What.RULE] == ["taian-28-1-term"]
    told = questions(found)
    # What the new version only inherits is no difference.
    assert not any(title.startswith("变更") or title.endswith("的判定") for title in told)
    assert compare("2026-03-10", "2026-03-11", place="taian").places == ()


def test_a_pack_that_cannot_be_read_is_told_and_nothing_else_lost(new: Path, compare: Compare) -> None:
    edited(
        new,
        CONDITIONAL,
        (
            f"{JINING}/rules.yaml",
            "属性变更:",
            "属性变更：",
        ),
    )
    found = compare()
    assert {one.path for _, one in found.problems} == {f"{JINING}/rules.yaml"}
    assert {side for side, _ in found.problems} == {f"文件夹 {new}"}
    assert {place.place for place in found.places} == {"taian"}


def test_places_that_come_and_go(old: Path, new: Path, compare: Compare) -> None:
    (new / "jurisdictions" / "tengzhou.yaml").unlink()
    found = compare(place="tengzhou")
    assert [(one.what, one.how, one.name) for one in found.changed] == [(What.PLACE, How.REMOVED, "tengzhou")]
    assert found.asked == 1
    assert found.places == ()


def test_the_datasets_of_a_catalogue(new: Path, compare: Compare) -> None:
    edited(new, SECURITY)
    path = Path(__file__).parents[3] / "examples" / "taian_catalogue.csv"
    effect = compare(place="taian", catalogue=path).catalogue
    assert effect is not None
    assert (effect.file, effect.total) == ("taian_catalogue.csv", 14)
    [one] = effect.touched
    assert one.title == "危险化学品运输路线"
    assert "属性：不予开放" in one.was
    assert "属性：有条件开放" in one.now


def test_a_catalogue_that_no_edit_touches(compare: Compare) -> None:
    path = Path(__file__).parents[3] / "examples" / "taian_catalogue.csv"
    effect = compare(place="taian", catalogue=path).catalogue
    assert effect is not None
    assert effect.touched == ()


@pytest.mark.parametrize("store", [False, True])
def test_the_cases_of_a_log(new: Path, compare: Compare, tmp_path: Path, store: bool) -> None:
    import opendata_rules as odr

    text = (new / JINING / "deadlines.yaml").read_text(encoding="utf-8")
    head, found_, rest = text.partition("步骤: objection.feedback")
    assert found_
    (new / JINING / "deadlines.yaml").write_text(
        head + found_ + rest.replace("长度: 10", "长度: 12", 1), encoding="utf-8"
    )
    path = Path(__file__).parents[3] / "examples" / "jining_events.jsonl"
    if store:
        import json

        events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        path = tmp_path / "cases.sqlite"
        with odr.monitor(odr.load().law("jining", on=dt.date(2026, 3, 10)), path) as monitor:
            monitor.ingest(events)
        before = path.read_bytes()
    effect = compare(place="jining", log=path).log
    assert effect is not None
    [one] = effect.touched
    assert (effect.total, one.id) == (5, "C-001")
    assert "2026-03-17" in one.was[0]
    assert "2026-03-19" in one.now[0]
    if store:
        assert path.read_bytes() == before


def test_a_catalogue_or_a_log_needs_a_place(compare: Compare) -> None:
    with pytest.raises(BadArgument, match="哪个地方"):
        compare(catalogue=Path("目录.csv"))


def test_a_folder_without_packs_is_refused(compare: Compare, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    with pytest.raises(BadPack, match="不是规则文件夹"):
        compare(str(tmp_path / "leer"))
