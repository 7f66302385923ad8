"""The guide for legal staff: its examples make up a library that the real reader accepts, and it leaves nothing out."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

import opendata_rules as odr
from opendata_rules import cli
from opendata_rules.authoring.rule_cases import written as of_cases
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.diagnostics.rendering import render
from opendata_rules.packs import written, written_words
from opendata_rules.packs.conditions import OPERATORS
from opendata_rules.vocabulary.keywords import chinese
from opendata_rules.vocabulary.procedures import procedures
from opendata_rules.working_days.written import NoticeModel

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "规则编写指南.md"
GUIDE = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
#: First line of every example: the file it belongs to.
FILE = re.compile(r"# ((?:rules|jurisdictions)/[a-z0-9/-]+(?:_[a-z]+)?\.yaml)\n")
#: Beginning of a base, and of a near miss.
CASE = re.compile(r"^(?:  - 情形|      - \{)", re.MULTILINE)
PACK = "ceshi-measures-2026"
#: Its later version, which has a chapter of its own.
AMENDED = "ceshi-measures-2027"
#: The place above; the guide shows no file of it.
ABOVE = '名称: 山东省\n代码: "370000"\n级别: 省级\n主管部门: 山东省大数据局\n'

MODELS: tuple[type[BaseModel], ...] = (
    written.InstrumentModel,
    written.JurisdictionModel,
    written_words.FactsModel,
    written_words.ProceduresModel,
    written.RulesModel,
    written.DutiesModel,
    written.DeadlinesModel,
    written.ArticlesModel,
    of_cases.CasesModel,
    of_cases.DutyCasesModel,
    NoticeModel,
)


def files(*, amended: bool = False) -> dict[str, str]:
    """Content of each file: all its examples, one after another, a keyword that goes on from before written once.

    Args:
        amended: those of the later version, which the others do not know of.
    """
    sections: dict[str, dict[str, str]] = {}
    for block in BLOCKS:
        head = FILE.match(block)
        assert head is not None, f"the first line names no file:\n{block}"
        into = sections.setdefault(head[1], {})
        for part in re.split(r"^(?=[^ \n#])", block[head.end() :], flags=re.MULTILINE):
            word, _, rest = part.partition("\n")
            into[word] = into.get(word, "") + rest
    whole = {name: "".join(f"{word}\n{rest}" for word, rest in parts.items()) for name, parts in sections.items()}
    return {name: text for name, text in whole.items() if (AMENDED in name) is amended}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the guide shows, beside the shipped calendar."""
    root = tmp_path_factory.mktemp("guide")
    shutil.copytree(ROOT / "rules" / "calendar", root / "rules" / "calendar")
    for name, text in {"jurisdictions/shandong.yaml": ABOVE, **files()}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_examples_are_accepted(library: Path) -> None:
    """Cases included. Only that a rule has no case may be said: the guide has not room for them all."""
    found = [problem for problem in odr.lint(library) if problem.code not in ("no_case_for_rule", "mutation_not_run")]
    assert not found, render(found)


@pytest.fixture
def with_commands(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder to work in."""
    shutil.copytree(library, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(heading: str) -> list[list[str]]:
    """The commands that a chapter shows, in order."""
    chapter = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [
        line
        for block in re.findall(r"^```sh\n(.*?)^```$", chapter, re.DOTALL | re.MULTILINE)
        for line in block.splitlines()
    ]
    return [shlex.split(line)[1:] for line in lines]


def test_the_chapter_on_amendments_does_what_it_says(with_commands: Path) -> None:
    begun, *checks = commands("写一个修订以后的版本")
    assert cli.run(begun) == 0
    pack = with_commands / "rules" / AMENDED
    made = [line for line in (pack / "instrument.yaml").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    shown = files(amended=True)
    assert set(made) <= set(shown[f"rules/{AMENDED}/instrument.yaml"].splitlines())
    for name, text in shown.items():
        (with_commands / name).write_text(text, encoding="utf-8")
    place = with_commands / "jurisdictions" / "ceshi.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace(PACK, AMENDED), encoding="utf-8")
    found = [
        problem for problem in odr.lint(with_commands) if problem.code not in ("no_case_for_rule", "mutation_not_run")
    ]
    assert not found, render(found)
    differences = [cli.run(command) for command in checks]
    assert differences == [0, 0, 1, 0]
    # Without what the chapter writes under 修订后, each case that differs is named.
    (pack / "duty_cases.yaml").unlink()
    codes = {problem.code for problem in odr.lint(with_commands)} - {"no_case_for_rule", "mutation_not_run"}
    assert codes == {"case_differs"}


def test_the_chapter_on_new_files_does_what_it_says(with_commands: Path) -> None:
    for command in commands("新建法律文件、地方和放假通知"):
        assert cli.run(command) == 0
    assert odr.load(with_commands).law("试验市", on=dt.date(2026, 8, 1)).instruments[0].id == "shiyan-measures-2026"
    assert cli.run(["new", "notice", "2027"]) == 0
    [problem] = odr.lint(with_commands / "rules" / "calendar" / "2027.yaml")
    assert problem.code == "bad_date"


def test_every_kind_of_file_is_shown() -> None:
    names = {name.removeprefix(f"rules/{PACK}/") for name in files()}
    kinds = {"instrument", "facts", "procedures", "rules", "duties", "deadlines", "articles", "suspicions"} | {
        "cases",
        "duty_cases",
    }
    assert names == {*(f"{kind}.yaml" for kind in kinds), "jurisdictions/ceshi.yaml", "rules/calendar/2026.yaml"}


def test_every_example_of_a_case_is_run(library: Path) -> None:
    ran = [result for result in run_cases(odr.load(library)) if isinstance(result, CaseResult)]
    shown = [text for name, text in files().items() if name.endswith("cases.yaml")]
    assert len(ran) == sum(len(CASE.findall(text)) for text in shown)
    assert not [result for result in ran if result.failures]


def test_the_notice_shown_is_the_one_that_ships() -> None:
    shown = files()["rules/calendar/2026.yaml"]
    assert shown.strip() == (ROOT / "rules" / "calendar" / "2026.yaml").read_text(encoding="utf-8").strip()


def keywords() -> set[str]:
    """What may be written in the files that the guide is about."""
    pending, seen, words = list(MODELS), set(MODELS), {*OPERATORS}
    words |= {chinese(name) for name in ("contains", "lacks", "at_least", "step", "start", "done")}
    while pending:
        for field in pending.pop().model_fields.values():
            words.add(str(field.alias))
            for kind in within(field.annotation):
                if kind not in seen:
                    seen.add(kind)
                    pending.append(kind)
    return words


def within(annotation: object) -> list[type[BaseModel]]:
    """Models in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [kind for part in get_args(annotation) for kind in within(part)]


def test_every_keyword_is_in_the_guide() -> None:
    assert {word for word in keywords() if word not in GUIDE} == set()


def test_every_step_and_its_start_is_in_the_table() -> None:
    known = procedures()
    for procedure in known.all.values():
        labels = {step.id: step.label for step in procedure.steps}
        for step in procedure.steps:
            start = labels.get(step.trigger) or known.events[step.trigger].label
            assert f"| `{step.name}` | {procedure.label}：{step.label} | {start} |\n" in GUIDE


def anchor(heading: str) -> str:
    """As GitHub makes them."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def test_every_link_leads_somewhere() -> None:
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", re.sub(r"(?ms)^```.*?^```$", "", GUIDE), re.M)}
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        page, _, place = target.partition("#")
        assert not page or (PAGE.parent / page).is_file(), target
        assert not place or page or place in anchors, target


def test_every_section_is_in_the_table_of_contents() -> None:
    plain = re.sub(r"(?ms)^```.*?^```$", "", GUIDE)
    for heading in re.findall(r"^## (.+)$", plain, re.M):
        assert heading == "目录" or f"* [{heading}](#{anchor(heading)})" in GUIDE


def test_its_own_facts_and_steps_do_what_the_guide_says(library: Path) -> None:
    law = odr.load(library).law("ceshi", on=dt.date(2026, 3, 10))
    assert "文物点位数据" in {fact.label for fact in law.facts("开放属性判定")}
    assert law.classify({"文物点位数据": True}, unlisted="false").attribute == "conditional"
    day = dt.date(2026, 3, 5)
    review = "文物点位评估"
    facts = {"文物点等级": "已定级", "现场核查日期": day}
    assert law.schedule(review, trigger=day, facts=facts).steps[-1].state == "blocked"
    early = dt.date(2026, 3, 3)
    stand_in = law.schedule(review, trigger=early, facts=facts, actual={"ceshi__acceptance": early}).steps[-1]
    assert stand_in.deadline is not None
    assert stand_in.deadline.due == dt.date(2026, 3, 17)
    found = law.schedule(review, trigger=day, facts=facts, actual={"ceshi__site_visit": day})
    assert found.steps[-1].deadline is not None
    assert found.steps[-1].deadline.due == dt.date(2026, 3, 19)


def test_a_monitor_takes_the_events_of_a_procedure_to_which_the_guide_adds_a_step(library: Path) -> None:
    monitor = odr.monitor(odr.load(library).law("ceshi", on=dt.date(2026, 3, 10)))
    common = {"case": "a", "procedure": "有条件开放数据获取"}
    events = [
        {**common, "id": "1", "kind": "received", "date": "2026-03-02", "文物点位数据": True},
        {**common, "id": "2", "kind": "会商文物主管部门", "date": "2026-03-04"},
    ]
    assert monitor.ingest(events) == (2, 0, 0)


def test_a_term_of_its_own_procedure_runs_from_its_own_event(library: Path) -> None:
    monitor = odr.monitor(odr.load(library).law("ceshi", on=dt.date(2026, 3, 10)))
    common = {"case": "a", "procedure": "文物点位评估"}
    events = [
        {**common, "id": "1", "kind": "received", "date": "2026-03-02", "文物点等级": "已定级"},
        {**common, "id": "2", "kind": "现场核查", "date": "2026-03-05"},
    ]
    assert monitor.ingest(events) == (2, 0, 0)
    found = monitor.status("a", on=dt.date(2026, 3, 10))
    assert found.steps[-1].deadline is not None
    assert found.steps[-1].deadline.due == dt.date(2026, 3, 19)


def test_without_the_table_of_articles_it_is_said_what_to_write(library: Path, tmp_path: Path) -> None:
    shutil.copytree(library, tmp_path, dirs_exist_ok=True)
    (tmp_path / "rules" / PACK / "articles.yaml").unlink()
    [problem] = [problem for problem in odr.lint(tmp_path) if problem.code == "missing_file"]
    assert problem.path.endswith("articles.yaml")
    assert "条文表" in problem.help
