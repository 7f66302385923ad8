"""Actions of CKAN that publish, move, withdraw or purge, each led past the gate, and those of this extension."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit

import opendata_rules as odr

from . import gate, records, telling
from .judging import Judgement, attribute_of, publication, withdrawal
from .settings import PLACE, Settings, current
from .subjects import forget_places, of_package, place_of

Action = Callable[[Any, Any], Any]


@toolkit.chained_action
def package_update(next_action: Action, context: Any, data_dict: Any) -> Any:
    """Tells the gate which resources stay; CKAN validates only those that changed."""
    listed = data_dict.get("resources")
    context[gate.KEPT] = None if listed is None else {one.get("id") for one in listed}
    return next_action(context, data_dict)


def _first_refusal(next_action: Action, context: Any, data_dict: Any) -> Any:
    """An action of a resource, with the refusal of its dataset as it was.

    CKAN looks in it for errors of resources only.
    """
    try:
        return next_action(context, data_dict)
    except (KeyError, toolkit.ValidationError) as error:
        if isinstance(error.__context__, telling.Refused):
            raise error.__context__ from None
        raise


@toolkit.chained_action
def resource_create(next_action: Action, context: Any, data_dict: Any) -> Any:
    """See :func:`_first_refusal`."""
    return _first_refusal(next_action, context, data_dict)


@toolkit.chained_action
def resource_update(next_action: Action, context: Any, data_dict: Any) -> Any:
    """See :func:`_first_refusal`."""
    return _first_refusal(next_action, context, data_dict)


@toolkit.chained_action
def resource_delete(next_action: Action, context: Any, data_dict: Any) -> Any:
    """See :func:`_first_refusal`."""
    return _first_refusal(next_action, context, data_dict)


@toolkit.chained_action
def package_delete(next_action: Action, context: Any, data_dict: Any) -> Any:
    """Deleting a public dataset takes it from the public."""
    return _withdrawn("package_delete", next_action, context, data_dict)


@toolkit.chained_action
def dataset_purge(next_action: Action, context: Any, data_dict: Any) -> Any:
    """So does purging it."""
    return _withdrawn("dataset_purge", next_action, context, data_dict)


def _withdrawn(name: str, next_action: Action, context: Any, data_dict: Any) -> Any:
    forget_places()
    settings = current()
    package = model.Package.get(data_dict.get("id") or "")
    if settings.mode == "off" or package is None:
        return next_action(context, data_dict)
    toolkit.check_access(name, dict(context), data_dict)
    gate.lock(package)
    stored = of_package(package, settings)
    if stored.public:
        judgement = withdrawal(stored, gate.before(package, stored), settings)
        _stop([(package, judgement)], settings)
        gate.note(package, judgement, settings, str(context.get("user") or ""))
    return next_action(context, data_dict)


@toolkit.chained_action
def package_owner_org_update(next_action: Action, context: Any, data_dict: Any) -> Any:
    """Another organization can mean another law. Within a save nothing moves: that one is judged itself."""
    told = data_dict.get("organization_id")
    package = _known(model.Package, data_dict.get("id"))
    if package is None or told == package.owner_org:
        return next_action(context, data_dict)
    forget_places()
    settings, organization = current(), _known(model.Group, told)
    owner = organization.id if organization is not None else None
    if settings.mode == "off" or owner == package.owner_org:
        return next_action(context, data_dict)
    toolkit.check_access("package_owner_org_update", dict(context), data_dict)
    gate.lock(package)
    moved = of_package(package, settings, place_of(owner, settings))
    if moved.public:
        stored = of_package(package, settings)
        judgement = publication(moved, gate.before(package, stored), settings)
        if not moved.touches(stored.basis, stored.resources):
            judgement = replace(judgement, event="kept")
        _stop([(package, judgement)], settings)
        gate.note(package, judgement, settings, str(context.get("user") or ""))
        gate.claim(package, gate.claims(judgement))
    return next_action(context, data_dict)


def _known(kind: Any, name: str | None) -> Any:
    """What has this id or name; by its id without asking the database again."""
    return (model.Session.get(kind, name) or kind.get(name)) if name else None


@toolkit.chained_action
def bulk_update_private(next_action: Action, context: Any, data_dict: Any) -> Any:
    """All are judged before the first is hidden, so that either all are or none."""
    return _bulk("bulk_update_private", False, next_action, context, data_dict)


@toolkit.chained_action
def bulk_update_public(next_action: Action, context: Any, data_dict: Any) -> Any:
    """All are judged before the first is published."""
    return _bulk("bulk_update_public", True, next_action, context, data_dict)


@toolkit.chained_action
def bulk_update_delete(next_action: Action, context: Any, data_dict: Any) -> Any:
    """All are judged before the first is deleted."""
    return _bulk("bulk_update_delete", False, next_action, context, data_dict)


def _bulk(name: str, public: bool, next_action: Action, context: Any, data_dict: Any) -> Any:
    forget_places()
    settings = current()
    if settings.mode == "off":
        return next_action(context, data_dict)
    toolkit.check_access(name, dict(context), data_dict)
    found = []
    for package in _packages(model.Package.id.in_(data_dict.get("datasets", [])), data_dict.get("org_id")):
        stored = of_package(package, settings)
        if public and package.state == "active":
            judgement = publication(replace(stored, public=True), gate.before(package, stored), settings)
            found.append((package, replace(judgement, event="kept") if stored.public else judgement))
        elif not public and stored.public:
            found.append((package, withdrawal(stored, gate.before(package, stored), settings)))
    _stop(found, settings)
    return next_action(context, data_dict)


def _packages(condition: Any, organization: str | None) -> list[model.Package]:
    return list(model.Session.query(model.Package).filter(condition, model.Package.owner_org == organization))


@toolkit.chained_action
def organization_delete(next_action: Action, context: Any, data_dict: Any) -> Any:
    """Datasets left without an organization fall under the law of the portal; all are judged first."""
    return _orphaned("organization_delete", next_action, context, data_dict)


@toolkit.chained_action
def organization_purge(next_action: Action, context: Any, data_dict: Any) -> Any:
    """See :func:`organization_delete`."""
    return _orphaned("organization_purge", next_action, context, data_dict)


@toolkit.chained_action
def group_purge(next_action: Action, context: Any, data_dict: Any) -> Any:
    """CKAN purges organizations with this action too, and looks at no dataset."""
    group = model.Group.get(data_dict.get("id") or "")
    if group is None or not group.is_organization:
        return next_action(context, data_dict)
    return _orphaned("group_purge", next_action, context, data_dict)


def _orphaned(name: str, next_action: Action, context: Any, data_dict: Any) -> Any:
    forget_places()
    settings = current()
    group = model.Group.get(data_dict.get("id") or "")
    # What CKAN refuses itself; see group_purge for what it does not.
    refused = name != "group_purge" and not authz.check_config_permission("ckan.auth.create_unowned_dataset")
    if settings.mode == "off" or group is None or refused:
        return next_action(context, data_dict)
    toolkit.check_access(name, dict(context), data_dict)
    found = []
    for package in _packages(model.Package.state == "active", group.id):
        stored, moved = of_package(package, settings), of_package(package, settings, settings.place)
        if moved.public and moved.touches(stored.basis, stored.resources):
            found.append((package, publication(moved, gate.before(package, stored), settings)))
    _stop(found, settings)
    return next_action(context, data_dict)


def _stop(found: Iterable[tuple[model.Package, Judgement]], settings: Settings) -> None:
    """Refuse all where one must not be.

    Raises:
        telling.Refused: one of them must not be; the message names each.
    """
    stopped = [(package, judgement) for package, judgement in found if judgement.stops(settings)]
    if not stopped:
        return
    model.Session.rollback()
    if len(stopped) == 1:
        raise telling.refused(stopped[0][1], stopped[0][0].type, settings)
    errors = {
        package.name: ["；".join(telling.text(one) for one in judgement.problems)] for package, judgement in stopped
    }
    raise telling.Refused(errors, {name: texts[0] for name, texts in errors.items()})


@toolkit.chained_action
def organization_create(next_action: Action, context: Any, data_dict: Any) -> Any:
    """Whose law applies is not for an organization to say: only a system administrator names its place."""
    _checked_place(context, data_dict, None)
    return next_action(context, data_dict)


@toolkit.chained_action
def organization_update(next_action: Action, context: Any, data_dict: Any) -> Any:
    """See :func:`organization_create`; what others leave out or change stays as it was."""
    _checked_place(context, data_dict, model.Group.get(data_dict.get("id") or ""))
    return next_action(context, data_dict)


@toolkit.chained_action
def group_create(next_action: Action, context: Any, data_dict: Any) -> Any:
    """A group can be made an organization later."""
    _checked_place(context, data_dict, None)
    return next_action(context, data_dict)


@toolkit.chained_action
def group_update(next_action: Action, context: Any, data_dict: Any) -> Any:
    """CKAN updates organizations with this action too."""
    _checked_place(context, data_dict, model.Group.get(data_dict.get("id") or ""))
    return next_action(context, data_dict)


def _checked_place(context: Any, data_dict: Any, group: model.Group | None) -> None:
    # What is no list of extras, CKAN refuses itself.
    extras = [one for one in data_dict.get("extras") or [] if isinstance(one, dict) and one.get("key") == PLACE]
    if not (context.get("ignore_auth") or authz.is_sysadmin(context.get("user"))):
        stored = group.extras.get(PLACE) if group is not None else None
        others = [one for one in data_dict.get("extras") or [] if one not in extras]
        if PLACE in data_dict:
            data_dict[PLACE] = stored or ""
        if stored and group is not None and not _has_field(group):
            data_dict["extras"] = [*others, {"key": PLACE, "value": stored}]
        elif extras:
            data_dict["extras"] = others
        return
    told = [one.get("value") for one in extras]
    for place in filter(None, (*told, data_dict.get(PLACE))):
        try:
            current().law(str(place))
        except odr.Error as error:
            raise toolkit.ValidationError({PLACE: [str(error)]}) from error


def _has_field(group: model.Group) -> bool:
    """Whether the form of an organization has a field for its place; in any other form that field says nothing."""
    show = toolkit.get_action("organization_show" if group.is_organization else "group_show")
    apart = {"include_dataset_count": False, "include_users": False, "include_followers": False}
    return PLACE in show({"ignore_auth": True}, {"id": group.id, **apart})


@toolkit.chained_action
def datastore_create(next_action: Action, context: Any, data_dict: Any) -> Any:
    """Rows put into the store are there for anyone: the dataset of the resource has to allow that."""
    forget_places()
    settings = current()
    resource = model.Resource.get(data_dict.get("resource_id") or "")
    package = resource.package if resource is not None else None
    if settings.mode != "off" and package is not None:
        stored = of_package(package, settings)
        kinds = {**stored.resources, "datastore": stored.resources.get("datastore", 0) + 1}
        if stored.public:
            judgement = publication(replace(stored, resources=kinds), gate.before(package, stored), settings)
            _stop([(package, judgement)], settings)
    return next_action(context, data_dict)


@toolkit.side_effect_free
def opendata_rules_check(context: Any, data_dict: Any) -> dict[str, Any]:
    """What the law says of a dataset as it is stored, as if it were published.

    :param id: the id or name of the dataset
    :returns: ``declared``, ``attribute``, ``citation``, ``problems`` (each with ``field``, ``text``, ``english``,
        ``settled``), ``objections`` and the receipts of what was answered
    """
    package = _editable(context, data_dict)
    forget_places()
    settings = current()
    stored = replace(of_package(package, settings), public=True)
    judgement = publication(stored, gate.before(package, stored), settings)
    decisions = [one for one in judgement.answers if isinstance(one, odr.Decision)]
    return {
        "declared": stored.declared,
        "attribute": str(attribute_of(stored.declared) or ""),
        "citation": judgement.citation,
        "problems": [
            {"field": one.field, "text": one.chinese, "english": one.english, "settled": one.settled}
            for one in judgement.problems
        ],
        "objections": [one.to_dict() for decision in decisions for one in decision.objections],
        "receipts": [one.receipt for one in judgement.answers],
    }


@toolkit.side_effect_free
def opendata_rules_decision_list(context: Any, data_dict: Any) -> list[dict[str, Any]]:
    """All decisions about a dataset, with their receipts; for those who may edit it.

    :param id: the id or name of the dataset; of one that was purged its id, for system administrators
    """
    name = toolkit.get_or_bust(data_dict, "id")
    if model.Package.get(name) is None:
        toolkit.check_access("sysadmin", context, {})
        return records.of_dataset(name)
    return records.of_dataset(_editable(context, data_dict).id)


def _editable(context: Any, data_dict: Any) -> model.Package:
    package = model.Package.get(toolkit.get_or_bust(data_dict, "id"))
    if package is None:
        raise toolkit.ObjectNotFound()
    toolkit.check_access("package_update", dict(context), {"id": package.id})
    return package


#: What is chained where CKAN has it without further plugins.
CHAINED = (
    *(package_update, resource_create, resource_update, resource_delete, package_delete, dataset_purge),
    *(package_owner_org_update, bulk_update_private, bulk_update_public, bulk_update_delete),
    *(organization_create, organization_update, organization_delete, organization_purge),
    *(group_create, group_update, group_purge),
)
OWN = (opendata_rules_check, opendata_rules_decision_list)
