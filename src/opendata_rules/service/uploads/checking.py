"""Checking a catalogue that is kept, and checking it again with what was answered: always the same check.

Whatever is answered, waived or compared goes into the check of the library. After an answer on a few datasets only
these are judged again, where that cannot touch others; else all are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ...catalogue.baseline import read_baseline
from ...catalogue.check import Check, opened
from ...catalogue.files.records import Record
from ...catalogue.reports.advice import explain, grouped, headline, steps
from ...catalogue.slices import Slice
from ...catalogue.summary import Summary
from ...errors import Error
from ...law import Law
from ...library import Library, load
from ...values import Json
from ...vocabulary.terms import Scheme
from .book import Upload, of_name, put
from .rows import Rows

#: Told (done, all) from time to time.
Step = Callable[[int, int], None]
#: Datasets up to which a catalogue stays in memory, to be asked again at once; and catalogues that do.
AT_ONCE, _CATALOGUES = 20_000, 4
#: Remarks that are kept of the file as a whole.
_REMARKS = 200
WAIVERS, BASELINE = "waivers.yaml", "baseline.json"


def law_of(upload: Upload, library: Library) -> Law:
    """The law that a catalogue is checked by."""
    about = upload.about
    return library.law(about.place, on=dt.date.fromisoformat(about.on), drafts=about.drafts, strict=about.strict)


def opened_of(upload: Upload, law: Law, step: Step | None = None) -> Check:
    """The catalogue with all that was answered and waived, read once and ready to be checked.

    Raises:
        NotACatalogue: the file is something else.
        Error: whatever else the library says of it.
    """
    about = upload.about
    return opened(
        law,
        upload.file,
        unlisted=cast(Any, about.unlisted),
        scheme=cast(Any, about.scheme),
        progress=step,
        baseline=upload.beside(BASELINE),
        waivers=upload.beside(WAIVERS),
        answers=upload.answers(),
        name=about.name,
    )


def check(upload: Upload, law: Law, digest: str, step: Step | None = None) -> Check:
    """Check a catalogue, and write down what was found.

    Args:
        upload: the catalogue.
        law: by which law.
        digest: of the rules, which is shown with it.
        step: told how far it is.

    Raises:
        NotACatalogue: the file is something else.
        Error: whatever else the library says of it. What was found before stays.
    """
    revision = upload.revision
    found = opened_of(upload, law, step)
    totals = found.totals()
    with upload.writing() as book:
        if of_name(book, "checked", -1) > revision and of_name(book, "law") == digest:
            # Another check knew more, and was sooner done.
            return found
        rows = Rows(book)
        rows.clear()
        done = 0
        for some in found.datasets(totals, step):
            rows.add(some, range(done, done + len(some)))
            done += len(some)
        summary = _summary(found.summary(totals))
        put(book, {"summary": summary, "checked": revision, "law": digest, "total": done, "moment": time.time()})
    return found


def _summary(summary: Summary) -> dict[str, Json]:
    """What is shown of a catalogue as a whole, beside what the datasets themselves tell."""
    told = summary.to_dict()
    kept = ("kind", "encoding", "sheet", "place", "on", "law_id", "scheme", "columns", "unused_columns", "left")
    return {
        **{name: told[name] for name in (*kept, "warnings", "update_warnings", "asked", "findings")},
        "headline": headline(summary),
        "english": explain(summary, "en"),
        "steps": [{"anchor": one.anchor, "text": one.text, "detail": one.detail} for one in steps(summary)],
        "remarks": [[where, text] for where, text in grouped(summary.problems)[:_REMARKS]],
    }


@dataclass(frozen=True, slots=True)
class Task:
    """A catalogue to be checked as a job; ``rules`` is a folder, ``None`` the shipped packs."""

    rules: Path | None
    folder: Path
    digest: str
    kind: str = "catalogue"

    def report(self, step: Step) -> dict[str, Json]:
        """Check it; what is told of the job is where it lies."""
        upload = Upload(self.folder)
        check(upload, law_of(upload, load(self.rules)), self.digest, step)
        return {"catalogue": upload.id}

    def clean(self) -> None:
        """The catalogue stays."""


class Warm:
    """Catalogues that were just checked in this process, so that an answer is judged at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], tuple[threading.Lock, Check, Sequence[Record]]] = OrderedDict()

    def keep(self, upload: Upload, digest: str, found: Check) -> None:
        """Keep a catalogue at hand, if it is not too large."""
        if len(found) <= AT_ONCE:
            with self._lock:
                self._known[upload.id, digest] = threading.Lock(), found, tuple(found.table.records)
                while len(self._known) > _CATALOGUES:
                    self._known.popitem(last=False)

    def again(self, upload: Upload, law: Law, digest: str, places: Sequence[int]) -> None:
        """Have the answers on some datasets count.

        Args:
            upload: the catalogue, in which they are kept.
            law: by which it is checked.
            digest: of the rules.
            places: the datasets, by their places.

        Raises:
            Error: whatever the library says.
        """
        known = self._at_hand(upload, digest)
        if known is None or not self._judged(upload, digest, places, *known):
            self.keep(upload, digest, check(upload, law, digest))

    @staticmethod
    def _judged(
        upload: Upload,
        digest: str,
        places: Sequence[int],
        lock: threading.Lock,
        found: Check,
        records: Sequence[Record],
    ) -> bool:
        """Judge datasets by themselves; whether that could be done without the others.

        It cannot where something is compared or waived, and where something else would be found now of the others, be
        it that they are answered on meanwhile.
        """
        if upload.beside(WAIVERS) is not None or upload.beside(BASELINE) is not None:
            return False
        with lock:
            with upload.reading() as book:
                before = of_name(book, "checked", -1), of_name(book, "law"), of_name(book, "revision", 0)
                wanted = _with_twins(book, places)
            revision = before[2]
            if before != (revision - 1, digest, revision):
                return False
            answers = upload.answers()
            told = [found.law.vocabulary.normalise(answers.get(place, {})) for place in wanted]
            datasets = found.judge.judged(Slice([records[place] for place in wanted]), told)
            found.totals().judging.judge(datasets)
            with upload.writing() as book:
                if (of_name(book, "checked", -1), of_name(book, "law"), of_name(book, "revision", 0)) != before:
                    return False
                Rows(book).add(datasets, wanted)
                put(book, {"checked": revision, "moment": time.time()})
        return True

    def prepare(self, upload: Upload, law: Law, digest: str) -> None:
        """Have a catalogue at hand that was checked in another process; what is wrong with it, its next check tells."""
        if self._at_hand(upload, digest) is None:
            with contextlib.suppress(Error):
                self.keep(upload, digest, opened_of(upload, law))

    def _at_hand(self, upload: Upload, digest: str) -> tuple[threading.Lock, Check, Sequence[Record]] | None:
        with self._lock:
            return self._known.get((upload.id, digest))


def _with_twins(book: sqlite3.Connection, places: Sequence[int]) -> list[int]:
    """Some datasets with all others that go by the same id, or name and department: their findings are numbered."""
    listed = ",".join(map(str, map(int, places)))
    found = book.execute(
        "SELECT DISTINCT other.place FROM rows AS one JOIN rows AS other ON other.id = one.id"
        " AND (one.id <> '' OR (other.title = one.title AND other.department = one.department))"
        f" WHERE one.place IN ({listed}) ORDER BY 1"
    )
    return [place for (place,) in found]


def baseline_refused(upload: Upload, content: bytes) -> None:
    """Refuse what cannot be the findings of last time.

    Raises:
        BadBaseline: it is neither an earlier report in JSON nor a file of findings, or of another place or attribute.
    """
    about = upload.about
    with tempfile.TemporaryDirectory(dir=upload.folder) as folder:
        path = Path(folder) / "上次.json"
        path.write_bytes(content)
        read_baseline(path, about.place, Scheme(about.scheme))
