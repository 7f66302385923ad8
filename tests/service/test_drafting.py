"""Files that are changed: never damaged, never overwritten, never anywhere else; and drafts that go live whole."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.errors import BadOutput
from opendata_rules.service.drafting import files, git, rehearsing
from opendata_rules.service.drafting.drafts import Draft, DraftFile, Drafts, DraftState
from opendata_rules.service.drafting.files import RuleFolder, text_of, written_like
from opendata_rules.service.drafting.going_live import go_live
from opendata_rules.service.errors import Conflict, NotAllowed, NotHere

from .rules import MEASURES, small

pytestmark = pytest.mark.one_interpreter
RULES = f"rules/{MEASURES}/rules.yaml"
DUTIES = f"rules/{MEASURES}/duties.yaml"
TEXTS = st.text(alphabet="ab：\n", max_size=30)


def run(folder: Path, *arguments: str) -> str:
    given = ["git", "-c", "user.name=begin", "-c", "user.email=begin@example.org", *arguments]
    return subprocess.run(given, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def folder(tmp_path: Path) -> RuleFolder:
    return RuleFolder(small(tmp_path / "packs"))


@pytest.fixture
def checkout(folder: RuleFolder) -> RuleFolder:
    run(folder.root, "init", "-q")
    run(folder.root, "add", "-A")
    run(folder.root, "commit", "-qm", "begin")
    return folder


def draft(folder: RuleFolder, *names: str, author: str = "王五") -> Draft:
    """A draft that adds a remark to files."""
    found = [folder.read(name) for name in names]
    files = tuple(DraftFile(one.name, one.content, (one.content or b"") + "# 备注\n".encode()) for one in found)
    return Draft("d", author, "理由", 0.0, 0.0, 1, DraftState.OPEN, files=files)


# -- files ------------------------------------------------------------------------------------------------------------


@given(before=TEXTS, after=TEXTS, end=st.sampled_from(["\n", "\r\n", "\r"]), mark=st.booleans())
def test_line_breaks_and_the_mark_before_the_text_are_kept(before: str, after: str, end: str, mark: bool) -> None:
    old = (b"\xef\xbb\xbf" if mark else b"") + before.replace("\n", end).encode()
    new = written_like(old, after.replace("\n", "\r\n"))
    assert text_of(new) == after
    assert new.startswith(b"\xef\xbb\xbf") is mark
    if "\n" in before:
        assert new.removeprefix(b"\xef\xbb\xbf") == after.replace("\n", end).encode()
    assert written_like(old, text_of(old)) == old, "what is not changed stays to the last byte"


def test_lines_of_a_file_with_mixed_breaks_keep_their_own() -> None:
    assert written_like(b"a\r\nb\nc\r\nd", "a\nx\nb\nc\nd") == b"a\r\nx\r\nb\nc\r\nd"


def test_a_blank_line_between_a_lone_return_and_a_line_feed_stays() -> None:
    """Beside each other the two would be one break, and the blank line gone."""
    assert written_like(b"\ra\n", "\n\na") == b"\r\n\na"
    assert text_of(written_like(b"a\rb\r\nc\n", "a\n\n\nb\n\nc\n")) == "a\n\n\nb\n\nc\n"


@given(
    lines=st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["\n", "\r\n", "\r"])), max_size=12),
    at=st.integers(0, 12),
    new=st.lists(st.sampled_from(["", "a", "x"]), max_size=3),
)
def test_what_stands_around_a_change_keeps_its_own(lines: list[tuple[str, str]], at: int, new: list[str]) -> None:
    before = "".join(map("".join, lines))
    texts = text_of(before.encode()).split("\n")
    changed = [*texts[:at], *new, *texts[at:]]
    assert text_of(written_like(before.encode(), "\n".join(changed))) == "\n".join(changed)
    assert written_like(before.encode(), text_of(before.encode())) == before.encode()


def test_many_lines_that_are_alike_are_not_held_against_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of twenty thousand lines would take half a minute."""
    sought: list[int] = []

    class Matcher(SequenceMatcher[str]):
        def __init__(self, junk: None, old: Sequence[str], new: Sequence[str], autojunk: bool) -> None:
            sought.append(len(old) + len(new))
            super().__init__(junk, old, new, autojunk)

    monkeypatch.setattr(files, "SequenceMatcher", Matcher)
    before = b"\r\n\na\n" * 5000
    lines = text_of(before).split("\n")
    lines[9000:9002] = ["one", "two", "three"]
    written = written_like(before, "\n".join(lines))
    assert text_of(written).split("\n") == lines
    assert written.startswith(before[:14_990])
    assert written.endswith(before[-9_900:])
    assert sought == [5]


@pytest.mark.parametrize(
    "name",
    [
        "../secret.yaml",
        "rules/../../secret.yaml",
        "/etc/passwd",
        f"rules/{MEASURES}/../{MEASURES}/rules.yaml",
        f"rules//{MEASURES}/rules.yaml",
        f"rules\\{MEASURES}\\rules.yaml",
        f"rules/{MEASURES}/rules.yaml\0",
        f"rules/{MEASURES}/.rules.yaml",
        f"rules/{MEASURES}/rules.py",
        f"rules/{MEASURES}",
        "rules/nowhere/rules.yaml",
        "jurisdictions/nowhere.yaml",
        "jurisdictions/../jurisdictions/taian.yaml",
        "tokens.json",
        "",
    ],
)
def test_no_name_leads_elsewhere(folder: RuleFolder, name: str) -> None:
    (folder.root.parent / "secret.yaml").write_text("a: b")
    with pytest.raises(NotHere):
        folder.read(name)
    with pytest.raises(NotHere):
        folder.replace(name, b"")


@pytest.mark.parametrize("what", ["file", "folder", "place", "within"])
def test_no_link_is_followed(folder: RuleFolder, tmp_path: Path, what: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "rules.yaml").write_text("secret")
    match what:
        case "file":
            name = f"rules/{MEASURES}/cases.yaml"
            (folder.root / name).symlink_to(elsewhere / "rules.yaml")
        case "folder":
            name = "rules/other/rules.yaml"
            (folder.root / "rules/other").symlink_to(elsewhere)
        case "place":
            name = "jurisdictions/other.yaml"
            (folder.root / name).symlink_to(elsewhere / "rules.yaml")
        case _:
            name = f"rules/{MEASURES}/cases.yaml"
            (folder.root / name).symlink_to("rules.yaml")
    with pytest.raises(NotHere):
        folder.read(name)
    with pytest.raises(NotHere):
        folder.replace(name, b"x")
    assert (elsewhere / "rules.yaml").read_text() == "secret"


def test_a_file_is_replaced_whole_and_keeps_who_may_read_it(folder: RuleFolder) -> None:
    path = folder.root / RULES
    path.chmod(0o640)
    before = path.stat().st_ino
    folder.replace(RULES, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != before, "another file took its place at once"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir() if one.suffix != ".yaml"] == []


# -- going live -------------------------------------------------------------------------------------------------------


def test_a_draft_is_one_commit_of_its_files_alone(checkout: RuleFolder, tmp_path: Path) -> None:
    other = checkout.root / f"rules/{MEASURES}/articles.yaml"
    other.write_text(other.read_text(encoding="utf-8") + "# 别人的\n", encoding="utf-8")
    run(checkout.root, "add", "-A")
    commit = go_live(checkout, draft(checkout, RULES, DUTIES, author="王<五>\n"), "赵六", tmp_path)
    assert run(checkout.root, "rev-parse", "HEAD").strip() == commit
    told = run(checkout.root, "-c", "core.quotepath=false", "show", "--name-only", "--format=%an|%s|%b", "HEAD")
    assert told.split("\n", 1)[0] == "王五|理由|Approved-by: 赵六"
    assert set(told.split()) >= {RULES, DUTIES}
    assert "articles.yaml" not in told
    assert "articles.yaml" in run(checkout.root, "diff", "--cached", "--name-only"), "what others prepared stays"


def test_nothing_is_written_over_what_somebody_else_changed(folder: RuleFolder, tmp_path: Path) -> None:
    late = draft(folder, DUTIES, RULES)
    folder.replace(RULES, b"# other\n")
    before = (folder.root / DUTIES).read_bytes()
    with pytest.raises(Conflict, match=r"rules\.yaml"):
        go_live(folder, late, "", tmp_path)
    assert (folder.root / RULES).read_bytes() == b"# other\n"
    assert (folder.root / DUTIES).read_bytes() == before, "all of it or nothing"


def test_where_git_refuses_everything_is_as_it_was(checkout: RuleFolder, tmp_path: Path) -> None:
    hook = checkout.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    before = {name: (checkout.root / name).read_bytes() for name in (RULES, DUTIES)}
    with pytest.raises(BadOutput, match="not today"):
        go_live(checkout, draft(checkout, RULES, DUTIES), "", tmp_path)
    assert {name: (checkout.root / name).read_bytes() for name in before} == before
    assert run(checkout.root, "log", "--format=%s").split() == ["begin"]


def test_where_git_refuses_nothing_is_prepared_for_the_next_commit_of_somebody_else(
    checkout: RuleFolder, tmp_path: Path
) -> None:
    """Else whoever commits next commits rules that nobody approved."""
    hook = checkout.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    mine = checkout.root / f"rules/{MEASURES}/articles.yaml"
    mine.write_text(mine.read_text(encoding="utf-8") + "# 我的\n", encoding="utf-8")
    run(checkout.root, "add", "-A")
    before = run(checkout.root, "status", "--porcelain")
    whole = draft(checkout, RULES, f"rules/{MEASURES}/suspicions.yaml")
    assert whole.files[1].base is None, "a file that is new"
    with pytest.raises(BadOutput):
        go_live(checkout, whole, "", tmp_path)
    assert run(checkout.root, "status", "--porcelain") == before
    hook.unlink()
    commit = go_live(checkout, whole, "", tmp_path)
    assert run(checkout.root, "rev-parse", "HEAD").strip() == commit
    assert run(checkout.root, "status", "--porcelain") == before, "what others prepared stays"


def test_a_disk_that_takes_no_more_leaves_everything_as_it_was(
    folder: RuleFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder.root / DUTIES).read_bytes()

    def refused(*_: object) -> bool:
        raise PermissionError

    monkeypatch.setattr(git, "is_checkout", refused)
    with pytest.raises(PermissionError):
        go_live(folder, draft(folder, DUTIES), "", tmp_path)
    assert (folder.root / DUTIES).read_bytes() == before


def test_without_a_checkout_there_is_no_commit(folder: RuleFolder, tmp_path: Path) -> None:
    assert go_live(folder, draft(folder, RULES), "", tmp_path) == ""
    assert (folder.root / RULES).read_text(encoding="utf-8").endswith("# 备注\n")


def test_two_changes_are_joined_where_they_do_not_meet(tmp_path: Path) -> None:
    base = b"a\nb\nc\nd\ne\n"
    assert git.merged(b"A\nb\nc\nd\ne\n", base, b"a\nb\nc\nd\nE\n", tmp_path) == b"A\nb\nc\nd\nE\n"
    assert git.merged(b"A\nb\nc\nd\ne\n", base, b"X\nb\nc\nd\ne\n", tmp_path) is None


# -- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_belongs_to_its_author_and_changes_one_step_at_a_time(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    begun = drafts.begin("王五", "理由", DraftFile(RULES, b"a", b"b"))
    assert (begun.revision, begun.state, begun.file(RULES)) == (1, DraftState.OPEN, DraftFile(RULES, b"a", b"b"))
    with pytest.raises(NotAllowed):
        drafts.change(begun.id, 1, "赵六", "", DraftFile(RULES, b"a", b"c"))
    changed = drafts.change(begun.id, 1, "王五", "", DraftFile(DUTIES, None, b"c"))
    assert changed.reason == "理由"
    assert [one.name for one in changed.files] == [DUTIES, RULES]
    with pytest.raises(Conflict):
        drafts.change(begun.id, 1, "王五", "", DraftFile(RULES, b"a", b"d"))
    with pytest.raises(Conflict):
        drafts.decide(begun.id, 1, DraftState.LIVE, "赵六")
    drafts.decide(begun.id, 2, DraftState.RETURNED, "赵六", "再想想")
    again = drafts.change(begun.id, 2, "王五", "", DraftFile(RULES, b"a", b"e"))
    assert again.state is DraftState.OPEN
    drafts.decide(begun.id, 3, DraftState.LIVE, "赵六")
    with pytest.raises(Conflict):
        drafts.decide(begun.id, 3, DraftState.TAKEN_BACK, "王五")
    assert [one.id for one in drafts.of_file(DUTIES)] == [begun.id]
    with pytest.raises(NotHere):
        drafts.draft("nowhere")
    drafts.close()
    assert [one.state for one in Drafts(tmp_path).all()] == [DraftState.LIVE], "kept"


# -- what a change would do -------------------------------------------------------------------------------------------


def test_who_asks_just_before_the_process_would_have_ended_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends when nobody has asked for a while, and not while it answers."""
    monkeypatch.setattr(rehearsing, "_IDLE", 0.05)
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import sys, time\nfor line in sys.stdin:\n time.sleep(0.3)\n print('{\"answer\": {}}', flush=True)\n"
    )

    async def asked() -> None:
        begun = rehearsing.Rehearsal()
        begun._process = process = await asyncio.create_subprocess_exec(
            sys.executable, str(slow), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        begun._rest()
        assert await begun.ask("cases", 60) == {}
        assert begun._process is process
        await process.wait()
        assert begun._process is None, "now it has ended"

    asyncio.run(asked())
