"""A pack that brings no English of its own is shown in Chinese that is called so, never as if it were English."""

from __future__ import annotations

import re

import opendata_rules as odr
from opendata_rules.vocabulary.english import is_chinese

#: What is marked as Chinese.
MARKED = re.compile(r'"[^"]*" \(Chinese only\)')


def unmarked(text: str) -> str:
    return MARKED.sub("", text)


def test_what_is_chinese_only_is_marked(law: odr.Law) -> None:
    marked = 0
    for topic in law.vocabulary.topics.values():
        if topic.has_duties:
            text = law.check(topic.id, {}).explain("en")
            marked += len(MARKED.findall(text))
            assert not is_chinese(unmarked(text)), text
    for procedure in law.procedures.all.values():
        assert not is_chinese(unmarked(procedure.english))
        for step in procedure.steps:
            assert not is_chinese(unmarked(law.deadline(step.name, trigger=law.on).explain("en")))
    for fact in law.vocabulary.facts.values():
        assert fact.english
        assert not is_chinese(unmarked(fact.english))
    for scheme in ("opening", "sharing"):
        assert not is_chinese(unmarked(law.classify({}, scheme=scheme).explain("en")))
    assert marked, "the made-up city has no English of its own"
