"""Whether one law speaks of a whole term, from the day of its trigger to the day on which it ends.

What fell due before an instrument took effect is not judged by it. Where the provision that sets a term, or the way of
counting it rests on, is another before the term ends, a human must judge; a later version that leaves them as they are
changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...norms.chain import Chain, Link
from ...norms.order import LegalOrder
from ...norms.versions import said_of_step
from ...vocabulary.procedures import Step
from ...vocabulary.terms import DeadlineStatus
from .counting import End


def under_one_law(order: LegalOrder, step: Step, chain: Chain, end: End) -> End:
    """The end of a term, less what the law of the day of its trigger cannot say.

    Args:
        order: the legal order of the place.
        step: the step.
        chain: the instruments of the day of the trigger.
        end: where the term ends by them.
    """
    trigger = chain.on
    here = order.terms_of(step.name, chain).answer
    if here is None or end.earliest is None or end.latest is None or end.latest == trigger:
        return end
    if end.latest < trigger:
        return _fallen_due(order, step, here, end.latest) or end
    if order.epoch(trigger) == order.epoch(end.latest):
        return end
    for day in _turns(order, trigger, end.latest):
        there = order.terms_of(step.name, order.chain_at(day)).answer
        if not _alike(step, here, there):
            return _changed(here, there, end.latest)
    return end


def _fallen_due(order: LegalOrder, step: Step, here: Link, due: dt.date) -> End | None:
    """What the law says of a day that had passed when the trigger came; ``None`` where it was the same law."""
    then = order.terms_of(step.name, order.chain_at(due)).answer
    if _alike(step, here, then):
        return None
    if then is None:
        return End(
            DeadlineStatus.NOT_REGULATED,
            note=f"应在 {due} 以前办理，那时《{here.standing.title}》还没有施行，不由它判断",
            english=f"it fell due on {due}, before {here.standing.id} took effect",
        )
    return End(
        DeadlineStatus.HUMAN_REVIEW,
        note=f"应在 {due} 以前办理，那时由《{then.standing.title}》规定；跨越前后两种规定的，须由人判断",
        english=f"it fell due on {due}, under {then.standing.id}; a human must judge",
    )


def _turns(order: LegalOrder, after: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days on which the standing of an instrument may change, within a term."""
    return (day for day in order.chain.turns() if after < day <= last)


def _changed(here: Link, there: Link | None, latest: dt.date) -> End:
    gone = here.standing.expires is not None and here.standing.expires < latest
    if there is not None and here.pack in there.versions:
        about = f"《{here.standing.title}》修订，自 {there.standing.effective} 起改变了这一期限"
    elif gone:
        about = f"《{here.standing.title}》有效期至 {here.standing.expires}"
    else:
        about = f"由《{there.standing.title}》回答" if there is not None else "由别的规定回答"
    return End(
        DeadlineStatus.HUMAN_REVIEW,
        note=f"期限届满（{latest}）之前法律有变化：{about}；跨越前后两种规定的，须由人判断",
        english=f"the law changes before the term ends on {latest}; a human must judge",
    )


def _alike(step: Step, here: Link, there: Link | None) -> bool:
    """Whether two instruments set the same terms for a step by the same rules, wherever those now stand."""
    if there is None or there.standing.id == here.standing.id:
        return there is not None
    return said_of_step(here.pack, step.name) == said_of_step(there.pack, step.name)
