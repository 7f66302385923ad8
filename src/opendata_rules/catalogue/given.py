"""What a report on a catalogue was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..answers.result import plain
from ..values import FrozenDict, Json, fill
from ..vocabulary.facts import FactValue
from ..vocabulary.terms import Scheme

#: What of a report its receipt holds.
_GIST = ("total", "counts", "updates", "suspected")


@dataclass(frozen=True, slots=True)
class Given:
    """What a report was made from, beside the law.

    Attributes:
        file: name of the file.
        digest: SHA-256 of its bytes.
        profile: text of the profile, if one was given.
        unlisted: how bool facts without a column are read.
        format: text of the registered format by which the file was read, if by one.
        scheme: whether the attribute of opening or that of sharing was judged.
        baseline: findings of last time, the name of the dataset by the id of the finding, if such were given.
        waivers: text of the file of waivers, if one was given.
        answers: facts that were answered beside the file, by the place of the dataset in the report, from 0.
    """

    file: str
    digest: str
    profile: str | None
    unlisted: str
    format: str | None = None
    scheme: Scheme = Scheme.OPENING
    baseline: Mapping[str, str] | None = field(default=None, hash=False)
    waivers: str | None = None
    answers: Mapping[int, Mapping[str, FactValue]] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        if self.baseline is not None:
            fill(self, baseline=FrozenDict(self.baseline))
        if self.answers is not None:
            fill(self, answers=FrozenDict((place, FrozenDict(told)) for place, told in self.answers.items()))

    def options(self) -> dict[str, Json]:
        """The same as a receipt holds it."""
        return {
            "file": self.file,
            "source": self.digest,
            "profile": self.profile,
            "format": self.format,
            "unlisted": self.unlisted,
            "scheme": str(self.scheme),
            "baseline": None if self.baseline is None else plain(self.baseline),
            "waivers": self.waivers,
            **self._answered(),
        }

    def _answered(self) -> dict[str, Json]:
        """What was answered beside the file; a receipt of a file alone says nothing of it."""
        if not self.answers:
            return {}
        told = {str(place): {name: plain(v) for name, v in facts.items()} for place, facts in self.answers.items()}
        return {"answers": {place: told[place] for place in sorted(told, key=int)}}


def gist_of(report: object) -> dict[str, Json]:
    """What of a report its receipt holds."""
    return {name: plain(getattr(report, name)) for name in _GIST}
