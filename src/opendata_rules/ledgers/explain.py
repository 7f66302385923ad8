"""What verifying a ledger vouches for, and what not."""

from __future__ import annotations

from ..formats.trees import Language, Node
from ..quoting import quoted
from .audit import Verification


def explain_verification(found: Verification, lang: str) -> str:
    """As a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    origin = quoted(found.origin)
    tree = Node(say(f"台账 {origin}：{found.size} 条，逐条相符", f"ledger {origin}: {found.size} entries, all sound"))
    tree.add(say(f"根：{found.root}", f"root: {found.root}"))
    if found.checkpoint is None:
        tree.add(
            say(
                "没有与检查点核对：尾部若被截去，或者整本被重写过，这样看不出来",
                "not held against a checkpoint: a tail that was cut off, or a ledger written anew, does not show",
            )
        )
    else:
        size = found.checkpoint
        tree.add(
            say(
                f"前 {size} 条就是做检查点时的那 {size} 条，没有少，没有换过",
                f"the first {size} entries are those of the checkpoint: none is missing, none was exchanged",
            )
        )
        if found.size > size:
            tree.add(
                say(
                    f"之后的 {found.size - size} 条只核对了彼此相连",
                    f"of the {found.size - size} after it, only that each follows the one before it",
                )
            )
        signed = quoted(found.signed_by)
        tree.add(
            say(f"检查点的签名有效：{signed}", f"the checkpoint is signed by {signed}")
            if found.signed_by
            else say("检查点的签名没有核对", "the signature of the checkpoint was not checked")
        )
    if found.erased:
        tree.add(
            say(
                f"有 {found.erased} 项事实和摘要已按记录抹去",
                f"{found.erased} facts and digests were erased, as it says",
            )
        )
    if found.clock_went_back:
        tree.add(
            say(
                f"有 {found.clock_went_back} 条的时间早于前一条：时间是写入的机器所报，次序以台账为准",
                f"{found.clock_went_back} entries bear an earlier time than the one before: times are told by the"
                " machines that wrote, the order is the ledger's",
            )
        )
    return str(tree)
