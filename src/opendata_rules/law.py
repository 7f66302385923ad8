"""The law of one place on one date: what callers hold and ask. No logic, only which question goes where.

The classes of all answers are here, so that hints can be read at run time; what computes changes and duties is loaded
with the first question about them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import cast

from .answers.changes.answer import ChangeVerdict
from .answers.classification.answer import Decision
from .answers.classification.computation import classifier_of, classify
from .answers.deadlines.answer import Deadline
from .answers.deadlines.computation import deadline
from .answers.deadlines.schedules import Schedule, schedule
from .answers.duties.answer import Assessment
from .answers.duties.recurring import Duty, duties
from .answers.path import Path
from .bulk.questions import BulkQuestions
from .catalogue.changes.answer import CatalogueChanges
from .catalogue.report import Report, ReportSummary
from .vocabulary.arguments import (
    AttributeName,
    OpeningAttributeName,
    ReceiptPolicyName,
    SchemeName,
    UnlistedName,
)
from .vocabulary.facts import Fact
from .vocabulary.marks import JudgedAs, Role
from .vocabulary.terms import NAMES, Attribute, Scheme

#: The names of the schemes, the likeliest first: what a decision may cost leaves no time for a set to hash them.
_SCHEME_NAMES = ("opening", "sharing", *NAMES[Scheme])
_SCHEMES = {JudgedAs.OPENING: Scheme.OPENING, JudgedAs.SHARING: Scheme.SHARING}


def _read_nothing(facts: object, declared: object) -> None:
    """Stands where there is no generated reader."""


class Law(BulkQuestions):
    """What binds a place on a date. Made by ``library.law``; immutable, hashable, picklable, shared freely by threads.

    Attributes:
        place: the jurisdiction.
        on: the date of the law.
        drafts: whether drafts are treated as in force.
        strict: whether ``missing_instrument`` makes an answer ``undetermined``.
        chain: the instruments that bear on the place, with their packs.
    """

    __slots__ = ()

    # -- questions --------------------------------------------------------------------------------------------------

    def classify(
        self,
        facts: Mapping[str, object],
        *,
        unlisted: UnlistedName = "unknown",
        declared: AttributeName | None = None,
        scheme: SchemeName = "opening",
    ) -> Decision:
        """Which attribute the data must or may have.

        Args:
            facts: fact id or Chinese label to value; ``None`` and a missing key mean unknown.
            unlisted: ``unknown``, or ``false`` to read bool facts whose key is missing as false; also 未知 and 否.
            declared: an attribute to check, by id or by the Chinese term of the scheme.
            scheme: ``opening`` or ``sharing``; also 开放 and 共享.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact; ``declared`` or ``unlisted`` is none of those named.
            UnknownTopic: there is no such scheme.
        """
        if unlisted == "unknown" and scheme in _SCHEME_NAMES:
            try:
                # Looked up without a call, because a call costs a tenth of the decision. Its scheme names the reader.
                read = self._made[scheme]
            except KeyError:
                read = self.once(scheme, lambda: self._reader(Scheme(scheme)))
            decision: Decision | None = read(facts, declared)
            if decision is not None:
                return decision
        return classify(self, facts, unlisted=unlisted, declared=declared, scheme=scheme)

    def _reader(self, scheme: Scheme) -> Callable[[object, object], Decision | None]:
        return self.once(("reader", scheme), lambda: classifier_of(self, scheme).reader() or _read_nothing)

    def check_change(
        self, before: OpeningAttributeName, after: OpeningAttributeName, facts: Mapping[str, object]
    ) -> ChangeVerdict:
        """Whether the opening attribute may be changed.

        Args:
            before: attribute now held, by id or Chinese term.
            after: attribute wanted; equal to ``before`` for a change of conditions.
            facts: fact id or Chinese label to value.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact, or an attribute is none of the three.
        """
        try:
            judge = self._made["judge", before, after]
        except (KeyError, TypeError):
            from .answers.changes.computation import judge_of

            judge = judge_of(self, before, after, facts)
        verdict: ChangeVerdict = judge.verdict(facts)
        return verdict

    def check(self, topic: str, facts: Mapping[str, object]) -> Assessment:
        """Whether the duties of a topic are fulfilled.

        Args:
            topic: id or Chinese label of a topic of the vocabulary, such as ``delisting`` or 下架.
            facts: fact id or Chinese label to value; ``None`` and a missing key mean unknown.

        Raises:
            UnknownTopic: there is no such topic, or it has no duties.
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact.
        """
        try:
            # Looked up without a call, as for a decision.
            ask: Callable[[Mapping[str, object]], Assessment] = self._made["checkers"][topic]
        except (KeyError, TypeError):
            from .answers.duties.computation import ready

            ask = ready(self, topic)
        return ask(facts)

    def deadline(
        self,
        step: str,
        *,
        trigger: dt.date,
        facts: Mapping[str, object] | None = None,
        receipt: ReceiptPolicyName = "receipt_instant",
    ) -> Deadline:
        """The last day of a step's term, under the law in force on the day of the trigger.

        Args:
            step: ``procedure.step``, for example ``conditional_access.form_review``.
            trigger: the day of the event that sets the term running; a plain date.
            facts: facts on extensions and branches.
            receipt: how a trigger on a rest day is dated: ``receipt_instant`` (as that day) or ``next_working_day``;
                also 当日 and 下一个工作日.

        Raises:
            UnknownProcedure: there is no such step; ``nearest`` names what is possible.
            BadFact: a fact, or ``receipt``, has a value that does not fit.
            TypeError: ``trigger`` is not a plain date.
        """
        return deadline(self, step, trigger, {} if facts is None else facts, receipt)

    def schedule(
        self,
        procedure: str,
        *,
        trigger: dt.date,
        actual: Mapping[str, dt.date] | None = None,
        on: dt.date | None = None,
        facts: Mapping[str, object] | None = None,
        receipt: ReceiptPolicyName = "receipt_instant",
    ) -> Schedule:
        """Every step of a case with its deadline, chained from the actual end of the one before.

        Args:
            procedure: id or Chinese name, for example ``unopened_request``.
            trigger: the day the procedure began.
            actual: step or event, by id or Chinese name, to the day it happened; a fact on that day does not stand for
                the event.
            on: the day the states speak of; the date of the law by default.
            facts: facts on extensions and branches.
            receipt: see :meth:`deadline`.

        Raises:
            UnknownProcedure: there is no such procedure, or it has no such step or event.
            BadFact: a fact does not fit, something happened before the procedure began, or id and Chinese name of
                one step have different days.
            TypeError: a date is not a plain date.
        """
        told = {} if facts is None else facts
        return schedule(self, procedure, trigger=trigger, actual=actual, on=on, facts=told, receipt=receipt)

    def events(self, procedure: str) -> tuple[str, ...]:
        """The kinds of event that a case of a procedure may have, as a monitor takes them.

        Args:
            procedure: id or Chinese name, for example ``unopened_request``.

        Raises:
            UnknownProcedure: there is no such procedure.
        """
        return self.procedures.kinds(self.procedures.procedure(procedure))

    def duties(self, year: int) -> tuple[Duty, ...]:
        """The recurring duties of the place in a year, by date.

        Raises:
            BadArgument: ``year`` is no year.
            TypeError: it is no ``int``.
        """
        return duties(self, year)

    def check_catalogue(
        self,
        path: str | FilePath,
        *,
        profile: str | FilePath | None = None,
        unlisted: UnlistedName = "unknown",
        scheme: SchemeName = "opening",
        progress: Callable[[int, int], None] | None = None,
        baseline: str | FilePath | None = None,
        waivers: str | FilePath | None = None,
    ) -> Report:
        """Check every dataset of a catalogue file.

        Args:
            path: workbook (.xlsx, .xls, .ods, .xlsb), CSV, JSON or RDF file.
            profile: file that explains the codes and columns of one platform, or the name of a registered one.
            unlisted: how bool facts without a column are read, as for :meth:`classify`.
            scheme: whether the column of the opening attribute or that of the sharing attribute is judged.
            progress: called with (done, all) from time to time.
            baseline: findings of last time: an earlier report in JSON, or what ``report.write_baseline`` wrote.
            waivers: file of findings that are let pass, each with reason, approver and last day.

        Raises:
            MissingExtra: the extra ``catalogue`` is not installed.
            NotACatalogue: the file is something else; the message says what.
            BadProfile: the profile has errors.
            BadBaseline: the baseline is none, or of another place.
            BadWaivers: the waivers have errors.
            UnknownTopic: there is no such scheme.
        """
        from .catalogue.check import check

        return check(
            self,
            path,
            profile=profile,
            unlisted=unlisted,
            scheme=scheme,
            progress=progress,
            baseline=baseline,
            waivers=waivers,
        )

    def report_catalogue(
        self,
        path: str | FilePath,
        reports: Sequence[str | FilePath],
        *,
        profile: str | FilePath | None = None,
        unlisted: UnlistedName = "unknown",
        scheme: SchemeName = "opening",
        progress: Callable[[int, int], None] | None = None,
        baseline: str | FilePath | None = None,
        waivers: str | FilePath | None = None,
    ) -> ReportSummary:
        """Check every dataset of a catalogue file and write reports, without ever holding all datasets.

        The same is found as by :meth:`check_catalogue`, and the same is written as by ``report.write``; a CSV file or
        JSON lines may be as large as a million datasets. The reports take their places when all are whole.

        Args:
            path: CSV, XLSX or JSON file.
            reports: where the reports go; the suffixes say how, as for ``report.write``.
            profile: as for :meth:`check_catalogue`, and so are the others.
            unlisted: how bool facts without a column are read.
            scheme: which attribute is judged.
            progress: called with (done, all) from time to time.
            baseline: findings of last time.
            waivers: file of findings that are let pass.

        Raises:
            BadOutput: a report cannot be written, or not in that form.
            NotACatalogue: the file is something else; the message says what.
            BadProfile: the profile has errors.
            BadBaseline: the baseline is none, or of another place.
            BadWaivers: the waivers have errors.
            MissingExtra: the extra ``catalogue`` is not installed.
            TypeError: an argument is of the wrong type.
        """
        from .catalogue.check import opened
        from .vocabulary.refusals import path_argument

        file = path_argument(path, "path")
        found = opened(
            self,
            file,
            profile=profile,
            unlisted=unlisted,
            scheme=scheme,
            baseline=baseline,
            waivers=waivers,
        )
        return found.write([path_argument(report, "reports") for report in reports], file, progress)

    def check_catalogue_changes(
        self, old: str | FilePath, new: str | FilePath, *, profile: str | FilePath | None = None
    ) -> CatalogueChanges:
        """Judge how a catalogue changed: each change of attribute as :meth:`check_change` does, on the new facts.

        Args:
            old: file of the old state: CSV, XLSX, JSON or RDF.
            new: file of the new one.
            profile: file that explains the codes and columns of the platform, for both.

        Raises:
            MissingExtra: the extra ``catalogue`` is not installed.
            NotACatalogue: one of the files is something else; the message says what.
            BadProfile: the profile has errors.
        """
        from .catalogue.changes.check import check_changes

        return check_changes(self, old, new, profile=profile)

    def facts(self, topic: str) -> tuple[Fact, ...]:
        """The facts this law uses for a topic, in article order, each with type and question.

        Empty where nothing in the chain regulates the topic.

        Raises:
            UnknownTopic: the vocabulary has no such topic.
        """
        found = self.vocabulary.topic(topic)
        if found.judged_as in _SCHEMES:
            names = self._class_facts(_SCHEMES[found.judged_as])
        elif found.judged_as is JudgedAs.CHANGE:
            names = self._change_facts()
        elif found.judged_as is JudgedAs.DEADLINE:
            from .answers.deadlines.terms import facts_of_terms

            names = facts_of_terms(self)
        else:
            from .answers.duties.computation import facts_of_duties

            names = facts_of_duties(self, found.id)
        return tuple(self.vocabulary.facts[name] for name in names)

    def _change_facts(self) -> tuple[str, ...]:
        # What class the data will have is part of every answer, and judged alone where no provision names a move.
        judged = self._class_facts(Scheme.OPENING)
        direction = (self.vocabulary.role(Role.DIRECTION).id,) if judged else ()
        return tuple(dict.fromkeys([*self.facts_of_changes, *judged, *direction]))

    def _class_facts(self, scheme: Scheme) -> tuple[str, ...]:
        """What the rules of a scheme ask about, and what a constraint ties to it."""
        listed = classifier_of(self, scheme).listed
        tied = (name for rule in self.vocabulary.constraints if set(rule.facts) & set(listed) for name in rule.facts)
        return tuple(dict.fromkeys([*listed, *tied]))

    def ways_to(self, decision: object, target: Attribute) -> tuple[Path, ...]:
        """The lawful ways from a decision to another attribute: what ``decision.paths_to`` gives."""
        from .analysis.ways import paths_to

        return paths_to(cast(Decision, decision), target)
