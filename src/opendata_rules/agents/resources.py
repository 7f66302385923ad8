"""What can be read beside asking: places, topics and steps, instruments, articles, facts. Addresses, never files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ..asking.questions import Rules, day
from ..diagnostics.wording import nearest
from ..errors import BadArgument
from ..quoting import quoted
from ..values import Json

SCHEME = "opendata-rules://"
_LONGEST = 500
Read = Callable[[Rules, Mapping[str, str]], Json]


class NoResource(BadArgument):
    """There is no such address."""

    code = "no_such_resource"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Addresses of one form.

    Attributes:
        name: short name.
        form: the address behind the scheme, with its parameters in braces.
        about: what is found there.
        read: gives it as plain JSON.
    """

    name: str
    form: str
    about: str
    read: Read

    @property
    def address(self) -> str:
        """The whole address, or the template of it."""
        return SCHEME + self.form

    @property
    def is_template(self) -> bool:
        """Whether it has parameters."""
        return "{" in self.form

    def parameters(self, address: str) -> dict[str, str] | None:
        """The parameters of an address; ``None`` where it is of another form."""
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.form))
        match = re.fullmatch(pattern, address)
        return None if match is None else {name: unquote(value) for name, value in match.groupdict().items()}


def read(rules: Rules, uri: str) -> Json:
    """What is found at an address.

    Args:
        rules: those that are read.
        uri: the address.

    Raises:
        NoResource: there is no such address.
        Error: it names a place, a topic or a fact that there is not, or a day that does not exist.
    """
    if len(uri) <= _LONGEST and uri.startswith(SCHEME):
        for shelf in SHELVES:
            found = shelf.parameters(uri.removeprefix(SCHEME))
            if found is not None:
                return shelf.read(rules, found)
    forms = [shelf.address for shelf in SHELVES]
    raise NoResource(
        f"没有“{quoted(uri)}”这个地址。可以读：{'、'.join(forms)}。",
        english=f"There is no resource {quoted(uri)}; there are: {', '.join(forms)}.",
        argument="uri",
        nearest=nearest(uri, forms),
    )


def articles_of(place: str) -> str:
    """The address of the articles of a place, by its id."""
    return _ARTICLES.address.replace("{place}", place)


def _items(found: Iterable[Any]) -> Json:
    return {"items": [one.to_dict() for one in found]}


def _places(rules: Rules, given: Mapping[str, str]) -> Json:
    return _items(rules.library.jurisdictions.values())


def _topics(rules: Rules, given: Mapping[str, str]) -> Json:
    words = rules.library.words
    topics: list[Json] = [
        {"id": one.id, "label": one.label, "about": one.about, "judged_as": str(one.judged_as)}
        for one in words.vocabulary.topics.values()
    ]
    steps: list[Json] = [
        {
            "id": procedure.id,
            "label": procedure.label,
            "steps": [f"{procedure.id}.{step.id}" for step in procedure.steps],
        }
        for procedure in words.procedures.all.values()
    ]
    return {"topics": topics, "procedures": steps}


def _instruments(rules: Rules, given: Mapping[str, str]) -> Json:
    return _items(rules.law(given["place"], day(given["on"], "on"), True, False).instruments)


def _facts_of_topic(rules: Rules, given: Mapping[str, str]) -> Json:
    return _items(rules.law(given["place"], day(given["on"], "on"), False, False).facts(given["topic"]))


def _fact(rules: Rules, given: Mapping[str, str]) -> Json:
    return rules.library.words.vocabulary.fact(given["fact"]).to_dict()


def _articles(rules: Rules, given: Mapping[str, str]) -> Json:
    return _items(rules.library.articles(given["place"]))


def _article(rules: Rules, given: Mapping[str, str]) -> Json:
    listed = [one for one in rules.library.articles(given["place"]) if one.instrument == given["instrument"]]
    for one in listed:
        if one.ref == given["article"]:
            return one.to_dict()
    near = [f"{one.instrument}/{one.ref}" for one in listed]
    raise NoResource(
        f"“{quoted(given['instrument'])}”没有“{quoted(given['article'])}”这一条。",
        english=f"{quoted(given['instrument'])} has no article {quoted(given['article'])}.",
        argument="uri",
        nearest=nearest(f"{given['instrument']}/{given['article']}", near),
    )


_ARTICLES = Shelf("articles", "places/{place}/articles", "Every article of the instruments of a place.", _articles)
SHELVES = (
    Shelf("places", "places", "Every place whose law is known, with its instruments.", _places),
    Shelf("topics", "topics", "Topics of duties, procedures and their steps, by id.", _topics),
    Shelf(
        "instruments",
        "places/{place}/{on}/instruments",
        "What bears on a place on a date, nearest first: in force, draft, expired, collected or not.",
        _instruments,
    ),
    Shelf("facts", "places/{place}/{on}/facts/{topic}", "The facts that a law uses for a topic.", _facts_of_topic),
    Shelf("fact", "facts/{fact}", "One fact: its question, meaning, type and values.", _fact),
    _ARTICLES,
    Shelf(
        "article",
        "places/{place}/articles/{instrument}/{article}",
        "One article: what it is about, how far it is encoded, by which rules.",
        _article,
    ),
)
