"""The missing cases are taken over by one key each, on a real terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..authoring.mutation.conftest import NAME, write_small

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
termios = pytest.importorskip("termios", reason="there are no terminals of this kind on this system")

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

ASKED = "补上这个用例？"
#: Seconds for one answer on a machine that does much else.
_PATIENCE = 90.0


class Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, arguments: list[str], cache: Path) -> None:
        self._ours, theirs = pty.openpty()
        environment = {**os.environ, "OPENDATA_RULES_CACHE": str(cache), "TERM": "dumb", "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "opendata_rules", *arguments]
        self._running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)
        self._shown = b""

    def until_asked(self) -> str:
        """What is shown up to the next question, or to the end."""
        end = time.monotonic() + _PATIENCE
        while ASKED.encode() not in self._shown and self._more(end):
            pass
        before, _, self._shown = self._shown.partition(ASKED.encode())
        return before.decode("utf-8", "replace")

    def _more(self, end: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            self._running.kill()
            pytest.fail(f"nothing more is shown after: {self._shown.decode('utf-8', 'replace')}")
        try:
            found = os.read(self._ours, 65536)
        except OSError:
            # The other side is gone.
            found = b""
        self._shown += found
        return bool(found)

    def press(self, key: str) -> None:
        """Press a key, without the return key, once keys are waited for: what comes before is thrown away."""
        end = time.monotonic() + _PATIENCE
        while termios.tcgetattr(self._ours)[3] & termios.ICANON and time.monotonic() < end:
            time.sleep(0.02)
        os.write(self._ours, key.encode())

    def press_until_shown(self, key: str) -> None:
        """Press a key that is an answer, and is shown."""
        for _ in range(5):
            self.press(key)
            if select.select([self._ours], [], [], 10.0)[0]:
                return
        pytest.fail(f"{key} is no answer")

    def status(self) -> int:
        """The exit status, once it has come to its end."""
        try:
            return self._running.wait(_PATIENCE)
        finally:
            os.close(self._ours)


@pytest.mark.parametrize(
    ("keys", "added"),
    [("nq", 0), ("xyq", 1), ("Yyq", 2), ("na", -1)],
    ids=["none", "one", "two", "all from the second on"],
)
def test_keys(tmp_path: Path, keys: str, added: int) -> None:
    write_small(tmp_path)
    path = tmp_path / "rules" / NAME / "cases.yaml"
    before = path.read_text(encoding="utf-8")
    terminal = Terminal(["test", NAME, "--mutate", "--rules", str(tmp_path)], tmp_path / "cache")
    shown = terminal.until_asked()
    assert "待核对" in shown
    for key in keys:
        if key == "x":
            # A key that means nothing is waited through.
            terminal.press(key)
            time.sleep(0.5)
            continue
        terminal.press_until_shown(key)
        if key not in "qa":
            assert "待核对" in terminal.until_asked()
    terminal.until_asked()
    assert terminal.status() == 1
    after = path.read_text(encoding="utf-8")
    count = after.count("待核对：") - before.count("待核对：")
    assert count == added if added >= 0 else count > 1
    assert (after == before) is (added == 0)
