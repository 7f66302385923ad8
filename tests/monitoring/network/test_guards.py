"""What must not be done before something else was: found where it was so, and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import opendata_rules as odr

from ...laws import law

Told = tuple[str, str, dict[str, Any]]


def monitored(place: str, procedure: str, *told: Told, **options: bool) -> odr.Monitor:
    """A monitor of one case: (kind, day of March 2026, facts) of each event."""
    found = odr.monitor(law(place, **options))
    events = [
        {"id": f"e{number}", "case": "c", "procedure": procedure, "kind": kind, "date": f"2026-{day}", **facts}
        for number, (kind, day, facts) in enumerate(told, 1)
    ]
    counts = found.ingest(events)
    assert counts.accepted == len(told), found.rejects()
    return found


def broken(found: odr.Monitor) -> list[tuple[str, str]]:
    assert all(breach.kind == "prohibited" for breach in found.breaches())
    assert [breach.rule for breach in found.status("c").breaches if breach.kind == "prohibited"] == [
        breach.rule for breach in found.breaches()
    ]
    return [(breach.rule, breach.step) for breach in found.breaches()]


NOTICE: Told = ("posting", "03-02", {"catalogue_level": "county", "delisting_applied": True})
#: Ten working days after 2 March end on the 16th.
BOTH = {"approving_authorities": ["county_department", "city_department"]}
ONE = {"approving_authorities": ["county_department"]}
COUNTY = ("jining-14-1-county", "delisting")
SHORT = ("jining-14-1-public-notice", "public_notice")

DELISTINGS: list[tuple[list[Told], list[tuple[str, str]]]] = [
    ([NOTICE, ("delisting", "03-17", BOTH)], []),
    ([NOTICE, ("statement", "03-17", {**BOTH, "delisted_on": "2026-03-17"})], []),
    ([NOTICE, ("delisting", "03-17", ONE)], [COUNTY]),
    ([NOTICE, ("delisting", "03-17", {"approving_authorities": []})], [COUNTY]),
    ([NOTICE, ("delisting", "03-17", {"approving_authorities": ["none"]})], [COUNTY]),
    # Approvals told one by one, the second a day late.
    ([NOTICE, ("statement", "03-03", ONE), ("statement", "03-17", BOTH), ("delisting", "03-17", {})], []),
    ([NOTICE, ("statement", "03-03", ONE), ("statement", "03-18", BOTH), ("delisting", "03-17", {})], [COUNTY]),
    (
        [
            NOTICE,
            ("statement", "03-03", ONE),
            ("statement", "03-17", {"approving_authorities": ["city_department"]}),
            ("delisting", "03-17", {}),
        ],
        [],
    ),
    # The notice ends on the 16th; the data may go on the 17th.
    ([NOTICE, ("delisting", "03-16", BOTH)], [SHORT]),
    ([NOTICE, ("public_notice", "03-16", {}), ("delisting", "03-17", BOTH)], []),
    ([NOTICE, ("public_notice", "03-13", {}), ("delisting", "03-17", BOTH)], [SHORT]),
    ([NOTICE, ("public_notice", "03-13", {})], [SHORT]),
    ([NOTICE, ("public_notice", "03-13", {}), ("delisting", "03-16", ONE)], [SHORT, COUNTY]),
    # What was not told is unknown: no breach.
    ([NOTICE, ("delisting", "03-17", {})], []),
    ([NOTICE], []),
    ([NOTICE, ("statement", "03-17", ONE)], []),
    # A department that takes data down of its own accord needs neither.
    ([NOTICE, ("delisting", "03-17", {**ONE, "delisting_actor": "department"})], []),
    # A city catalogue needs the city's approval.
    (
        [("posting", "03-02", {"catalogue_level": "city"}), ("delisting", "03-17", ONE)],
        [("jining-14-1-city", "delisting")],
    ),
    # Without an application.
    (
        [("posting", "03-02", {"delisting_applied": False}), ("delisting", "03-17", {})],
        [("jining-14-1-application", "delisting")],
    ),
    # A notice told by its days, without an event for each.
    (
        [("delisting", "03-17", {"notice_from": "2026-03-10", "notice_to": "2026-03-16"})],
        [("jining-14-1-notice", "delisting")],
    ),
    ([("delisting", "03-17", {"notice_from": "2026-03-02", "notice_to": "2026-03-16"})], []),
    (
        [("delisting", "03-17", {}), ("statement", "03-20", {"notice_from": "2026-03-02", "notice_to": "2026-03-16"})],
        [],
    ),
]


@pytest.mark.parametrize(("told", "expected"), DELISTINGS)
def test_delisting(told: list[Told], expected: list[tuple[str, str]]) -> None:
    assert broken(monitored("jining", "delisting", *told)) == expected
    assert broken(monitored("jining", "delisting", *reversed(told))) == expected


APPLIED: Told = ("received", "03-02", {})

ACCESSES: list[tuple[list[Told], list[str]]] = [
    ([APPLIED, ("agreement", "03-09", {}), ("access", "03-10", {"provider_review_passed": True})], []),
    ([APPLIED, ("agreement", "03-10", {}), ("access", "03-10", {})], []),
    ([APPLIED, ("access", "03-10", {}), ("agreement", "03-11", {})], ["agreement"]),
    ([APPLIED, ("access", "03-10", {"agreement_signed": False})], ["agreement"]),
    ([APPLIED, ("substantive_review", "03-10", {"access_granted": True, "agreement_signed": False})], ["agreement"]),
    ([APPLIED, ("access", "03-10", {}), ("statement", "03-12", {"agreement_signed": False})], ["agreement"]),
    ([APPLIED, ("agreement", "03-09", {}), ("access", "03-10", {"provider_review_passed": False})], ["reviewed"]),
    ([APPLIED, ("access", "03-10", {})], []),
    ([APPLIED, ("statement", "03-10", {"access_granted": False, "agreement_signed": False})], []),
    ([APPLIED, ("agreement", "03-12", {"provider_review_passed": True})], []),
]


@pytest.mark.parametrize(("told", "expected"), ACCESSES)
@pytest.mark.parametrize(
    ("place", "rules"),
    [
        ("jining", {"agreement": "jining-17-3-agreement", "reviewed": "jining-17-2-reviewed"}),
        ("shandong", {"agreement": "draft-14-3-agreement", "reviewed": "draft-14-3-reviewed"}),
    ],
)
def test_access(place: str, rules: dict[str, str], told: list[Told], expected: list[str]) -> None:
    wanted = [(rules[name], "access") for name in expected]
    drafts = place == "shandong"
    assert broken(monitored(place, "conditional_access", *told, drafts=drafts)) == wanted
    assert broken(monitored(place, "conditional_access", *reversed(told), drafts=drafts)) == wanted


HELD: Told = ("received", "03-02", {"opening_attribute": "open"})
CLOSED = {"opening_attribute": "closed"}
CITY = {"approving_authority": "city_department", "approving_authority_relation": "own"}
#: Everything else that Jining asks for.
PAPERS = {"applied_via_platform": True, "legal_documents_provided": True, "adjustment_reason": "law_amendment"}

CHANGES: list[tuple[str, list[Told], list[str]]] = [
    ("taian", [HELD, ("consent", "03-04", CITY), ("attribute_change", "03-05", CLOSED)], []),
    ("taian", [HELD, ("attribute_change", "03-05", CLOSED), ("consent", "03-06", CITY)], ["taian-15-1"]),
    ("taian", [HELD, ("attribute_change", "03-05", {**CLOSED, "approval_before_change": False})], ["taian-15-1"]),
    ("taian", [HELD, ("attribute_change", "03-05", {**CLOSED, "approval_status": "refused"})], ["taian-15-1"]),
    ("taian", [HELD, ("attribute_change", "03-05", CLOSED)], []),
    # A day has an order within it that nobody told.
    ("taian", [HELD, ("consent", "03-05", CITY), ("attribute_change", "03-05", CLOSED)], []),
    # Consent recorded later, given earlier.
    (
        "taian",
        [
            HELD,
            ("attribute_change", "03-05", CLOSED),
            ("statement", "03-09", {**CITY, "approval_status": "granted", "approved_on": "2026-03-04"}),
        ],
        [],
    ),
    (
        "taian",
        [HELD, ("statement", "03-09", {**CLOSED, "changed_on": "2026-03-05"}), ("consent", "03-06", CITY)],
        ["taian-15-1"],
    ),
    # The township has no say; the city of districts has none in Tengzhou.
    (
        "taian",
        [HELD, ("consent", "03-04", {"approving_authority": "township"}), ("attribute_change", "03-05", CLOSED)],
        ["taian-15-1"],
    ),
    ("tengzhou", [HELD, ("consent", "03-04", CITY), ("attribute_change", "03-05", CLOSED)], ["tengzhou-18-5"]),
    ("jining", [HELD, ("consent", "03-04", {**CITY, **PAPERS}), ("attribute_change", "03-05", CLOSED)], []),
    ("jining", [HELD, ("consent", "03-06", {**CITY, **PAPERS}), ("attribute_change", "03-05", CLOSED)], ["jining-9-1"]),
    # Who consented in time is looked at, not who did so afterwards.
    (
        "taian",
        [
            HELD,
            ("consent", "03-04", {"approving_authority": "township", "approving_authority_relation": "own"}),
            ("attribute_change", "03-05", CLOSED),
            ("consent", "03-09", CITY),
        ],
        ["taian-15-1"],
    ),
    (
        "taian",
        [
            HELD,
            ("consent", "03-03", CITY),
            ("statement", "03-04", {"approval_status": "refused"}),
            ("attribute_change", "03-05", CLOSED),
            ("consent", "03-09", {}),
        ],
        ["taian-15-1"],
    ),
    # A second consent, of a body that has no say, takes nothing from the first; nor does a later refusal.
    (
        "taian",
        [
            HELD,
            ("consent", "03-03", CITY),
            ("consent", "03-04", {"approving_authority": "sector_authority"}),
            ("attribute_change", "03-05", CLOSED),
            ("statement", "03-09", {"approval_status": "refused"}),
        ],
        [],
    ),
    # What is known against a requirement on the day counts; what was only not told yet does not.
    (
        "jining",
        [
            HELD,
            ("consent", "03-04", {**CITY, **PAPERS, "applied_via_platform": False}),
            ("attribute_change", "03-05", CLOSED),
            ("statement", "03-09", {"applied_via_platform": True}),
        ],
        ["jining-9-1-adjust"],
    ),
    (
        "jining",
        [HELD, ("consent", "03-04", CITY), ("attribute_change", "03-05", CLOSED), ("statement", "03-09", PAPERS)],
        [],
    ),
    # A consent speaks for one change.
    (
        "taian",
        [
            HELD,
            ("consent", "03-03", CITY),
            ("attribute_change", "03-05", {"opening_attribute": "conditional"}),
            ("attribute_change", "03-09", CLOSED),
            ("consent", "03-10", CITY),
        ],
        ["taian-15-1"],
    ),
    (
        "taian",
        [
            HELD,
            ("consent", "03-03", CITY),
            ("attribute_change", "03-05", {"opening_attribute": "conditional"}),
            ("consent", "03-06", CITY),
            ("attribute_change", "03-09", CLOSED),
        ],
        [],
    ),
    # The new attribute told after the change, before it in the request, or alone.
    (
        "taian",
        [HELD, ("attribute_change", "03-05", {}), ("consent", "03-06", CITY), ("statement", "03-09", CLOSED)],
        ["taian-15-1"],
    ),
    (
        "taian",
        [
            ("statement", "03-01", {"opening_attribute": "open"}),
            ("received", "03-02", CLOSED),
            ("consent", "03-04", CITY),
            ("attribute_change", "03-05", {}),
        ],
        [],
    ),
    (
        "taian",
        [("attribute_change", "03-05", {**CLOSED, "approval_status": "not_sought"})],
        ["taian-15-1"],
    ),
    ("taian", [("attribute_change", "03-05", {"opening_attribute": "conditional", "approval_status": "refused"})], []),
    # Changes of conditions.
    (
        "jining",
        [HELD, ("attribute_change", "03-05", {"conditions_change": "stricter"}), ("consent", "03-06", CITY)],
        ["jining-9-3"],
    ),
    ("taian", [HELD, ("attribute_change", "03-05", {"conditions_change": "stricter"}), ("consent", "03-06", CITY)], []),
    # The attribute stays.
    ("taian", [HELD, ("attribute_change", "03-05", {"opening_attribute": "open"}), ("consent", "03-06", CITY)], []),
]


@pytest.mark.parametrize(("place", "told", "expected"), CHANGES)
@pytest.mark.parametrize("procedure", ["attribute_change", "catalogue_change"])
def test_changes(place: str, told: list[Told], expected: list[str], procedure: str) -> None:
    if procedure == "catalogue_change":
        # The same facts told by whatever events a platform has.
        told = [
            ("statement", day, facts | ({"approval_status": "granted"} if kind == "consent" else {}))
            if kind in ("consent", "received")
            else (kind, day, facts)
            for kind, day, facts in told
        ]
    found = monitored(place, procedure, *told)
    assert broken(found) == [(rule, "attribute_change") for rule in expected]


def test_the_law_of_the_day_of_the_act_answers() -> None:
    """Before Tai'an's measures took effect, the provision of the province answers, if any."""
    found = odr.monitor(law("taian"))
    for case, year in (("before", 2020), ("after", 2026)):
        events = [("received", 2, {"opening_attribute": "open"}), ("attribute_change", 3, CLOSED), ("consent", 4, CITY)]
        found.ingest(
            {
                "id": f"{case}{day}",
                "case": case,
                "procedure": "attribute_change",
                "kind": kind,
                "date": f"{year}-06-0{day}",
                **facts,
            }
            for kind, day, facts in events
        )
    assert [(breach.case, breach.rule) for breach in found.breaches()] == [("after", "taian-15-1")]


def test_what_a_breach_says() -> None:
    found = monitored(
        "taian", "attribute_change", HELD, ("attribute_change", "03-05", CLOSED), ("consent", "03-06", CITY)
    )
    [breach] = found.breaches()
    assert (breach.case, breach.kind, breach.step, breach.citation.ref) == (
        "c",
        "prohibited",
        "attribute_change",
        "15(1)",
    )
    assert breach.dates == (dt.date(2026, 3, 5), dt.date(2026, 3, 6))
    assert breach.events == ("e2", "e3")
    assert [citation.ref for citation in breach.consequence] == ["32(六)"]
    assert breach.gist.endswith("；先同意、后变更")
    with pytest.raises(TypeError):
        bool(breach)


def test_a_breach_leans_on_what_its_provision_leans_on() -> None:
    told = [APPLIED, ("access", "03-10", {}), ("agreement", "03-11", {})]
    [breach] = monitored("jining", "conditional_access", *told).breaches()
    assert "missing_instrument" in {warning.code for warning in breach.warnings}
    assert "先签订利用协议" in breach.explain()
    assert "jining-open-data-rules-2025 17 item 3" in breach.explain("en")
    [draft] = monitored("shandong", "conditional_access", *told, drafts=True).breaches()
    assert "draft" in {warning.code for warning in draft.warnings}
    strict = monitored("jining", "conditional_access", *told, strict=True)
    assert strict.breaches() == ()


def test_facts_that_contradict_each_other_are_for_a_human() -> None:
    found = monitored(
        "taian",
        "attribute_change",
        HELD,
        ("statement", "03-03", {"statute_bars_any_form": True, "law_prohibits_opening": False}),
        ("attribute_change", "03-05", {**CLOSED, "approval_status": "refused"}),
    )
    assert broken(found) == []
    assert "contradictory_facts" in {warning.code for warning in found.status("c").warnings}


def test_the_last_word_on_a_day_and_the_order_of_numbers() -> None:
    told = [NOTICE, ("delisting", "03-10", BOTH), ("statement", "03-20", {"delisted_on": "2026-03-17"})]
    assert broken(monitored("jining", "delisting", *told)) == []
    facts = [{"agreement_signed": number == 10} for number in range(1, 11)]
    told = [APPLIED, *(("statement", "03-09", fact) for fact in facts[1:]), ("access", "03-10", {})]
    assert broken(monitored("jining", "conditional_access", *told)) == []


def test_a_plan_is_not_done_before_its_day() -> None:
    told = [("posting", "03-02", {"catalogue_level": "county", "delisted_on": "2026-03-09"})]
    found = monitored("jining", "delisting", *told)
    assert found.breaches(dt.date(2026, 3, 8)) == ()
    [breach] = found.breaches(dt.date(2026, 3, 9))
    assert (breach.rule, breach.events) == ("jining-14-1-public-notice", ("e1",))


def test_a_notice_under_two_laws_is_neither_kept_nor_cut_short() -> None:
    """Jining's rules end on 15 July 2028, in the middle of it."""
    found = odr.monitor(law("jining"))
    days = {"posting": dt.date(2028, 7, 3), "public_notice": dt.date(2028, 7, 14)}
    found.ingest({"id": k, "case": "c", "procedure": "delisting", "kind": k, "date": day} for k, day in days.items())
    asked = law("jining").schedule("delisting", trigger=days["posting"], actual=days, on=dt.date(2028, 8, 1))
    [step] = found.status("c", on=dt.date(2028, 8, 1)).steps
    assert step.deadline is not None
    assert step.deadline.status == "human_review"
    assert (step.state,) == (asked.steps[0].state,) == ("pending",)
    assert found.breaches() == ()


def test_a_department_needs_no_notice() -> None:
    told = [("posting", "03-02", {"delisting_actor": "department"}), ("delisting", "03-04", {})]
    assert broken(monitored("jining", "delisting", *told)) == []


def test_a_notice_told_by_its_events_is_known() -> None:
    kind, day, facts = NOTICE
    notice = (kind, day, {**facts, "notice_to": "2026-03-16"})
    found = monitored("jining", "delisting", notice, ("delisting", "03-17", BOTH))
    assert found.status("c").unproven == ()


def test_what_is_unknown_is_asked() -> None:
    found = monitored("jining", "conditional_access", APPLIED, ("access", "03-10", {})).status("c")
    assert {(item.rule, item.facts) for item in found.unproven} == {
        ("jining-17-3-agreement", ("agreement_signed",)),
        ("jining-17-2-reviewed", ("provider_review_passed",)),
    }
    assert "已签订利用协议" in found.explain()
    assert "agreement_signed" in found.explain("en")
