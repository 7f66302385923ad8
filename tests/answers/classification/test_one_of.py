"""Where at least one of several provisions decides and it is open which, the reasoning names them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from opendata_rules.answers.classification.computation import classifier_behind
from tests import laws

CLOSING = ("law_prohibits_opening", "state_secret", "may_endanger_security", "other_channel_required")
#: That opening harms a third party does not tell which right it has.
HARM: dict[str, Any] = {
    **dict.fromkeys((*CLOSING, "agreement_or_ip_restriction"), False),
    "opening_harms_third_party": True,
}
HEADS = {"zh": "至少有一条成立，是哪一条还不知道", "en": "at least one holds, which one is not known"}


def listed(text: str, head: str) -> list[str]:
    """The lines directly under a head."""
    lines = text.splitlines()
    [at] = [number for number, line in enumerate(lines) if line.endswith(head)]
    found = []
    for line in lines[at + 1 :]:
        if not line.startswith(("│ ", "   ")):
            break
        if line[3:].startswith(("├", "└")):
            found.append(line)
    return found


def test_a_class_names_its_candidates() -> None:
    found = laws.law("taian").classify({**HARM, "third_party_response": "consented"})
    assert (found.attribute, found.grounds) == ("conditional", ())
    chinese, english = (found.explain(lang) for lang in ("zh", "en"))
    assert len(listed(chinese, HEADS["zh"])) == len(listed(english, HEADS["en"])) == 5
    assert all("有条件开放〕" in line for line in listed(chinese, HEADS["zh"]))
    told = laws.law("taian").classify({**HARM, "third_party_response": "consented", "trade_secret": True})
    assert told.grounds
    assert HEADS["zh"] not in told.explain()


RIGHTS = ("trade_secret", "personal_privacy", "other_third_party_rights")
RESPONSES = ("consented", "refused", "partial", "no_reply", "withdrawn", "not_asked")


@pytest.mark.parametrize("place", laws.OPENING_PLACES)
@pytest.mark.parametrize("response", RESPONSES)
def test_in_every_completion_one_of_the_candidates_holds(place: str, response: str) -> None:
    law = laws.law(place)
    rest = {
        name: False for name in laws.domains(place, "opening") if laws.domains(place, "opening")[name] == [False, True]
    }
    known = {name: value for name, value in (rest | HARM).items() if name not in RIGHTS} | {
        "third_party_response": response
    }
    found = law.classify(known)
    candidates = {ground.id for ground in classifier_behind(found).one_of(found)}
    assert (HEADS["zh"] in found.explain()) is bool(candidates)
    assert bool(candidates) is (place == "taian" and response == "consented")
    for truths in itertools.product((False, True), repeat=len(RIGHTS)):
        whole = law.classify({**known, **dict(zip(RIGHTS, truths, strict=True))})
        if candidates and any(truths):
            assert candidates & {ground.rule for ground in whole.grounds}
