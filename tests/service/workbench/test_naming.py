"""English pages: instruments by their titles, facts and outcomes in words, no ids; what is sent stays an id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from opendata_rules.service.workbench.naming import named_in

from ... import laws
from ..serving import Running

pytestmark = pytest.mark.one_interpreter
HTML = {"accept": "text/html"}
#: What may bear ids: code, data to take away.
_CODE = re.compile(r"(?s)<(pre|code|script|style)\b.*?</\1>|<[^>]*>")


@pytest.fixture
def reader(bench: Running) -> Iterator[httpx.Client]:
    with bench.client(headers={**HTML, "cookie": "odr_language=en"}, follow_redirects=True) as client:
        yield client


def _ids() -> re.Pattern[str]:
    library = laws.library()
    facts = library.words.vocabulary.facts.values()
    names = {name for fact in facts for name in (fact.id, *(value for value, _ in fact.values)) if "_" in name}
    return re.compile(rf"(?<![\w/.-])({'|'.join([*library.instrument_ids(), *names])})(?![\w/-])")


@pytest.mark.parametrize(
    "path",
    [
        "/judge?place=taian&f.personal_privacy=true&f.third_party_response=not_asked",
        "/judge?place=taian&f.state_secret=true",
        "/judge?place=taian&ask=deadline&step=objection&trigger=2026-03-10",
        "/compare",
        "/compare?of=taian@2026-03-10&of=tengzhou@2026-03-10",
        "/rules/instruments/taian-open-data-measures-2025",
        "/cases/event?place=taian&procedure=objection&case=1&kind=received&date=2026-03-10&look=on",
    ],
)
def test_no_id_stands_where_something_has_a_name(reader: httpx.Client, path: str) -> None:
    shown = reader.get(path)
    assert shown.text.startswith('<!doctype html>\n<html lang="en">')
    text = unescape(_CODE.sub("\n", shown.text))
    assert _ids().findall(text) == []


def test_names_stand_in_the_place_of_ids_and_paths_stay(bench: Running) -> None:
    named = named_in(bench.app.state.parts.editions.current)
    measures = "Measures of Tai'an on Opening Public Data (Trial)"
    assert named("taian-open-data-measures-2025 12 item 4") == f"{measures}, article 12 item 4"
    assert named("taian-open-data-measures-2025 annex 3") == f"{measures}, annex 3"
    assert named(f"taian-open-data-measures-2025 ({measures}): in_force") == f"{measures}: in force"
    assert named("third_party_response = not_asked") == "third party response = not asked"
    for kept in ("rules/taian-open-data-measures-2025/rules.yaml", "taian-12-4", "?f.state_secret=true"):
        assert named(kept) == kept
