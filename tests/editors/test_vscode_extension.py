"""The extension for VS Code can be packed, and what is packed is all that it needs."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import ROOT, lacking

pytestmark = pytest.mark.one_interpreter
EXTENSION = ROOT / "editors" / "vscode"
#: Loads the extension where VS Code itself is not there.
LOAD = """
const Module = require("node:module");
const find = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  return name === "vscode" ? require.resolve("./vscode.js") : find.call(this, name, ...rest);
};
const extension = require("./extension/extension.js");
console.log(Object.entries(extension).map(([name, part]) => `${name}: ${typeof part}`).join(", "));
"""
#: Stands for whatever a module asks of VS Code while it is loaded.
VSCODE = """
const anything = new Proxy(class {}, { get: (of, name) => (name in of ? of[name] : anything) });
module.exports = anything;
"""


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extension", ROOT / "tools" / "extension.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def packed(node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (EXTENSION / "node_modules" / "@vscode" / "vsce").is_dir():
        lacking("needs vsce: `npm ci --prefix editors/vscode --ignore-scripts`")
    folder = tmp_path_factory.mktemp("extension")
    tool().pack(folder / "opendata-rules.vsix", fresh=False)
    with zipfile.ZipFile(folder / "opendata-rules.vsix") as archive:
        archive.extractall(folder)
    return folder


def test_what_is_packed_loads(packed: Path, node: str) -> None:
    (packed / "load.js").write_text(LOAD, encoding="utf-8")
    (packed / "vscode.js").write_text(VSCODE, encoding="utf-8")
    done = subprocess.run([node, packed / "load.js"], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("activate: function, deactivate: function", "")


def test_it_starts_the_command_for_the_files_of_packs(packed: Path) -> None:
    written = (packed / "extension" / "extension.js").read_text(encoding="utf-8")
    about = json.loads((packed / "extension" / "package.json").read_text(encoding="utf-8"))
    program = about["contributes"]["configuration"]["properties"]["opendata-rules.program"]
    assert program["default"] == "opendata-rules"
    # A folder that somebody sent must not say which program is started.
    assert program["scope"] == "machine"
    assert 'args: ["lsp"]' in written
    assert "**/{rules,jurisdictions}/**/*.yaml" in written
    assert not (packed / "extension" / "node_modules" / "@vscode").exists()
