"""Whether two laws answer alike on random facts: every public answer as its JSON, compared whole.

Nothing here knows how differences are found. What is left out is what says which law was asked.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from opendata_rules.answers.changes.computation import check_change
from opendata_rules.answers.classification.computation import classifier_of, classify
from opendata_rules.answers.deadlines.computation import deadline
from opendata_rules.answers.deadlines.terms import facts_of_step
from opendata_rules.answers.duties.computation import check, facts_of_duties
from opendata_rules.answers.duties.recurring import duties
from opendata_rules.norms.order import LegalOrder
from opendata_rules.vocabulary.terms import STRICTEST_FIRST, Scheme

from .mutants import Facts

Asked = tuple[str, tuple[tuple[str, str], ...]]


def told(answer: Any) -> dict[str, Any]:
    """What an answer tells, but which law was asked."""
    found = answer.to_dict()
    return {key: value for key, value in found.items() if key not in ("receipt", "law_id", "on", "place")}


def parted(old: LegalOrder, new: LegalOrder, draw: random.Random, rounds: int) -> Iterator[tuple[Asked, Any]]:
    """The questions on which two laws answer differently on some random facts, each with what was asked."""
    facts = Facts(old, draw)
    for _ in range(rounds):
        share = draw.choice([0.0, 0.15, 0.5, 0.9, 1.0])
        for scheme in Scheme:
            names = sorted({name for law in (old, new) for name in classifier_of(law, scheme).layout.fields})
            asked = facts.of(names, share)
            declared = draw.choice([None, *STRICTEST_FIRST])
            answers = [told(classify(law, asked, scheme=scheme, declared=declared)) for law in (old, new)]
            if answers[0] != answers[1]:
                yield ("classify", (("scheme", str(scheme)),)), (asked, declared, *answers)
        names = sorted(
            {name for law in (old, new) for name in classifier_of(law, Scheme.OPENING).layout.fields}
            | {name for law in (old, new) for name in law.facts_of_changes}
        )
        before, after = draw.choice(STRICTEST_FIRST), draw.choice(STRICTEST_FIRST)
        asked = facts.of(names, share)
        answers = [told(check_change(law, before, after, asked)) for law in (old, new)]
        if answers[0] != answers[1]:
            yield ("change", (("before", str(before)), ("after", str(after)))), (asked, *answers)
        for topic in old.vocabulary.topics.values():
            if topic.has_duties:
                names = sorted({name for law in (old, new) for name in facts_of_duties(law, topic.id)})
                asked = facts.of(names, share)
                answers = [told(check(law, topic.id, asked)) for law in (old, new)]
                if answers[0] != answers[1]:
                    yield ("check", (("topic", topic.id),)), (asked, *answers)
        for procedure in old.procedures.all.values():
            for step in procedure.steps:
                names = sorted({*step.facts, *(name for law in (old, new) for name in facts_of_step(law, step.name))})
                asked = facts.of(names, share)
                trigger = old.on - dt.timedelta(days=draw.choice([0, 3, 30, 200, 500, 900]))
                answers = [told(deadline(law, step.name, trigger, asked)) for law in (old, new)]
                if answers[0] != answers[1]:
                    yield ("deadline", (("step", step.name),)), (asked, trigger, *answers)
        year = draw.choice([2024, 2025, 2026, 2027])
        listed = [[one.to_dict() for one in duties(law, year)] for law in (old, new)]
        if listed[0] != listed[1]:
            yield ("duties", ()), (year, *listed)
