"""Mistakes that a type checker finds in a client: every line marked so, and no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import opendata_rules as odr
from opendata_rules import schemas

ON = dt.date(2026, 3, 10)
library = odr.load()
law = library.law("taian", on=ON)
decision = law.classify({})


def misspelt_names() -> None:
    """Names that are not there."""
    odr.Decison  # wrong
    odr.clasify  # wrong
    odr.Attribute.SHUT  # wrong
    law.clasify({})  # wrong
    decision.atribute  # wrong
    decision.grounds[0].cite  # wrong


def arguments() -> None:
    """Words outside their sets, and types that are others."""
    law.classify({}, declared="shut")  # wrong
    law.classify({}, declared="开放")  # wrong
    law.classify({}, scheme="both")  # wrong
    law.classify({}, unlisted="true")  # wrong
    law.classify({}, unlisted=False)  # wrong
    law.classify([])  # wrong
    law.check_change("不予共享", "open", {})  # wrong
    law.check_change("open", {})  # wrong
    law.check("list")  # wrong
    law.deadline("objection.feedback", trigger="2026-03-10")  # wrong
    law.deadline("objection.feedback", trigger=ON, receipt="later")  # wrong
    law.deadline("objection.feedback")  # wrong
    law.schedule("objection", trigger=ON, actual={"feedback": "2026-03-10"})  # wrong
    law.check_catalogue("a.csv", unlisted="none")  # wrong
    law.check_catalogue("a.csv", profil="b.yaml")  # wrong
    library.law("taian")  # wrong
    library.law("taian", on="2026-03-10")  # wrong
    library.law("taian", on=ON, drafts="false")  # wrong
    odr.compare(law, law, topic="everything")  # wrong
    odr.Interview(law, scheme="both")  # wrong
    decision.explain("fr")  # wrong
    decision.paths_to("shut")  # wrong
    schemas.request("clasify", law)  # wrong


def text_of_any_kind(body: Mapping[str, str]) -> None:
    """Text that nobody looked at is no member."""
    law.classify({}, declared=body["declared"])  # wrong
    law.classify({}, scheme=body["scheme"])  # wrong


def results() -> None:
    """Fields taken for others."""
    attribute: odr.Attribute = decision.attribute  # wrong
    due: dt.date = law.deadline("objection.feedback", trigger=ON).due  # wrong
    told: dict[str, int] = decision.to_dict()  # wrong
    decision.attribute = odr.Attribute.OPEN  # wrong
    law.on = ON  # wrong
    again: odr.Decision = library.replay(decision.receipt)  # wrong
    decision.facts["state_secret"] = True  # wrong
    print(attribute, due, told, again)


def after_a_result_was_taken_for_a_bool() -> int:
    """What follows is checked all the same."""
    if bool(decision):
        return "yes"  # wrong
    return "no"  # wrong
