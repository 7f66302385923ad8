"""What the form of an event says, as texts: read, sent along, and put as a monitor takes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from ....errors import BadArgument
from ....vocabulary.facts import Fact, FactType, Vocabulary

#: Before the name of a fact among the fields of the form.
_FACT = "f."
#: Facts that are shown beyond those that bear on the procedure, at most.
_MORE = 40
_FIELDS = ("case", "procedure", "kind", "date", "actor", "id", "corrects", "begin")


@dataclass(slots=True)
class Told:
    """What the form says, as texts.

    Attributes:
        begin: not empty where the event is told as the first of a new case.
        facts: values by id of the fact, each as it was sent.
        more: ids of facts that the form shows beyond those that bear on the procedure.
    """

    case: str = ""
    procedure: str = ""
    kind: str = ""
    date: str = ""
    actor: str = ""
    id: str = ""
    corrects: str = ""
    begin: str = ""
    facts: dict[str, list[str]] = field(default_factory=dict)
    more: list[str] = field(default_factory=list)

    def sealed(self) -> str:
        """All that would be told, as one text: what a preview was of."""
        return urlencode(self._pairs())

    def is_what(self, sealed: str) -> bool:
        """Whether that is what a preview was of."""
        return told_in(parse_qsl(sealed, keep_blank_values=True))._pairs() == self._pairs()

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [(name, getattr(self, name)) for name in _FIELDS]
        pairs += [(f"{_FACT}{name}", text.strip()) for name, texts in self.facts.items() for text in texts]
        return sorted(pair for pair in pairs if pair[1])


def told_in(pairs: Iterable[tuple[str, str]]) -> Told:
    """What the fields of a form, or of an address, say."""
    told = Told()
    for name, value in pairs:
        if name.startswith(_FACT):
            told.facts.setdefault(name.removeprefix(_FACT), []).append(value)
        elif name == "more":
            told.more = [*told.more, value][:_MORE]
        elif name in _FIELDS:
            setattr(told, name, value.strip())
    return told


def raw_event(told: Told, vocabulary: Vocabulary) -> dict[str, object]:
    """The event as a monitor takes it.

    Raises:
        BadArgument: something that every event has is missing.
    """
    found: dict[str, object] = {}
    for name, chinese in (("case", "案件编号"), ("procedure", "程序"), ("kind", "事件"), ("date", "日期")):
        found[name] = getattr(told, name)
        if not found[name]:
            raise BadArgument(f"请填写{chinese}。", english=f"Enter the {name}.", argument=name)
    found |= {name: getattr(told, name) for name in ("id", "actor", "corrects") if getattr(told, name)}
    for name, texts in told.facts.items():
        given = [text.strip() for text in texts if text.strip()]
        if given:
            found[name] = _value(vocabulary.facts[name], given) if name in vocabulary.facts else given[-1]
    return found


def _value(fact: Fact, texts: list[str]) -> object:
    """What was entered as a value of a fact; what is none stays a text, which is then refused with its reason."""
    text = texts[-1]
    match fact.type:
        case FactType.BOOL:
            return {"true": True, "false": False}.get(text, text)
        case FactType.INT:
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else text
        case FactType.LIST:
            return texts
    return text
