"""Work whose answer is no longer wanted is ended; what was found of the whole folder stays where it still stands."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytest.importorskip("pygls", reason="needs the extra: pip install opendata-rules[lsp]")

from opendata_rules.authoring.language_server import telling
from opendata_rules.authoring.language_server.checking import problems_of_buffer, still_there
from opendata_rules.authoring.language_server.server import made

from .conftest import TAIAN, Bench

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


def test_a_check_of_the_folder_is_killed_when_something_changes(city: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[asyncio.subprocess.Process] = []
    begin = asyncio.create_subprocess_exec

    async def noted(*command: str, **options: Any) -> asyncio.subprocess.Process:
        begun.append(await begin(*command, **options))
        return begun[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    monkeypatch.setattr(telling, "PAUSE", 0)
    folder = next((city.root / "rules").iterdir()).relative_to(city.root).as_posix()

    async def work() -> int | None:
        checker = telling.Checker(made(), city.desk)
        checker.changed(city.open(f"{folder}/rules.yaml"), "file:///a")
        while not begun:
            await asyncio.sleep(0.01)
        checker.changed(city.open(f"{folder}/rules.yaml"), "file:///a")
        status = await begun[0].wait()
        await checker.end()
        return status

    status = asyncio.run(asyncio.wait_for(work(), 60))
    assert status


def test_what_was_said_stays_with_its_lines(bench: Bench) -> None:
    name = f"{TAIAN}/rules.yaml"
    text = bench.open(name).text.replace("效力: 应当", "效力：应当", 1)
    then = bench.open(name, text)
    problems = problems_of_buffer(then.path, bench.desk.unsaved())
    assert len(problems) == 1
    above = bench.open(name, f"# 甲\n{text}")
    assert still_there(problems, then.lines, above.lines) == [(problems[0], 1)]
    below = bench.open(name, f"{text}# 乙\n")
    assert still_there(problems, then.lines, below.lines) == [(problems[0], 0)]
    mended = bench.open(name, text.replace("效力：", "效力: ", 1))
    assert still_there(problems, then.lines, mended.lines) == []
