"""What a page of a judgement shows: the answer to its address, the question at hand, and the ways on from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....answers.changes.answer import ChangeVerdict
from ....answers.classification.answer import Decision
from ....answers.deadlines.answer import Deadline
from ....answers.deadlines.schedules import Schedule
from ....answers.duties.answer import Assessment
from ....answers.receipts import Answer
from ....asking.questions import KINDS, LONGEST, Kind, Reply, answered, day, name_in
from ....errors import BadArgument, Error, UnknownFact
from ....formats.trees import Node
from ....law import Law
from ....norms.warnings import clashing
from ....quoting import json_text
from ....vocabulary.facts import Fact
from ....vocabulary.marks import JudgedAs
from ...editions import Edition
from ..reasons import reasoned
from ..visit import Visit
from . import classes, terms, verdicts
from .asked import Hand, hand_of, questions_of
from .state import NAMES, Matter, State, Stated, stated
from .telling import Conclusion, contradictory, spaced

#: Facts suggested for a name that none has.
_SUGGESTED = 8
#: Questions listed besides the one at hand.
_LISTED = 40


@dataclass(frozen=True, slots=True)
class Fill:
    """A fact that was told, as a row of the page.

    Attributes:
        question: what was asked.
        label: what the fact is called.
        value: the answer.
        known: whether there is one.
        error: what is wrong with it, or with it beside others.
        correct: where it is corrected; empty where there is no such fact.
        drop: where it is taken back.
    """

    question: str
    label: str
    value: str
    known: bool
    error: str
    correct: str
    drop: str


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a page of a judgement shows.

    Attributes:
        state: of the address, with each fact in its own form.
        matter: what is asked.
        law: the law that answers.
        reply: the answer, as the ledger takes it.
        title: the matter in words.
        conclusion: what the answer says.
        tree: the whole reasoning.
        hand: the question at hand; ``None`` where there is none.
        left: the other questions, each with the address that puts it.
        told: the facts told, in order.
        offered: the facts that may be told, for suggestions.
        lost: what is wrong with a fact that was looked for.
        near: the facts that may have been meant, each with the address that asks for it.
        wrong: what is wrong with the names for paper and ledger.
    """

    state: State
    matter: Matter
    law: Law
    reply: Reply
    title: str
    conclusion: Conclusion
    tree: Node
    hand: Hand | None
    left: tuple[tuple[str, str], ...]
    told: tuple[Fill, ...]
    offered: tuple[Fact, ...]
    lost: UnknownFact | None
    near: tuple[tuple[str, str], ...]
    wrong: Error | None

    @property
    def answer(self) -> Answer:
        """The answer."""
        return self.reply.answer

    @property
    def settled(self) -> bool:
        """Whether no fact could change the answer."""
        return self.answer.settled if isinstance(self.answer, Deadline) else not questions_of(self.answer)

    @property
    def clashing(self) -> bool:
        """Whether the facts contradict each other."""
        return contradictory(self.answer.warnings)

    @property
    def bad(self) -> bool:
        """Whether anything of the address cannot be read."""
        return self.lost is not None or self.wrong is not None or any(one.error and not one.known for one in self.told)

    @property
    def receipt(self) -> str:
        """The receipt as text."""
        return json_text(self.answer.receipt, indent=1)

    def to(self, **fields: str) -> list[tuple[str, str]]:
        """The address again, with fields that are otherwise."""
        return self.state.pairs(**fields)


def looked_at(visit: Visit, edition: Edition, given: State) -> Look:
    """The answer to an address, and what is shown of it.

    Raises:
        BadArgument: the date, the question, or what it is asked with cannot be read.
        UnknownJurisdiction: there is no such place.
        UnknownTopic: there is no such topic.
        UnknownProcedure: there is no such step.
        BadFact: an attribute is none of the three.
    """
    matter = given.matter
    flags = {name: given.get(name) in ("on", "true", "1") for name in ("drafts", "strict")}
    on = day(given.get("on"), "on") if given.get("on") else visit.on
    _needed(matter, given)
    law = edition.law(given.get("place"), on, flags["drafts"], flags["strict"])
    state, told = stated(State({**given.fields, "on": on.isoformat(), "ask": matter.ask}, given.told), law.vocabulary)
    kind, body = _request(matter, state, told, {"on": on.isoformat(), **flags})
    names, wrong = _names(state)
    about = state.get(matter.about) if matter.about else ""
    reply = answered(edition, kind, state.get("place"), about, {**body, **names})
    return _look(visit, matter, state, told, reply, wrong)


def _needed(matter: Matter, given: State) -> None:
    """Nothing that the question needs is missing.

    Raises:
        BadArgument: something is.
    """
    wanted = {"place": ("地方", "place"), "topic": ("事项", "topic"), "step": ("步骤", "step")}
    wanted |= {"trigger": ("开始的日期", "day of the beginning"), "before": ("现有属性", "attribute now held")}
    wanted |= {"after": ("新属性", "attribute wanted")}
    for name in ("place", *matter.takes):
        if name in wanted and not given.get(name):
            chinese, english = wanted[name]
            raise BadArgument(f"请选择{chinese}。", english=f"Choose the {english}.", argument=name)


def _request(
    matter: Matter, state: State, told: Sequence[Stated], law: Mapping[str, object]
) -> tuple[Kind, dict[str, object]]:
    """The question of the service that an address puts."""
    facts = {one.told.name: one.value for one in told if one.fact is not None and one.error is None}
    body: dict[str, object] = {**law, "facts": facts}
    kind = KINDS[matter.kind]
    if kind is KINDS["classify"]:
        body["scheme"] = matter.ask
    elif kind is KINDS["deadline"] and "." not in state.get("step"):
        kind = KINDS["schedule"]
    for name in matter.takes:
        if name in kind.takes and state.get(name):
            body[name] = state.get(name)
    return kind, body


def _names(state: State) -> tuple[dict[str, str], Error | None]:
    """Dataset and department, as far as they can be written into a ledger."""
    found: dict[str, str] = {}
    wrong: Error | None = None
    for name in NAMES:
        try:
            found[name] = name_in({name: state.get(name)}, name)
        except BadArgument:
            wrong = wrong or BadArgument(
                f"最多 {LONGEST} 个字符，不能有看不见的字符。",
                english=f"At most {LONGEST} characters, none of them invisible.",
                argument=name,
            )
    return found, wrong


def _look(
    visit: Visit, matter: Matter, state: State, told: tuple[Stated, ...], reply: Reply, wrong: Error | None
) -> Look:
    law, answer, t = reply.law, reply.answer, visit.t
    asked = {one.told.name for one in told}
    questions = questions_of(answer)
    missing = [one.fact for one in questions if one.fact in asked]
    open_ones = [one for one in questions if one.fact not in asked]
    wanted, lost = _looked_for(law, visit.query.get("q", "").strip())
    offered = law.facts(_topic(matter, state, law))
    if wanted is None:
        broken = next((one.fact for one in told if one.error is not None and one.fact is not None), None)
        wanted = broken or (law.vocabulary.facts[open_ones[0].fact] if open_ones else None)
    return Look(
        state,
        matter,
        law,
        reply,
        _title(matter, state, law, answer, visit),
        _concluded(answer, law, missing, visit),
        reasoned(answer.explain("en" if visit.english else "zh"), "en" if visit.english else "zh"),
        None if wanted is None else hand_of(wanted, answer, state, told, t),
        tuple(
            (t(one.text, one.english), visit.url("/judge", state.pairs(), q=one.fact))
            for one in open_ones[:_LISTED]
            if wanted is None or one.fact != wanted.id
        ),
        _fills(visit, state, told, law, answer),
        offered,
        lost,
        () if lost is None else _near(visit, state, law, offered, lost),
        wrong,
    )


def _looked_for(law: Law, name: str) -> tuple[Fact | None, UnknownFact | None]:
    if not name:
        return None, None
    try:
        return law.vocabulary.fact(name), None
    except UnknownFact as error:
        return None, error


def _near(
    visit: Visit, state: State, law: Law, offered: Sequence[Fact], lost: UnknownFact
) -> tuple[tuple[str, str], ...]:
    """The facts that may have been meant: those whose names hold what was written, then those that resemble it."""
    written, book = visit.query.get("q", "").strip().casefold(), law.vocabulary

    def holds(fact: Fact) -> bool:
        return any(written in one.casefold() for one in (fact.label, spaced(fact.id), fact.id))

    found = [fact for fact in (*offered, *book.facts.values()) if holds(fact)]
    found += [book.fact(name) for name in lost.nearest if _looked_for(law, name)[0] is not None]
    if not found:
        found = [fact for fact in offered if written in f"{fact.question} {fact.english}".casefold()]
    return tuple(
        (visit.t(fact.label, spaced(fact.id)), visit.url("/judge", state.pairs(), q=fact.id))
        for fact in list({fact.id: fact for fact in found}.values())[:_SUGGESTED]
    )


def _concluded(answer: Answer, law: Law, missing: Sequence[str], visit: Visit) -> Conclusion:
    match answer:
        case Decision():
            return classes.of_decision(answer, law.vocabulary, missing, visit.t)
        case ChangeVerdict():
            return verdicts.of_change(answer, law.vocabulary, missing, visit.t)
        case Assessment():
            return verdicts.of_assessment(answer, law.vocabulary, missing, visit.t)
        case Deadline():
            return terms.of_deadline(answer, visit.t)
    assert isinstance(answer, Schedule)
    return terms.of_schedule(answer, visit.t)


def _fills(visit: Visit, state: State, told: Sequence[Stated], law: Law, answer: Answer) -> tuple[Fill, ...]:
    facts = {one.told.name: one.value for one in told if one.value is not None}
    clash: tuple[str, ...] = ()
    if contradictory(answer.warnings):
        clash = clashing(facts, law.vocabulary, law.on)
    found = []
    for one in told:
        error = "" if one.error is None else visit.t(str(one.error), one.error.english)
        if one.fact is None:
            error = visit.t("没有这样一项事实，不起作用；请撤回。", "There is no such fact; take it back.")
        if one.told.name in clash:
            error = visit.t(
                "与其他回答互相矛盾，请核实后更正。", "It contradicts other answers; verify and correct it."
            )
        found.append(
            Fill(
                one.told.name if one.fact is None else visit.t(one.fact.question, one.fact.english),
                one.told.name if one.fact is None else visit.t(one.fact.label, spaced(one.fact.id)),
                one.shown(visit.t),
                one.value is not None,
                error,
                "" if one.fact is None else visit.url("/judge", state.pairs(), q=one.fact.id),
                visit.url("/judge", state.pairs(without=(one.told.name,))),
            )
        )
    return tuple(found)


def _topic(matter: Matter, state: State, law: Law) -> str:
    """The topic whose facts may be told."""
    if matter.about == "topic":
        return law.vocabulary.topic(state.get("topic")).id
    return law.vocabulary.judged_as(JudgedAs(matter.ask)).id


def _title(matter: Matter, state: State, law: Law, answer: Answer, visit: Visit) -> str:
    """The matter in words."""
    place, t = law.place, visit.t
    where = t(place.name, place.english or place.id)
    match answer:
        case ChangeVerdict(before=before, after=after):
            what = t(f"{before.term()}能否改为{after.term()}", f"may {before} become {after}")
        case Assessment(topic=topic):
            what = t(f"{law.vocabulary.topics[topic].label}：是否符合", f"duties: {topic.replace('_', ' ')}")
        case Deadline(step=step):
            found = law.procedures.step(step)
            procedure = law.procedures.procedure(found.procedure)
            what = t(f"{procedure.label}·{found.label}：期限", f"{procedure.english}, {found.english}: deadline")
        case Schedule(procedure=name):
            procedure = law.procedures.procedure(name)
            what = t(f"{procedure.label}：各步骤的期限", f"{procedure.english}: deadlines")
        case _:
            what = t(*matter.title)
    return f"{where}{t('：', ': ')}{what}{t('？', '?') if not isinstance(answer, Deadline | Schedule) else ''}"
