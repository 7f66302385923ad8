"""A catalogue checked and written for others dataset by dataset, in several forms at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..catalogue.check import Check, Progress
from ..catalogue.profile import Profile
from ..catalogue.report import ReportSummary
from ..errors import BadArgument
from ..formats.files import unwritable
from ..quoting import quoted
from .settings import Settings
from .writer import Writer

#: What opens a writer.
Opened = Callable[[Path, Settings, Profile | None], Writer]


def export(
    catalogue: Check,
    form: str,
    paths: Iterable[Path],
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> ReportSummary:
    """Check a catalogue and write it as the datasets come; what the check comes to. No dataset is held.

    Args:
        catalogue: the catalogue, read once (:func:`opendata_rules.catalogue.check.opened`).
        form: ``dcat``, ``shacl``, ``frictionless`` or ``schema.org``.
        paths: where it goes; the suffix says how.
        settings: how it is to look.
        progress: called with (done, all) from time to time.

    Raises:
        BadArgument: there is no such form.
        BadOutput: a name asks for no form there is, or something cannot be written.
        MissingExtra: the extra ``exchange`` is needed and not installed.
    """
    opens = form_of(form)
    writers: list[tuple[Path, Writer]] = []
    totals = catalogue.totals()
    at = None
    try:
        for path in paths:
            writers.append((path, opens(path, settings or Settings(), catalogue.reading.profile)))
        before = replace(catalogue.summary(totals), total=len(catalogue))
        for path, writer in writers:
            at = path
            writer.begin(before)
        for row in catalogue.rows(totals, progress):
            for path, writer in writers:
                at = path
                writer.add(row)
        summary = catalogue.summary(totals)
        for path, writer in writers:
            at = path
            writer.finish(summary)
    except OSError as error:
        if at is None:
            raise
        raise unwritable(at, error) from error
    finally:
        for _, writer in writers:
            writer.give_up()
    return summary


def form_of(name: str) -> Opened:
    """What writes a form.

    Args:
        name: ``dcat``, ``shacl``, ``frictionless`` or ``schema.org``.

    Raises:
        BadArgument: there is no such form.
        MissingExtra: the extra ``exchange`` is needed and not installed.
    """
    found = _FORMS.get(name)
    if found is None:
        raise BadArgument(
            f"没有“{quoted(name)}”这种格式，可以写：{'、'.join(_FORMS)}。",
            nearest=tuple(_FORMS),
            english=f"There is no form {quoted(name)}; there are {', '.join(_FORMS)}.",
            argument="form",
        )
    return found()


def _dcat() -> Opened:
    from .dcat import DcatWriter

    return DcatWriter


def _shacl() -> Opened:
    from .shacl import ShaclWriter

    return ShaclWriter


def _frictionless() -> Opened:
    from .frictionless import writer_of

    return writer_of


def _schema_org() -> Opened:
    from .schema_org import SchemaOrgWriter

    return SchemaOrgWriter


#: By name; nothing is loaded before it is asked for.
_FORMS: Mapping[str, Callable[[], Opened]] = {
    "dcat": _dcat,
    "shacl": _shacl,
    "frictionless": _frictionless,
    "schema.org": _schema_org,
}
#: The names of all forms.
FORMS = tuple(_FORMS)
