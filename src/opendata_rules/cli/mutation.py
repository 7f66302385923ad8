"""What the command line shows of a proof that cases are good enough."""

from __future__ import annotations

from rich.console import Console

from ..authoring.mutation.proof import Proof, prove
from ..authoring.mutation.report import lines, told
from ..authoring.mutation.stamp import files_of_cases, meaning_of, stamp
from ..authoring.mutation.store import Store, cache_folder
from ..errors import BadOutput
from ..library import Library
from ..reading.folders import RULES
from . import exit_status
from .catalogue_summary import progress
from .output import say, say_json, tell


def mutation(library: Library, instrument: str | None, *, as_json: bool) -> int:
    """Change every rule a little, and show what no case notices; the exit status.

    Args:
        library: the packs.
        instrument: id of one instrument; all by default.
        as_json: whether to print JSON.
    """
    names = [instrument] if instrument else list(library.instrument_ids())
    store = Store(cache_folder())
    proofs: list[Proof] = []
    try:
        with progress(Console(stderr=True), "正在检验") as step:
            for proof in prove(library, names, store, step):
                proofs.append(proof)
                if not as_json:
                    say("\n".join(lines(proof)))
                if proof.clean:
                    _stamped(library, proof.instrument)
    finally:
        store.close()
    if as_json:
        say_json({"items": [told(proof) for proof in proofs]})
    elif not proofs:
        say("没有规则。")
    return exit_status.first(found=not all(proof.clean for proof in proofs))


def _stamped(library: Library, instrument: str) -> None:
    folder = library.folder(instrument)
    files = files_of_cases(folder, f"{RULES}/{instrument}")
    try:
        stamp(folder, meaning_of(library.pack(instrument), files))
    except BadOutput:
        # Installed packs are often not ours to write.
        tell(f"{instrument}：检验干净，但这个文件夹不能写入，没有留下记录。")
