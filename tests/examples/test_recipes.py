"""The recipes under ``examples/``: run as their users run them, in a real PostgreSQL, a real Django, a real shell."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import opendata_rules as odr
from tests.examples import EXAMPLES, client
from tests.monitoring.conftest import postgres

__all__ = ["postgres"]

pytestmark = pytest.mark.one_interpreter
ON = "2026-03-10"
#: Rows of a catalogue and what the law of Tai'an says of them: whether they may be published, and why not.
ROWS = {
    "a secret declared open": (
        "open",
        {"state_secret": True},
        "依据：《泰安市公共数据开放办法（试行）》第十二条第（二）项",
    ),
    "a secret declared closed": ("closed", {"state_secret": True}, None),
    "privacy of which nobody asked": ("open", {"personal_privacy": True}, "还有事实不知道，不能断定"),
    "nothing known": ("open", {}, "还有事实不知道，不能断定"),
    "no attribute": (None, {}, "没有申报开放属性"),
    "a word of no fact": ("open", {"third_party_response": "maybe"}, "有一项事实填的不是它的值"),
}


# -- a trigger --------------------------------------------------------------------------------------------------------


@pytest.fixture
def portal(postgres: Any, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """A database with the catalogue of a portal and the trigger of the recipe."""
    import psycopg

    law = odr.load().law("taian", on=dt.date.fromisoformat(ON))
    columns = ", ".join(f"{fact.id} {'TEXT' if fact.values else 'BOOLEAN'}" for fact in law.facts("classification"))
    assert client("database_trigger").main(["-j", "泰安", "--on", ON]) == 0
    with psycopg.connect(postgres.fresh(), autocommit=True) as connection:
        connection.execute(f"CREATE TABLE catalogue (id TEXT, declared TEXT, published BOOLEAN, {columns})")
        connection.execute(capsys.readouterr().out)
        yield connection


def written(portal: Any, name: str, published: bool = True) -> None:
    declared, facts, _ = ROWS[name]
    row = {"id": name, "declared": declared, "published": published, **facts}
    places = ", ".join(["%s"] * len(row))
    portal.execute(f"INSERT INTO catalogue ({', '.join(row)}) VALUES ({places})", list(row.values()))


def test_the_trigger_refuses_what_the_law_does_not_permit_with_its_article(portal: Any) -> None:
    import psycopg

    for name, (_, _, against) in ROWS.items():
        if against is None:
            written(portal, name)
            continue
        with pytest.raises(psycopg.errors.CheckViolation) as refused:
            written(portal, name)
        told = refused.value.diag
        assert against in f"{told.message_primary}\n{told.message_detail}", name
        assert told.column_name == "declared"
    assert portal.execute("SELECT id FROM catalogue").fetchall() == [("a secret declared closed",)]


def test_the_trigger_looks_when_a_row_is_published_or_changed(portal: Any) -> None:
    import psycopg

    written(portal, "a secret declared open", published=False)
    with pytest.raises(psycopg.errors.CheckViolation):
        portal.execute("UPDATE catalogue SET published = TRUE")
    portal.execute("UPDATE catalogue SET declared = 'closed', published = TRUE")
    with pytest.raises(psycopg.errors.CheckViolation):
        portal.execute("UPDATE catalogue SET declared = 'open'")
    assert portal.execute("SELECT declared, published FROM catalogue").fetchall() == [("closed", True)]


def test_the_trigger_lets_pass_what_the_library_permits(portal: Any) -> None:
    """The same answer for open data of which everything is known."""
    law = odr.load().law("taian", on=dt.date.fromisoformat(ON))
    facts: dict[str, Any] = {fact.id: False for fact in law.facts("classification") if not fact.values}
    facts["assessed_low_risk"] = True
    for declared in ("open", "conditional", "closed"):
        decision = law.classify(facts, declared=declared)  # type: ignore[arg-type]
        row = {"id": declared, "declared": declared, "published": True, **facts}
        statement = f"INSERT INTO catalogue ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})"
        if decision.declared_valid:
            portal.execute(statement, list(row.values()))
        else:
            import psycopg

            with pytest.raises(psycopg.errors.CheckViolation):
                portal.execute(statement, list(row.values()))
    assert portal.execute("SELECT id FROM catalogue").fetchall() == [("open",)]


def test_the_trigger_of_no_place_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert client("database_trigger").main(["-j", "泰山", "--on", ON]) == 2
    assert "泰山" in capsys.readouterr().err


# -- a form -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def form() -> Callable[[dict[str, str]], Any]:
    """The form of Tai'an, in a Django that knows nothing else."""
    django = pytest.importorskip("django", reason="needs Django (group dev)")
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    made = client("django_form").declaration_form(odr.load().law("taian", on=dt.date.fromisoformat(ON)))
    return lambda told: made(told)


def test_the_form_says_no_with_the_article(form: Callable[[dict[str, str]], Any]) -> None:
    told = form({"declared": "open", "state_secret": "true"})
    assert not told.is_valid()
    assert any("第十二条第（二）项" in line for line in told.errors["declared"])
    assert "第十二条第（二）项" in told.as_p(), "a person sees it"
    told = form({"declared": "closed", "state_secret": "true"})
    assert told.is_valid(), told.errors
    assert told.decision.receipt["kind"]


def test_the_form_asks_for_what_would_tell(form: Callable[[dict[str, str]], Any]) -> None:
    told = form({"declared": "open"})
    assert not told.is_valid()
    asked = [name for name in told.errors if name != "declared"]
    assert len(asked) == 1
    assert told.errors[asked[0]][0].startswith("请先回答：")
    assert not form({}).is_valid()
    assert form({"declared": "sealed"}).errors["declared"]
    assert form({"declared": "open", "third_party_response": "<b>"}).errors["third_party_response"]


# -- a notebook -------------------------------------------------------------------------------------------------------


def test_the_notebook_runs_and_agrees_with_the_check_of_the_catalogue(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pytest.importorskip("pandas", reason="needs pandas (group dev)")
    found = runpy.run_path(str(EXAMPLES / "pandas_notebook.py"), run_name="__main__")
    assert "不予开放" in capsys.readouterr().out
    report = found["law"].check_catalogue(found["path"])
    valid = {row.title for row in report.rows if row.verdict == "valid"}
    wrong = set(found["wrong"]["数据集名称"])
    assert wrong
    assert not wrong & valid
    by_title = {row.title: str(row.attribute) for row in report.rows if row.attribute is not None}
    judged = dict(zip(found["judged"]["数据集名称"], found["judged"]["odr_attribute"], strict=True))
    assert by_title
    assert {title: judged[title] for title in by_title} == by_title


# -- a workflow -------------------------------------------------------------------------------------------------------


def checked(folder: Path, *, bash: str) -> int:
    """Run the step of the workflow that checks, as GitHub runs it."""
    workflow = yaml.safe_load((EXAMPLES / "github" / "catalogue.yml").read_text(encoding="utf-8"))
    [step] = [one for one in workflow["jobs"]["catalogue"]["steps"] if one.get("id") == "check"]
    program = folder / "bin" / "opendata-rules"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m opendata_rules "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    environment = {**os.environ, **workflow["env"], "PATH": f"{program.parent}:{os.environ['PATH']}"}
    command = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False).returncode


def test_the_workflow_stops_what_is_newly_wrong_and_shows_it_at_its_line(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash, as GitHub's machines have it")
    shutil.copy(EXAMPLES / "taian_catalogue.csv", tmp_path / "catalogue.csv")
    assert checked(tmp_path, bash=bash) == 1
    told = json.loads((tmp_path / "catalogue.sarif").read_text(encoding="utf-8"))
    [run] = told["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert all(place["artifactLocation"]["uri"] == "catalogue.csv" for place in places)
    assert all(place["region"]["startLine"] > 1 for place in places)
    assert re.search("<h1", (tmp_path / "report.html").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "opendata_rules", "catalogue", "catalogue.csv", "-j", "泰安"]
    subprocess.run([*command, "--write-baseline", "baseline.json"], cwd=tmp_path, capture_output=True, check=False)
    assert checked(tmp_path, bash=bash) == 0, "what was known stops nothing"
