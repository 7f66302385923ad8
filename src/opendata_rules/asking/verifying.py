"""Claims held against answers: each is supported by a receipt, or refused with what is right.

Nothing is judged here. The question of a claim is asked of the rules, and what the claim says is compared with what the
answer says. A claim that no answer supports is refused, also where nobody could tell that it is false.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from ..answers.receipts import Answer
from ..errors import BadArgument, Error
from ..norms.standing import Standing
from ..quoting import json_text, quoted
from ..values import Json
from ..vocabulary.citations import Ref
from ..vocabulary.terms import Collected, InstrumentState, WarningCode
from .cited import Passage, citations_in, once, passage_of, passages_in, versions_in
from .claims import Claim, ToldAs, claim_of
from .headlines import headline
from .labels import Meaning, of_answer, of_instruments
from .questions import Rules, answered, day_in

#: Keys of an answer that are no statements on the law.
_NONE = frozenset({"$schema", "@type", "law_id", "english"})
#: How Chinese sentences say that nobody knows.
_UNKNOWN = "未知"
#: The lists of an answer in which its parts stand.
_PARTS = ("findings", "requirements", "steps")


@dataclass(slots=True)
class Verdict:
    """What a claim comes to.

    Attributes:
        problems: what no receipt supports; none where all of it is supported.
        right: what the answer says where the claim says something else, and what it rests on.
        answer: the answer that was held against the claim; ``None`` where there is none.
    """

    problems: list[dict[str, Json]] = field(default_factory=list)
    right: dict[str, Json] = field(default_factory=dict)
    answer: Answer | None = None

    def refuse(self, code: str, about: str, said: object, right: Json, chinese: str, english: str) -> None:
        """Note something that no receipt supports.

        Args:
            code: stable code of the kind of problem.
            about: the key of the claim.
            said: what it says there; shown escaped and cut.
            right: what is right; ``None`` for unknown.
            chinese: the same in words.
            english: the same in English.
        """
        plain = said if said is None or isinstance(said, bool | int) else quoted(said)
        told: dict[str, Json] = {"code": code, "about": about, "said": plain, "right": right}
        self.problems.append({**told, "detail": chinese, "detail_en": english})

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"supported": not self.problems, "problems": list(self.problems), **self.right}


def verified(rules: Rules, said: object) -> Verdict:
    """Hold a claim against the answer to its question.

    Args:
        rules: those that answer.
        said: the claim as plain JSON; see :func:`.claims.claim_of`.
    """
    verdict = Verdict()
    try:
        claim = claim_of(said)
        instruments = _instruments(rules, claim)
        if claim.kind is not None:
            _question(rules, claim, verdict)
        else:
            _states_of_instruments(claim, instruments, verdict)
        cited = _citations(rules, claim, instruments, verdict)
        _told_as_draft(claim, cited, instruments, verdict)
    except Error as error:
        for problem in error.problems:
            verdict.refuse(
                problem.code, problem.argument or problem.fact or "", None, None, str(problem), problem.english
            )
            if problem.nearest:
                verdict.problems[-1]["nearest"] = list(problem.nearest)
    return verdict


def _instruments(rules: Rules, claim: Claim) -> tuple[Standing, ...]:
    """What bears on the place on the day whose law answers.

    Drafts are among them whether or not they were asked for, to be told as drafts.
    """
    return rules.law(claim.place, _answering_day(claim), True, False).instruments


def _answering_day(claim: Claim) -> dt.date:
    """The day whose law answers: that of a trigger where there is one."""
    return day_in(claim.body, "trigger" if "trigger" in claim.body else "on")


# -- the question -----------------------------------------------------------------------------------------------------


def _question(rules: Rules, claim: Claim, verdict: Verdict) -> None:
    assert claim.kind is not None
    reply = answered(rules, claim.kind, claim.place, claim.about, claim.body)
    answer = verdict.answer = reply.answer
    told = answer.to_dict()
    receipt = told.pop("receipt")
    assert isinstance(receipt, dict)
    if claim.evidence is not None:
        rules.library.replay(claim.evidence)
        _same_question(receipt, claim.evidence, verdict)

    def meaning(part: str) -> Meaning:
        return of_answer(rules.library, reply.law, part, told.get("scheme"))

    _statements(claim.states, told, "states", verdict, meaning(claim.kind.name))
    _parts(claim, told, verdict, meaning)
    if claim.told_as is ToldAs.LAW:
        for warning in answer.warnings:
            if warning.code is WarningCode.DRAFT:
                verdict.refuse("draft", "told_as", str(claim.told_as), str(ToldAs.DRAFT), warning.text, warning.english)
    questions = told.get("questions")
    verdict.right = {
        "said": headline(answer),
        "holds_only_if": receipt["facts"],
        "unknown": [one["fact"] for one in questions if isinstance(one, dict)] if isinstance(questions, list) else [],
        "citations": once(citations_in(told)),
        "must_tell": [{"code": str(one.code), "zh": one.text, "en": one.english} for one in answer.warnings],
    }


def _same_question(mine: Mapping[str, Json], evidence: Mapping[str, Json], verdict: Verdict) -> None:
    """That a receipt is one of the question of the claim, and knows no less than the claim says."""
    for name in ("kind", "place", "on"):
        if mine[name] != evidence[name]:
            _other(name, mine[name], evidence[name], verdict)
    options, theirs = _dict(mine["options"]), _dict(evidence["options"])
    for name in options.keys() | theirs.keys():
        if options.get(name) != theirs.get(name):
            _other(name, options.get(name), theirs.get(name), verdict)
    facts, known = _dict(mine["facts"]), _dict(evidence["facts"])
    for name in sorted(facts.keys() | known.keys()):
        if facts.get(name) == known.get(name):
            continue
        right = known.get(name)
        verdict.refuse(
            "fact_not_in_receipt",
            f"facts.{name}",
            facts.get(name),
            right,
            f"凭据里 {name} 是{_shown(right, _UNKNOWN)}，不能说成{_shown(facts.get(name), _UNKNOWN)}。",
            f"The receipt has {name} {_shown(right)}, not {_shown(facts.get(name))}.",
        )


def _other(name: str, said: Json, right: Json, verdict: Verdict) -> None:
    verdict.refuse(
        "other_question",
        name,
        said,
        right,
        f"凭据答的是另一个问题：{name} 是{_shown(right, _UNKNOWN)}。",
        f"The receipt answers another question: its {name} is {_shown(right)}.",
    )


def _shown(value: Json, unknown: str = "unknown") -> str:
    """A value in a sentence, as JSON has it."""
    if value is None:
        return unknown
    return quoted(value if isinstance(value, str) else json_text(value))


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


# -- what is said of the answer ---------------------------------------------------------------------------------------


def _plain(told: Mapping[str, Json]) -> dict[str, Json]:
    """The statements of an answer that are one value, or a list of such."""

    def simple(value: Json) -> bool:
        return not isinstance(value, dict | list)

    return {
        name: value
        for name, value in told.items()
        if name not in _NONE and (simple(value) or (isinstance(value, list) and all(simple(one) for one in value)))
    }


def _statements(
    said: Mapping[str, Json], told: Mapping[str, Json], where: str, verdict: Verdict, meaning: Meaning
) -> None:
    known = _plain(told)
    for name, value in said.items():
        about = f"{where}.{quoted(name)}"
        if name not in known:
            listed = ", ".join(sorted(known))
            verdict.refuse(
                "no_such_statement",
                about,
                value,
                None,
                f"这个结果里没有 {quoted(name)}。可以说的：{listed}。",
                f"The answer says nothing of {quoted(name)}; it speaks of: {listed}.",
            )
        elif not _same(value, known[name], partial(meaning, name)):
            verdict.refuse(
                "wrong_statement",
                about,
                value,
                known[name],
                f"{name} 是{_shown(known[name], _UNKNOWN)}，不是{_shown(value, _UNKNOWN)}。",
                f"{name} is {_shown(known[name])}, not {_shown(value)}.",
            )


def _same(said: Json, right: Json, meaning: Callable[[str], str]) -> bool:
    if isinstance(said, list) and isinstance(right, list):
        # Each is said, and no other; nor does one of them stand for another by being said twice.
        found = all(any(_same(one, other, meaning) for other in right) for one in said)
        every = all(any(_same(one, other, meaning) for one in said) for other in right)
        return len(said) == len(right) and found and every
    if isinstance(said, str) and isinstance(right, str):
        return right in (said, meaning(said))
    # 1 is not True.
    return type(said) is type(right) and said == right


def _parts(claim: Claim, told: Mapping[str, Json], verdict: Verdict, meaning: Callable[[str], Meaning]) -> None:
    """What is said of the findings of duties, the requirements of a change, the steps of a case."""
    found: dict[str, tuple[str, dict[str, Json]]] = {}
    for name in _PARTS:
        listed = told.get(name)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict):
                # A step is told with its deadline.
                found[str(one["id"])] = name, {**_plain(_dict(one.get("deadline"))), **_plain(one)}
    for name, said in claim.parts.items():
        if name in found:
            listed, part = found[name]
            _statements(said, part, f"parts.{name}", verdict, meaning(listed))
            continue
        verdict.refuse(
            "no_such_part",
            f"parts.{quoted(name)}",
            said,
            list(found),
            f"这个结果里没有 {quoted(name)}。",
            f"The answer has no part {quoted(name)}.",
        )


# -- what is cited ----------------------------------------------------------------------------------------------------


def _states_of_instruments(claim: Claim, instruments: tuple[Standing, ...], verdict: Verdict) -> None:
    states: dict[str, Json] = {one.id: str(one.state) for one in instruments}
    _statements(claim.states, states, "states", verdict, of_instruments)
    verdict.right = {"instruments": [one.to_dict() for one in instruments]}


def _citations(rules: Rules, claim: Claim, instruments: tuple[Standing, ...], verdict: Verdict) -> set[str]:
    """What is cited; the ids of the instruments that are."""
    cited = set()
    answer = None if verdict.answer is None else verdict.answer.to_dict()
    rests_on = None if answer is None else passages_in(answer)
    versions = versions_in(answer)
    standing = {one.id: one for one in instruments}
    for number, said in enumerate(claim.cites):
        about = f"cites[{number}]"
        try:
            passage = passage_of(said, instruments, versions)
        except BadArgument as error:
            verdict.refuse(error.code, about, said, list(error.nearest), str(error), error.english)
            continue
        one = standing[passage.instrument]
        cited.add(one.id)
        _in_force(claim, one, about, said, verdict)
        if not _exists(rules, one, passage.ref, _answering_day(claim)):
            known = one.collected is Collected.FULL
            verdict.refuse(
                "no_such_article" if known else "article_unknown",
                about,
                said,
                None,
                f"《{one.title}》里没有这一条。" if known else f"《{one.title}》没有完整收录，有没有这一条不知道。",
                f"{one.id} has no such article." if known else f"{one.id} is not fully collected; nobody can tell.",
            )
        elif rests_on is not None:
            _relied_on(passage, rests_on, about, said, verdict)
        else:
            article = replace(passage.ref, paragraph=None, item=None)
            _relied_on(passage, (Passage(one.id, article),), about, said, verdict)
    return cited


def _in_force(claim: Claim, one: Standing, about: str, said: Json, verdict: Verdict) -> None:
    """That an instrument may be told as what the claim tells it as."""
    if one.state is InstrumentState.IN_FORCE:
        return
    if one.state is InstrumentState.DRAFT and claim.told_as is ToldAs.DRAFT:
        return
    draft, state = one.state is InstrumentState.DRAFT, str(one.state)
    verdict.refuse(
        "draft" if draft else "not_in_force",
        about,
        said,
        state,
        f"《{one.title}》" + ("是草案，没有施行，不是法。" if draft else f"在这一天不能当作施行中的规定：{state}。"),
        f"{one.id} " + ("is a draft and no law." if draft else f"is not known to be in force on that day: {state}."),
    )


def _told_as_draft(claim: Claim, cited: set[str], instruments: tuple[Standing, ...], verdict: Verdict) -> None:
    """That what is told as a draft has to do with one: law in force is none."""
    named = cited | claim.states.keys() if claim.kind is None else cited
    draft = any(one.state is InstrumentState.DRAFT and one.id in named for one in instruments)
    warned = verdict.answer is not None and any(one.code is WarningCode.DRAFT for one in verdict.answer.warnings)
    if claim.told_as is ToldAs.DRAFT and not draft and not warned:
        told = "这里没有草案，不能说成草案。", "Nothing here is a draft, nor to be told as one."
        verdict.refuse("wrong_statement", "told_as", str(claim.told_as), str(ToldAs.LAW), *told)


def _exists(rules: Rules, one: Standing, ref: Ref, on: dt.date) -> bool:
    """Whether an instrument has the article; whether it has the paragraph and the item is only told by answers."""
    if ref == Ref():
        return True
    listed = {
        Ref.parse(article.ref).article_key
        for article in rules.library.articles(one.place, on)
        if article.instrument == one.id
    }
    return ref.article_key in listed


def _relied_on(said: Passage, rests_on: tuple[Passage, ...], about: str, shown: Json, verdict: Verdict) -> None:
    wanted = shown.get("as") if isinstance(shown, dict) else None
    here = [one for one in rests_on if wanted is None or one.role == wanted]
    if any(said.covers(one) for one in here):
        return
    right: list[Json] = [f"{one.instrument} {one.ref}" for one in dict.fromkeys(here)]
    finer = any(one.covers(said) for one in here)
    listed = quoted("; ".join(str(one) for one in right), 400)
    verdict.refuse(
        "finer_than_receipt" if finer else "not_cited",
        about,
        shown,
        right,
        f"结果依据的不是这一处；依据的是：{listed}。" if not finer else f"结果只说到：{listed}。",
        f"The answer does not rest on this passage but on: {listed}."
        if not finer
        else f"The answer does not go into that detail: {listed}.",
    )
