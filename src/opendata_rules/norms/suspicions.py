"""Names that suggest a secret or a person, as a pack or the library lists them. They raise questions, no more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Names that raise the question of one fact, for one reason.

    Attributes:
        id: of the entry.
        fact: id of the bool fact that is asked about.
        reason: why these names raise it, in Chinese.
        sources: what the reason rests on, in Chinese.
        items: names of data items that raise it wherever they stand.
        beside: names of persons or companies, one of which must stand among the data items for ``beside_items``.
        beside_items: names of data items that raise it only beside one of these.
        titles: expressions for what a dataset is called, see :mod:`opendata_rules.packs.patterns`.
    """

    id: str
    fact: str
    reason: str
    sources: tuple[str, ...]
    items: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    beside_items: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """Expressions for names that are about something else, for one reason.

    Attributes:
        id: of the entry.
        reason: why they are not suspicious, in Chinese.
        sources: what the reason rests on, in Chinese.
        titles: the expressions.
        fact: id of the only fact of which they say so; ``None`` for every fact.
    """

    id: str
    reason: str
    sources: tuple[str, ...]
    titles: tuple[str, ...]
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Suspicions:
    """One list of names.

    Attributes:
        suspicions: what raises a question.
        unsuspected: names that are about no person and no secret, whatever words stand in them.
        offices: names of offices, taken out of a name before it is looked at.
    """

    suspicions: tuple[Suspicion, ...] = ()
    unsuspected: tuple[Exemption, ...] = ()
    offices: tuple[Exemption, ...] = ()
