"""Why an answer should be read with care: every warning the library gives is made here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..logic.conditions import evaluate
from ..values import Json, Value
from ..vocabulary.citations import Citation
from ..vocabulary.facts import FactValue, Vocabulary
from ..vocabulary.terms import COLLECTED_TERMS, InstrumentState, Source, WarningCode
from .instruments import Jurisdiction
from .provisions import Provision, Referral
from .standing import Standing


@dataclass(frozen=True, slots=True)
class ResultWarning(Value):
    """Why a result should be read with care.

    Attributes:
        code: stable code.
        text: Chinese explanation.
        english: the same in English.
        citations: provisions it speaks of.
    """

    code: WarningCode
    text: str
    english: str
    citations: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "code": str(self.code),
            "text": self.text,
            "english": self.english,
            "citations": [citation.to_dict() for citation in self.citations],
        }


def in_order(warnings: Iterable[ResultWarning]) -> tuple[ResultWarning, ...]:
    """Each warning once, by code; where two speak of missing instruments, the one that names them all."""
    found = tuple(sorted(dict.fromkeys(warnings), key=lambda warning: _PLACES[warning.code]))
    missed = [frozenset(one.citations) for one in found if one.code is WarningCode.MISSING_INSTRUMENT]
    return tuple(
        one
        for one in found
        if one.code is not WarningCode.MISSING_INSTRUMENT or not any(frozenset(one.citations) < more for more in missed)
    )


_PLACES = {code: place for place, code in enumerate(WarningCode)}


def contradiction(
    facts: Mapping[str, FactValue], vocabulary: Vocabulary, today: dt.date | None = None
) -> ResultWarning | None:
    """The warning that known facts contradict each other; ``None`` where they do not.

    Args:
        facts: the known facts that the question uses, by id.
        vocabulary: what cannot be.
        today: the day of the question, if it is put on one.
    """
    names = clashing(facts, vocabulary, today)
    return contradictory(names, facts, vocabulary) if names else None


def clashing(facts: Mapping[str, FactValue], vocabulary: Vocabulary, today: dt.date | None = None) -> tuple[str, ...]:
    """Ids of the facts that cannot be as they are told: constraints, and days that cannot stand in their order.

    Args:
        facts: the known facts that the question uses, by id.
        vocabulary: what cannot be.
        today: the day of the question, after which nothing can have happened yet; ``None`` where there is none.
    """
    found = [name for rule in vocabulary.contradictions(facts) for name in rule.facts if name in facts]
    for pair in vocabulary.days.sequels:
        first, then = map(facts.get, pair)
        if isinstance(first, dt.date) and isinstance(then, dt.date) and then < first:
            found += pair
    for day, stated in vocabulary.days.told.items():
        if day in facts and facts.get(stated) is False:
            found += [day, stated]
    if today is not None:
        days = ((name, facts[name]) for name in facts if name in vocabulary.days.happened)
        found += [name for name, day in days if isinstance(day, dt.date) and day > today]
    return tuple(dict.fromkeys(found))


def contradictory(names: Iterable[str], facts: Mapping[str, FactValue], vocabulary: Vocabulary) -> ResultWarning:
    """The warning that the facts of these names contradict each other."""
    names = tuple(names)
    book = vocabulary.facts
    told = "、".join(f"“{book[name].label}”为“{book[name].term(facts[name])}”" for name in names)
    return ResultWarning(
        WarningCode.CONTRADICTORY_FACTS,
        f"下列事实互相矛盾，须由人核实：{told}。",
        f"These facts contradict each other: {', '.join(names)}.",
    )


def out_of_order(early: tuple[str, dt.date], late: tuple[str, dt.date], first: str, second: str) -> ResultWarning:
    """The warning that one day lies before another that it cannot lie before.

    Args:
        early: what is told of the earlier day, in Chinese, and that day.
        late: what has to come before it, and its day.
        first: what is told of the earlier day, in English, with that day.
        second: what has to come before it, likewise.
    """
    return ResultWarning(
        WarningCode.CONTRADICTORY_FACTS,
        f"“{early[0]}”（{early[1]}）早于“{late[0]}”（{late[1]}），次序上不可能，须由人核实。",
        f"{first} lies before {second}, which cannot be.",
    )


def _whole(standing: Standing) -> Citation:
    return Citation(standing.id, standing.title, "")


def lapsed(standing: Standing) -> ResultWarning:
    """The warning that a nearer instrument has ended or not begun, so that it does not answer."""
    if standing.state is InstrumentState.EXPIRED:
        code = WarningCode.EXPIRED_INSTRUMENT
        text = f"《{standing.title}》有效期至{standing.expires}，已经失效，这一天不适用。"
        english = f"{standing.id} ended on {standing.expires} and does not apply."
    else:
        code = WarningCode.NOT_YET_IN_FORCE
        text = f"《{standing.title}》自{standing.effective or '（日期不明）'}起施行，这一天尚未施行，不适用。"
        english = f"{standing.id} takes effect on {standing.effective or 'an unknown day'} and does not apply yet."
    return ResultWarning(code, text, english, (_whole(standing),))


def missing(standings: Iterable[Standing]) -> ResultWarning:
    """The warning that instruments at least as near as the one that answers are not (fully) collected."""
    standings = tuple(standings)
    names = "；".join(f"《{standing.title}》{COLLECTED_TERMS[standing.collected]}" for standing in standings)
    ids = ", ".join(standing.id for standing in standings)
    return ResultWarning(
        WarningCode.MISSING_INSTRUMENT,
        f"同样近或者更近的规定没有完整收录，其内容可能改变结果：{names}。",
        f"Instruments at least as near are not (fully) collected and could change the result: {ids}.",
        tuple(_whole(standing) for standing in standings),
    )


def no_rule(place: Jurisdiction, on: dt.date) -> ResultWarning:
    """The warning that nothing in force answers."""
    return ResultWarning(
        WarningCode.NO_RULE_IN_FORCE,
        f"{on}在{place.name}没有已收录且有效的规定可以回答。",
        f"No collected provision in force answers for {place.id} on {on}.",
    )


def no_change_provision(place: Jurisdiction) -> ResultWarning:
    """The warning that no provision names a move, so that the class of the data answers alone."""
    return ResultWarning(
        WarningCode.NO_CHANGE_PROVISION,
        f"{place.name}已收录的规定都没有写这种变更，这里只按数据应当属于哪一类判断。",
        f"No collected provision of {place.id} names this move; the classification answers.",
    )


def about(standing: Standing, on: dt.date) -> list[ResultWarning]:
    """Warnings on the instrument that answers."""
    found: list[ResultWarning] = []
    if standing.expires == on:
        found.append(expires_today(standing))
    if standing.source is Source.SECONDARY:
        found.append(secondary(standing))
    return found


def expires_today(standing: Standing) -> ResultWarning:
    """The warning that an instrument, on which the result or that of the day after rests, is in force for the last day.

    Which instruments these are, :meth:`opendata_rules.norms.order.LegalOrder.ending` tells.
    """
    text = f"《{standing.title}》今天是有效期的最后一天。"
    english = f"{standing.id} is in force for the last day."
    return ResultWarning(WarningCode.EXPIRES_TODAY, text, english, (_whole(standing),))


def draft(standing: Standing) -> ResultWarning:
    """The warning that a provision of a draft was evaluated."""
    text = f"《{standing.title}》是草案，没有施行。"
    return ResultWarning(WarningCode.DRAFT, text, f"{standing.id} is a draft.", (_whole(standing),))


def secondary(standing: Standing) -> ResultWarning:
    """The warning that an instrument is known from secondary sources only."""
    return ResultWarning(
        WarningCode.SECONDARY_SOURCE,
        f"《{standing.title}》没有正式文本，内容来自二手资料，条号不明。",
        f"{standing.id} is known from secondary sources only.",
        (_whole(standing),),
    )


def secrecy(referrals: Iterable[Referral], facts: Mapping[str, FactValue]) -> list[ResultWarning]:
    """The warnings that other law governs, for each referral known to apply."""
    return [referred(rule) for rule in referrals if evaluate(rule.condition, facts)]


def referred(rule: Referral) -> ResultWarning:
    """The warning that other law governs."""
    return ResultWarning(
        WarningCode.SECRECY_LAW,
        f"{rule.gist}（{rule.citation}）。",
        f"{rule.english} ({rule.citation.english})",
        (rule.citation,),
    )


def open_question(rule: Provision) -> ResultWarning:
    """The warning that a result leans on one of several readings."""
    assert rule.question is not None
    return ResultWarning(
        WarningCode.OPEN_QUESTION,
        f"{rule.citation}存疑，采用的读法：{rule.question.taken}；理由：{rule.question.reason}。",
        f"{rule.citation.english} allows more than one reading; taken: {rule.question.taken_english}; "
        f"why: {rule.question.reason_english}.",
        (rule.citation,),
    )


def higher_law(
    text: str, english: str, citations: tuple[Citation, ...], standing: Standing
) -> tuple[ResultWarning, ...]:
    """The warning that the answer is at odds with higher law, and where that law is known from.

    Args:
        text: how it is at odds, in Chinese, without the full stop.
        english: the same in English, what the higher instrument says or asks.
        citations: the provisions on both sides.
        standing: the higher instrument.
    """
    told = ResultWarning(
        WarningCode.HIGHER_LAW,
        f"与上位规定不一致：{text}。本库不判断哪一个无效。",
        f"At odds with higher law: {standing.id} {english}.",
        citations,
    )
    return (told, secondary(standing)) if standing.source is Source.SECONDARY else (told,)
