"""Laws in which one thing is another: the rules of a pack changed at random, as a lawyer's slip or amendment would."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from opendata_rules.logic.conditions import Alike, All, AnyOf, AtLeast, Holds, Is, NoneOf, Past
from opendata_rules.norms.chain import Chain, Place
from opendata_rules.norms.order import LegalOrder
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import Change, DutyRule, Unit
from opendata_rules.vocabulary.citations import Citation
from opendata_rules.vocabulary.facts import FactType
from opendata_rules.vocabulary.terms import STRICTEST_FIRST

replace = dataclasses.replace


def with_pack(law: LegalOrder, instrument: str, changed: Pack) -> LegalOrder:
    """A law with another pack in place of one of its own."""
    places = tuple(
        Place(
            place.jurisdiction,
            tuple(changed if pack.instrument.id == instrument else pack for pack in place.packs),
        )
        for place in law.chain.places
    )
    return law.with_chain(Chain(law.chain.on, law.chain.drafts, places))


class Mutator:
    """Changes one rule of a law at random.

    Args:
        law: the law.
        draw: what is drawn from.
    """

    def __init__(self, law: LegalOrder, draw: random.Random) -> None:
        self.law, self.draw = law, draw

    def mutant(self) -> tuple[str, LegalOrder]:
        """What was changed, and the law with it."""
        while True:
            link = self.draw.choice([link for link in self.law.chain.links if any(link.pack.provisions())])
            told, pack = self.changed(link.pack)
            if pack != link.pack:
                return told, with_pack(self.law, link.pack.instrument.id, pack)

    def changed(self, pack: Pack) -> tuple[str, Pack]:
        """A pack with one rule changed, added, left out or moved."""
        places: list[tuple[str, Any, str]] = []
        for scheme, rules in pack.classifications.items():
            places += [(str(scheme), rules, name) for name in ("grounds", "holds", "reviews") if getattr(rules, name)]
        parts = ("changes", "actions", "referrals", "duties", "duties", "terms", "recurring", "counting")
        places += [("", pack, name) for name in parts if getattr(pack, name)]
        scheme, holder, name = self.draw.choice(places)
        rules = list(getattr(holder, name))
        place = self.draw.randrange(len(rules))
        what = self.draw.random()
        if what < 0.06:
            told = f"without {rules.pop(place).id}"
        elif what < 0.1 and len(rules) > 1:
            told = f"{rules[place].id} first"
            rules.insert(0, rules.pop(place))
        else:
            how, rules[place] = self.rule(rules[place])
            told = f"{rules[place].id}: {how}"
        changed = replace(holder, **{name: tuple(rules)})
        if holder is pack:
            return told, changed
        classes = {one: changed if str(one) == scheme else kept for one, kept in pack.classifications.items()}
        return told, replace(pack, classifications=classes)

    # -- rules --------------------------------------------------------------------------------------------------------

    def rule(self, rule: Any) -> tuple[str, Any]:
        """A rule with one field changed, and what was done."""
        fields = [one.name for one in dataclasses.fields(rule) if one.name not in ("id", "gist", "english")]
        while True:
            name = self.draw.choice(fields)
            value = getattr(rule, name)
            found = self.value(name, value, rule)
            if found != value:
                return f"{name}: {value!r} → {found!r}"[:600], replace(rule, **{name: found})

    def value(self, name: str, value: Any, rule: Any) -> Any:
        """Another value for a field."""
        draw = self.draw
        if name in ("condition", "must", "premise", "doubt", "unless"):
            if value is None:
                others = [one for duty in self._duties() for one in (duty.premise, duty.must) if one is not None]
                return draw.choice(others) if isinstance(rule, DutyRule) and others else None
            if name in ("premise", "doubt", "unless") and draw.random() < 0.2:
                return None
            return self.condition(value)
        if name == "outcome":
            return draw.choice(STRICTEST_FIRST)
        if name == "choices":
            return frozenset(draw.sample(STRICTEST_FIRST, draw.randint(1, 2))) | {rule.outcome}
        if name == "citation":
            return replace(value, ref=draw.choice(["3", "12(二)", "18(3)(四)"]))
        if name == "consequences":
            return value[1:] if value else (Citation(rule.citation.instrument, rule.citation.title, "9"),)
        if name == "force":
            return draw.choice(list(type(value)))
        if name in ("actor", "action", "matter", "action_english"):
            return f"{value}（另）"
        if name == "length":
            return None if value is None else draw.choice([max(value - 1, 1), value + 1, value + 10])
        if name == "unit":
            return value if value in (None, Unit.CADENCE) else draw.choice([Unit.DAY, Unit.WORKING_DAY, Unit.MONTH])
        if name in ("fixed", "every_year"):
            return None if value is None else draw.choice([(5, 31), (3, 31), (12, 31)])
        if name == "precedes":
            return draw.choice([None, *self.law.procedures.acts])
        if name == "prompt":
            return not value
        if name == "extension" and value is not None:
            which = draw.choice(["total", "condition", "gone", "timely"])
            if which == "gone":
                return None
            if which == "condition":
                return replace(value, condition=self.condition(value.condition))
            if which == "timely":
                return replace(value, timely=None)
            return replace(value, total=draw.choice([None, 7, 40]))
        if name == "question":
            if value is None:
                return None
            when = value.matters_when
            return draw.choice([None, replace(value, matters_when=None if when is None else self.condition(when))])
        return self.of_change(name, value, rule) if isinstance(rule, Change) else self.plain(name, value)

    def plain(self, name: str, value: Any) -> Any:
        """Another value for what other rules have."""
        if name == "applies_to":
            return frozenset(self.draw.sample(STRICTEST_FIRST, 1))
        return value

    def of_change(self, name: str, value: Any, rule: Change) -> Any:
        """Another value for what provisions on changes have."""
        draw = self.draw
        if name == "approvers":
            return value[1:]
        if name == "moves":
            pair = (draw.choice(STRICTEST_FIRST), draw.choice(STRICTEST_FIRST))
            return value ^ {pair} if pair[0] is not pair[1] else value
        if name == "cures":
            return frozenset(list(value)[1:])
        if name == "condition_changes":
            return value ^ {draw.choice(["stricter", "looser"])}
        if name == "requirements" and value:
            needs = list(value)
            place = draw.randrange(len(needs))
            which = draw.random()
            if which < 0.2:
                del needs[place]
            elif which < 0.4:
                needs[place] = replace(needs[place], hard=not needs[place].hard)
            else:
                needs[place] = replace(needs[place], condition=self.condition(needs[place].condition))
            return tuple(needs)
        if name == "reviews" and value:
            return value[1:]
        return value

    def _duties(self) -> Iterator[DutyRule]:
        for link in self.law.chain.links:
            yield from link.pack.duties

    # -- conditions ---------------------------------------------------------------------------------------------------

    def condition(self, condition: Any) -> Any:
        """A condition with one part changed."""
        draw = self.draw
        parts = getattr(condition, "parts", None)
        if parts and draw.random() < 0.7:
            place = draw.randrange(len(parts))
            kept = list(parts)
            if len(kept) > 1 and draw.random() < 0.3:
                del kept[place]
            elif draw.random() < 0.15:
                kept.append(kept[place])
            elif draw.random() < 0.1:
                kept.reverse()
            else:
                kept[place] = self.condition(kept[place])
            return replace(condition, parts=tuple(kept))
        match condition:
            case All(parts=parts):
                return AnyOf(parts)
            case AnyOf(parts=parts):
                return draw.choice([All(parts), NoneOf(parts)])
            case NoneOf(parts=parts):
                return AnyOf(parts)
            case Alike(parts=parts):
                return parts[0]
            case Is(fact=fact, values=values):
                field = self.law.vocabulary.facts[fact]
                every = [False, True] if field.type is FactType.BOOL else [value for value, _ in field.values]
                which = draw.random()
                if which < 0.4:
                    return NoneOf((condition,))
                if which < 0.6:
                    return AnyOf((condition, All((condition, Is(self._bool(), (True,))))))
                return Is(fact, tuple(draw.sample(every, draw.randint(1, max(len(every) - 1, 1)))))
            case AtLeast(number=number):
                return replace(condition, number=number + draw.choice([-1, 1, 3]))
            case Past(past=past):
                return replace(condition, past=not past)
            case Holds(values=values) if len(values) > 1:
                return replace(condition, values=values[1:])
            case _:
                return NoneOf((condition,))

    def _bool(self) -> str:
        return self.draw.choice([one.id for one in self.law.vocabulary.facts.values() if one.type is FactType.BOOL])


class Facts:
    """Random facts for the questions of two laws, drawn without a look at what differs.

    Args:
        law: the law.
        draw: what is drawn from.
    """

    def __init__(self, law: LegalOrder, draw: random.Random) -> None:
        self.law, self.draw = law, draw

    def of(self, names: list[str], share: float) -> dict[str, Any]:
        """Values for some of the facts of those names."""
        found: dict[str, Any] = {}
        for name in names:
            if self.draw.random() < share:
                found[name] = self.value(name)
        return found

    def value(self, name: str) -> Any:
        """A value of a fact."""
        fact, draw = self.law.vocabulary.facts[name], self.draw
        match fact.type:
            case FactType.BOOL:
                return draw.random() < 0.5
            case FactType.ENUM:
                return draw.choice([value for value, _ in fact.values])
            case FactType.LIST:
                values = [value for value, _ in fact.values]
                return tuple(draw.sample(values, draw.randint(0, len(values)))) if values else ()
            case FactType.INT:
                return draw.choice([0, 1, 2, 3, 5, 10, 12, 2024, 2025, 2026])
            case FactType.DATE:
                return self.law.on - dt.timedelta(
                    days=draw.choice([0, 1, 2, 5, 9, 14, 15, 20, 21, 30, 45, 90, 200, 400])
                )
            case _:
                return "文字"
