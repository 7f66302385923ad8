"""What two laws list differently: recurring duties, instruments, what has to be done before an act."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping

from ...answers.duties.computation import duties_of
from ...answers.duties.recurring import duties
from ...norms.order import LegalOrder
from ...values import Json
from .results import Difference, Kind, QuestionKind
from .telling import Laid, Naming, apart


def recurring(laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming]) -> Iterator[Difference]:
    """The duties of a year, for the years of both days and those in which an instrument begins or ends."""
    if _recurring(laws[0]) == _recurring(laws[1]):
        return
    years = dict.fromkeys(law.on.year for law in reversed(laws))
    for law in laws:
        years |= dict.fromkeys(year for turn in law.chain.turns() for year in (turn.year, turn.year - 1, turn.year + 1))
    seen: set[tuple[str, ...]] = set()
    for year in years:
        if dt.MINYEAR <= year <= dt.MAXYEAR:
            for path, was, now in apart(*_laid(laws, naming, functools.partial(_duties, year))):
                if path not in seen:
                    seen.add(path)
                    yield Difference(
                        QuestionKind.DUTIES, (("year", str(year)),), Kind.OUTCOME, path[1:], path[1], was, now
                    )


def _recurring(order: LegalOrder) -> tuple[object, ...]:
    return tuple((pack.instrument, pack.recurring) for place in order.chain.places for pack in place.packs)


def _duties(year: int, order: LegalOrder) -> dict[str, Json]:
    return {"duties": [duty.to_dict() for duty in duties(order, year)]}


def instruments(laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming]) -> Iterator[Difference]:
    """What bears on the place, with state and days."""
    if laws[0].instruments == laws[1].instruments:
        return

    def told(law: LegalOrder) -> dict[str, Json]:
        # Which place made it binding is told of it; which place was asked is not.
        return {"instruments": [{**one.to_dict(), "of": one.place} for one in law.instruments]}

    for path, was, now in apart(*_laid(laws, naming, told)):
        yield Difference(QuestionKind.INSTRUMENTS, (), Kind.OUTCOME, path[1:], "", was, now)


def precedence(laws: tuple[LegalOrder, LegalOrder]) -> Iterator[Difference]:
    """What has to be done before an act, as a monitor asks for it."""
    old, new = (_before(law) for law in laws)
    for rule in dict.fromkeys((*old, *new)):
        if old.get(rule) != new.get(rule):
            act = new.get(rule) or old.get(rule) or ""
            yield Difference(
                QuestionKind.PRECEDENCE,
                (("act", act),),
                Kind.OUTCOME,
                (rule,),
                rule,
                old.get(rule),
                new.get(rule),
            )


def _before(order: LegalOrder) -> dict[str, str]:
    """The duties that answer and have to be fulfilled before an act, each with that act."""
    return {
        rule.id: rule.precedes
        for topic in order.vocabulary.topics.values()
        if topic.has_duties
        for rule in duties_of(order, topic.id)
        if rule.precedes is not None
    }


def _laid(
    laws: tuple[LegalOrder, LegalOrder],
    naming: tuple[Naming, Naming],
    told: Callable[[LegalOrder], Mapping[str, Json]],
) -> Iterator[Laid]:
    return (how.laid(told(law)) for law, how in zip(laws, naming, strict=True))
