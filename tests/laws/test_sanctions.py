"""Every sanction article reaches what its text says: the duties, terms and changes it covers cite it, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from opendata_rules.authoring.regulation_texts.reading import read_text
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import Change, DutyRule, TermRule
from opendata_rules.vocabulary.terms import STRICTEST_FIRST, Attribute
from tests import laws

PACKS = {name: laws.library().pack(name) for name in laws.library().instrument_ids()}
QINGDAO = "qingdao-public-data-measures-2023"
MEASURES = "shandong-measures-344"
TAIAN = "taian-open-data-measures-2025"
TENGZHOU = "tengzhou-public-data-measures-2024"
SCOPE = "scope"
Rule = DutyRule | TermRule | Change


def _loosens(move: tuple[Attribute, Attribute]) -> bool:
    before, after = map(STRICTEST_FIRST.index, move)
    return after > before


@dataclass(frozen=True)
class Sanction:
    """A sanction article and what it reaches, as its text says.

    Attributes:
        article: its number, without item.
        actors: words of which one stands in the name of whoever it reaches; a change of attribute is the provider's.
        not_actors: words that take an actor out again.
        passages: refs of what it reaches: an article, or a paragraph of one; empty means every article.
    """

    article: str
    actors: tuple[str, ...]
    not_actors: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()

    def reaches(self, rule: Rule) -> bool:
        """Whether the duty, term or change is among what the article speaks of."""
        if isinstance(rule, Change) and rule.moves and all(map(_loosens, rule.moves)):
            # What lets closed data be opened breaks no ban of its own; what must not be opened is elsewhere.
            return False
        actor = "公共数据提供单位 公共管理和服务机构" if isinstance(rule, Change) else rule.actor
        if not any(word in actor for word in self.actors) or any(word in actor for word in self.not_actors):
            return False
        ref = rule.citation.ref
        return not self.passages or any(ref == passage or ref.startswith(f"{passage}(") for passage in self.passages)


SANCTIONS: dict[str, tuple[Sanction, ...]] = {
    # 31: users of conditional data; 32: providers and their staff, its item ten for every other duty of theirs.
    TAIAN: (
        Sanction("31", actors=("公民、法人和其他组织",), passages=("31",)),
        Sanction("32", actors=("公共数据提供单位",)),
    ),
    # 35: bodies that do not collect, deliver, share or open as required; 32 itself: no acceptance of the project.
    TENGZHOU: (
        Sanction("32", actors=("机构",), passages=("32",)),
        Sanction(
            "35",
            actors=("机构",),
            passages=("7(2)", "9", "11", "13", "14", "15", "16", "17", "18", "19", "20", "32"),
        ),
    ),
    # 48: as 35 of Tengzhou; 49: departments and bodies that do not do their duty, in all else.
    QINGDAO: (
        Sanction(
            "48",
            actors=("机构", "公共数据提供单位"),
            not_actors=("主管部门", "第三方"),
            passages=("8(2)", "11", "12", "14", *(str(article) for article in range(18, 31))),
        ),
        Sanction(
            "49",
            actors=("机构", "公共数据提供单位", "主管部门"),
            not_actors=("第三方",),
            passages=("7", "9", "10", "13", "15", "16", "17", *(str(article) for article in range(35, 48))),
        ),
    ),
    # Its article is not known by number.
    MEASURES: (Sanction("", actors=("公共数据提供单位",)),),
}
#: Rules that an article seems to reach and that do not cite it, and why that is right.
NOT_REACHED = {
    "taian-26-2-plan": "the departments draw up the plan; providers only take part",
    "taian-26-2-drill": "the departments hold the drills; providers only take part",
    "tengzhou-7-2-told": "telling the department is neither sharing nor opening",
    "tengzhou-20-2-feedback": "answering an objection is neither sharing nor opening",
    "tengzhou-32-list": "without a list there is nothing to accept yet; 不予验收 is for data not delivered",
    "qingdao-18-list": "a list for the approval of a project is not yet data delivered or shared: 49",
    "measures-344-priority": "what was not seen is not guessed",
    "measures-344-change": "what was not seen is not guessed",
}
#: Rules that cite an article beyond its list of passages, and why that is right.
BEYOND = {
    "qingdao-18-list": "49 takes what 48 does not",
    "qingdao-24-2-consultation": "the department's duty in sharing: 49 takes what 48 does not",
    "qingdao-21-2-review": "the department's step in sharing: 49 takes what 48 does not",
}
#: What sanctions look like, and articles that speak so and threaten nothing.
THREAT = re.compile("责令|给予处分|不予验收|应当终止提供|追究刑事责任")


def rules_of(pack: Pack) -> list[Rule]:
    duties = [rule for rule in pack.duties if rule.topic != SCOPE]
    return [*duties, *pack.terms, *pack.changes]


RULES = [(name, rule) for name, pack in PACKS.items() for rule in rules_of(pack)]


def cited(rule: Rule) -> set[str]:
    """Numbers of the sanction articles that a rule cites, without items."""
    return {citation.ref.split("(")[0] for citation in rule.consequences}


@pytest.mark.parametrize(("instrument", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_a_rule_cites_the_sanctions_that_reach_it(instrument: str, rule: Rule) -> None:
    reaching = {sanction.article for sanction in SANCTIONS.get(instrument, ()) if sanction.reaches(rule)}
    if rule.id not in NOT_REACHED:
        assert reaching <= cited(rule)
    if rule.id not in BEYOND:
        assert cited(rule) <= reaching


@pytest.mark.parametrize("instrument", list(PACKS))
def test_every_article_that_threatens_is_among_the_sanctions(instrument: str, shared: Path) -> None:
    path = shared / "regulations" / f"{instrument}.txt"
    if not path.is_file():
        pytest.skip("the text is not at hand")
    threatening = {key for key, article in read_text(path).articles.items() if THREAT.search(article.text)}
    assert threatening == {sanction.article for sanction in SANCTIONS.get(instrument, ())}


@pytest.mark.parametrize("instrument", list(SANCTIONS))
def test_every_sanction_reaches_some_rule(instrument: str) -> None:
    for sanction in SANCTIONS[instrument]:
        assert any(sanction.reaches(rule) for rule in rules_of(PACKS[instrument]))


def test_what_was_reviewed_is_there() -> None:
    ids = {rule.id for _, rule in RULES}
    assert NOT_REACHED.keys() | BEYOND.keys() <= ids
