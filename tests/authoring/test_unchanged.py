"""What was in order is not looked at again; whatever changes that an answer can hang on is."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.authoring import kept as keeping
from opendata_rules.authoring import unchanged as looking
from opendata_rules.authoring.kept import WITHOUT, Kept, cache_folder
from opendata_rules.authoring.lint import Checked, check, check_at_hand
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.authoring.unchanged import OF_WORDS, Unchanged
from opendata_rules.packs.files import INSTRUMENT
from opendata_rules.packs.shelf import Shelf
from opendata_rules.reading.folders import shipped
from opendata_rules.reading.unsaved import holding, key
from opendata_rules.vocabulary.words import FACTS, PROCEDURES

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

CITY, PROVINCE, OTHER = "taian-open-data-measures-2025", "shandong-measures-344", "jining-open-data-rules-2025"
CASES = """\
用例:
  - 情形: 法律禁止开放的不予开放
    地方: taian
    日期: 2026-03-10
    基准: {法定不予开放: 是}
    其余为否: 是
    属性: 不予开放
"""
Edit = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shipped packs, with a few cases, to be edited."""
    shipped = odr.load().root
    found = tmp_path / "packs"
    for kind in ("rules", "jurisdictions"):
        shutil.copytree(shipped / kind, found / kind)
    (found / "rules" / CITY / "cases.yaml").write_text(CASES, encoding="utf-8")
    (found / "rules" / CITY / "duty_cases.yaml").unlink()
    return found


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose cases were run, in order."""
    from opendata_rules.authoring.rule_cases import running

    found: list[str] = []
    run = running._Run.results

    def told(self: running._Run) -> Iterator[object]:
        found.append(f"{self._name}/{self._file}")
        return run(self)

    monkeypatch.setattr(running._Run, "results", told)
    return found


def cases(root: Path, kept: Kept, instrument: str) -> list[object]:
    unchanged = Unchanged(kept)
    found = list(run_cases(Shelf(root), instrument, unchanged=unchanged))
    unchanged.keep()
    return found


def replaced(file: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, file
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def appended(file: str, text: str = "\n# 注\n") -> Edit:
    def edit(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as written:
            written.write(text)

    return edit


def test_the_second_time_nothing_is_run_and_the_same_is_told(root: Path, tmp_path: Path, ran: list[str]) -> None:
    kept = Kept(tmp_path / "cache")
    first = cases(root, kept, CITY)
    assert len(ran) == 2
    assert len(first) == 1
    assert cases(root, kept, CITY) == first
    assert len(ran) == 2
    assert list(run_cases(Shelf(root), CITY)) == first


def test_whatever_an_answer_can_hang_on_has_the_cases_run_again(
    root: Path, tmp_path: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path / "cache")
    cases(root, kept, CITY)
    [notice, *_] = sorted((root / "rules" / "calendar").glob("2026*.yaml"))
    here, above, beside = (f"rules/{name}" for name in (CITY, PROVINCE, OTHER))
    again: dict[str, Edit] = {
        "a rule": appended(f"{here}/duties.yaml"),
        "a comment of a rule": appended(f"{here}/rules.yaml"),
        "a case": appended(f"{here}/cases.yaml"),
        "an article": appended(f"{here}/articles.yaml"),
        "a rule of higher law": appended(f"{above}/rules.yaml"),
        "holidays": appended(notice.relative_to(root).as_posix()),
        "the place": appended("jurisdictions/taian.yaml"),
        "another place": appended("jurisdictions/jining.yaml"),
        "a new instrument": lambda root: (root / "rules" / "new").mkdir(),
    }
    for what, edit in again.items():
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        edit(root)
        ran.clear()
        cases(root, kept, CITY)
        assert ran, what
        for path, content in before.items():
            if path.read_bytes() != content:
                path.write_bytes(content)
        if (root / "rules" / "new").exists():
            (root / "rules" / "new").rmdir()
        cases(root, kept, CITY)
        ran.clear()
        cases(root, kept, CITY)
        assert not ran, what
    for what, edit in {
        "cases of higher law": appended(f"{above}/cases.yaml"),
        "a rule of another city": appended(f"{beside}/rules.yaml"),
    }.items():
        edit(root)
        cases(root, kept, CITY)
        assert not ran, what
    monkeypatch.setattr(looking, "engine", lambda: "another")
    cases(root, kept, CITY)
    assert ran


def test_what_is_shipped_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def told(root: Path, texts: Path | None, kept: Kept | None) -> Checked:
        asked.append((root, texts, kept))
        return Checked((), "")

    monkeypatch.setattr("opendata_rules.authoring.lint.check_library", told)
    kept = Kept(tmp_path / "cache")
    assert check_at_hand(kept=kept) == ()
    assert asked == [(shipped(), None, kept)]


def test_only_what_asked_the_law_that_changed_is_run_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from opendata_rules.authoring.rule_cases import running

    kept, asked = Kept(tmp_path / "cache"), list[str]()
    ran = running._ran

    def told(orders: Any, single: Any, kind: str) -> object:
        asked.append(single.case.place)
        return ran(orders, single, kind)

    monkeypatch.setattr(running, "_ran", told)
    first = cases(root, kept, PROVINCE)
    assert {"jining", "shandong"} < set(asked)
    asked.clear()
    appended(f"rules/{OTHER}/rules.yaml")(root)
    assert cases(root, kept, PROVINCE) == first
    # A base goes with its near misses, wherever they ask.
    assert "jining" in asked
    assert len(asked) < len(first) / 2
    asked.clear()
    path = root / "rules" / OTHER / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("编号: ", "编号:  ", 1), encoding="utf-8")
    assert cases(root, kept, PROVINCE) == first
    assert asked
    asked.clear()
    # What comes to something else is told each time, and the rest is known all the same.
    monkeypatch.setattr(running, "_ran", lambda *given: running.Ran(("坏",)) if told(*given) else None)
    appended(f"rules/{OTHER}/articles.yaml")(root)
    failing = [one for one in cases(root, kept, PROVINCE) if isinstance(one, CaseResult) and not one.passed]
    assert len(failing) == len(asked)
    again = list(asked)
    asked.clear()
    cases(root, kept, PROVINCE)
    assert asked == again


def test_the_digest_of_the_engine_is_over_code_vocabulary_and_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    for name in ("answers/a.py", "vocabulary/facts.yaml", "cli/x.py", "authoring/coverage/y.py", "authoring/z.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1\n", encoding="utf-8")
    monkeypatch.setattr(keeping, "_PACKAGE", package)
    digest = keeping.engine.__wrapped__
    first = digest()
    for name, counts in (
        ("answers/a.py", True),
        ("vocabulary/facts.yaml", True),
        ("authoring/z.py", True),
        ("cli/x.py", False),
        ("authoring/coverage/y.py", False),
    ):
        (package / name).write_text("2\n", encoding="utf-8")
        assert (digest() != first) is counts, name
        (package / name).write_text("1\n", encoding="utf-8")
    (package / "answers" / "new.py").write_text("", encoding="utf-8")
    assert digest() != first
    (package / "answers" / "new.py").unlink()
    assert digest() == first
    monkeypatch.setattr(keeping, "_version", lambda library: "0")
    assert digest() != first


def test_no_room_that_is_left_out_of_the_digest_is_loaded_for_a_check() -> None:
    asked = (
        "import sys\n"
        "from opendata_rules.authoring.lint import check\n"
        "from opendata_rules.authoring.mutation.proof import prove\n"
        "from opendata_rules.reading.folders import shipped\n"
        f"check(shipped() / 'rules' / {CITY!r})\n"
        "import opendata_rules.authoring.whole, opendata_rules.authoring.rule_cases.monitored\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "opendata_rules.authoring.rule_cases.running" in loaded
    left_out = tuple(f"opendata_rules.{room.replace('/', '.')}" for room in WITHOUT)
    assert not [name for name in loaded if any(name == room or name.startswith(f"{room}.") for room in left_out)]


def test_cases_that_fail_are_told_each_time(root: Path, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "cache")
    replaced(f"rules/{CITY}/cases.yaml", "属性: 不予开放", "属性: 无条件开放")(root)
    for _ in range(2):
        found = cases(root, kept, CITY)
        assert [one for one in found if isinstance(one, CaseResult) and not one.passed]


def test_lint_is_never_green_for_what_is_broken(tmp_path: Path) -> None:
    kept, root, shipped = Kept(tmp_path / "cache"), tmp_path / "packs", odr.load().root
    for kind in ("rules", "jurisdictions"):
        shutil.copytree(shipped / kind, root / kind)
    plain = check(root, kept=kept)
    assert plain.problems == ()
    assert check(root, kept=kept) == plain
    pack = f"rules/{CITY}"
    edits: dict[str, tuple[Edit, str]] = {
        "a rule": (appended(f"{pack}/rules.yaml", "坏: 1\n"), "unknown_key"),
        "a case": (appended(f"{pack}/cases.yaml", "坏: 1\n"), "unknown_key"),
        "the stamp": (replaced(f"{pack}/mutation.yaml", ": ", ": 0"), "mutation_not_run"),
        "holidays": (appended("rules/calendar/2026.yaml", "坏: 1\n"), "unknown_key"),
        "a place": (appended("jurisdictions/taian.yaml", "坏: 1\n"), "unknown_key"),
        "an outcome": (replaced(f"{pack}/cases.yaml", "属性: 不予开放", "属性: 无条件开放"), "case_failed"),
        "a law above": (appended(f"rules/{PROVINCE}/duties.yaml", "坏: 1\n"), "unknown_key"),
    }
    for what, (edit, code) in edits.items():
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        edit(root)
        assert code in {one.code for one in check(root, kept=kept).problems}, what
        for path, content in before.items():
            if path.read_bytes() != content:
                path.write_bytes(content)
        assert check(root, kept=kept) == plain
    (root / pack / "notes.yaml").write_bytes(b"a: 1\n")
    assert {one.code for one in check(root, kept=kept).problems} == {"unexpected_file"}


def test_a_pack_that_changes_while_it_is_checked_is_not_taken_for_checked(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from opendata_rules.authoring import one_folder

    kept = Kept(tmp_path / "cache")
    pack = root / "rules" / CITY
    read = one_folder.read_folder

    def edited(*given: Any) -> object:
        found = read(*given)
        appended(f"rules/{CITY}/rules.yaml", "坏: 1\n")(root)
        return found

    monkeypatch.setattr(one_folder, "read_folder", edited)
    good = (pack / "rules.yaml").read_bytes()
    assert not check(pack, kept=kept).problems
    monkeypatch.setattr(one_folder, "read_folder", read)
    assert check(pack, kept=kept).problems
    (pack / "rules.yaml").write_bytes(good)
    calls = []

    def counted(*given: Any) -> object:
        calls.append(1)
        return read(*given)

    monkeypatch.setattr(one_folder, "read_folder", counted)
    check(pack, kept=kept)
    check(pack, kept=kept)
    assert calls == [1]


def test_links_and_what_cannot_be_read_are_looked_at_each_time(root: Path, tmp_path: Path) -> None:
    pack = root / "rules" / CITY
    (pack / "profiles").symlink_to(tmp_path)
    with pytest.raises(looking.Unsure):
        Unchanged(Kept(None)).files(pack)


def test_texts_that_an_editor_holds_count_as_they_are(root: Path, tmp_path: Path) -> None:
    kept, pack = Kept(tmp_path / "cache"), root / "rules" / CITY
    (pack / "duty_cases.yaml").write_text("职责用例: []\n", encoding="utf-8")
    plain = check(pack, kept=kept).problems
    path = pack / "rules.yaml"
    with holding({key(path): path.read_bytes() + "坏: 1\n".encode()}):
        assert len(check(pack, kept=kept).problems) == len(plain) + 1
    assert check(pack, kept=kept).problems == plain
    with holding({key(pack / "new.yaml"): b"a: 1\n"}), pytest.raises(looking.Unsure):
        Unchanged(kept).files(pack)


def test_a_damaged_or_foreign_cache_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    kept = Kept(folder)
    kept.keep({"a": [1], "b": True})
    assert (kept.known("a"), kept.known("b"), kept.known("c")) == ([1], True, None)
    kept.close()
    with sqlite3.connect(folder / "findings.sqlite") as database:
        database.execute("update findings set told = 'true' where key = 'a'")
    database.close()
    kept = Kept(folder)
    assert (kept.known("a"), kept.known("b")) == (None, True)
    kept.close()
    (folder / "findings.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    kept = Kept(folder)
    assert kept.known("b") is None
    kept.keep({"b": False})
    assert kept.known("b") is False
    kept.close()
    monkeypatch.setattr(keeping, "_foreign", lambda path: True)
    assert Kept(folder).known("b") is None


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = Kept(tmp_path / "file" / "cache")
    kept.keep({"a": 1})
    assert kept.known("a") is None


def test_the_cache_is_switched_off_by_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENDATA_RULES_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("OPENDATA_RULES_CACHE", "")
    assert cache_folder() is None


def test_the_files_of_words_are_named_as_they_are_read() -> None:
    assert OF_WORDS == (FACTS, PROCEDURES, INSTRUMENT)
