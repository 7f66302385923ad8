"""What the command line shows of a proof that cases are good enough."""

from __future__ import annotations

import sys

from rich.console import Console

from ..authoring.kept import cache_folder
from ..authoring.mutation.added import Missing, add, together
from ..authoring.mutation.proof import Proof, prove
from ..authoring.mutation.report import lines, told
from ..authoring.mutation.stamp import stamp
from ..authoring.mutation.store import Store
from ..errors import BadOutput
from ..library import Library
from . import exit_status
from .catalogue_summary import progress
from .output import is_terminal, say, say_json, tell


def mutation(library: Library, instrument: str | None, *, add_cases: bool, as_json: bool) -> int:
    """Change every rule a little, and show what no case notices; the exit status.

    Args:
        library: the packs.
        instrument: id of one instrument; all by default.
        add_cases: whether the missing cases are written without asking.
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
                    _stamped(library, proof)
    finally:
        store.close()
    ask = not as_json and is_terminal(sys.stdin) and is_terminal(sys.stdout)
    _add(library, proofs, every=add_cases, ask=ask)
    if as_json:
        say_json({"items": [told(proof) for proof in proofs]})
    elif not proofs:
        say("没有规则。")
    return exit_status.first(found=not all(proof.clean for proof in proofs))


def _add(library: Library, proofs: list[Proof], *, every: bool, ask: bool) -> None:
    """Write the missing cases, all of them or those that whoever looks at the terminal wants."""
    for proof in proofs:
        wanted: list[Missing] = []
        for fate in proof.survivors:
            if fate.missing is None or not (every or ask):
                continue
            if not every:
                mutant = proof.mutant(fate)
                say(f"\n{mutant.place}: {mutant.rule.id}：{mutant.said}\n{fate.missing.text()}")
                key = _key()
                every, ask = key == "a", key != "q"
                if key in "nq":
                    continue
            wanted.append(fate.missing)
        cases = together(wanted)
        for case in cases:
            add(library.folder(proof.instrument), case)
        if cases:
            done = f"{proof.instrument}：补了 {len(cases)} 个用例，结果按现在的规则写出"
            tell(f"{done}。请逐个对照条文核对，再检验一次。")


def _key() -> str:
    """The key that is pressed: y, n, a or q."""
    import click

    tell("补上这个用例？ y 补上，n 不补，a 这一个和以后的都补，q 不再问：", end="")
    while True:
        key = click.getchar().lower()
        if key in ("y", "n", "a", "q", "\r", "\n"):
            key = "y" if key in "\r\n" else key
            tell(key)
            return key


def _stamped(library: Library, proof: Proof) -> None:
    try:
        stamp(library.folder(proof.instrument), proof.meaning)
    except BadOutput:
        # Installed packs are often not ours to write.
        tell(f"{proof.instrument}：检验干净，但这个文件夹不能写入，没有留下记录。")
