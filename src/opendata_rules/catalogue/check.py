"""Checking a catalogue: each dataset against the law of a place.

A file is read first to see what is in it: which columns there are and what they mean, which names occur twice. Then it
is read again, and each dataset is judged as it comes; what is kept of it are totals. So the same is done with files of
any size, and only a report that holds all datasets grows with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..answers.classification.computation import known_scheme, known_unlisted
from ..errors import BadArgument
from ..norms.order import LegalOrder, order_argument
from ..reading.document import Document, read, read_bytes
from ..vocabulary.arguments import SchemeName, UnlistedName
from ..vocabulary.facts import FactValue
from ..vocabulary.refusals import path_argument
from ..vocabulary.terms import Scheme
from .baseline import read_baseline
from .datasets import Datasets
from .files.content import Content, content_of
from .files.reader import table_of
from .files.records import Table
from .given import Given
from .identity import without_identity_numbers
from .judged import Waiver
from .judging import Judging
from .profile import Profile
from .reading import Reading
from .register import explained, profile_document, register_of
from .report import Report, ReportSummary
from .results import Row
from .rows import Judge
from .schemes import ASKED
from .slices import slices
from .text import line
from .totals import Totals
from .waivers import waivers_of

#: Called with (done, all).
Progress = Callable[[int, int], None]
#: Facts answered beside the file, by the place of the dataset in the report, from 0.
Answers = Mapping[int, Mapping[str, object]]


def check(
    law: LegalOrder,
    path: str | Path,
    *,
    profile: str | Path | None = None,
    unlisted: UnlistedName = "unknown",
    scheme: SchemeName = "opening",
    progress: Progress | None = None,
    baseline: str | Path | None = None,
    waivers: str | Path | None = None,
) -> Report:
    """Check every dataset of a catalogue file against a law.

    Args:
        law: the law of the place and date; updates are judged by that date too.
        path: workbook (.xlsx, .xls, .ods, .xlsb), CSV, JSON or RDF file.
        profile: file that explains the codes and columns of one platform, or the name of a registered one.
        unlisted: how bool facts without a column are read, as for ``law.classify``.
        scheme: whether the column of the opening attribute or that of the sharing attribute is judged.
        progress: called with (done, all) from time to time.
        baseline: findings of last time: an earlier report in JSON, or what ``report.write_baseline`` wrote.
        waivers: file of findings that are let pass, each with reason, approver and last day.

    Raises:
        NotACatalogue: the file is something else; the message says what.
        BadProfile: the profile has errors.
        BadBaseline: the baseline is none, or of another place.
        BadWaivers: the waivers have errors.
        BadFact: there is no such ``unlisted``.
        UnknownTopic: there is no such ``scheme``.
        TypeError: an argument is of the wrong type.
        MissingExtra: the extra ``catalogue`` is needed and not installed.
    """
    found = opened(law, path, profile=profile, unlisted=unlisted, scheme=scheme, baseline=baseline, waivers=waivers)
    return found.report(progress)


def opened(
    law: LegalOrder,
    path: str | Path,
    *,
    profile: str | Path | None = None,
    unlisted: UnlistedName = "unknown",
    scheme: SchemeName = "opening",
    progress: Progress | None = None,
    baseline: str | Path | None = None,
    waivers: str | Path | None = None,
    answers: Answers | None = None,
    name: str | None = None,
) -> Check:
    """A catalogue file gone through once and ready to be checked. See :func:`check`.

    Args:
        law: the law of the place and date.
        path: workbook (.xlsx, .xls, .ods, .xlsb), CSV, JSON or RDF file.
        profile: file that explains the codes and columns of one platform, or the name of a registered one.
        unlisted: how bool facts without a column are read.
        scheme: whether the column of the opening attribute or that of the sharing attribute is judged.
        progress: called with (done, all) in bytes from time to time.
        baseline: findings of last time.
        waivers: file of findings that are let pass.
        answers: facts that were answered beside the file; they go before what it says of a dataset.
        name: what the file is called, where it does not lie under its own name.

    Raises:
        BadArgument: there is no such dataset.
        UnknownFact: there is no such fact.
        BadFact: a value does not fit. All else as :func:`check`.
    """
    order_argument(law, "law")
    asked, judged = known_unlisted(unlisted), known_scheme(scheme)
    file = path_argument(path, "path")
    formats = register_of(law)
    document = None if profile is None else profile_document(formats, profile)
    known = read_baseline(path_argument(baseline, "baseline"), law.place.id, judged) if baseline is not None else None
    passed = read(path_argument(waivers, "waivers"), lists=True) if waivers is not None else None
    content = content_of(file)
    if progress is not None:
        content.tell(progress)
    found = _check(law, content, name or file.name, document, formats, asked, judged, known, passed, answers)
    content.tell(None)
    return found


def checked(
    law: LegalOrder,
    content: Content,
    file: str,
    *,
    profile: Document | None,
    formats: tuple[Profile, ...] = (),
    unlisted: str,
    scheme: Scheme = Scheme.OPENING,
    progress: Progress | None = None,
    baseline: Mapping[str, str] | None = None,
    waivers: Document | None = None,
    answers: Answers | None = None,
) -> Report:
    """Check every dataset of a catalogue, given the bytes of its file and what goes with it. See :func:`check`."""
    found = _check(law, content, file, profile, formats, unlisted, scheme, baseline, waivers, answers)
    return found.report(progress)


def _check(
    law: LegalOrder,
    content: Content,
    file: str,
    profile: Document | None,
    formats: tuple[Profile, ...],
    unlisted: str,
    scheme: Scheme,
    baseline: Mapping[str, str] | None,
    waivers: Document | None,
    answers: Answers | None,
) -> Check:
    if profile is not None:
        profile = _without_identity_numbers(profile, lists=False)
    if waivers is not None:
        waivers = _without_identity_numbers(waivers, lists=True)
    explanation = explained(profile, formats, law.vocabulary)
    table = table_of(file, content, explanation, ASKED[scheme], formats)
    explanation = table.profile or explanation
    text = None if profile is None else profile.content.decode("utf-8")
    answered = {place: law.vocabulary.normalise(told) for place, told in (answers or {}).items()}
    given = Given(
        file=without_identity_numbers(file),
        digest=content.digest,
        profile=text,
        unlisted=unlisted,
        format=next((one.text for one in formats if one.id == explanation.id and one.text != text), None),
        scheme=scheme,
        baseline=baseline,
        waivers=None if waivers is None else waivers.content.decode("utf-8", "replace"),
        answers={place: told for place, told in answered.items() if told} or None,
    )
    passed = () if waivers is None else waivers_of(waivers)
    found = Check(law, content, table, explanation, given, passed)
    _refuse_places(answered, len(found))
    return found


def _refuse_places(answers: Mapping[int, object], total: int) -> None:
    beyond = [place for place in answers if not 0 <= place < total]
    if beyond:
        raise BadArgument(
            f"目录有 {total} 个数据集，没有第 {beyond[0] + 1} 个，不能回答它的事实。",
            english=f"The catalogue has {total} datasets; there is none at place {beyond[0]} to answer facts of.",
            argument="answers",
        )


def _without_identity_numbers(given: Document, *, lists: bool) -> Document:
    """A profile, or waivers, as the receipt holds them: what is read now is what is read again. Columns and datasets go
    by masked names anyway.
    """
    text = given.content.decode("utf-8", "replace")
    masked = without_identity_numbers(text)
    return given if masked == text else read_bytes(masked.encode("utf-8"), given.path, lists=lists)


class Check:
    """One catalogue under one law, read once; each time that it is gone through it is read again."""

    def __init__(
        self,
        law: LegalOrder,
        content: Content,
        table: Table,
        profile: Profile,
        given: Given,
        waivers: tuple[Waiver, ...] = (),
    ) -> None:
        self.law = law
        self.waivers = waivers
        self.content = content
        self.table = table
        self.given = given
        self.reading = Reading(table, profile, given.scheme)
        self.judge = Judge(law, self.reading, given.unlisted)

    def __len__(self) -> int:
        return self.table.records.total

    def answers(self, first: int, count: int) -> Sequence[Mapping[str, FactValue] | None]:
        """What was answered beside the file on some datasets; nothing where that is on none of them.

        Args:
            first: the place of the first one.
            count: how many.
        """
        given = self.given.answers
        found = [given.get(place) for place in range(first, first + count)] if given else []
        return found if any(found) else ()

    def totals(self) -> Totals:
        """What is counted while the datasets are gone through once."""
        given, shares_id = self.given, self.reading.namesakes.shares_id
        return Totals(self.law.on, Judging(self.law.on, given.baseline, self.waivers, given.scheme, shares_id))

    def report(self, progress: Progress | None = None) -> Report:
        """The report with all its datasets."""
        totals = self.totals()
        rows = tuple(self.rows(totals, progress))
        return Report.of(self.summary(totals), rows)

    def write(
        self, paths: Iterable[Path], source: Path, progress: Progress | None = None, baseline: Path | None = None
    ) -> ReportSummary:
        """Write reports as the datasets come; what they come to.

        Args:
            paths: where the reports go; none for the summary alone.
            source: the catalogue.
            progress: called with (done, all) from time to time.
            baseline: where the ids of the findings go, for next time.
        """
        from .reports.writing import Writing

        totals = self.totals()
        with Writing(paths, source, baseline) as writing:
            writing.begin(replace(self.summary(totals), total=self.table.records.total))
            for some in self.datasets(totals, progress):
                writing.add_all(some)
            summary = self.summary(totals)
            writing.finish(summary)
        return summary

    def rows(self, totals: Totals, progress: Progress | None = None) -> Iterator[Row]:
        """The datasets, judged one by one. See :meth:`datasets`."""
        for some in self.datasets(totals, progress):
            yield from some.rows()

    def datasets(self, totals: Totals, progress: Progress | None = None) -> Iterator[Datasets]:
        """The datasets, judged some at a time.

        Args:
            totals: each is counted there.
            progress: called with (done, all) from time to time.
        """
        self.reading.spelt.begin()
        total, done = self.table.records.total, 0
        for some in slices(self.table.records):
            datasets = self.judge.judged(some, self.answers(done, len(some)))
            totals.judging.judge(datasets)
            totals.add(datasets)
            yield datasets
            done += len(some)
            if progress is not None:
                progress(done, total)
        self.content.confirm()

    def summary(self, totals: Totals) -> ReportSummary:
        """All that is told of the catalogue as a whole, once its datasets have been gone through."""
        reading, judge, table = self.reading, self.judge, self.table
        return ReportSummary(
            file=line(self.given.file),
            kind=table.kind,
            encoding=table.encoding,
            sheet=None if table.sheet is None else line(table.sheet),
            place=self.law.place.id,
            place_name=self.law.place.name,
            on=self.law.on,
            columns=reading.meanings(judge.used | judge.updates.asked),
            unused=tuple(line(column) for column in reading.columns.unknown),
            spellings=reading.spellings(),
            duplicates=reading.namesakes.duplicates,
            contradicting=reading.namesakes.contradicting,
            problems=tuple(sorted(dict.fromkeys((*table.problems, *reading.problems, *self._of_dates(totals))))),
            left=table.left,
            warnings=judge.standing,
            update_warnings=judge.update_warnings,
            instruments=tuple(link.standing for link in self.law.chain.links),
            asked=judge.asked,
            order=self.law,
            given=self.given,
            **totals.as_fields(),
        )

    def _of_dates(self, totals: Totals) -> list[tuple[int, str]]:
        """What to say where the file is of another law, or newer than the date of the check."""
        found = [(0, text) for text in self.table.returned.told(self.law)] if self.table.returned else []
        if not totals.later:
            return found
        told = f"{totals.later} 个数据集的更新时间晚于检查的日期 {self.law.on}，不能判断逾期；请核对检查的日期"
        return [*found, (0, told)]
