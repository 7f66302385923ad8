"""From a keystroke to the underline: what the language server takes for one change of the largest shipped file.

    python benchmarks/editor.py [--changes 40]

The server runs as an editor starts it, with every file of the packs open. Each change replaces one word of a case,
wrong and right in turns; the time is from before the change is sent until what the server says of that version has
come. Half of the changes come while the whole folder is being checked.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).parent.parent
LIMIT = 150


async def measure(root: Path, changes: int) -> list[float]:
    """Seconds of each change."""
    client = LanguageClient("benchmark", "1")
    said: asyncio.Queue[tuple[str, int | None]] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def hear(params: types.PublishDiagnosticsParams) -> None:
        said.put_nowait((params.uri, params.version))

    await client.start_io(sys.executable, "-m", "opendata_rules", "lsp")
    await client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
    client.initialized(types.InitializedParams())
    files = sorted([*root.glob("rules/*/*.yaml"), *root.glob("jurisdictions/*.yaml")])
    for path in files:
        item = types.TextDocumentItem(path.as_uri(), "yaml", 0, path.read_text(encoding="utf-8"))
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    largest = max(files, key=lambda path: path.stat().st_size)
    text = largest.read_text(encoding="utf-8")
    print(f"{largest.relative_to(root)}: {len(text.splitlines()):,} lines")
    # Until the folder was checked once.
    await asyncio.sleep(15)
    taken = []
    for version in range(1, changes + 1):
        await asyncio.sleep(1.5 if version % 2 else 0.1)
        now = text.replace("符合", "符和", 1) if version % 2 else text
        document = types.VersionedTextDocumentIdentifier(version, largest.as_uri())
        start = time.perf_counter()
        whole = types.TextDocumentContentChangeWholeDocument(now)
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))
        while await said.get() != (largest.as_uri(), version):
            pass
        taken.append(time.perf_counter() - start)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return taken


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=40)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory() as folder:
        for name in ("rules", "jurisdictions"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        taken = [1000 * one for one in asyncio.run(measure(Path(folder), changes))]
    median, least, most = statistics.median(taken), min(taken), max(taken)
    print(f"a keystroke to its underline: {median:.0f} ms ({least:.0f} to {most:.0f}; limit {LIMIT} ms)")


if __name__ == "__main__":
    main()
