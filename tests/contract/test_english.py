"""English to the last word: ``explain("en")`` holds no Chinese, and ``to_dict()`` has English beside it.

Every kind of result is asked for in every place, with nothing known, with facts of every kind known, and with facts
that contradict each other.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

import opendata_rules as odr
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.pair import TOPICS
from opendata_rules.logic.in_words import describe
from opendata_rules.monitoring.reports.agenda import agenda
from opendata_rules.replaying.explain import KEYS, QUESTIONS
from opendata_rules.replaying.form import AnyReceipt
from opendata_rules.replaying.results import KINDS as WHAT
from opendata_rules.vocabulary.facts import Fact, FactType, FactValue, vocabulary
from tests import laws
from tests.replaying import receipts

ON = dt.date(2026, 3, 10)
PLACES = ("shandong", "jinan", "qingdao", "zaozhuang", "jining", "taian", "tengzhou")
ATTRIBUTES = ("closed", "conditional", "open")
#: Chinese characters, full-width punctuation, and the quotation marks of Chinese.
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2018\u2019\u201c\u201d\u2026\u00b7]")
#: Keys whose Chinese is a name to be found by, or is said by an id beside it; see docs/developers.md.
NAMES = frozenset({"other_names", "level", "values", "meaning", "number"})


@pytest.fixture(scope="module", params=PLACES)
def law(request: pytest.FixtureRequest, library: odr.Library) -> odr.Law:
    """The law of each place; drafts too where there is one, so that its texts are seen."""
    return library.law(request.param, on=ON, drafts=request.param == "shandong")


def value_of(fact: Fact, number: int) -> FactValue:
    """A value of a fact; the number chooses which."""
    match fact.type:
        case FactType.BOOL:
            return bool(number % 2)
        case FactType.ENUM:
            return fact.values[number % len(fact.values)][0]
        case FactType.LIST:
            return tuple(value for value, _ in fact.values[: number % (len(fact.values) + 1)])
        case FactType.DATE:
            return dt.date(2026, 1, 5) + dt.timedelta(days=9 * number)
        case FactType.INT:
            return 5 * number
        case FactType.TEXT:
            return "一份文件"


def statements(facts: tuple[Fact, ...]) -> Iterator[dict[str, Any]]:
    """Nothing, all facts in several ways, and each way with every other fact left unknown."""
    yield {}
    for number in range(5):
        known = {fact.id: value_of(fact, number + place % 3) for place, fact in enumerate(facts)}
        yield known
        yield dict(itertools.islice(known.items(), number % 2, None, 2))


def english(text: str) -> None:
    """Fails where a text holds Chinese."""
    found = CHINESE.search(text)
    assert found is None, f"{found and found.group()!r} in: {text[max(0, found.start() - 60) : found.end() + 60]}"


def beside(told: Any, at: str = "") -> None:
    """Fails where Chinese stands in plain JSON without English beside it, or English is none."""
    if isinstance(told, list):
        for item in told:
            beside(item, at)
    if not isinstance(told, dict):
        return
    if {"instrument", "ref", "text"} == told.keys() - {"$schema", "type"}:
        return  # a citation: instrument and ref say in any language what the text says in Chinese
    for key, value in told.items():
        if key in NAMES or key in ("receipt", "facts", "event", "example"):
            continue  # the last are what the caller said
        beside(value, f"{at}.{key}")
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        texts = [text for text in texts if isinstance(text, str)]
        if key == "english" or key.endswith("_english"):
            for text in texts:
                english(text)
        elif any(CHINESE.search(text) for text in texts):
            other = told.get(f"{key}_english", told.get("english"))
            assert other, f"no English beside {at}.{key}: {value}"
            assert isinstance(other, type(value)), f"{at}.{key}"
            assert isinstance(value, str) or len(other) == len(value), f"{at}.{key}"


def whole(result: Any) -> None:
    """Explanation, JSON and warnings of a result."""
    english(result.explain("en"))
    beside(result.to_dict())


def test_classifications(law: odr.Law) -> None:
    for scheme in ("opening", "sharing"):
        facts = law.facts("classification" if scheme == "opening" else "sharing_classification")
        for stated in statements(facts):
            for declared in (None, *ATTRIBUTES):
                decision = law.classify(stated, scheme=scheme, declared=declared)
                whole(decision)
                for target in ATTRIBUTES:
                    for path in decision.paths_to(target):
                        english(path.line("en"))
                        beside(path.to_dict())


def test_contradictions(law: odr.Law) -> None:
    impossible = {"statute_bars_any_form": True, "law_prohibits_opening": False}
    whole(law.classify(impossible, declared="open"))
    whole(law.check_change("closed", "open", impossible))
    late = {"objection_received_on": ON, "feedback_given_on": dt.date(2026, 1, 5)}
    whole(law.check("objection", late))
    whole(law.schedule("objection", trigger=ON, facts=late))


def test_changes(law: odr.Law) -> None:
    for before, after in itertools.product(ATTRIBUTES, repeat=2):
        for stated in statements(law.facts("attribute_change")):
            whole(law.check_change(before, after, stated))


def test_duties(law: odr.Law) -> None:
    for topic in vocabulary().topics.values():
        if topic.has_duties:
            for stated in statements(law.facts(topic.id)):
                whole(law.check(topic.id, stated))
    for year in range(2023, 2031):
        for duty in law.duties(year):
            beside(duty.to_dict())


def test_deadlines_and_schedules(law: odr.Law) -> None:
    procedures = law.procedures
    for procedure in procedures.all.values():
        facts = tuple(
            vocabulary().facts[name] for name in dict.fromkeys(name for step in procedure.steps for name in step.facts)
        )
        extensions = ("extension_approved", "extension_approved_on", "complex_case", "update_frequency")
        facts += tuple(vocabulary().facts[name] for name in extensions if name in vocabulary().facts)
        for stated in statements(facts):
            for step in procedure.steps:
                # By the law of that day: working days, holidays, days past the calendar, a law about to end.
                for trigger in (
                    ON,
                    dt.date(2026, 2, 14),
                    dt.date(2026, 12, 24),
                    dt.date(2019, 9, 30),
                    dt.date(2028, 8, 30),
                ):
                    for receipt in ("receipt_instant", "next_working_day"):
                        whole(law.deadline(step.name, trigger=trigger, facts=stated, receipt=receipt))
            done = {procedure.steps[0].id: dt.date(2026, 3, 31)}
            whole(law.schedule(procedure.id, trigger=ON, on=dt.date(2026, 6, 1), facts=stated))
            whole(law.schedule(procedure.id, trigger=ON, on=dt.date(2026, 6, 1), actual=done, facts=stated))


def test_every_text_of_every_rule(law: odr.Law) -> None:
    for place in law.chain.places:
        beside(place.jurisdiction.to_dict())
        for pack in place.packs:
            english(pack.instrument.english)
            for rule in pack.provisions():
                texts = [rule.english]
                for name in ("action_english", "actor_english", "matter_english"):
                    texts += [getattr(rule, name)] if hasattr(rule, name) else []
                texts += getattr(rule, "general_english", ())
                if rule.question is not None:
                    texts += [
                        *rule.question.readings_english,
                        rule.question.taken_english,
                        rule.question.reason_english,
                    ]
                for need in getattr(rule, "requirements", ()):
                    texts += [need.english, describe(need.condition, law.words, "en")]
                for text in texts:
                    assert text
                    english(text)


def test_whole_laws(law: odr.Law) -> None:
    whole(odr.analyse(law))
    for standing in law.instruments:
        english(standing.line("en"))
        beside(standing.to_dict())


@pytest.mark.parametrize("topic", TOPICS)
def test_comparisons(library: odr.Library, topic: str) -> None:
    found = order([library.law(place, on=ON) for place in ("taian", "jining", "qingdao")], topic=topic)
    whole(found)
    for comparison in found.comparisons:
        whole(comparison)
        for difference in comparison.differences:
            english(difference.english)


def test_lists(library: odr.Library) -> None:
    for place in PLACES:
        for article in library.articles(place):
            beside(article.to_dict())
    for fact in vocabulary().facts.values():
        beside(fact.to_dict())


def test_calendar(library: odr.Library) -> None:
    calendar = library.calendar
    for day in calendar.explain(calendar.first, calendar.horizon):
        beside(day.to_dict())
        english(day.english)
    for start in (dt.date(2026, 12, 1), dt.date(2028, 1, 10), dt.date(2029, 4, 1)):
        beside(calendar.bounds(start, 40).to_dict())


def test_cases(law: odr.Law) -> None:
    monitor = odr.monitor(law)
    number = itertools.count()

    def told(case: str, procedure: str, kind: str, day: str, **facts: Any) -> dict[str, Any]:
        return {"id": str(next(number)), "case": case, "procedure": procedure, "kind": kind, "date": day, **facts}

    for procedure in law.procedures.all.values():
        for spread, case in ((3, "quick"), (60, "slow")):
            kinds = [kind for kind in law.events(procedure.id) if kind != "statement"]
            for place, kind in enumerate(kinds):
                day = (dt.date(2025, 10, 13) + dt.timedelta(days=spread * place)).isoformat()
                monitor.ingest([told(f"{procedure.id}-{case}", procedure.id, kind, day)])
        monitor.ingest([told(f"{procedure.id}-open", procedure.id, procedure.beginning, "2026-03-02")])
    monitor.ingest(
        [
            "no event",
            told("x", "nothing", "received", "2026-03-02"),
            told("y", "objection", "nothing", "2026-03-02"),
            told("z", "objection", "received", "2026-3-2"),
            told("z", "objection", "received", "2026-03-02", nothing=True),
            told("z", "objection", "received", "2026-03-02", objection_verified="?"),
            {"id": "1"},
        ]
    )
    for case in monitor.cases():
        for on in (None, ON, dt.date(2026, 6, 1)):
            whole(monitor.status(case, on=on))
    for owed in monitor.due(ON):
        whole(owed)
    for breach in monitor.breaches(dt.date(2026, 6, 1)):
        whole(breach)
    for reject in monitor.rejects():
        english(reject.english)
        assert reject.to_dict()["english"]
    for on in (ON, dt.date(2026, 6, 1)):
        whole(agenda(monitor, on))


@pytest.mark.parametrize("topic", list(odr.ComparisonTopic))
def test_explained_comparisons(library: odr.Library, topic: odr.ComparisonTopic) -> None:
    laws = [library.law(place, on=ON) for place in ("taian", "qingdao", "jining")]
    laws.append(library.law("taian", on=dt.date(2025, 1, 1)))
    for found in (odr.compare(laws[0], laws[1], topic=topic), odr.compare(laws[0], laws[3], topic=topic)):
        english(found.explain("en"))
        assert all(one.english in found.explain("en") for one in found.differences)
        assert all(one.in_words in found.explain() for one in found.differences)
    several = order(laws, topic=topic)
    english(several.explain("en"))
    for comparison in several.comparisons:
        assert all(one.english in several.explain("en") for one in comparison.differences)


#: A difference of every kind, as rechecking finds them, and the words of its line.
DRIFTS = {
    "place taian changed": ("place", "taian", "changed"),
    "pack taian-open-data-measures-2025 is new": ("pack", "taian-open-data-measures-2025", "added"),
    "title, dates and the like of taian-x changed": ("instrument", "taian-x", "changed"),
    "rule taian-12-4 (taian-open-data-measures-2025 12 item 4) changed": ("rule", "taian-12-4", "changed"),
    "vocabulary entry state_secret is new": ("fact", "state_secret", "added"),
    "3 of the vocabulary entries gone": ("fact", "3", "removed"),
    "vocabulary entries changed": ("fact", "*", "changed"),
    "procedure entry objection changed": ("procedure", "objection", "changed"),
    "working-day calendar of 2026 is gone": ("calendar", "2026", "removed"),
    "working-day calendar changed": ("calendar", "*", "changed"),
    "assumptions of the working-day calendar changed": ("calendar", "assumptions", "changed"),
    "source file changed": ("source", "目录.csv", "changed"),
    "source catalogue.csv changed": ("source", "catalogue.csv", "changed"),
    "scheme of the question asked changed": ("option", "options.scheme", "changed"),
    "fact state_secret is gone": ("option", "facts.state_secret", "removed"),
    "kind of the question asked changed": ("option", "kind", "changed"),
    "status of the outcome changed": ("outcome", "outcome.status", "changed"),
    "full text of the outcome changed": ("outcome", "outcome.digest", "changed"),
}


def test_rechecks() -> None:
    cited = odr.Citation("taian-open-data-measures-2025", "泰安市公共数据开放管理办法", "12(四)")
    drifts = [odr.Drift(*told, cited if told[0] == "rule" else None) for told in DRIFTS.values()]
    assert {one.what for one in drifts} == set(WHAT)
    assert [one.line("en") for one in drifts] == list(DRIFTS)
    for one in drifts:
        # In Chinese no key of a receipt stands for a word.
        assert not re.search(r"outcome|options|facts|assumptions|\*|kind|scheme", one.line()), one.line()
    for name in receipts.KINDS:
        same = laws.library().recheck(receipts.receipt(name), **receipts.source(name))
        changes: tuple[dict[str, Any], ...] = (
            {},
            {"differences": tuple(drifts), "agrees": False, "same": False, "then": {**same.then, "rules": ["x", "y"]}},
            {"now": None, "agrees": None, "refusal": "没有", "english": ""},
            {"now": None, "agrees": None, "refusal": "没有", "english": "there is none"},
            {"engine": "0.0.1"},
        )
        for changed in changes:
            found = dataclasses.replace(same, **changed)
            told = found.explain("en").replace('"没有" (Chinese only)', "")
            english(told)
            assert "outcome." not in told
            assert "=" not in told
            assert re.search(r"^[a-z]+ 2026-03-(10|20) [a-z]+", told)
            assert not re.search(r"(?<![.-])\b(state|due|classify|analyse|attribute|status|verdict) ", found.explain())


def test_every_key_of_a_receipt_has_words() -> None:
    for form in AnyReceipt.__args__:
        assert set(get_args(form.model_fields["kind"].annotation)) <= set(QUESTIONS)
        for part in ("outcome", "options"):
            assert set(form.model_fields[part].annotation.model_fields) <= set(KEYS)


def test_catalogues(law: odr.Law, tmp_path: Any) -> None:
    path = tmp_path / "目录.csv"
    rows = ["数据集名称,提供单位,开放属性,更新频率,更新时间,涉及商业秘密,涉及个人隐私"]
    cells = itertools.product(("无条件开放", "不予开放", "有条件开放", "某种"), ("是", "否", ""), ("是", "否"))
    rows += [f"数据 {number},某局,{word},每月,2026-01-05,{a},{b}" for number, (word, a, b) in enumerate(cells)]
    path.write_text("\n".join(rows), encoding="utf-8")
    report = law.check_catalogue(path)
    english(report.explain("en"))
    for row in report.rows:
        for part in (*row.grounds, *row.objections, *row.actions, *row.questions, *row.warnings):
            beside({key: value for key, value in part.to_dict().items() if key != "why"})
        told = row.to_dict()
        beside({key: told[key] for key in told if key.startswith(("ways", "term"))})
