"""How what is written for others is to look where practice differs, as values; nothing of it has to be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..catalogue.results import VERDICTS
from ..values import FrozenDict, Term, fill
from ..vocabulary.facts import FactValue
from ..vocabulary.terms import Attribute
from .errors import BadSettings
from .tables import terms

#: What stands in a template for the id of a dataset.
ID = "{id}"
#: An address that can stand anywhere in RDF, JSON and HTML as it is: absolute, no blank, nothing that RDF forbids,
#: nothing that nobody sees.
_NOT_IN_ADDRESSES = r"\s<>\"{}|\\^`"
_ADDRESS = re.compile(
    rf"(?:https?://[^/?#{_NOT_IN_ADDRESSES}]+|urn:[A-Za-z0-9][A-Za-z0-9-]{{1,31}}:)[^{_NOT_IN_ADDRESSES}]*"
)
#: Longest address.
_LONGEST = 2_000
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


class AccessRight(Term):
    """Who may have data (EU authority table ``access-right``)."""

    PUBLIC = "PUBLIC"
    RESTRICTED = "RESTRICTED"
    NON_PUBLIC = "NON_PUBLIC"


def is_address(text: str) -> bool:
    """Whether a text is an absolute address (``http``, ``https``, ``urn``) that can be written as it is."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None and text.isprintable()


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file or service in which a dataset can be had.

    Attributes:
        url: where it can be had (``dcat:accessURL``).
        download_url: the file itself, if it has an address (``dcat:downloadURL``).
        title: what it is called; empty if there is no name.
        media_type: such as ``text/csv``; empty if it is not known.
    """

    url: str
    download_url: str = ""
    title: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which conditions data that is not closed is open to whom.

    Attributes:
        facts: facts that the catalogue has to state, all of them, by id; lists as tuples.
        right: the access right then; ``None`` to write none.
    """

    facts: Mapping[str, FactValue] = field(hash=False)
    right: AccessRight | None

    def __post_init__(self) -> None:
        fill(self, facts=FrozenDict({k: tuple(v) if isinstance(v, list) else v for k, v in self.facts.items()}))
        if self.right is AccessRight.NON_PUBLIC:
            raise BadSettings(
                "“条件”只决定 PUBLIC 还是 RESTRICTED，不能写 NON_PUBLIC。",
                english="A condition decides between PUBLIC and RESTRICTED, not NON_PUBLIC.",
            )


def _usual_rights() -> Mapping[str, AccessRight | None]:
    return {name: AccessRight(right) for name, right in terms()["access_rights"].items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a catalogue is written for others. What is empty is left out, and never made up.

    Attributes:
        base: what the addresses of datasets begin with; their ids follow. Without it they get a URN.
        page: address of the page of a dataset, with ``{id}`` for its id (``dcat:landingPage``); of data that may be had
            it is where to have it too, as DCAT has it where the file itself has no known address.
        download_url: address of the file of a dataset, with ``{id}`` for its id (``dcat:downloadURL``).
        catalogue: address of the catalogue itself.
        title: its name; the name of the file if empty.
        description: what it is; empty for a sentence on the check.
        homepage: its home page.
        publisher: who publishes it.
        publisher_address: address of that body.
        license: licence of the files.
        language: language of its texts (BCP 47); empty for none.
        access_rights: access right by the declared attribute (``open``, ``conditional``, ``closed``) where it stands;
            else by verdict (``invalid``, ``undetermined``, …), so that none is written where that has none.
        conditions: tried in order for data that stands as conditional or open; the first one that fits decides.
        verdicts: verdicts of the datasets that are written; all of them if empty.
        left_out: attributes (``closed``, …) of datasets that are not written, be they declared or what the law says.
        facts: whether the facts that the catalogue states are written; without them it is not read back equal.
        files: verdicts of the datasets that are written with their files. Closed data never is.
        departments: addresses of departments by their names.
        instruments: addresses of instruments by their ids.
        distributions: files by id of the dataset; they go before ``page`` and ``download_url``.

    Raises:
        BadSettings: an address is none, or a word is not of its set.
    """

    base: str = ""
    page: str = ""
    download_url: str = ""
    catalogue: str = ""
    title: str = ""
    description: str = ""
    homepage: str = ""
    publisher: str = ""
    publisher_address: str = ""
    license: str = ""
    language: str = "zh"
    access_rights: Mapping[str, AccessRight | None] = field(default_factory=_usual_rights, hash=False)
    conditions: tuple[Condition, ...] = ()
    verdicts: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    facts: bool = True
    files: frozenset[str] = frozenset({"valid"})
    departments: Mapping[str, str] = field(default_factory=FrozenDict, hash=False)
    instruments: Mapping[str, str] = field(default_factory=FrozenDict, hash=False)
    distributions: Mapping[str, tuple[Distribution, ...]] = field(default_factory=FrozenDict, hash=False)

    def __post_init__(self) -> None:
        try:
            rights = {name: right and AccessRight(right) for name, right in self.access_rights.items()}
        except ValueError:
            given = "、".join(map(str, self.access_rights.values()))
            raise _bad(given, "access_rights", "PUBLIC、RESTRICTED 或者 NON_PUBLIC", "access rights") from None
        fill(self, access_rights=rights)
        for name in ("access_rights", "departments", "instruments", "distributions"):
            fill(self, **{name: FrozenDict(getattr(self, name))})
        for name in ("base", "catalogue", "homepage", "publisher_address", "license"):
            _address(getattr(self, name), name)
        for name in ("page", "download_url"):
            _template(getattr(self, name), name)
        for address in (*self.departments.values(), *self.instruments.values()):
            _address(address, "departments, instruments")
        for one in (one for files in self.distributions.values() for one in files):
            _address(one.url, "distributions")
            _address(one.download_url, "distributions")
            if not one.url:
                raise _bad(one.url, "distributions", "有网址的文件", "files with an address")
            if one.media_type and not _MEDIA_TYPE.fullmatch(one.media_type):
                raise _bad(one.media_type, "distributions", "媒体类型，例如 text/csv", "a media type such as text/csv")
        if self.language and not _LANGUAGE.fullmatch(self.language):
            raise _bad(self.language, "language", "语言的代码，例如 zh", "a language tag such as zh")
        _words(self.access_rights, {*map(str, Attribute), *VERDICTS} - {"valid"}, "access_rights")
        _words(self.left_out, {*map(str, Attribute)}, "left_out")
        _words(self.verdicts, set(VERDICTS), "verdicts")
        _words(self.files, set(VERDICTS), "files")


def _bad(value: object, name: str, chinese: str, english: str) -> BadSettings:
    from ..quoting import quoted

    return BadSettings(
        f"设置 {name} 应当是{chinese}；得到的是“{quoted(value)}”。",
        english=f"The setting {name} must be {english}, not {quoted(value)}.",
    )


def _address(text: str, name: str) -> None:
    if text and not is_address(text):
        raise _bad(text, name, "完整的网址，没有空格，例如 https://data.example.cn/", "an absolute address, no blanks")


def _template(text: str, name: str) -> None:
    if text and not (ID in text and is_address(text.replace(ID, "1"))):
        raise _bad(
            text,
            name,
            "完整的网址，其中 {id} 代表编号，例如 https://data.example.cn/{id}",
            "an absolute address with {id}",
        )


def _words(given: Mapping[str, object] | frozenset[str], known: set[str], name: str) -> None:
    for word in given:
        if word not in known:
            raise _bad(word, name, f"其中之一：{'、'.join(sorted(known))}", f"one of {', '.join(sorted(known))}")
