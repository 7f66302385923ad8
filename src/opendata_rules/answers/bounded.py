"""Questions whose work is bounded: what a question may cost, and what is said where the rules make it cost more."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..diagnostics.diagnostic import diagnostic
from ..errors import BadPack
from ..logic.budget import Budget, OutOfBudget
from ..norms.order import LegalOrder
from ..norms.pack import Pack
from ..reading.folders import RULES

#: Steps that one question may take: well below a second, and some tens of megabytes. The shipped rules take less than a
#: tenth of it, most questions less than a hundredth, so only rules of a wholly different kind come near.
LIMIT = 5_000_000

T = TypeVar("T")


@contextmanager
def bounded(order: LegalOrder, matter: str, *others: LegalOrder) -> Iterator[Budget]:
    """A budget for one question about the law of a place.

    Args:
        order: the law.
        matter: what is worked out, in Chinese, for the message.
        others: the laws that it is compared with; each may take as many steps again.

    Raises:
        BadPack: the work within exceeds the budget; the rule is named that was being added then.
    """
    try:
        yield Budget(LIMIT * (1 + len(others)), matter)
    except OutOfBudget as spent:
        raise refusal(spent, (link.pack for law in (order, *others) for link in law.chain.links)) from None


def bounded_once(order: LegalOrder, key: Hashable, matter: str, make: Callable[[Budget], T]) -> T:
    """What ``make`` returns, made once for an order (see :meth:`LegalOrder.once`), or refused once and for all.

    Raises:
        BadPack: see :func:`bounded`.
    """

    def made_or_refused() -> T | BadPack:
        try:
            with bounded(order, matter) as budget:
                return make(budget)
        except BadPack as error:
            # Finding it out again would take as long. The copy has no traceback, which holds all that was made so far.
            return copy.copy(error)

    found = order.once(key, made_or_refused)
    if isinstance(found, BadPack):
        raise copy.copy(found)
    return found


def refusal(spent: OutOfBudget, packs: Iterable[Pack]) -> BadPack:
    """What is raised where rules take more work than there is budget."""
    home = next((pack for pack in packs if any(rule.id == spent.rule for rule in pack.provisions())), None)
    path = RULES
    if home is not None:
        duty = any(rule.id == spent.rule for rule in home.duties)
        path = f"{RULES}/{home.instrument.id}/{'duties' if duty else 'rules'}.yaml"
    what = spent.rule or spent.matter
    problem = diagnostic("too_many_combinations", path=path, what=what, limit=in_words(spent.limit))
    return BadPack(
        f"{path} 有错误，不能使用：{spent.matter}时，{problem.message}。{problem.help}",
        diagnostics=[problem],
        english=f"{path} cannot be used: {what} takes more than {spent.limit} steps.",
    )


def in_words(steps: int) -> str:
    """A number of steps in Chinese: 500 万."""
    return f"{steps // 10_000} 万" if steps >= 10_000 else str(steps)
