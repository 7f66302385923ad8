"""A page of the documentation followed as a reader would: files written, commands typed, what it shows compared."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

#: A block of a page: what it is, and what stands in it.
_BLOCK = re.compile(r"^```(?P<kind>sh|text|yaml)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
#: First line of a block that is a file.
_FILE = re.compile(r"# (?P<name>\S+\.(?:yaml|txt))\n")
#: Stands for anything, within a line or for whole lines.
_ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    """What a reader does at a place of a page.

    Attributes:
        kind: ``file``, ``command`` or ``shown``.
        line: line of the page.
        name: the file to write; empty otherwise.
        text: what is written, typed, or shown.
    """

    kind: str
    line: int
    name: str
    text: str


def steps(page: str) -> Iterator[Step]:
    """What a page asks for, in its order.

    Args:
        page: its text.
    """
    for block in _BLOCK.finditer(page):
        line = page.count("\n", 0, block.start()) + 1
        body = block["body"]
        if file := _FILE.match(body):
            yield Step("file", line, file["name"], body[file.end() :])
        elif block["kind"] == "sh":
            for command in body.splitlines():
                line += 1
                yield Step("command", line, "", command)
        else:
            yield Step("shown", line, "", body)


def follow(page: str, folder: Path, environment: Mapping[str, str]) -> list[str]:
    """Do what a page asks for; what does not come out as shown, each with its line.

    Args:
        page: its text.
        folder: where it is done.
        environment: of the commands.
    """
    wrong, printed = [], ""
    for step in steps(page):
        if step.kind == "file":
            path = folder / step.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.kind == "command":
            done = subprocess.run(
                ["sh", "-c", step.text], cwd=folder, env=dict(environment), capture_output=True, check=False
            )
            printed = (done.stdout + done.stderr).decode()
            # 2 is misuse; 1 and 4 say that something was found, or cannot be told.
            if done.returncode not in (0, 1, 4):
                wrong.append(f"line {step.line}: {step.text}\nexit status {done.returncode}\n{printed}")
        elif not matches(printed, step.text):
            wrong.append(f"line {step.line}: shown\n{step.text}\nprinted\n{printed}")
    return wrong


def matches(printed: str, shown: str) -> bool:
    """Whether a page shows what was printed, but for what it leaves out.

    Args:
        printed: what a command printed.
        shown: what the page shows; a line of an ellipsis stands for any lines, one within a line for any text.
    """
    parts = [
        r"(?:.*\n)*?" if line == _ANYTHING else ".*".join(map(re.escape, line.split(_ANYTHING))) + r"[ ]*\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(parts), printed if printed.endswith("\n") else printed + "\n") is not None
