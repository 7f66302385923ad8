"""What a proof found, for a reader and as plain JSON."""

from __future__ import annotations

from collections.abc import Iterator

from ...values import Json
from .proof import Proof


def lines(proof: Proof) -> Iterator[str]:
    """What became of the mutants of a pack, in Chinese: what survived, by place, and the count."""
    if proof.failing:
        count = len(proof.failing)
        yield f"{proof.instrument}：有 {count} 个用例不符，先运行 opendata-rules test 改正，再检验用例够不够。"
        return
    for fate in proof.survivors:
        mutant = proof.mutant(fate)
        yield f"{mutant.place}: {mutant.rule.id}：{mutant.said}，没有用例发现"
        if fate.missing is not None:
            yield f"    缺这样一个用例：{fate.missing.asked}；应当得到：{fate.missing.expected}"
    found = proof.mutants - proof.equal - len(proof.survivors)
    equal = f"{proof.equal} 处改动不影响任何结果，" if proof.equal else ""
    left = f"{len(proof.survivors)} 处没有用例发现。" if proof.survivors else "没有漏掉的。"
    yield f"{proof.instrument}：改动 {proof.mutants} 处，用例发现 {found} 处，{equal}{left}"


def told(proof: Proof) -> dict[str, Json]:
    """The same as plain JSON."""
    return {
        "instrument": proof.instrument,
        "mutants": proof.mutants,
        "ran": proof.ran,
        "equal": proof.equal,
        "failing": [case.runnable.name for case in proof.failing],
        "survivors": [
            {
                "path": mutant.file,
                "line": mutant.line,
                "column": mutant.column,
                "rule": mutant.rule.id,
                "change": mutant.said,
                "case": None if fate.missing is None else fate.missing.text(),
            }
            for fate, mutant in ((fate, proof.mutant(fate)) for fate in proof.survivors)
        ],
    }
