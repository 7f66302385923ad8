"""The gate: validated data is judged before it is saved, and what was saved once more before it is committed.

CKAN has no hook between validation and saving that every form passes (the last validators of a schema are replaced by
those of ckanext-scheming; chained actions see raw data), so the function that validates is wrapped. What other plugins
change after that is caught by the hooks after a save, and what is changed without actions by the one before a commit.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from ckan import model
from ckan.lib import plugins as lib_plugins
from ckan.plugins import toolkit

from . import records, telling
from .judging import Before, Judgement, attribute_of, publication, withdrawal
from .settings import ATTRIBUTE, CITATION, Settings, current, plain
from .subjects import Subject, as_committed, forget_places, of_data, of_package

#: Where a context keeps what was judged of the save that it is for.
_JUDGED = "opendata_rules_judged"
#: Where a context keeps the ids of the resources that a dataset shall have; CKAN validates only those that changed.
KEPT = "opendata_rules_kept"
#: Where a session keeps what was judged in its transaction, by dataset, for the hook before a commit.
_SEEN = "opendata_rules_seen"


class _Seen(NamedTuple):
    """A dataset as it was judged, and what its public extras said then."""

    subject: Subject
    claims: dict[str, str]


def install() -> None:
    """Wrap CKAN's validation; once, however often plugins are loaded."""
    original = lib_plugins.plugin_validate
    if getattr(original, "opendata_rules", False):
        return

    @functools.wraps(original)
    def validated(plugin: Any, context: Any, data_dict: Any, schema: Any, action: Any) -> Any:
        data, errors = original(plugin, context, data_dict, schema, action)
        if action in ("package_create", "package_update") and not errors:
            about_to_save(context, data_dict, data)
        return data, errors

    validated.opendata_rules = True  # type: ignore[attr-defined]
    validated.original = original  # type: ignore[attr-defined]
    lib_plugins.plugin_validate = validated


def uninstall() -> None:
    """Take the wrapping away."""
    lib_plugins.plugin_validate = getattr(lib_plugins.plugin_validate, "original", lib_plugins.plugin_validate)


def about_to_save(context: Any, raw: Mapping[str, Any], data: dict[str, Any]) -> None:
    """Judge validated data, and put what was found into the public extras.

    Raises:
        telling.Refused: it must not be saved; what is in the transaction is rolled back first.
    """
    context.pop(_JUDGED, None)
    forget_places()
    settings = current()
    _strip(data)
    if settings.mode == "off":
        return
    package = context.get("package") if raw.get("id") else None
    if package is not None and package.id != raw["id"]:
        package = None
    if package is not None:
        lock(package)
    subject = of_data(data, _resources(context, data, package), _will_be_public(data, package), settings)
    judgement = _judged(subject, package, str(data.get("name")), data.get("id"), bool(data.get("private")), settings)
    if judgement.stops(settings):
        model.Session.rollback()
        raise telling.refused(judgement, str(data.get("type") or ""), settings)
    if judgement.warns(settings):
        telling.warn(judgement, str(data.get("name")))
    context[_JUDGED] = judgement
    if subject.public:
        data.setdefault("extras", []).extend({"key": key, "value": value} for key, value in claims(judgement).items())


def claims(judgement: Judgement) -> dict[str, str]:
    """What the public extras say of a judgement; nothing where the attribute cannot stand, or cannot be told to."""
    return {ATTRIBUTE: str(judgement.attribute), CITATION: judgement.citation} if judgement.citation else {}


def saved(context: Any, dataset: str, new: bool = False) -> None:
    """Judge what was saved, where it is not what was judged before, and write the record of it.

    Raises:
        telling.Refused: it must not be committed; everything is rolled back first.
    """
    settings = current()
    judgement: Judgement | None = context.pop(_JUDGED, None)
    package = model.Session.get(model.Package, dataset)
    if settings.mode == "off" or package is None:
        return
    stored = of_package(package, settings)
    if stored.public and (judgement is None or _differs(stored, judgement)):
        judgement = publication(stored, before(package, None), settings)
        if judgement.stops(settings):
            model.Session.rollback()
            raise telling.refused(judgement, package.type, settings)
        claim(package, claims(judgement))
    # What was judged ahead, as a draft of a form is, was not published.
    if judgement is not None and (stored.public or judgement.event == "withdrawn"):
        # What is new and had no predecessor has no records that could say the same.
        fresh = new and judgement.before is None
        note(package, judgement, settings, str(context.get("user") or ""), fresh)
    _seen()[package.id] = _Seen(stored, _claimed(package))


def about_to_index(dataset: str) -> None:
    """The same look as before a commit; CKAN writes its search index before that, and does not take it back.

    Raises:
        telling.Refused: it must not be found, since it must not be committed.
    """
    written = getattr(model.Session(), "_object_cache", None) or {"new": (), "changed": ()}
    for package in (*written["new"], *written["changed"]):
        if isinstance(package, model.Package) and package.id == dataset:
            about_to_commit(package, package in written["new"])


def about_to_commit(package: model.Package, new: bool) -> None:
    """The last look: what was changed without an action, by a harvester or another plugin, is judged before a commit.

    Raises:
        telling.Refused: it must not be committed. CKAN or its caller rolls back; a second try is refused as well.
    """
    settings = current()
    if settings.mode == "off":
        return
    seen = _seen().get(package.id)
    if seen is None:
        forget_places()
    stored = of_package(package, settings)
    if not stored.public:
        claim(package, {})
        return
    if seen is not None and seen.subject.public and not stored.touches(seen.subject.basis, seen.subject.resources):
        claim(package, seen.claims)
        return
    known = records.last(package.id)
    if known and known.event != "withdrawn" and not stored.touches(known.basis, known.resources):
        if _claimed(package):
            claim(package, {ATTRIBUTE: str(known.attribute), CITATION: known.citation} if known.citation else {})
        return
    # From before the portal had this gate: no record says what it was, and those who look at it now can.
    was = as_committed(package.id, settings) if known is None and not new else None
    judgement = publication(stored, before(package, was), settings)
    if was is not None and was.public and not stored.touches(was.basis, was.resources):
        judgement = replace(judgement, event="kept")
    if judgement.stops(settings):
        raise telling.refused(judgement, package.type, settings)
    note(package, judgement, settings, "")
    claim(package, claims(judgement))
    _seen()[package.id] = _Seen(stored, claims(judgement))


def lock(package: model.Package) -> None:
    """Read a dataset anew, and let nobody else write it before the end of the transaction.

    A second save at the same time would be judged by what the first one is about to replace.
    """
    model.Session.flush()
    model.Session.refresh(package, with_for_update=True)
    model.Session.query(model.Resource).filter_by(package_id=package.id).populate_existing().all()


def claim(package: model.Package, told: Mapping[str, str]) -> None:
    """Let the public extras of a dataset say this and no more."""
    if _claimed(package) != told:
        others = {key: value for key, value in package.extras.items() if plain(key) not in (ATTRIBUTE, CITATION)}
        package.extras = {**others, **told}


def _claimed(package: model.Package) -> dict[str, str]:
    return {key: value for key, value in package.extras.items() if plain(key) in (ATTRIBUTE, CITATION)}


def before(package: model.Package, stored: Subject | None, name: str | None = None) -> Before:
    """With what a dataset was published last: by its records, else as it is stored, else of one that is gone.

    Args:
        package: the dataset as it is stored.
        stored: what is judged of it; ``None`` where that does not count.
        name: the name that it is about to have; that which it has where it keeps it.
    """
    known, gone = records.last(package.id), records.predecessor(package.id, name or package.name)
    if known is not None:
        return Before(known.attribute, records.used(package.id) | gone.used)
    if stored is not None and stored.public:
        return Before(attribute_of(stored.declared), gone.used)
    return gone


def note(package: model.Package, judgement: Judgement, settings: Settings, user: str, fresh: bool = False) -> None:
    """Write the record of a judgement in the open transaction, unless the last one says the same."""
    if judgement.event == "unseen" or (judgement.event == "kept" and judgement.problems):
        return
    outcome = "warned" if judgement.problems else "passed"
    known, subject = None if fresh else records.last(package.id), judgement.subject
    event = "published" if judgement.event == "kept" else judgement.event
    same = known is not None and (
        known.name,
        known.basis,
        dict(known.resources),
        known.outcome,
        known.citation,
        known.event,
    ) == (
        package.name,
        subject.basis,
        dict(subject.resources),
        outcome,
        judgement.citation,
        "changed" if event == "published" and known.event == "changed" else event,
    )
    if not same:
        records.add(package.id, package.name, replace(judgement, event=event), settings, user, outcome)


def _judged(
    subject: Subject, package: model.Package | None, name: str, dataset: str | None, private: bool, settings: Settings
) -> Judgement:
    """What is found of a save."""
    stored = of_package(package, settings) if package is not None else None
    was_public = stored is not None and stored.public
    if not subject.public:
        if package is not None and stored is not None and was_public:
            return withdrawal(subject, before(package, stored), settings)
        # Where the form publishes in the same request, a refusal there would leave a draft that takes the name.
        at_once = not toolkit.config.get("ckan.dataset.create_on_ui_requires_resources")
        form = (settings.drafts == "form" or at_once) and telling.new_dataset_form() and not private
        if settings.drafts != "all" and not form:
            return Judgement(subject, "unseen")
    known = records.predecessor(dataset, name) if package is None else before(package, stored, name)
    judgement = publication(subject, known, settings)
    if stored is not None and was_public and not subject.touches(stored.basis, stored.resources):
        judgement = replace(judgement, event="kept")
    return judgement


def _differs(stored: Subject, judgement: Judgement) -> bool:
    asked = judgement.event not in ("withdrawn", "unseen")
    return not asked or stored.touches(judgement.subject.basis, judgement.subject.resources)


def _strip(data: dict[str, Any]) -> None:
    """Nobody but the gate says what was found."""
    if data.get("extras"):
        data["extras"] = [one for one in data["extras"] if plain(one["key"]) not in (ATTRIBUTE, CITATION)]


def _will_be_public(data: Mapping[str, Any], package: model.Package | None) -> bool:
    """Whether anyone will see it; where that is not said, it is taken to be so, and looked at again once saved."""
    state = data.get("state") or (package.state if package is not None else "active")
    return state == "active" and not data.get("private")


def _resources(context: Any, data: Mapping[str, Any], package: model.Package | None) -> list[Mapping[str, Any]]:
    """The resources that the dataset will have: those that were validated, and those that stay as they are."""
    changed = list(data.get("resources") or [])
    if package is None:
        return changed
    kept, ids = context.get(KEPT), {one.get("id") for one in changed}
    return changed + [
        {**one.extras, "url_type": one.url_type}
        for one in package.resources
        if one.state == "active" and one.id not in ids and (kept is None or one.id in kept)
    ]


def _seen() -> dict[str, _Seen]:
    """What was judged in the transaction that is open."""
    now = model.Session().get_transaction()
    transaction: Any
    seen: dict[str, _Seen]
    transaction, seen = model.Session.info.get(_SEEN, (None, {}))
    if now is None or transaction is not now:
        seen = {}
        model.Session.info[_SEEN] = (now, seen)
    return seen


@sa.event.listens_for(model.Session, "after_soft_rollback")
def _forget(session: Any, _ended: Any) -> None:
    """What was rolled back, to a savepoint too, is nothing that was let pass."""
    session.info.pop(_SEEN, None)
