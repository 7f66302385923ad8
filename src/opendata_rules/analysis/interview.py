"""An interview: one question at a time, the most telling one next, until the matter is settled.

It classifies a dataset, or checks the duties of a topic, or a change. The next question is the first of the answer's
``questions``: the one that leaves the fewest outcomes on average. For Qingdao and decree 344 that order is the best
there is, on average and at worst; for Tengzhou it needs a hundredth more on average (a test works out the best one).

An interview can be left, taken up again, and replayed from its transcript.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..answers.changes.answer import ChangeVerdict
from ..answers.changes.computation import check_change, judge_of
from ..answers.classification.answer import Decision
from ..answers.classification.computation import classify
from ..answers.duties.answer import Assessment
from ..answers.duties.computation import check, duty_topic
from ..answers.result import Question, plain
from ..errors import BadArgument, Error, UnknownTopic
from ..norms.order import LegalOrder, order_argument
from ..packs.shelf import Shelf
from ..quoting import quoted
from ..reading.facts_in_words import value_from_text
from ..values import Immutable, Json, fill
from ..vocabulary.arguments import OpeningAttributeName, SchemeName, chosen
from ..vocabulary.facts import FactValue
from ..vocabulary.refusals import mapping_argument, none_of, text_argument
from ..vocabulary.terms import SCHEME_TERMS, Scheme

#: What a transcript is, and its version.
KIND, VERSION = "opendata-rules/interview", 1


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: a fact and its value; ``None`` where the answer was "not known"."""

    fact: str
    value: FactValue | None


class Interview(Immutable):
    """Questions to one person about one matter. Not shared between threads: each answer changes what is asked next.

    Its matter stays what it was; what was answered changes by :meth:`answer`, :meth:`state` and :meth:`back` alone.

    Args:
        law: the law that asks.
        scheme: ``opening`` or ``sharing``: the scheme that a dataset is classified by, where that is the matter.
        topic: the topic whose duties are checked instead, by id or Chinese label.
        change: the attribute now held and the one wanted, where a change is checked instead.

    Raises:
        BadArgument: both a topic and a change are given, or a change that is no two attributes.
        BadFact: an attribute is none of the three.
        UnknownTopic: there is no such topic or scheme.
    """

    __slots__ = ("_answers", "change", "law", "scheme", "topic")

    law: LegalOrder
    scheme: Scheme
    topic: str | None
    change: tuple[str, str] | None
    _answers: list[Answered]

    def __init__(
        self,
        law: LegalOrder,
        scheme: SchemeName = "opening",
        *,
        topic: str | None = None,
        change: tuple[OpeningAttributeName, OpeningAttributeName] | None = None,
    ) -> None:
        if topic is not None and change is not None:
            raise BadArgument(
                "一次只问一件事：或者一个事项的职责，或者一次属性变更。",
                english="One matter at a time: the duties of a topic, or a change of attribute.",
                argument="change",
            )
        order_argument(law, "law")
        asked = chosen(Scheme, text_argument(scheme, "scheme"))
        if asked is None:
            raise none_of(scheme, "scheme", SCHEME_TERMS, kind=UnknownTopic)
        moved: tuple[str, str] | None = None
        if change is not None:
            judge = judge_of(law, *_two(change))
            moved = str(judge.before), str(judge.after)
        fill(
            self,
            law=law,
            scheme=asked,
            topic=None if topic is None else duty_topic(topic, law.vocabulary).id,
            change=moved,
            _answers=[],
        )

    @property
    def answers(self) -> tuple[Answered, ...]:
        """What was answered, in order."""
        return tuple(self._answers)

    @property
    def facts(self) -> dict[str, FactValue]:
        """The facts known by now."""
        return {answer.fact: answer.value for answer in self._answers if answer.value is not None}

    @property
    def decision(self) -> Decision:
        """What the answers come to, where a dataset is classified; see :attr:`result`."""
        return classify(self.law, self.facts, scheme=self.scheme.value)

    @property
    def result(self) -> Decision | Assessment | ChangeVerdict:
        """What the answers come to, whatever the matter."""
        if self.topic is not None:
            return check(self.law, self.topic, self.facts)
        return self.decision if self.change is None else check_change(self.law, *self.change, self.facts)

    @property
    def question(self) -> Question | None:
        """The next question; ``None`` once the matter is settled, or nobody knows more."""
        asked = {answer.fact for answer in self._answers}
        return next((question for question in self.result.questions if question.fact not in asked), None)

    def answer(self, value: object) -> None:
        """Answer the question at hand.

        Args:
            value: a value of the fact, or a word for one (是, 否, a Chinese term); ``None`` and 不知道 mean not known.

        Raises:
            BadArgument: there is no question left.
            BadFact: the value does not fit it.
        """
        question = self.question
        if question is None:
            raise BadArgument("没有要回答的问题了。", english="There is no question left to answer.", argument="value")
        self.state(question.fact, value)

    def state(self, name: str, value: object) -> None:
        """Answer any question, asked or not; a later answer to the same takes the place of the earlier.

        Raises:
            UnknownFact: there is no such fact.
            BadFact: the value does not fit it.
        """
        fact = self.law.vocabulary.fact(name)
        known = fact.check(value_from_text(fact, value))
        self._answers[:] = [answer for answer in self._answers if answer.fact != fact.id]
        self._answers.append(Answered(fact.id, known))

    def back(self) -> Answered | None:
        """Take the last answer back; ``None`` where there is none."""
        return self._answers.pop() if self._answers else None

    def transcript(self) -> dict[str, Json]:
        """All that is needed to take the interview up again or replay it: plain JSON."""
        matter: dict[str, Json] = {}
        if self.topic is not None:
            matter["topic"] = self.topic
        elif self.change is not None:
            matter["change"] = list(self.change)
        return {
            "kind": KIND,
            "version": VERSION,
            "place": self.law.place.id,
            "on": self.law.on.isoformat(),
            "drafts": self.law.drafts,
            "strict": self.law.strict,
            "scheme": str(self.scheme),
            **matter,
            "answers": [{"fact": answer.fact, "value": plain(answer.value)} for answer in self._answers],
        }

    @classmethod
    def from_transcript(cls, library: Shelf, transcript: Mapping[str, object]) -> Interview:
        """Take an interview up where its transcript ends.

        Raises:
            BadArgument: it is no transcript.
            BadFact: an answer does not fit its fact.
            UnknownJurisdiction: the place is not known.
        """
        mapping_argument(transcript, "transcript")
        given: Mapping[str, Any] = transcript
        try:
            if given["kind"] != KIND or given["version"] != VERSION:
                raise _no_transcript("kind, version")
            law = library.order(
                given["place"],
                on=dt.date.fromisoformat(given["on"]),
                drafts=_flag(given, "drafts"),
                strict=_flag(given, "strict"),
            )
            change = given.get("change")
            interview = cls(
                law,
                given["scheme"],
                topic=given.get("topic"),
                change=None if change is None else tuple(change),
            )
            for answer in given["answers"]:
                interview.state(answer["fact"], answer["value"])
        except Error:
            raise
        except KeyError as error:
            raise _no_transcript(error.args[0]) from error
        except (TypeError, ValueError) as error:
            raise _no_transcript("on, change, answers") from error
        return interview


def _flag(transcript: Mapping[str, Any], name: str) -> bool:
    if isinstance(transcript[name], bool):
        return bool(transcript[name])
    raise _no_transcript(name)


def _no_transcript(key: object) -> BadArgument:
    """The error on what is no transcript, by the keys that are missing or wrong."""
    return BadArgument(
        f"这不是问答记录，或者记录不完整，请看 {quoted(key)}。",
        english=f"This is no transcript of an interview, or not a whole one: see {quoted(key)}.",
        argument="transcript",
    )


def _two(change: object) -> tuple[str, str]:
    """The attributes now held and wanted.

    Raises:
        BadArgument: they are not two.
    """
    if isinstance(change, tuple | list) and len(change) == 2:
        return change[0], change[1]
    raise BadArgument(
        f"change 应当是两个属性（现有的、要改成的），得到的是 {quoted(change)}。",
        english=f"change must be two attributes (held and wanted), not {quoted(change)}.",
        argument="change",
    )
