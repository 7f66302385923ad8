"""Findings held against those of last time and against waivers: what still fails, what is gone, what met nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.errors import BadBaseline, BadWaivers
from opendata_rules.catalogue.judged import Since
from opendata_rules.catalogue.report import Report
from opendata_rules.errors import BadOutput
from opendata_rules.schemas import schema

from ..formats.documents import junit_cases, sarif_results
from ..laws import law, library
from .helpers import DATASET, taian, write, write_csv

SECRET = DATASET | {"编号": "A-1", "数据集名称": "甲", "国家秘密": "是"}
LATE = DATASET | {"编号": "B-2", "数据集名称": "乙", "更新频率": "每月", "更新时间": "2025-01-01"}
ASKED = DATASET | {"编号": "C-3", "数据集名称": "丙", "数据项": "姓名、身份证号"}
INVALID, OVERDUE = "A-1:invalid:taian-12-2", "B-2:overdue:taian-18-term"


def checked(folder: Path, *datasets: dict[str, str], **options: Any) -> Report:
    return taian().check_catalogue(write_csv(folder, *datasets), **options)


def waivers(folder: Path, *items: dict[str, str]) -> Path:
    full = [
        {"数据集": "A-1", "问题": INVALID, "理由": "理由", "批准人": "某人", "到期": "2026-03-10"} | item
        for item in items
    ]
    return write(folder, json.dumps(full, ensure_ascii=False), "豁免.yaml")


def states(report: Report) -> dict[str, tuple[str | None, bool, bool]]:
    return {f.id: (f.since, f.waived, f.fails) for row in report.rows for f in row.findings}


# -- last time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("small", [True, False])
def test_what_was_found_last_time_does_not_fail_again(tmp_path: Path, small: bool) -> None:
    before = checked(tmp_path, SECRET)
    known = tmp_path / "上次.json"
    before.write_baseline(known) if small else before.write(known)
    report = checked(tmp_path, SECRET, LATE, baseline=known)
    assert states(report) == {INVALID: (Since.UNCHANGED, False, False), OVERDUE: (Since.NEW, False, True)}
    assert (report.findings.new, report.findings.unchanged, report.findings.failing) == (1, 1, 1)
    assert report.findings.gone == ()
    assert checked(tmp_path, SECRET, baseline=known).findings.failing == 0


def test_what_is_gone_is_told(tmp_path: Path) -> None:
    known = tmp_path / "上次.json"
    checked(tmp_path, SECRET, LATE).write_baseline(known)
    report = checked(tmp_path, LATE, baseline=known)
    [gone] = report.findings.gone
    assert (gone.id, gone.title) == (INVALID, "甲")
    assert "1 个已经没有了" in report.explain()
    assert "1 gone" in report.explain("en")
    [absent] = [one for one in sarif_results(written(report, tmp_path, "a.sarif")) if one["baselineState"] == "absent"]
    assert absent["ruleId"] == "invalid"


def test_of_equal_datasets_one_more_is_new(tmp_path: Path) -> None:
    known = tmp_path / "上次.json"
    checked(tmp_path, SECRET).write_baseline(known)
    report = checked(tmp_path, SECRET, SECRET, baseline=known)
    assert [finding.since for row in report.rows for finding in row.findings] == [Since.UNCHANGED, Since.NEW]


def test_of_datasets_that_share_an_id_the_title_tells_which_one_it_was(tmp_path: Path) -> None:
    known = tmp_path / "上次.json"
    mended, other = SECRET | {"开放属性": "不予开放"}, SECRET | {"数据集名称": "丁", "提供单位": "市民政局"}
    checked(tmp_path, SECRET, other | {"开放属性": "不予开放"}).write_baseline(known)
    report = checked(tmp_path, mended, other, baseline=known)
    assert states(report) == {INVALID: (Since.NEW, False, True)}
    assert [gone.title for gone in report.findings.gone] == ["甲"]
    checked(tmp_path, other, SECRET).write_baseline(known)
    report = checked(tmp_path, SECRET, other | {"开放属性": "不予开放"}, baseline=known)
    assert states(report) == {INVALID: (Since.UNCHANGED, False, False)}


@pytest.mark.parametrize("small", [True, False])
def test_of_datasets_that_share_id_and_title_the_department_tells_which_one_it_was(tmp_path: Path, small: bool) -> None:
    """Else what one department has mended hides what is new with the other."""
    known = tmp_path / "上次.json"
    other = SECRET | {"提供单位": "市民政局"}
    closed = {"开放属性": "不予开放"}
    before = checked(tmp_path, SECRET, other | closed)
    before.write_baseline(known) if small else before.write(known)
    report = checked(tmp_path, SECRET | closed, other, baseline=known)
    assert states(report) == {INVALID: (Since.NEW, False, True)}
    [gone] = report.findings.gone
    assert (gone.title, report.findings.failing) == ("甲", 1)
    for sets in ((SECRET, other | closed), (other | closed, SECRET)):
        report = checked(tmp_path, *sets, baseline=known)
        assert states(report) == {INVALID: (Since.UNCHANGED, False, False)}


def test_a_baseline_of_earlier_versions_has_no_departments(tmp_path: Path) -> None:
    known = tmp_path / "上次.json"
    checked(tmp_path, SECRET).write_baseline(known)
    found = json.loads(known.read_text(encoding="utf-8"))
    for one in found["findings"]:
        del one["department"]
    known.write_text(json.dumps(found), encoding="utf-8")
    report = checked(tmp_path, SECRET, SECRET | {"提供单位": "市民政局", "开放属性": "不予开放"}, baseline=known)
    assert states(report) == {INVALID: (Since.UNCHANGED, False, False)}


def test_without_a_baseline_nothing_is_compared(tmp_path: Path) -> None:
    report = checked(tmp_path, SECRET)
    assert states(report) == {INVALID: (None, False, True)}
    assert not report.findings.compared
    assert "上次" not in report.explain()
    assert "与上次相比" not in written(report, tmp_path, "a.html").decode()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"@type": "Report"}',
        '{"@type": "Report", "place": "taian", "rows": [{}]}',
        '{"@type": "Report", "place": "taian", "rows": [{"findings": [1]}]}',
        '{"@type": "Baseline", "place": "taian"}',
        '{"@type": "Baseline", "place": "taian", "findings": [{"id": 1}]}',
        '{"@type": "Baseline", "place": "taian", "findings": [{"id": "x"}]}',
        '{"@type": "Baseline", "place": "taian", "findings": [{"id": "a:b:c", "title": 1}]}',
        '{"@type": "Baseline", "place": "jining", "findings": []}',
        '{"@type": "Baseline", "place": [[]], "findings": []}',
        '{"@type": "Baseline", "place": "taian", "scheme": "sharing", "findings": []}',
        '{"@type": "Baseline", "place": "taian", "scheme": [], "findings": []}',
        "[" * 100_000,
        "\ufeff{}",
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    known = write(tmp_path, content, "上次.json")
    with pytest.raises(BadBaseline, match="上次") as caught:
        checked(tmp_path, SECRET, baseline=known)
    assert caught.value.argument == "baseline"
    assert caught.value.english


def test_other_files_are_no_baseline(tmp_path: Path) -> None:
    for path in (tmp_path / "无.json", tmp_path):
        with pytest.raises(BadBaseline):
            checked(tmp_path, SECRET, baseline=path)


def test_identity_numbers_of_a_baseline_are_masked(tmp_path: Path) -> None:
    number = "370902199001010013"
    content = {"@type": "Baseline", "place": "taian", "findings": [{"id": "a:invalid:b", "title": f"{number}的"}]}
    report = checked(tmp_path, SECRET, baseline=write(tmp_path, json.dumps(content), "上次.json"))
    assert number not in json.dumps(report.to_dict())


# -- waivers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"问题": "申报属性不成立 taian-12-2"},
        {"问题": "invalid:taian-12-2"},
        {"数据集": "甲"},
        {"数据集": "甲", "提供单位": "市园林局", "问题": "invalid:taian-12-2"},
        {"提供单位": "市园林局"},
    ],
)
def test_a_waived_finding_is_listed_and_does_not_fail(tmp_path: Path, item: dict[str, str]) -> None:
    report = checked(tmp_path, SECRET, LATE, waivers=waivers(tmp_path, item))
    assert states(report) == {INVALID: (None, True, False), OVERDUE: (None, False, True)}
    assert (report.findings.total, report.findings.waived, report.findings.failing) == (2, 1, 1)
    assert report.findings.idle == ()


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"数据集": "Z-9"}, "没有这个数据集"),
        ({"问题": "A-1:invalid:taian-12-1"}, f"有的是：{INVALID}"),
        ({"问题": "overdue:taian-12-2"}, f"有的是：{INVALID}"),
        ({"问题": "申报属性不成立"}, f"有的是：{INVALID}"),
        ({"数据集": "甲", "问题": "invalid:taian-12-2"}, "请再写“提供单位”"),
        ({"提供单位": "市民政局"}, "没有这个数据集"),
        ({"数据集": "C-4", "问题": "invalid:taian-12-2"}, "可以删去"),
    ],
)
def test_a_waiver_that_meets_no_finding_is_told(tmp_path: Path, item: dict[str, str], why: str) -> None:
    report = checked(tmp_path, SECRET, DATASET | {"编号": "C-4"}, waivers=waivers(tmp_path, item))
    assert states(report)[INVALID] == (None, False, True)
    [idle] = report.findings.idle
    assert why in idle.why
    assert idle.english
    assert "没有用上" in report.explain()


@pytest.mark.parametrize("finding", [INVALID, "invalid:taian-12-2"])
def test_a_waiver_of_an_id_that_departments_share_names_the_department(tmp_path: Path, finding: str) -> None:
    both = SECRET, SECRET | {"数据集名称": "丁", "提供单位": "市民政局"}
    report = checked(tmp_path, *both, waivers=waivers(tmp_path, {"问题": finding}))
    assert report.findings.failing == 2
    [idle] = report.findings.idle
    assert "请再写“提供单位”" in idle.why
    report = checked(tmp_path, *both, waivers=waivers(tmp_path, {"问题": finding, "提供单位": "市园林局"}))
    assert [finding.fails for row in report.rows for finding in row.findings] == [False, True]


def test_identity_numbers_of_a_waiver_are_masked(tmp_path: Path) -> None:
    number = "370902199001010013"
    item = {"数据集": number, "问题": "invalid:taian-12-2"}
    report = checked(tmp_path, SECRET | {"编号": number}, waivers=waivers(tmp_path, item))
    assert (report.findings.waived, len(report.findings.idle)) == (1, 0)
    assert number not in json.dumps(report.to_dict())
    assert library().replay(report.receipt, source=tmp_path / "目录.csv") == report
    # No finding of a report has such an id, and the refusal does not show it either.
    with pytest.raises(BadWaivers) as refused:
        checked(tmp_path, SECRET, waivers=waivers(tmp_path, {"问题": f"{number}:invalid:taian-12-2"}))
    assert number not in str(refused.value)


def test_a_waiver_holds_on_its_last_day_and_fails_after_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path, SECRET)
    for expires, waived in (("2026-03-10", True), ("2026-03-09", False)):
        report = checked(tmp_path, SECRET, waivers=waivers(tmp_path, {"到期": expires}))
        [finding] = report.rows[0].findings
        assert (finding.waived, finding.expired, finding.fails) == (waived, not waived, not waived)
    # What is known of last time fails all the same once the waiver has run out.
    known = tmp_path / "上次.json"
    checked(tmp_path, SECRET).write_baseline(known)
    report = checked(tmp_path, SECRET, baseline=known, waivers=waivers(tmp_path, {"到期": "2026-03-09"}))
    assert report.findings.failing == report.findings.expired == 1
    assert "已经过期" in report.explain()
    assert path.exists()


def test_the_one_that_holds_longest_counts(tmp_path: Path) -> None:
    found = waivers(tmp_path, {"到期": "2020-01-01"}, {"到期": "2027-01-01"}, {"到期": "2021-01-01"})
    report = checked(tmp_path, SECRET, waivers=found)
    assert report.findings.failing == report.findings.expired == 0
    assert report.findings.idle == ()


def test_incomplete_waivers_stop_the_check(tmp_path: Path) -> None:
    with pytest.raises(BadWaivers, match="missing_key"):
        checked(tmp_path, SECRET, waivers=write(tmp_path, "- {数据集: A-1}\n", "豁免.yaml"))


# -- the report ------------------------------------------------------------------------------------------------------


def written(report: Report, folder: Path, name: str) -> bytes:
    path = folder / name
    report.write(path)
    return path.read_bytes()


@pytest.fixture
def judged(tmp_path: Path) -> Report:
    """A report with one new finding, one that is known, one waived, one expired, one gone and one waiver too many."""
    known = tmp_path / "上次.json"
    checked(tmp_path, SECRET, SECRET | {"编号": "G-0"}).write_baseline(known)
    found = waivers(
        tmp_path,
        {"数据集": "B-2", "问题": OVERDUE},
        {"数据集": "D-4", "问题": "invalid:taian-12-2", "到期": "2026-03-01"},
        {"数据集": "没有"},
    )
    return checked(
        tmp_path, SECRET, LATE, ASKED, SECRET | {"编号": "D-4"}, SECRET | {"编号": "E-5"}, baseline=known, waivers=found
    )


def test_the_tally_adds_up(judged: Report) -> None:
    tally = judged.findings
    assert tally.total == tally.new + tally.unchanged == 5
    assert (tally.errors, tally.failing, tally.waived, tally.expired) == (4, 2, 1, 1)
    assert (len(tally.gone), len(tally.idle)) == (1, 1)
    assert tally.failing == sum(finding.fails for row in judged.rows for finding in row.findings)


def test_json_keeps_to_the_schemas(judged: Report) -> None:
    import jsonschema

    jsonschema.validate(judged.to_dict(), schema("report"))
    for row in judged.rows:
        for finding in row.findings:
            jsonschema.validate(finding.to_dict(), schema("report_finding"))


def test_replaying_gives_the_same(judged: Report, tmp_path: Path) -> None:
    receipt = json.loads(json.dumps(judged.receipt))
    source = tmp_path / "目录.csv"
    assert library().replay(receipt, source=source) == judged
    assert library().recheck(receipt, source=source).same
    plain = law("taian").check_catalogue(source).receipt
    assert plain["options"]["baseline"] is plain["options"]["waivers"] is None  # type: ignore[index, call-overload]
    assert library().replay(plain, source=source).receipt == plain


def test_page_shows_new_ones_first_and_the_rest_apart(judged: Report, tmp_path: Path) -> None:
    page = written(judged, tmp_path, "a.html").decode()
    places = [page.index(text) for text in ("豁免已经过期的", "新发现的", "上次已有的", "有豁免的", "已经没有了的")]
    assert places == sorted(places)
    assert INVALID in page
    assert "批准人：某人" in page


def test_csv_has_ids_and_states(judged: Report, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(judged, tmp_path, "a.csv").decode("utf-8-sig"), newline="")))
    assert [row["问题编号"] for row in rows[:2]] == [INVALID, OVERDUE]
    assert [row["问题的状态"] for row in rows[:2]] == [
        "上次已有",
        "新发现，豁免：理由（批准人：某人；到期：2026-03-10）",
    ]
    assert "豁免已过期" in rows[3]["问题的状态"]


def test_sarif_has_fingerprints_states_and_suppressions(judged: Report, tmp_path: Path) -> None:
    for name in ("a.sarif", "a.sarif.json"):
        results = sarif_results(written(judged, tmp_path, name))
        told = {next(iter(one["partialFingerprints"].values())): one for one in results}
        assert set(told) == {f.id for row in judged.rows for f in row.findings} | {g.id for g in judged.findings.gone}
        assert told[INVALID]["baselineState"] == "unchanged"
        assert told[INVALID]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}
        assert told[OVERDUE]["suppressions"][0]["status"] == "accepted"
        assert told["D-4:invalid:taian-12-2"]["suppressions"][0]["status"] == "rejected"
        assert told["C-3:suspected:personal_privacy"]["level"] == "note"
        assert told["E-5:invalid:taian-12-2"]["properties"]["provision"] == "taian-12-2"


def test_junit_fails_what_fails(judged: Report, tmp_path: Path) -> None:
    cases = junit_cases(written(judged, tmp_path, "a.junit.xml"))
    assert sum(outcome == ["failure"] for _, _, outcome in cases) == judged.findings.failing
    assert sum(outcome == ["skipped"] for _, _, outcome in cases) == 2
    assert len({(group, name) for group, name, _ in cases}) == len(cases) == 5


def test_a_dataset_on_which_nothing_was_found_is_a_test_that_passes(tmp_path: Path) -> None:
    cases = junit_cases(written(checked(tmp_path, DATASET, DATASET), tmp_path, "a.junit.xml"))
    assert [outcome for _, _, outcome in cases] == [[], []]
    assert len({name for _, name, _ in cases}) == 2


def test_a_baseline_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadOutput):
        checked(tmp_path, SECRET).write_baseline(tmp_path / "没有" / "a.json")
